"""What nobody types by hand is answered in words, and never with a fault of ours."""

import html
import json
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from kesu.complaints.models.talk import Progress
from kesu.desk.queue import MOST
from kesu.people.queries import preferred
from kesu.policy import loading
from kesu.workbench import kept
from kesu.workbench.admin import policy_forms
from kesu.workbench.forms import reading
from tests.cast import House, Play, complaint
from tests.workbench.visitor import Visitor, body

DEEP = "[" * 200_000


@pytest.mark.parametrize("name", ["两个 词", "a'b", 'a"b', "#1", "50%", "a;b--c"])
def test_a_view_may_be_called_anything(house: House, agent: Visitor, name: str) -> None:
    agent.post("/queue/views", name=name, query="view=team")
    assert list(preferred(house.agent.id)) == [f"queue.view:{name}"]
    paths = ("/", "/queue/news?counts=1", "/?cursor=none")
    assert [agent.get(path).status_code for path in paths] == [200] * 3


def test_a_page_that_is_none_shows_the_first_one(play: Play, agent: Visitor) -> None:
    no = play.lodge().complaint.no
    assert [no in agent.read(f"/?cursor={word}") for word in ("x", "W10", "%23")] == [True] * 3


@pytest.mark.parametrize(
    "amount", ["1e1000000", "1e5000", "-1e5000", "Infinity", "nan", "10000000001"]
)
def test_an_amount_beyond_all_bounds_is_refused(play: Play, agent: Visitor, amount: str) -> None:
    no = play.walk("proposing")
    typed = {"kind": "compensation", "amount": amount, "what": "券"}
    answer = agent.act(no, "remedy", **typed)
    assert (answer.status_code, amount in body(answer)) == (422, True)


@pytest.mark.parametrize("amount", ["1e1000000", "1e5000", "Infinity", "nan", "10000000001"])
def test_a_limit_beyond_all_bounds_is_refused(amount: str) -> None:
    text = loading.read("loyalty")
    pack = loading.parse(text)
    fields = (one for group in policy_forms.groups(pack, "en") for one in group.fields)
    limit = next(one.name for one in fields if one.kind == "money")
    found = policy_forms.apply(text, pack, "en", {limit: amount})
    assert (found.text, len(found.faults)) == (text, 1)


def test_an_amount_within_the_bounds_is_taken_to_the_cent() -> None:
    assert [reading.cents(one) for one in ("12.34", "1,000", "1e2", "1.005")] == [
        1234,
        100000,
        10000,
        "1.005",
    ]


@pytest.mark.parametrize(
    "path",
    [
        "/call?call_id=%00",
        "/admin/people?q=%00",
        "/lodge/suggest?text=%00",
        "/complaints/%00",
        "/complaints/%00/place",
        "/admin/policy/%00@1",
        "/?%00=1",
    ],
)
def test_nul_in_an_address_is_told_apart(house: House, path: str) -> None:
    answer = Visitor(house.director).get(path)
    assert answer.status_code in (400, 404)
    assert "This request could not be read" in body(answer) or answer.status_code == 404


@pytest.mark.parametrize("multipart", [True, False])
@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/queue/do/read", {"row": "\x00"}),
        ("/queue/views", {"name": "a\x00b", "query": "view=team"}),
        ("/queue/contact", {"no": "\x00", "outcome": "busy"}),
    ],
)
def test_nul_in_a_form_is_told_apart(
    house: House, agent: Visitor, path: str, typed: dict[str, str], multipart: bool
) -> None:
    sent: dict[str, object] = {"data": typed}
    if not multipart:
        content = "&".join(f"{name}={quote(word)}" for name, word in typed.items())
        sent = {"data": content, "content_type": "application/x-www-form-urlencoded"}
    answer = agent.client.post(path, **sent)  # type: ignore[arg-type]
    assert (answer.status_code, preferred(house.agent.id)) == (400, {})
    assert "This request could not be read" in body(answer)


def test_a_file_with_nul_in_it_is_no_text(play: Play, agent: Visitor) -> None:
    no = play.lodge().complaint.no
    paper = SimpleUploadedFile("a.pdf", b"%PDF-1.4 \x00\x00")
    typed = {"side": "neutral", "kind": "document", "file": paper}
    version = complaint(no).version
    answer = agent.client.post(f"/complaints/{no}/evidence/add", {"version": version, **typed})
    assert answer.status_code not in (400, 500)


def test_json_that_never_ends_is_no_form_of_ours(house: House) -> None:
    visitor = Visitor(house.manager)
    answer = visitor.post("/admin/people/import", stage="take", rows=DEEP)
    assert (answer.status_code, "Bring the file once more." in body(answer)) == (422, True)


@pytest.mark.parametrize(
    "path", ["/\t/evil.example", "//evil.example", "/\\evil.example", "/\n/evil.example", DEEP]
)
def test_what_is_carried_through_a_sign_in_stays_in_this_house(path: str) -> None:
    sealed = path if path is DEEP else json.dumps({"path": path, "fields": [["a", "b"]]})
    request = RequestFactory().post("/sign-in", {"kept": sealed})
    assert kept.carried(request) is None
    ours = json.dumps({"path": "/lodge", "fields": [["a", "b"]]})
    assert kept.carried(RequestFactory().post("/sign-in", {"kept": ours})) is not None


@pytest.mark.req("F05", "E42")
@pytest.mark.parametrize("path", ["/queue/do/progress", "/queue/do/read", "/queue/export"])
def test_more_rows_than_one_step_takes_are_refused_aloud(
    play: Play, agent: Visitor, path: str
) -> None:
    no = play.lodge().complaint.no
    rows = [f"KS-20260213-{at:06d}" for at in range(MOST)] + [f"{no}@{complaint(no).version}"]
    typed = {"row": rows, "progress.text": "已联系商户", "query": "view=all"}
    answer = agent.client.post(path, typed, follow=True)
    assert f"There are too many of these. ≤ {MOST}" in html.unescape(body(answer))
    assert not Progress.objects.exists()
    assert ("已联系商户" in body(answer)) is path.endswith("progress")
