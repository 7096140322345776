"""kesu doctor: a line a check, and a status that scripts can ask."""

import re
from datetime import UTC, datetime

import pytest

from kesu.complaints import operations
from kesu.complaints.models import Complaint
from kesu.console import database, doctor
from kesu.console.doctor import Finding
from tests.cast import Play

AT = datetime(2026, 2, 13, 2, tzinfo=UTC)


def test_a_sound_installation_has_no_fault(db: None) -> None:
    # The keys of a test run are made by the settings, in a directory of their own.
    assert [finding for finding in doctor.findings(AT) if finding.holds is False] == []


def test_the_calendar_of_a_year_nobody_published_is_a_warning(db: None) -> None:
    late = AT.replace(year=2027)
    assert [finding.holds for finding in doctor._calendar(late)] == [None]


def test_a_complaint_that_no_search_finds_is_a_fault(db: None) -> None:
    rows = [Play().lodge().complaint]
    whole = [finding.holds for finding in doctor._searchable(AT)]
    operations.unindex(rows)
    without = list(doctor._searchable(AT))
    operations.index(rows)
    Complaint.objects.filter(pk=rows[0].pk).update(search_key=1)
    strange = list(doctor._searchable(AT))
    told = [(one.holds, re.findall(r"\d+", one.detail)) for one in (*without, *strange)]
    assert (whole, told) == ([True], [(False, ["1", "0"]), (False, ["1", "1"])])


def test_a_check_that_breaks_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: datetime) -> list[Finding]:
        raise OSError("the disk is gone")

    monkeypatch.setattr(doctor, "_CHECKS", (broken,))
    assert list(doctor.findings(AT)) == [Finding("broken", holds=False, detail="the disk is gone")]


def test_a_fault_is_told_by_the_exit_status(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    def unsound(_: datetime) -> list[Finding]:
        return [Finding("unsound", holds=False)]

    monkeypatch.setattr(database, "prepare", lambda: False)
    monkeypatch.setattr(doctor, "_CHECKS", (unsound,))
    assert doctor.run() == 1


def test_what_keeps_it_from_starting_is_a_fault(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def unusable() -> bool:
        raise OSError("keys.toml: others may read it")

    monkeypatch.setattr(database, "prepare", unusable)
    assert (doctor.run(), "keys.toml" in capsys.readouterr().out) == (1, True)
