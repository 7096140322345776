"""6W3H on a case: asked, answered bit by bit, shown with what the text says (D36)."""

import pytest

from kesu.desk.understanding import understanding
from kesu.foundation.faults import Refused
from kesu.people.queries import everyone
from tests.cast import Play, lines
from tests.workbench.visitor import Visitor

KIND = "complaint.established"


@pytest.mark.req("D36")
def test_answers_add_up_and_the_open_questions_are_told(play: Play) -> None:
    no = play.walk("accepted")
    first = play.do("establish", no, who="客户的母亲", what="奶粉漏粉")
    again = play.do("establish", no, what="一罐奶粉漏粉", how_much="256元")
    assert [done.warnings[0].code for done in (first, again)] == ["questions_open"] * 2
    said = lines(no, KIND)
    assert [one.facts["percent"] for one in said] == [22, 33]
    assert said[1].facts["answered"] == ["what", "how_much"]
    found = understanding(no, reader=play.house.manager, people=everyone(play.now))
    assert found.nine is not None
    answers = {one.name: one.answer for one in found.nine.questions if one.answer}
    assert answers == {"who": "客户的母亲", "what": "一罐奶粉漏粉", "how_much": "256元"}
    assert found.nine.percent == 33


@pytest.mark.req("D36")
def test_nine_answers_leave_nothing_open(play: Play) -> None:
    no = play.walk("accepted")
    names = ("who", "whom", "what", "when", "where", "why", "how", "how_many", "how_much")
    done = play.do("establish", no, **dict.fromkeys(names, "已核实"))
    assert not [one for one in done.warnings if one.code == "questions_open"]
    assert lines(no, KIND)[0].facts["percent"] == 100


@pytest.mark.req("D36")
def test_an_empty_form_is_refused_at_its_field(play: Play) -> None:
    no = play.walk("accepted")
    with pytest.raises(Refused) as refusal:
        play.do("establish", no)
    assert [one.loc for one in refusal.value.faults] == ["what"]
    assert lines(no, KIND) == []


@pytest.mark.req("D36")
def test_the_room_shows_answers_and_what_the_text_says_of_the_rest(play: Play) -> None:
    no = play.walk("accepted")
    play.do("establish", no, who="客户的母亲")
    page = Visitor(play.house.manager).read(f"/complaints/{no}/understanding")
    part = page.partition('id="nine"')[2].partition("</section>")[0]
    assert "客户的母亲" in part
    assert "11%" in part
    assert part.count("<dt") == 9


@pytest.mark.req("D36")
def test_the_story_tells_each_answer_behind_its_question(play: Play) -> None:
    no = play.walk("accepted")
    play.do("establish", no, why="漏发", who="客户的母亲", how_much="256元")
    page = Visitor(play.house.manager).read(f"/complaints/{no}")
    places = [page.index(words) for words in (": 客户的母亲", ": 漏发", ": 256元")]
    assert places == sorted(places)


@pytest.mark.req("D36")
@pytest.mark.parametrize("before", [0, 2, 6, 11, 12, 16, 40])
def test_what_the_text_says_shows_no_part_of_a_number(play: Play, before: int) -> None:
    phone = "13912344417"
    text = f"客服拒绝给退款{'请' * before}回电{phone}谢谢"
    no = play.walk("accepted", text=text)
    found = understanding(no, reader=play.house.peer, people=everyone(play.now))
    assert found.nine is not None
    said = "".join(one.suggested for one in found.nine.questions)
    assert not any(phone[at : at + 6] in said for at in range(len(phone) - 5))
