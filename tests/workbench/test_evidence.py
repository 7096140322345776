"""The rooms of evidence and agreements: without a script, and in a real Chromium."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Page

from kesu.complaints.models import Evidence
from kesu.foundation import files
from kesu.remedies.models import Agreement, Draft
from tests.cast import CLOSING, House, Play, complaint, lines
from tests.files import HTML, SVG, flood, png, wav
from tests.workbench.crew import Crew
from tests.workbench.visitor import Visitor, body

ABOUT = {"side": "unfavourable", "kind": "screenshot"}


@pytest.fixture
def no(play: Play) -> str:
    return play.lodge().complaint.no


def add(
    who: Visitor, no: str, content: bytes | None = None, name: str = "a.png", **typed: str
) -> Any:
    file = {"file": SimpleUploadedFile(name, content)} if content is not None else {}
    return who.client.post(f"/complaints/{no}/evidence/add", {**ABOUT, **typed, **file})


@pytest.mark.req("A29")
def test_a_file_comes_by_the_form_and_stands_on_the_board(agent: Visitor, no: str) -> None:
    empty = agent.read(f"/complaints/{no}/evidence")
    assert ("No evidence yet" in empty, "Nobody has looked" in empty) == (True, True)
    answer = add(agent, no, png(), strength="strong", gap="没有时间", counter_plan="查日志")
    assert answer.status_code == 302
    shown = agent.read(f"/complaints/{no}/evidence")
    key, digest = Evidence.objects.get().pk, hashlib.sha256(png()).hexdigest()
    address = f"/complaints/{no}/evidence/{key}/file"
    assert f'<img src="{address}" loading="lazy" width="8" height="6"' in shown
    assert [word in shown for word in ("没有时间", "查日志", digest, "Strong")] == [True] * 4
    assert agent.get(address).getvalue() == png()


@pytest.mark.req("A29")
def test_a_side_with_nothing_is_said_with_a_button(agent: Visitor, no: str) -> None:
    where = f"/complaints/{no}/evidence/do/evidence"
    agent.client.post(where, {"side": "favourable", "note": "查了日志"})
    shown = agent.read(f"/complaints/{no}/evidence")
    assert ("Looked for; there is nothing" in shown, "查了日志" in shown) == (True, True)


def test_what_was_typed_comes_back(agent: Visitor, no: str) -> None:
    answer = add(agent, no, side="neutral", source="门店")
    assert (answer.status_code, "门店" in body(answer)) == (422, True)
    assert "A file is needed, or words" in body(answer)


@pytest.mark.parametrize("number", ["²", "9" * 5000])
def test_a_number_that_is_none_is_refused_at_its_field(play: Play, number: str) -> None:
    no = play.walk("consulting")
    agent, seen = Visitor(play.house.agent), set(files.all_kept())
    piece = add(agent, no, wav(0.72), note="x", task=number)
    said = {"kind": "signed", "signatories": "x", "draft": number}
    agreed = agent.client.post(f"/complaints/{no}/agreement/do/agreement", said)
    assert (piece.status_code, agreed.status_code) == (422, 422)
    assert set(files.all_kept()) == seen


def test_a_form_of_another_site_is_refused_and_leaves_nothing(house: House, no: str) -> None:
    who = Visitor(house.agent)
    who.client.handler.enforce_csrf_checks = True
    answer = add(who, no, png())
    assert (answer.status_code, Evidence.objects.count()) == (403, 0)
    assert list((files.root() / ".parts").glob("*")) == []


@pytest.mark.req("A29")
def test_a_piece_is_relied_on_no_more(agent: Visitor, no: str) -> None:
    add(agent, no, png())
    key = str(Evidence.objects.get().pk)
    where = f"/complaints/{no}/evidence/do/retract"
    refused = agent.client.post(where, {"evidence": key, "reason": " "})
    agent.client.post(where, {"evidence": key, "reason": "拍错了"})
    shown = agent.read(f"/complaints/{no}/evidence")
    assert (refused.status_code, "Relied on it no more" in shown or "拍错了" in shown) == (
        422,
        True,
    )


@pytest.mark.req("F27")
def test_voice_of_wechat_is_saved_and_a_flood_is_not_shown(agent: Visitor, no: str) -> None:
    add(agent, no, b"#!AMR\n" + bytes(40), "a.amr")
    add(agent, no, flood(), "b.png")
    add(agent, no, wav(), "c.wav")
    shown = agent.read(f"/complaints/{no}/evidence")
    found = [word in shown for word in ("browsers cannot play it", "<img", "<audio controls")]
    assert found == [True, False, True]


@pytest.mark.req("A29")
def test_an_altered_file_is_said_on_the_board_and_at_its_address(agent: Visitor, no: str) -> None:
    content = png(9, 9, b"\x05\x06\x07")
    add(agent, no, content)
    files.place(hashlib.sha256(content).hexdigest()).write_bytes(content[:-1] + b"\0")
    piece = Evidence.objects.get().pk
    shown = agent.read(f"/complaints/{no}/evidence")
    answer = agent.get(f"/complaints/{no}/evidence/{piece}/file")
    assert "This file was altered on disk" in shown
    assert (answer.status_code, "This file was altered" in body(answer)) == (410, True)
    assert len(lines(no, "complaint.evidence_spoilt")) == 1


def test_the_accused_and_strangers_see_no_room(play: Play, house: House) -> None:
    no = play.lodge(house.peer, type="2.2", accused_agent="8001").complaint.no
    key = play.attach(no, house.second)
    paths = [
        f"/complaints/{no}/{rest}" for rest in ("evidence", f"evidence/{key}/file", "agreement")
    ]
    assert [Visitor(house.agent).get(path).status_code for path in paths] == [403] * 3
    assert [Visitor(house.clerk).get(path).status_code for path in paths] == [404] * 3


@pytest.mark.req("F12")
def test_an_agreement_is_drafted_previewed_and_printed(play: Play, agent: Visitor) -> None:
    no = play.walk("replying", customer={"name": "何女士"})
    where = f"/complaints/{no}/agreement/do/draft_agreement"
    typed = {"kind": "compensation", "clauses": ["pay_goodwill", "pay_liability", "rights"]}
    typed |= {"amount": "500", "words": "甲方三日内寄出", "language": "zh-hans"}
    preview = agent.client.post(where, {**typed, "preview": "1"})
    assert ("人民币500.00元" in body(preview), Draft.objects.count()) == (True, 0)
    refused = agent.client.post(where, {**typed, "words": "乙方不得投诉举报"})
    assert (refused.status_code, "乙方不得投诉举报" in body(refused)) == (422, True)
    kept = agent.client.post(where, typed)
    shown = agent.read(kept.headers["Location"])
    assert ("何女士" in shown, "data-print" in shown, Draft.objects.get().clauses) == (
        True,
        True,
        ["pay_goodwill", "rights"],
    )


@pytest.mark.req("F12", "A59")
def test_the_paper_of_a_withdrawal_is_printed_with_the_case_and_the_authority(
    play: Play, agent: Visitor, house: House
) -> None:
    no = play.lodge(customer={"name": "何女士"}, merchant="悦海家电").complaint.no
    where = f"/complaints/{no}/withdrawal"
    assert where in agent.read(f"/complaints/{no}/agreement")
    paper = agent.read(where)
    said = (
        "撤回投诉申请书",
        "何女士",
        no,
        "悦海家电",
        "本人自愿撤回",
        "权利不受影响",
        "data-print",
    )
    assert [word in paper for word in said] == [True] * len(said)
    assert ("致：" in paper, "来文编号" in paper) == (False, False)
    slip = {"authority": "某市市场监管局", "document": "转办〔2026〕1号", "kind": "forwarded"}
    play.do("regulator", no, **slip)
    paper = Visitor(house.supervisor).read(where)
    assert ("致：某市市场监管局" in paper, "转办〔2026〕1号" in paper) == (True, True)
    assert Visitor(house.liaison).get(where).status_code == 404


@pytest.mark.req("A63", "A64")
def test_an_agreement_is_recorded_and_comes_first_when_it_is_broken(
    play: Play, house: House
) -> None:
    no = play.walk("following_up")
    good = {"service_met": True, "emotional_met": True, "satisfied": True}
    play.do("follow_up", no, outcome="answered", **good)
    paper = play.attach(no, content=png(), name="协议.png")
    agent = Visitor(house.agent)
    typed = {"kind": "signed", "evidence": paper, "signatories": "何女士\n张三"}
    agent.client.post(f"/complaints/{no}/agreement/do/agreement", typed)
    assert Agreement.objects.get().signatories == ["何女士", "张三"]
    play.do("close", no, **{**CLOSING, "outcome": "agreed"})
    play.do("reopen", no, house.peer, reason="又要三倍")
    boss = Visitor(house.supervisor)
    shown = boss.read(f"/complaints/{no}")
    assert shown.index("came back on the agreement") < shown.index('id="story"')
    assert "又要三倍" in boss.read(f"/complaints/{no}/agreement")
    assert complaint(no).owner_id != house.agent.id


@pytest.mark.browser
@pytest.mark.req("A29", "F27")
def test_in_chromium_a_file_is_sent_shown_and_played(desk: Callable[..., Page], crew: Crew) -> None:
    page = desk("w-lin")
    no = lodged(crew)
    page.goto(f"{crew.url}/complaints/{no}/evidence")
    for name, content, kind in (("页面.png", png(40, 30), "image"), ("通话.wav", wav(), "audio")):
        page.goto(f"{crew.url}/complaints/{no}/evidence#do-evidence")
        form = page.locator("form[data-upload]")
        if not form.is_visible():
            page.locator("#do-evidence summary").click()
        form.locator("[value=unfavourable]").evaluate("one => one.click()")
        form.locator("[name=kind]").select_option("photo" if kind == "image" else "recording")
        file = {"name": name, "mimeType": "text/html", "buffer": content}
        page.set_input_files("#proof-file", [file])  # type: ignore[list-item]
        with page.expect_navigation():
            form.locator("footer button").click()
        page.locator(f"article :text('{name}')").wait_for()
    picture = page.locator(".proof-picture img")
    picture.scroll_into_view_if_needed()
    page.wait_for_function("document.querySelector('.proof-picture img').complete")
    assert picture.evaluate("one => one.naturalWidth") == 40
    page.locator("audio").evaluate(
        "one => new Promise((y, n) => {"
        "one.onloadedmetadata = y; one.onerror = n; one.load(); one.preload = 'metadata'})"
    )
    assert page.locator("audio").evaluate("one => one.duration") > 0.1


XHTML = b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><script>1</script></html>"
DRAW = """where => new Promise(done => {
  const one = new Image();
  one.onload = () => done(true);
  one.onerror = () => done(false);
  one.src = where;
})"""


@pytest.mark.browser
def test_in_chromium_no_script_of_a_file_runs(desk: Callable[..., Page], crew: Crew) -> None:
    page = desk("w-lin")
    no = lodged(crew)
    hostile = [("a.svg", SVG), ("a.html", HTML), ("a.png.html", HTML), ("x.xhtml", XHTML)]
    with crew.server.client(token(crew)) as client:
        for name, content in hostile:
            sent = {"file": (name, content, "text/html")}
            made = client.post(f"/complaints/{no}/evidence", data=ABOUT, files=sent).json()
            where = f"/complaints/{no}/evidence/{made['evidence']['id']}/file"
            with page.expect_download() as saved:
                page.evaluate("where => { location.href = where }", where)
            assert saved.value.path().read_bytes() == content
            assert page.evaluate(DRAW, where) is False
    assert page.title() != "ran"


def token(crew: Crew) -> str:
    return crew.server.cli("token", "create", "--user", "w-lin").stdout.strip()


def lodged(crew: Crew) -> str:
    """A complaint of the agent of the crew."""
    said = {"channel": "email", "text": "赠品没寄", "customer": {}, "type": "1.2.5"}
    with crew.server.client(token(crew)) as client:
        return str(client.post("/complaints", json=said).json()["no"])
