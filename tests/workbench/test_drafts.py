"""Letters to start from: three parts, steps with days, a plan; offered in the forms of a case."""

import pytest

from kesu.complaints.models import Solution
from kesu.remedies.models import Remedy
from tests.cast import House, Play, complaint
from tests.workbench.visitor import Visitor, value

STEPS = [{"text": "补寄赠品", "due": "2026-02-16"}, {"text": "短信告知单号"}]


@pytest.fixture
def no(play: Play) -> str:
    """A case that waits for its reply; a customer of ours reads the letter."""
    no = play.walk("accepted")
    play.do("verify", no, verdict="valid", reason="属实", no_merchant="自营")
    play.do("cause", no, text="仓库漏发")
    play.do("propose", no, steps=STEPS, kind="redress", clause="合作条款 4.2", cost=8900)
    play.do("approve", no, play.house.supervisor)
    return no


def letter(house: House, no: str, verb: str = "reply") -> str:
    page = Visitor(house.agent).read(f"/complaints/{no}?draft={verb}")
    return value(page.partition(f'id="do-{verb}"')[2], "text")


def give(play: Play, no: str, kind: str, amount: int, state: str = "approved") -> None:
    row = complaint(no)
    Remedy.objects.create(
        complaint=row,
        solution=Solution.objects.get(complaint=row),
        kind=kind,
        amount=amount,
        what="商超卡",
        state=state,
        by_id=play.house.agent.id,
        at=play.now,
    )


@pytest.mark.req("C04")
def test_the_reply_starts_from_sincerity_apology_and_analysis(house: House, no: str) -> None:
    said = letter(house, no)
    parts = [said.index(part) for part in ("感谢您", "抱歉", "经核实：仓库漏发")]
    assert parts == sorted(parts)


@pytest.mark.req("C17")
def test_its_steps_are_numbered_and_dated_for_the_customer(house: House, no: str) -> None:
    assert "1. 补寄赠品（2月16日前）\n2. 短信告知单号" in letter(house, no)


@pytest.mark.req("C18")
def test_what_cannot_be_solved_at_once_has_a_plan_with_what_was_promised(
    play: Play, house: House, no: str
) -> None:
    play.do("promise", no, what="告知快递单号", due="2026-02-14T16:00:00+08:00")
    said = letter(house, no, "progress")
    assert "今天还不能全部解决" in said
    assert "1. 补寄赠品（2月16日前）" in said
    assert "2月14日（星期六）16:00 告知快递单号" in said


@pytest.mark.req("A54", "A60")
def test_goodwill_and_liability_have_words_of_their_own(play: Play, house: House, no: str) -> None:
    give(play, no, "compensation", 8000)
    goodwill = letter(house, no)
    assert ("补偿，聊表心意：商超卡，80元" in goodwill, "赔偿" in goodwill) == (True, False)
    give(play, no, "indemnity", 298050)
    assert "我们承担责任，向您赔偿 2,980.50元：商超卡" in letter(house, no)


def test_what_nobody_agreed_to_is_not_in_the_letter(play: Play, house: House, no: str) -> None:
    give(play, no, "indemnity", 298000, state="planned")
    assert "赔偿" not in letter(house, no)


@pytest.mark.req("E22")
def test_what_the_customer_is_not_told_stays_out_of_the_letter(play: Play, house: House) -> None:
    no = play.lodge(type="1.5.2").complaint.no
    play.do("accept", no)
    play.do("verify", no, verdict="valid", reason="属实", no_merchant="自营")
    play.do("cause", no, text="套现嫌疑")
    play.do("propose", no, steps=STEPS, kind="explain", clause="会员章程 7")
    play.do("approve", no, play.house.supervisor)
    said = letter(house, no)
    assert ("经核实" in said, "套现" in said, "感谢您" in said) == (False, False, True)


def test_the_forms_offer_their_letters_and_open_empty_without(house: House, no: str) -> None:
    page = Visitor(house.agent).read(f"/complaints/{no}")
    assert ("?draft=reply#do-reply" in page, "?draft=progress#do-progress" in page) == (True, True)
    assert "感谢您把这件事" not in page
    assert Visitor(house.agent).get(f"/complaints/{no}?draft=nonsense").status_code == 200
