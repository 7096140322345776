"""What only a real server shows: bodies in chunks, oversize, a key held by a slow caller."""

import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import psycopg
import pysqlite3
import pytest

from tests.api.caller import lodging
from tests.door import Server

pytestmark = pytest.mark.door


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    member = server.hire(f"wire-{secrets.token_hex(3)}", rank="agent")
    with server.client(member.token) as open_client:
        yield open_client


def test_a_body_in_chunks_is_read(client: httpx.Client) -> None:
    body = json.dumps(lodging(text="分段" * 9000)).encode()
    pieces = (body[at : at + 1000] for at in range(0, len(body), 1000))
    answer = client.post("/complaints", content=pieces)
    assert (answer.status_code, answer.json().get("text")) == (201, "分段" * 9000)


@pytest.mark.parametrize("in_chunks", [False, True])
def test_more_than_a_mebibyte_is_too_large(client: httpx.Client, in_chunks: bool) -> None:
    body = b'{"text": "' + b"a" * 1024 * 1024 + b'"}'
    answer = client.post("/complaints", content=iter([body]) if in_chunks else body)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_fifty_thousand_characters_are_a_text(client: httpx.Client) -> None:
    longest = "长" * 50_000
    taken = client.post("/complaints", json=lodging(text=longest))
    refused = client.post("/complaints", json=lodging(text=longest + "长"))
    assert (taken.status_code, taken.json()["text"]) == (201, longest)
    assert [one["loc"] for one in refused.json()["errors"]] == ["text"]


def test_head_has_the_headers_of_get_and_no_body(client: httpx.Client) -> None:
    head, get = client.head("/queue"), client.get("/queue")
    same = ("content-type", "content-length")
    assert [head.headers[name] for name in same] == [get.headers[name] for name in same]
    assert (head.status_code, head.content) == (200, b"")


def test_a_second_caller_with_a_key_waits_no_longer_than_five_seconds(
    server: Server, client: httpx.Client
) -> None:
    headers = {"Idempotency-Key": "slow"}
    ends: dict[str, httpx.Response] = {}

    def call(name: str) -> None:
        ends[name] = client.post("/complaints", json=lodging(), headers=headers)

    with _nobody_writes(server):
        first = threading.Thread(target=call, args=("first",))
        first.start()
        time.sleep(0.5)
        call("second")
    first.join()
    again = client.post("/complaints", json=lodging(), headers=headers)
    assert (ends["second"].status_code, ends["second"].json()["code"]) == (409, "in_progress")
    assert (ends["first"].status_code, again.content) == (201, ends["first"].content)


@contextmanager
def _nobody_writes(server: Server) -> Iterator[None]:
    """Holds what every writer needs: the record's head, or the one writer of SQLite."""
    if server.database:
        with psycopg.connect(server.database) as link:
            link.execute("SELECT 1 FROM journal_journalhead FOR UPDATE")
            yield
        return
    link = pysqlite3.connect(server.home / "kesu.sqlite3", isolation_level=None)
    link.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        link.execute("ROLLBACK")
        link.close()
