"""Many lodge one issue at the same moment: one batch, every member urgent, none twice (E37)."""

from collections import Counter
from functools import partial
from typing import Any

import httpx
import pytest

from tests.api.caller import lodging
from tests.api.test_at_once import CONNECTIONS, Crowd, at_once
from tests.door import Server

pytestmark = pytest.mark.door
LODGED = 48


@pytest.fixture(scope="module")
def crowd(server: Server) -> Crowd:
    return Crowd(server, prefix="batch-")


@pytest.mark.req("E37", "Q5")
def test_sixteen_at_once_make_one_batch_with_every_member_urgent_once(crowd: Crowd) -> None:
    with crowd.client(crowd.manager) as client:
        calls = [partial(client.post, "/complaints", json=said(one)) for one in range(LODGED)]
        answers = at_once(calls, threads=CONNECTIONS)
        assert Counter(one.status_code for one in answers) == {201: LODGED}
        numbers = [one.json()["no"] for one in answers]
        mine = [one for one in batches(client) if "同时发烫" in one["label"]]
        assert [(one["cases"], one["people"]) for one in mine] == [(LODGED, LODGED)]
        for no in numbers:
            told = client.get(f"/complaints/{no}").json()
            assert (told["urgent_reasons"], told["batch"]) == (["U4"], mine[0]["id"])
            kinds = Counter(one["kind"] for one in lines(client, no))
            assert kinds["complaint.batched"] == 1
            assert kinds["clock.moved"] == 1


def said(number: int) -> dict[str, Any]:
    return lodging(type="1.1.1", product="同时发烫", customer={"external_id": f"ONCE{number}"})


def batches(client: httpx.Client) -> list[dict[str, Any]]:
    return list(client.get("/batches?limit=200").json()["items"])


def lines(client: httpx.Client, no: str) -> list[dict[str, Any]]:
    return list(client.get(f"/complaints/{no}/journal").json()["items"])
