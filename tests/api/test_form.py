"""《投诉处理单》 read through the API: what its stages lack, who signed, the document."""

import io
import re
import zipfile
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from kesu.consults.models import Consult
from kesu.remedies.models import Remedy
from tests.api.caller import Caller
from tests.cast import ANSWERED, CLOSING, PROPOSAL, Play, clocks

SOLD = {
    "customer": {"name": "张女士", "phone": "13812341234", "external_id": "VIP-1", "level": 3},
    "order": "O-7781",
    "text": "赠品没寄,发票也没开。我的电话13812341234。",
    "remedy_sought": "补寄赠品",
}
VERIFIED = {"verdict": "valid", "reason": "活动页写明赠品", "no_merchant": "自营"}
CAUSE = {"text": "仓库漏发", "responsible": [{"party": "company", "share": 100}]}
ACTIONS = {"actions": [{"action": "补寄", "result": "done", "reference": "CRM-88921"}]}


def read(play: Play, no: str, **headers: str) -> Any:
    answer = Caller(play.house.manager).get(f"/complaints/{no}/form", **headers)
    assert answer.status == 200, answer.content
    return answer.json


def lacking(play: Play, no: str) -> list[list[str]]:
    """The names of what each stage lacks."""
    return [stage["missing"] for stage in read(play, no)["stages"]]


def values(form: Any) -> dict[str, str]:
    return {
        field["name"]: field.get("value", "")
        for stage in form["stages"]
        for field in stage["fields"]
    }


def proposed(play: Play, **given: Any) -> str:
    no = play.lodge(**{**SOLD, **given}).complaint.no
    play.do("accept", no)
    play.do("verify", no, **VERIFIED)
    play.do("cause", no, **CAUSE)
    play.do("propose", no, **PROPOSAL)
    return no


def replied(play: Play) -> str:
    no = proposed(play)
    play.do("approve", no, play.house.supervisor, comment="同意")
    play.do("reply", no, channel="hotline", text="为您补寄")
    play.do("decide", no, position="accepted", option="补寄赠品")
    return no


def closed(play: Play) -> str:
    no = replied(play)
    play.do("execute", no, **ACTIONS)
    play.do("follow_up", no, **ANSWERED)
    play.do("close", no, **CLOSING)
    return no


@pytest.mark.req("E86", "E08")
def test_each_stage_lists_exactly_what_it_lacks(play: Play) -> None:
    no = play.lodge(**SOLD).complaint.no
    later = [["replied", "position", "final"], ["actions", "told", "follow_up"]]
    first = ["accepted", "verified", "merchant", "responsible", "solution"]
    assert lacking(play, no) == [first, *later]
    play.do("accept", no)
    play.do("verify", no, **VERIFIED)
    # No merchant has a say any more.
    later[1].remove("told")
    assert lacking(play, no) == [["responsible", "solution"], *later]
    play.do("cause", no, **CAUSE)
    play.do("propose", no, **PROPOSAL)
    assert lacking(play, no) == [[], *later]


@pytest.mark.req("E11", "E15")
def test_stage_two_fills_with_the_reply_and_stage_three_with_what_follows(play: Play) -> None:
    no = proposed(play)
    play.do("approve", no, play.house.supervisor)
    play.do("reply", no, channel="hotline", text="为您补寄")
    assert lacking(play, no)[1] == ["position", "final"]
    play.do("decide", no, position="accepted", option="补寄赠品")
    assert lacking(play, no)[1:] == [[], ["actions", "follow_up"]]
    play.do("execute", no, **ACTIONS)
    assert lacking(play, no)[2] == ["follow_up"]
    play.do("follow_up", no, **ANSWERED)
    assert [one["complete"] for one in read(play, no)["stages"]] == [True, True, True]


@pytest.mark.req("E11")
def test_a_solution_that_was_returned_is_missing_until_the_next(play: Play) -> None:
    no = proposed(play)
    play.do("return", no, play.house.supervisor, comment="请写明日期")
    assert lacking(play, no)[0] == ["solution"]
    assert "请写明日期" in values(read(play, no))["approval"]
    play.do("propose", no, **PROPOSAL)
    assert lacking(play, no)[0] == []


@pytest.mark.req("E31", "E11")
def test_a_dissatisfied_customer_opens_the_later_stages_again(play: Play) -> None:
    no = replied(play)
    play.do("execute", no, **ACTIONS)
    number = read(play, no)["form_no"]
    play.do("follow_up", no, outcome="answered", satisfied=False)
    form = read(play, no)
    assert [one["complete"] for one in form["stages"]] == [False, False, False]
    assert (form["form_no"], "CRM-88921" in values(form)["actions"]) == (number, True)


@pytest.mark.req("E08")
def test_it_can_be_read_before_its_number_is_drawn(play: Play) -> None:
    form = read(play, play.walk("accepted"))
    assert ("form_no" in form, form["signatures"][0]["act"]) == (False, "accepted")


@pytest.mark.req("E15")
def test_everybody_who_handled_approved_carried_out_and_closed_signs(play: Play) -> None:
    form = read(play, closed(play))
    signed = [(one["act"], one["name"], one["at"][11:16]) for one in form["signatures"]]
    assert signed == [
        ("accepted", "Agent", "10:10"),
        ("proposed", "Agent", "10:40"),
        ("approved", "Supervisor", "10:50"),
        ("replied", "Agent", "11:00"),
        ("executed", "Agent", "11:20"),
        ("followed_up", "Agent", "11:30"),
        ("closed", "Agent", "11:40"),
    ]
    assert [(one["by"], one["at"][11:16]) for one in form["stages"]] == [
        ("Agent", "10:40"),
        ("Agent", "11:00"),
        ("Agent", "11:40"),
    ]


@pytest.mark.req("E86")
def test_it_says_everything_in_words(play: Play) -> None:
    said = values(read(play, closed(play), accept_language="en"))
    assert said["form_no"] == "TS-20260213-0001"
    assert said["accepted"] == "2026-02-13 10:10 Agent"
    assert said["type"].startswith("1.2.5 ")
    assert said["matter"] == "Order O-7781"
    assert "2026-02-16" in said["solution"]
    assert "合作条款 4.2" in said["solution"]
    assert said["closed"] == "For the customer · 2026-02-13 11:40 · Resolved"
    assert "节前赠品备货" in said["disposition"]


def test_a_number_inside_words_is_masked_for_who_may_not_see_it(play: Play) -> None:
    no = proposed(play)
    auditor = Caller(play.house.auditor).get(f"/complaints/{no}/form").json
    assert "13812341234" not in str(auditor)
    assert values(auditor)["phone"] == "138****1234"
    assert "13812341234" in values(read(play, no))["text"]


def test_a_liaison_learns_nothing_of_the_customer(play: Play) -> None:
    no = proposed(play)
    play.do("return", no, play.house.supervisor, comment="再核")
    play.do("consult", no, department="merchant", question="赠品是否寄出")
    form = Caller(play.house.liaison).get(f"/complaints/{no}/form").json
    said = values(form)
    assert (said["customer"], said["phone"]) == ("", "")
    assert "customer" not in form["stages"][0]["missing"]
    assert "张女士" not in str(form)


def test_a_liaison_reads_the_evidence_of_their_own_task_alone(play: Play) -> None:
    no = proposed(play)
    play.do("return", no, play.house.supervisor, comment="再核")
    play.do("consult", no, department="merchant", question="赠品是否寄出")
    task = Consult.objects.get(complaint__no=no).pk
    play.attach(no, name="ours.pdf")
    play.attach(no, play.house.liaison, b"%PDF-1.4 theirs", "theirs.pdf", task=task)
    form = values(Caller(play.house.liaison).get(f"/complaints/{no}/form").json)
    seen = [form["attachments"], values(read(play, no))["attachments"]]
    assert [["ours.pdf" in one, "theirs.pdf" in one] for one in seen] == [
        [False, True],
        [True, True],
    ]


def test_a_number_inside_the_reference_of_a_remedy_is_masked(play: Play) -> None:
    no = proposed(play)
    given = play.do("remedy", no, kind="points", what="积分", amount=100).made
    Remedy.objects.filter(pk=given).update(reference="转账13812341234")
    auditor = Caller(play.house.auditor).get(f"/complaints/{no}/form").json
    assert "转账138****1234" in values(auditor)["remedies"]


def test_whoever_may_not_read_the_case_finds_no_form(play: Play) -> None:
    no = proposed(play)
    assert Caller(play.house.clerk).get(f"/complaints/{no}/form").status == 404
    assert Caller(play.house.manager).get("/complaints/KS-20260213-XXXXXX/form").status == 404


def test_the_accused_reads_no_form(play: Play) -> None:
    no = play.lodge(type="2.2", accused_agent="peer").complaint.no
    assert Caller(play.house.peer).get(f"/complaints/{no}/form").status == 403


def test_another_format_is_refused_by_its_name(play: Play) -> None:
    no = proposed(play)
    answer = Caller(play.house.manager).get(f"/complaints/{no}/form?format=pdf")
    assert answer.places == ["format"]


def _document(play: Play, no: str, language: str = "zh-CN") -> tuple[Any, str]:
    caller = Caller(play.house.manager)
    answer = caller.get(f"/complaints/{no}/form?format=docx", accept_language=language)
    assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None
    return Document(io.BytesIO(answer.content)), answer.headers["Content-Disposition"]


@pytest.mark.req("E15")
def test_the_word_document_says_what_the_form_says(play: Play) -> None:
    no = closed(play)
    paper, disposition = _document(play, no)
    rows = [[cell.text for cell in row.cells] for table in paper.tables for row in table.rows]
    form = read(play, no)
    fields = [
        [field["label"], field.get("value", "")]
        for stage in form["stages"]
        for field in stage["fields"]
    ]
    assert [row for row in rows if len(row) == 2] == fields
    assert [row[:2] for row in rows if len(row) == 5][1:] == [
        [one["label"], one["name"]] for one in form["signatures"]
    ]
    headings = [one for one in paper.paragraphs if one.style.name == "Heading 1"]
    heads = [one.text.partition("\t")[0] for one in headings]
    assert heads[:3] == [stage["name"] for stage in form["stages"]]
    assert disposition == f'attachment; filename="{form["form_no"]}.docx"'


@pytest.mark.req("E15")
def test_the_word_document_is_a4_with_its_number_pages_and_a_chinese_face(play: Play) -> None:
    paper, _ = _document(play, closed(play))
    (section,) = paper.sections
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert "TS-20260213-0001" in section.header.paragraphs[0].text
    counted = re.findall(r'w:instr="(\w+)"', section.footer._element.xml)
    assert counted == ["PAGE", "NUMPAGES"]
    fonts = paper.styles["Normal"].element.find(f".//{qn('w:rFonts')}")
    assert fonts.get(qn("w:eastAsia")) == "SimSun"
    split = [row for table in paper.tables for row in table.rows if "cantSplit" not in row._tr.xml]
    assert split == []


def test_what_no_document_can_hold_is_left_out_of_it(play: Play) -> None:
    no = proposed(play, text="甲\x0b乙\x1f丙")
    rows = [row for table in _document(play, no)[0].tables for row in table.rows]
    assert any("甲乙丙" in cell.text for row in rows for cell in row.cells)


@pytest.mark.req("A52", "D16")
def test_an_interview_by_a_regulator_is_on_the_form_with_lines_to_fill_in(play: Play) -> None:
    no = proposed(play)
    slip = {"authority": "甲市市监局", "document": "约〔2026〕7号", "kind": "interview"}
    play.do("regulator", no, play.house.manager, **slip, jurisdiction="甲市")
    (told,) = read(play, no)["authorities"]
    assert (told["authority"], told["document"], told["jurisdiction"]) == (
        "甲市市监局",
        "约〔2026〕7号",
        "甲市",
    )
    rows = [[c.text for c in r.cells] for t in _document(play, no)[0].tables for r in t.rows]
    assert [row[1] for row in rows[-3:]] == ["", "", ""]


@pytest.mark.req("A52")
def test_who_came_and_what_they_were_given_stands_on_the_form(play: Play) -> None:
    no = proposed(play)
    slip = {"authority": "甲市市监局", "document": "约〔2026〕7号", "kind": "interview"}
    play.do("regulator", no, play.house.manager, **slip)
    before = clocks(no)
    came = {"officers": "陈科长、林某", "handed_over": "检测报告一份", "receipt": "收字第9号"}
    play.do("regulator", no, play.house.manager, **slip, **came)
    (told,) = read(play, no)["authorities"]
    assert {name: told[name] for name in came} == came
    assert clocks(no) == before
    rows = [[c.text for c in r.cells] for t in _document(play, no)[0].tables for r in t.rows]
    assert [row[1] for row in rows[-3:]] == list(came.values())
