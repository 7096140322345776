"""What comes to the evidence of a case: whole, too large, cut off, or not what it says."""

from typing import Any

import pytest

from kesu.complaints.models import Evidence
from kesu.foundation import files
from tests.api.caller import Caller
from tests.api.proofs import ABOUT, bring, parts, sent
from tests.cast import Play, complaint
from tests.files import BOUNDARY, MULTIPART, form, png, wav


@pytest.fixture
def no(play: Play) -> str:
    return play.lodge().complaint.no


def test_what_does_not_fit_is_named(agent: Caller, no: str) -> None:
    wrong: list[tuple[dict[str, str], str]] = [
        ({"side": "both"}, "side"),
        ({"kind": ""}, "kind"),
        ({"kind": "x" * 41}, "kind"),
        ({"strength": "very"}, "strength"),
        ({"task": "12"}, "task"),
        ({"task": "x"}, "task"),
        ({"sides": "x"}, "sides"),
        ({"none": "true", "side": "neutral"}, "side"),
    ]
    places = [bring(agent, no, png(), **change).places for change, _ in wrong]
    assert (places, Evidence.objects.count()) == ([[place] for _, place in wrong], 0)


def test_neither_file_nor_words_is_refused(agent: Caller, no: str) -> None:
    assert bring(agent, no).code == "no_evidence"
    assert bring(agent, no, b"").code == "empty_file"


def test_a_field_or_file_too_many_is_refused(agent: Caller, no: str) -> None:
    body = form(ABOUT, png()).replace(b'name="kind"', b'name="side"')
    second = form({}, png()).replace(b'"file"', b'"other"')
    more = form(ABOUT, png()).replace(f"--{BOUNDARY}--\r\n".encode(), second)
    where = f"/complaints/{no}/evidence"
    assert agent.call("POST", where, body, content_type=MULTIPART).places == ["side"]
    assert agent.call("POST", where, more, content_type=MULTIPART).places == ["other"]
    assert parts() == []


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        f"multipart/form-data; boundary={'b' * 500}",
    ],
)
def test_a_body_without_its_boundary_is_said_to_be_none(agent: Caller, no: str, kind: str) -> None:
    where, body = f"/complaints/{no}/evidence", form(ABOUT, png())
    assert agent.call("POST", where, body, content_type=kind).status == 400
    assert (Evidence.objects.count(), parts()) == (0, [])


def test_the_kind_of_a_body_is_known_however_it_is_written(agent: Caller, no: str) -> None:
    kind = MULTIPART.replace("multipart/form-data", "Multipart/Form-Data")
    answer = agent.call("POST", f"/complaints/{no}/evidence", form(ABOUT, png()), content_type=kind)
    assert answer.status == 201


def test_a_file_that_is_cut_off_leaves_nothing(agent: Caller, no: str) -> None:
    body = form(ABOUT, bytes(5000) + b"x")
    seen = set(files.all_kept())
    ends = [len(body) - 1, len(body) - 30, len(body) - 200, len(body) - 2000, 400, 20, 0]
    answers = [sent(agent, no, body[:end], length=len(body)) for end in ends]
    assert [one.status for one in answers] == [400] * len(ends)
    assert (Evidence.objects.count(), parts(), set(files.all_kept()) - seen) == (0, [], set())


def test_a_file_whose_fields_are_refused_leaves_nothing(agent: Caller, no: str) -> None:
    seen = set(files.all_kept())
    assert bring(agent, no, wav(0.71), side="both").places == ["side"]
    assert (parts(), set(files.all_kept()) - seen) == ([], set())


def test_a_body_that_is_no_form_or_has_no_length_is_refused(agent: Caller, no: str) -> None:
    where = f"/complaints/{no}/evidence"
    wrong = agent.call("POST", where, b"{}")
    unknown = sent(agent, no, form(ABOUT), length="")
    assert (wrong.status, wrong.code) == (415, "media_type")
    assert (unknown.status, unknown.code) == (411, "length_required")


def test_a_file_over_the_limit_is_refused_early_and_late(
    agent: Caller, no: str, settings: Any
) -> None:
    settings.KESU_MAX_FILE_BYTES = 10_000
    late = bring(agent, no, bytes(10_001))
    early = sent(agent, no, b"", length=3 * 1024 * 1024)
    right = bring(agent, no, bytes(10_000))
    assert (late.code, early.code, right.status, parts()) == ("too_large", "too_large", 201, [])
    assert (late.status, early.status) == (413, 413)


def test_a_full_disk_says_so_and_leaves_nothing(
    agent: Caller, no: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_RESERVE", 10**18)
    answer = bring(agent, no, png())
    assert (answer.status, answer.code, Evidence.objects.count()) == (507, "storage", 0)
    assert parts() == []


def test_more_than_a_day_holds_is_refused(
    agent: Caller, no: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kesu.journeys.evidence.MOST_FILES_A_DAY", 1)
    first, second = bring(agent, no, png()), bring(agent, no, wav())
    assert (first.status, second.status, second.code) == (201, 429, "too_much")
    assert int(second.headers["Retry-After"]) > 0


def test_an_earlier_time_does_not_take_a_file_out_of_the_day(
    agent: Caller, no: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kesu.journeys.evidence.MOST_FILES_A_DAY", 1)
    long_ago = complaint(no).received.isoformat()
    first, second = bring(agent, no, png(), at=long_ago), bring(agent, no, wav())
    assert (first.status, second.status, second.code) == (201, 429, "too_much")


def test_the_same_key_brings_a_file_once(agent: Caller, no: str) -> None:
    first = bring(agent, no, png(), idempotency_key="k1")
    again = bring(agent, no, png(), idempotency_key="k1")
    other = bring(agent, no, wav(), idempotency_key="k1")
    assert (first.json, again.headers["Idempotent-Replay"]) == (again.json, "true")
    assert (other.status, Evidence.objects.count()) == (422, 1)


def test_a_version_that_is_gone_is_refused_only_when_it_was_named(agent: Caller, no: str) -> None:
    stale = bring(agent, no, png(), if_match='"v99"')
    assert (stale.status, bring(agent, no, png()).status) == (412, 201)
