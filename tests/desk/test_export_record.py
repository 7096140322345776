"""What the record says of a list that left the house, and the record as a list (B06)."""

import json
from datetime import UTC, datetime

import pytest

from kesu.desk.queue import Filters
from kesu.journal import queries as journal
from kesu.journal.models import JournalLine
from kesu.journeys.export_made import export
from kesu.people.rules import Person
from tests.cast import Play, complaint
from tests.desk.taking import ask, raw, taken


@pytest.mark.req("B06")
def test_every_export_stands_on_the_record_before_its_first_byte(play: Play) -> None:
    house = play.house
    no = play.lodge(text="请回电19912345678").complaint.no
    now = datetime(2026, 2, 20, tzinfo=UTC)
    filters = Filters(state=("received",), q="19912345678", owner=house.agent.id, urgent=False)
    asked = ask(house.supervisor, filters=filters)
    made = export("complaints", asked, format_="csv", fields=("no", "text"), now=now)
    line = json.loads(JournalLine.objects.get(kind="export.made").line)
    assert (line["by"], line["case"], line["at"]) == (
        f"staff:{house.supervisor.id}",
        None,
        "2026-02-20T00:00:00.000000Z",
    )
    assert line["facts"] == {
        "what": "complaints",
        "format": "csv",
        "rows": 1,
        "fields": ["no", "text"],
        "filters": {
            "state": ["received"],
            "q": ["true"],
            "owner": [str(house.agent.id)],
            "urgent": ["false"],
        },
    }
    entry = journal.about(*line["about"])[0]
    assert entry.notes == {"q": "19912345678"}
    assert no in b"".join(made.pieces).decode()
    assert journal.verify() is None


def test_the_operator_is_named_as_the_console(play: Play) -> None:
    raw("clocks", ask(None))
    assert json.loads(JournalLine.objects.get(kind="export.made").line)["by"] == "system:console"


@pytest.mark.req("B06")
def test_the_record_holds_the_lines_of_what_may_be_taken(play: Play) -> None:
    house = play.house
    mine = play.walk("accepted", by=house.agent)
    others = play.lodge(house.clerk).complaint.no
    secret = play.lodge(customer={"special_role": "media"}).complaint.no
    about = {no: str(complaint(no).pk) for no in (mine, others, secret)}

    def told(reader: Person | None) -> set[str]:
        return {row["about"].partition(":")[2] for row in taken("journal", ask(reader))}

    assert told(house.agent) & set(about.values()) == {about[mine]}
    assert told(house.director) >= set(about.values())
    assert told(house.auditor) >= set(about.values())
    assert about[secret] not in told(house.second)
    assert about[secret] not in told(None)
    lines = {row["seq"]: row for row in taken("journal", ask(house.auditor))}
    kept = JournalLine.objects.filter(about_id=about[mine])
    assert {seq for seq, row in lines.items() if row["about"].endswith(about[mine])} == {
        one.seq for one in kept
    }
    for one in kept:
        assert lines[one.seq]["facts"] == json.loads(one.line)["facts"]
        assert lines[one.seq]["hash"] == one.hash
    assert all("notes" not in row for row in lines.values())


def test_lines_about_people_are_for_who_may_take_all(play: Play) -> None:
    house = play.house
    play.lodge()
    from kesu.journeys.people.staff import set_presence

    set_presence(sign_in="agent", presence="away", by="system:console", at=play.now)

    def kinds(reader: Person | None) -> set[str]:
        return {row["kind"] for row in taken("journal", ask(reader))}

    readers = (house.auditor, house.manager, house.director, None)
    assert all("staff.presence_set" in kinds(reader) for reader in readers)
    assert "staff.presence_set" not in kinds(house.supervisor) | kinds(house.agent)
