"""Exports at the API: the list as a file, for who may take it, streamed (B06)."""

import csv
import json
import threading
import time
from io import StringIO

import pytest

from kesu.complaints.models import Complaint
from kesu.journal.models import JournalLine
from tests.api.caller import Answer, Caller
from tests.cast import House, Play
from tests.door import Server

UNKNOWN = "KS-20260213-AAAAAA"


def objects(answer: Answer) -> list[dict[str, object]]:
    assert answer.status == 200, answer.content
    return [json.loads(line) for line in answer.content.decode().splitlines()]


def numbers(caller: Caller, query: str = "") -> list[object]:
    path = f"/complaints/export?format=jsonl&fields=no{query}"
    return [row["no"] for row in objects(caller.get(path))]


@pytest.mark.req("B06")
def test_a_list_comes_as_a_file_that_excel_opens(play: Play) -> None:
    no = play.lodge(text="内容").complaint.no
    answer = Caller(play.house.agent).get("/complaints/export?fields=no,text,channel")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store, private"
    named = answer.headers["Content-Disposition"]
    assert named.startswith('attachment; filename="complaints-')
    assert "; filename*=UTF-8''" in named
    assert named.isascii()
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert rows[1:] == [[no, "内容", "电邮"]]


@pytest.mark.parametrize("query", ["q=%E7%AC%AC2", "channel=web", "grade=I", "order_by=received"])
@pytest.mark.req("B06")
def test_a_file_holds_what_the_list_shows_on_all_its_pages(play: Play, query: str) -> None:
    for n in range(3):
        play.lodge(text=f"第{n}单")
        play.lodge(channel="web", type="2.1.1")
    caller = Caller(play.house.supervisor)
    shown = caller.get(f"/complaints?{query}&limit=200").json["items"]
    assert numbers(caller, f"&{query}") == [one["no"] for one in shown]
    assert 0 < len(shown) <= 6


def test_the_queue_comes_in_its_order(play: Play) -> None:
    for _ in range(2):
        play.lodge()
    play.walk("closed")
    caller = Caller(play.house.agent)
    shown = [one["no"] for one in caller.get("/queue").json["items"]]
    rows = objects(caller.get("/queue/export?format=jsonl&fields=no"))
    assert [row["no"] for row in rows] == shown
    assert len(shown) == 2


@pytest.mark.parametrize("query", ["limit=5", "cursor=x", "colour=red", "state=lost", "owner=x"])
def test_a_parameter_that_is_not_known_is_refused(play: Play, query: str) -> None:
    answer = Caller(play.house.agent).get(f"/complaints/export?{query}")
    assert answer.places[0].partition(".")[0] == query.partition("=")[0]
    assert not JournalLine.objects.filter(kind="export.made").exists()


@pytest.mark.parametrize(("query", "expected"), [("format=pdf", "csv"), ("fields=no,x", "form_no")])
def test_a_form_or_field_that_is_not_known_is_refused_with_those_that_are(
    play: Play, query: str, expected: str
) -> None:
    answer = Caller(play.house.agent).get(f"/complaints/export?{query}")
    assert answer.places == [query.partition("=")[0]]
    assert expected in answer.json["errors"][0]["expected"]


@pytest.mark.req("B06", "E36", "E49")
def test_who_may_export_nothing_is_told_so_and_others_take_their_part(play: Play) -> None:
    house = play.house
    play.walk("consulting")
    play.lodge(house.peer)
    play.lodge(customer={"special_role": "media"})
    play.lodge(type="2.2", accused_agent=house.peer.id)
    for person in house.everyone():
        answer = Caller(person).get("/complaints/export?format=jsonl&fields=no")
        if person in (house.liaison, house.admin):
            assert (answer.status, answer.code) == (403, "not_yours")
            continue
        taken = {row["no"] for row in objects(answer)}
        listed = {one["no"] for one in Caller(person).get("/complaints?limit=200").json["items"]}
        assert taken <= listed, person.sign_in
        if person in (house.director, house.auditor):
            assert taken == listed
    accused = Complaint.objects.get(accused=house.peer.id).no
    assert accused not in numbers(Caller(house.peer))


@pytest.mark.req("B06")
def test_the_record_of_one_complaint_is_taken_by_who_may_take_it(play: Play) -> None:
    house = play.house
    no = play.walk("accepted", text="客户的话")
    answer = Caller(house.agent).get(f"/complaints/{no}/journal/export?format=jsonl")
    kinds = [row["kind"] for row in objects(answer)]
    shown = Caller(house.agent).get(f"/complaints/{no}/journal").json["items"]
    assert kinds == [one["kind"] for one in shown]
    assert "客户的话" not in answer.content.decode()
    line = json.loads(JournalLine.objects.get(kind="export.made").line)
    assert (line["case"], line["facts"]["rows"]) == (no, len(kinds))


@pytest.mark.req("E36", "E49")
def test_the_record_of_what_is_hidden_reads_like_what_nobody_has(play: Play) -> None:
    house = play.house
    secret = play.lodge(customer={"special_role": "media"}).complaint.no
    caller = Caller(house.clerk)
    hidden, unknown = (caller.get(f"/complaints/{no}/journal/export") for no in (secret, UNKNOWN))
    assert (
        (hidden.status, hidden.content)
        == (unknown.status, unknown.content)
        == (404, hidden.content)
    )
    about = play.lodge(type="2.2", accused_agent=house.peer.id).complaint.no
    assert Caller(house.peer).get(f"/complaints/{about}/journal/export").code == "accused"
    assert Caller(house.quality).get(f"/complaints/{about}/journal/export").code == "not_yours"


def test_a_token_that_may_not_read_takes_nothing(house: House) -> None:
    paths = ("/complaints/export", "/queue/export", f"/complaints/{UNKNOWN}/journal/export")
    assert {Caller().get(path).code for path in paths} == {"no_token"}
    assert {Caller(house.agent, "metrics").get(path).code for path in paths} == {"scope"}


def test_a_head_says_what_would_come_and_sends_nothing(play: Play) -> None:
    answer = Caller(play.house.agent).call("HEAD", "/complaints/export")
    assert (answer.status, answer.content) == (200, b"")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.door
@pytest.mark.req("B06")
def test_a_slow_reader_holds_up_no_writer(server: Server) -> None:
    """Over the wire, chunk by chunk, while others lodge."""
    lead = server.hire("x-lead", rank="lead")
    with server.client(lead.token) as client:
        said = {"channel": "email", "customer": {}, "type": "1.2.5"}
        for n in range(30):
            lodged = client.post("/complaints", json={**said, "text": f"{n}" + "慢" * 20_000})
            assert lodged.status_code == 201
        answers: list[int] = []

        def write() -> None:
            with server.client(lead.token) as other:
                answers.extend(
                    other.post("/complaints", json={**said, "text": "快"}).status_code
                    for _ in range(3)
                )

        with client.stream("GET", "/complaints/export?format=jsonl&fields=no,text") as answer:
            assert answer.headers["Transfer-Encoding"] == "chunked"
            pieces = answer.iter_bytes()
            first = next(pieces)
            writer = threading.Thread(target=write)
            writer.start()
            writer.join(20)
            assert answers == [201, 201, 201]
            time.sleep(0.1)
            rest = b"".join(pieces)
    rows = [json.loads(line) for line in (first + rest).decode().splitlines()]
    assert len({row["no"] for row in rows}) == len(rows) >= 30
