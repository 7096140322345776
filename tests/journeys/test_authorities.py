"""An authority's case may be asked to come to our own place, and a mediation is kept (A55, A61)."""

from typing import Any

import pytest
from django.utils import translation

from kesu.deadlines.models import Slip
from kesu.desk.case import case
from kesu.desk.form import form
from kesu.desk.form.paper import slip_rows
from kesu.foundation.faults import Refused
from kesu.journal.queries import verify
from kesu.people.queries import everyone
from tests.cast import Play, lines

THERE: dict[str, Any] = {
    "authority": "江北区市场监督管理局",
    "document": "江市监字 12 号",
    "kind": "forwarded",
    "jurisdiction": "江北区",
}
HOME = "滨海区市场监督管理局"


@pytest.mark.req("A55")
def test_handing_it_on_is_asked_then_granted_and_the_form_says_so(play: Play) -> None:
    no = play.lodge().complaint.no
    play.do("regulator", no, **THERE)
    play.do("regulator", no, **THERE, transfer="asked", transfer_to=HOME)
    row = Slip.objects.get()
    assert (row.jurisdiction, row.transfer_to, row.transfer, row.transfer_at) == (
        "江北区",
        HOME,
        "asked",
        play.now,
    )
    play.do("regulator", no, **THERE, transfer="granted")
    row.refresh_from_db()
    assert (row.transfer, row.transfer_at) == ("granted", play.now)
    with translation.override("en"):
        paper = form(no, reader=play.house.agent, people=everyone(play.now))
        said = dict(slip_rows(paper.slips[0], "Asia/Shanghai"))
    assert said["Asked to hand it on"].startswith("Granted")
    told = lines(no, "complaint.regulator_met")
    assert [one.facts["transfer"] for one in told] == ["asked", "granted"]
    assert verify() is None


@pytest.mark.req("A55")
def test_an_answer_stands_and_whoever_asks_says_to_whom(play: Play) -> None:
    no = play.lodge().complaint.no
    with pytest.raises(Refused) as to_whom:
        play.do("regulator", no, **THERE, transfer="asked")
    assert [one.loc for one in to_whom.value.faults] == ["transfer_to"]
    play.do("regulator", no, **THERE, transfer="asked", transfer_to=HOME)
    play.do("regulator", no, **THERE, transfer="refused")
    with pytest.raises(Refused) as stands:
        play.do("regulator", no, **THERE, transfer="granted")
    assert [(one.loc, one.expected) for one in stands.value.faults] == [("transfer", "refused")]
    assert Slip.objects.get().transfer == "refused"


@pytest.mark.req("A61")
def test_a_mediation_keeps_place_mediator_and_result(play: Play) -> None:
    no = play.lodge().complaint.no
    play.do(
        "meeting",
        no,
        kind="mediation",
        present=["agent", "街道办老王"],
        decision="退货退款，另补偿五百元。",
        place="滨海街道办事处",
        mediator="街道调解委员会",
        result="agreed",
    )
    found = case(no, reader=play.house.agent, people=everyone(play.now)).authority.meetings[0]
    assert (found.place, found.mediator, found.result, found.at) == (
        "滨海街道办事处",
        "街道调解委员会",
        "agreed",
        play.now,
    )
    line = lines(no, "complaint.met")[0]
    assert (line.facts["result"], line.notes["mediator"]) == ("agreed", "街道调解委员会")


@pytest.mark.req("A61")
def test_only_a_mediation_has_a_mediator(play: Play) -> None:
    no = play.lodge().complaint.no
    visit: dict[str, Any] = {"kind": "visit", "present": ["agent"], "decision": "上门道歉"}
    play.do("meeting", no, **visit, place="客户家中")
    with pytest.raises(Refused) as refusal:
        play.do("meeting", no, **visit, mediator="街道")
    assert [one.loc for one in refusal.value.faults] == ["mediator"]
