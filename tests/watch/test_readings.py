"""What customers say on a case is read when it arrives; where reading fails nothing else does."""

from datetime import timedelta

import pytest

from kesu.correspondence.models import Notice
from kesu.journeys.perform import Done, perform
from kesu.language import triage
from kesu.watch.models import CaseReading, Signal
from tests.cast import PROPOSAL, Play, complaint, lines

pytestmark = pytest.mark.django_db

FURIOUS = "你们太过分了！再不解决我就去找记者曝光你们，信不信我让你们上热搜！"
DESPAIR = "我真的活不下去了，今晚就从楼上跳下去。"


@pytest.fixture
def play(db: None) -> Play:
    return Play()


@pytest.mark.req("A30", "A33")
def test_the_telling_and_each_talk_are_read(play: Play) -> None:
    no = play.lodge(text="赠品没有寄到。").complaint.no
    play.do("accept", no)
    play.do("contact", no, channel="hotline", outcome="reached", summary=FURIOUS)
    play.do("contact", no, channel="hotline", outcome="no_answer")
    chased = {"by": "customer", "note": "客户说：今天再没人管就打12315投诉你们"}
    perform("urge", no, chased, by=play.house.agent, now=play.now + timedelta(minutes=10))
    read = list(CaseReading.objects.filter(complaint__no=no).order_by("at"))
    assert [one.source for one in read] == ["telling", "contact", "urge"]
    told, talk, urged = read
    assert told.emotion <= 1 < 3 <= talk.emotion
    assert (talk.risks["media"] >= 50, urged.risks["regulator"] >= 50) == (True, True)
    assert all(one["words"] in FURIOUS for one in talk.reasons)


@pytest.mark.req("A33")
def test_a_reason_stands_in_its_sentence(play: Play) -> None:
    no = play.lodge(text=f"上周买的奶粉。{FURIOUS}").complaint.no
    said = [one for one in CaseReading.objects.get().reasons if one["about"] == "media"]
    assert said
    one = said[0]
    assert one["before"] + one["words"] + one["after"] in complaint(no).text
    assert one["earlier"] in complaint(no).text


@pytest.mark.req("F25", "A33")
def test_who_may_harm_themselves_is_told_of_at_once(play: Play) -> None:
    lodged = play.lodge(text=DESPAIR)
    told = set(Notice.objects.filter(kind="self_harm").values_list("to__sign_in", flat=True))
    assert {"agent", "supervisor"} <= told
    signal = Signal.objects.get(kind="case")
    assert (signal.level, signal.about_id) == (3, lodged.complaint.pk)
    assert "self_harm" in [one.code for one in lodged.warnings]
    assert not complaint(lodged.complaint.no).urgent


@pytest.mark.req("F25")
def test_the_second_word_of_it_is_the_same_signal(play: Play) -> None:
    no = play.lodge(text=DESPAIR).complaint.no
    play.do("contact", no, channel="hotline", outcome="reached", summary=DESPAIR)
    assert [one.times for one in Signal.objects.filter(kind="case")] == [2]


def test_a_complaint_comes_in_where_reading_fails(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise RuntimeError("no words")

    monkeypatch.setattr(triage, "read", fail)
    no = play.lodge(text=FURIOUS).complaint.no
    assert (CaseReading.objects.count(), lines(no)[0].kind) == (0, "complaint.lodged")


@pytest.mark.parametrize("text", ["。" * 9000, "\u202e\u200d怒" * 2000, "a" * 50_000, "😡" * 500])
def test_no_text_stops_a_complaint(play: Play, text: str) -> None:
    assert play.lodge(text=text).complaint.no
    assert CaseReading.objects.count() == 1


def _warned_of_feeling(done: Done) -> bool:
    return "calm_first" in [one.code for one in done.warnings]


@pytest.mark.req("C06")
def test_a_solution_for_an_upset_customer_is_warned_of_and_taken(play: Play) -> None:
    no = play.walk("proposing", text=f"订单一直没有发货。{FURIOUS}")
    play.do("cause", no, text="漏发")
    done = play.do("propose", no, **PROPOSAL)
    assert (_warned_of_feeling(done), done.complaint.state) == (True, "approving")
    (line,) = lines(no, "complaint.proposed")
    assert "calm_first" in line.facts["warned"]


@pytest.mark.req("C06")
def test_what_people_noted_counts_before_what_was_read(play: Play) -> None:
    no = play.walk("proposing", text=FURIOUS)
    play.do("cause", no, text="漏发")
    play.do("emotion", no, level=1)
    assert not _warned_of_feeling(play.do("propose", no, **PROPOSAL))


@pytest.mark.req("C06")
def test_an_answer_to_an_upset_customer_is_warned_of(play: Play) -> None:
    no = play.walk("replying", text=FURIOUS)
    assert _warned_of_feeling(play.do("reply", no, channel="hotline", text="今天补寄"))
