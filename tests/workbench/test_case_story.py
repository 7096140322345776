"""The story of a case and what stands beside it, without script."""

import re

import pytest

from tests.cast import House, Play, at
from tests.workbench.visitor import Visitor

pytestmark = pytest.mark.django_db


def _story(page: str) -> str:
    return page[page.index('<ol class="timeline">') : page.index('id="newest"')]


def _read(visitor: Visitor, no: str, part: str = "") -> str:
    return _story(visitor.read(f"/complaints/{no}?part={part}" if part else f"/complaints/{no}"))


def test_the_parts_of_the_story_show_their_own_lines(play: Play, agent: Visitor) -> None:
    no = play.walk("consulting")
    play.do("contact", no, channel="hotline", outcome="reached", summary="先安抚")
    play.attach(no)
    said = {"contacts": "先安抚", "departments": "请核实", "files": "signed.pdf"}
    shown = {part: _read(agent, no, part) for part in (*said, "deadlines")}
    found = {part: [word in shown[part] for word in said.values()] for part in shown}
    assert found == {
        "contacts": [True, False, False],
        "departments": [False, True, False],
        "files": [False, False, True],
        "deadlines": [False, False, False],
    }


def test_an_empty_part_says_what_would_be_there(play: Play, agent: Visitor) -> None:
    no = play.lodge().complaint.no
    assert "Nothing of this kind yet" in agent.read(f"/complaints/{no}?part=files")


def test_what_the_house_did_by_itself_is_folded_together(play: Play, agent: Visitor) -> None:
    no = play.walk("verifying")
    story = _read(agent, no)
    fold = story[story.index("timeline-fold") :].partition("</details>")[0]
    assert ["of the system" in fold, "A deadline began" in fold] == [True, True]


def test_what_is_older_is_folded_with_the_words_of_what_it_was(play: Play, agent: Visitor) -> None:
    no = play.walk("verifying")
    for number in range(14):
        play.do("note", no, text=f"第{number}句")
    story = _read(agent, no)
    earlier = story[story.index("timeline-earlier") :].partition("<ol>")[0]
    assert re.search(r"\d+ earlier entries: .*lodged the complaint", earlier)
    assert story.index("第0句") < story.index("第13句")


def test_days_are_headings_and_a_time_says_the_exact_one(play: Play, agent: Visitor) -> None:
    no = play.lodge().complaint.no
    play.do("note", no, text="次日", now=at("02-14 09:08"))
    story = _read(agent, no)
    assert len(re.findall(r'class="timeline-day"', story)) == 2
    assert re.search(r'title="2026-02-14 09:08:00[^"]*"[^>]*>09:08<', story)
    assert re.search(r'class="unseen"> 2026-02-14 09:08:00', story)


def test_long_words_open_on_demand_and_are_all_there(play: Play, agent: Visitor) -> None:
    no = play.walk("accepted")
    play.do("note", no, text="说" * 600)
    long = _read(agent, no).partition('class="entry-long"')[2].partition("</details>")[0]
    assert ["Show all" in long, "说" * 600 in long] == [True, True]


def test_a_talk_shows_the_feeling_before_and_after_and_what_turned_it(
    play: Play, agent: Visitor
) -> None:
    no = play.walk("accepted")
    play.do("emotion", no, level=4)
    play.do("contact", no, channel="hotline", outcome="reached", summary="解释")
    play.do("emotion", no, level=2, turning_point="听到先补积分")
    story = _read(agent, no)
    talk = story[story.index("解释") - 1500 : story.index("解释")]
    assert re.findall(r"</span><b>(\d)</b>", talk)[-2:] == ["4", "2"]
    assert "听到先补积分" in story.partition("Turning point")[2][:300]


def test_a_recording_among_the_evidence_is_heard_in_its_place(play: Play, agent: Visitor) -> None:
    no = play.walk("accepted")
    wave = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(28)
    key = play.attach(no, content=wave, name="REC-7.wav", kind="recording", note="REC-7")
    play.do("contact", no, channel="hotline", outcome="reached", recording="REC-7")
    story = _read(agent, no)
    heard = f'preload="none" src="/complaints/{no}/evidence/{key}/file"'
    assert story.count(heard) == 2


def test_what_the_customer_said_stands_as_theirs(play: Play, agent: Visitor) -> None:
    no = play.walk("accepted")
    play.do(
        "contact", no, channel="wechat", direction="in", outcome="reached", summary="四点后方便"
    )
    story = _read(agent, no)
    assert "entry-customer" in story[: story.index("四点后方便")].rpartition("<li")[2]


def test_both_sides_of_the_proof_stand_beside_each_other(play: Play, agent: Visitor) -> None:
    no = play.walk("accepted")
    play.attach(no, side="favourable", strength="strong", note="后台日志齐全")
    page = agent.read(f"/complaints/{no}")
    proof = page.partition('class="proof-brief"')[2].partition("</section>")[0]
    assert [
        word in proof for word in ("后台日志齐全", "Favourable 1", "Nobody has looked yet")
    ] == [
        True,
        True,
        True,
    ]


def test_goodwill_and_liability_are_never_summed(play: Play, house: House) -> None:
    no = play.walk("proposing")
    page = Visitor(house.supervisor).read(f"/complaints/{no}")
    money = page.partition('class="money"')[2].partition("</section>")[0]
    assert [word in money for word in ("Goodwill", "Liability", 'class="mandate"')] == [True] * 3


def test_the_place_in_the_view_leads_to_the_cases_beside_it(play: Play, agent: Visitor) -> None:
    numbers = [play.lodge(text=f"第{n}件").complaint.no for n in range(3)]
    shown = agent.read("/?view=team")
    ordered = sorted(numbers, key=lambda no: shown.index(f'href="/complaints/{no}'))
    place = agent.read(f"/complaints/{ordered[1]}/place?view=team")
    assert ["<b>2</b> / 3" in place, "My team" in place] == [True, True]
    assert [f"/complaints/{one}?view=team" in place for one in (ordered[0], ordered[2])] == [
        True
    ] * 2


def test_a_case_outside_the_view_has_no_place_in_it(play: Play, house: House) -> None:
    no = play.lodge().complaint.no
    assert Visitor(house.manager).read(f"/complaints/{no}/place?view=mine").strip() == ""


def test_a_moved_deadline_shows_each_rule_and_which_one_stands(play: Play, house: House) -> None:
    no = play.lodge().complaint.no
    play.do("mark_urgent", no, house.supervisor, reasons=["U2"])
    page = Visitor(house.supervisor).read(f"/complaints/{no}")
    block = page.partition('class="candidates"')[2].partition("<ol")[0]
    assert [block.count("<li"), block.count("chosen"), "The earlier one stands" in block] == [
        2,
        1,
        True,
    ]
