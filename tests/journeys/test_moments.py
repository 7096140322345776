"""A time in a payload: RFC 3339 with its offset, and one that every database can keep."""

import pytest

from kesu.foundation.faults import Refused
from kesu.journeys.payload import Moment, Part, read


class Told(Part):
    at: Moment


@pytest.mark.parametrize(
    "text",
    [
        "1700000000",
        "-1",
        "2026-02-13",
        "2026-02-13T10:00:00",
        "20260213T100000Z",
        "9999-12-31T23:59:59-12:00",
        "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00+14:00",
        "1969-12-31T23:59:59Z",
    ],
)
def test_what_is_no_time_of_ours_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        read(Told, {"at": text})
    assert [fault.loc for fault in refusal.value.faults] == ["at"]


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-13T10:00:00+08:00",
        "2026-02-13t02:00:00z",
        "2026-02-13 10:00:00.000+08:00",
        "2026-02-13T10:00+08:00",
    ],
)
def test_a_time_with_its_offset_is_read(text: str) -> None:
    assert read(Told, {"at": text}).at.isoformat()[:16] in ("2026-02-13T10:00", "2026-02-13T02:00")
