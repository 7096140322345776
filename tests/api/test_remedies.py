"""What is given, as other programs see it."""

from typing import Any

import pytest

from kesu.complaints.models import Complaint
from kesu.people.rules import Person
from tests.api.caller import Caller
from tests.cast import Play, hire


@pytest.fixture
def finance(play: Play) -> Person:
    return hire("finance", "agent", department="finance", flags=["finance"])


def read(caller: Caller, no: str, query: str = "") -> Any:
    answer = caller.get(f"/complaints/{no}/remedies{query}")
    assert answer.status == 200, answer.content
    return answer.json


@pytest.mark.req("A53", "A60")
def test_a_case_tells_its_ledgers_apart_with_suggestion_and_awards(
    play: Play, agent: Caller
) -> None:
    no = play.walk("proposing", customer={"level": 7})
    made = agent.act(no, "demand", kind="tenfold", amount=29800, basis="食品安全法148")
    said = [one["say"] for one in made.json["warnings"] if one["code"] == "exposure"]
    assert any("2,980.00" in one and "1,000.00" in one and "2015-10-01" in one for one in said)
    agent.act(no, "demand", kind="tenfold", amount=5000)
    agent.act(no, "demand", kind="refund", amount=29800)
    agent.act(no, "remedy", kind="compensation", amount=3000, what="补偿30元")
    found = read(agent, no)
    (given,) = found["remedies"]
    assert (given["state"], given["ledger"], given["worth"]) == ("approved", "compensation", False)
    assert found["ledgers"]["compensation"]["accrued"] == 3000
    assert found["ledgers"]["indemnity"]["accrued"] == 0
    amounts = [[one.get("amount") for one in demand["exposure"]] for demand in found["demands"]]
    assert amounts == [[298000, None], [100000, None], [29800, None]]
    assert (found["loss"], found["suggestion"]["row"]) == (29800, "goods")
    assert found["suggestion"]["amount"] == 4500
    assert read(agent, no, "?loss=100000")["suggestion"]["amount"] == 5000
    assert agent.get(f"/complaints/{no}/remedies?loss=x").places == ["loss"]


@pytest.mark.req("A07", "A54", "E36")
def test_what_may_not_be_given_is_refused_with_why(play: Play, agent: Caller) -> None:
    no = play.walk("proposing")
    liable = agent.act(no, "remedy", kind="indemnity", amount=298000, what="赔偿")
    assert (liable.status, [one["gate"] for one in liable.json["missing"]]) == (409, ["legal"])
    tied = agent.act(no, "remedy", kind="compensation", amount=2000, what="删除评价后返现")
    assert (tied.code, tied.places) == ("tied_to_review", ["what"])
    large = agent.act(no, "remedy", kind="compensation", amount=109600, what="同品2罐")
    assert (large.status, [one["code"] for one in large.json["warnings"]]) == (200, ["mandate"])
    clerk = Caller(play.house.clerk)
    assert clerk.get(f"/complaints/{no}/remedies").status == 404


@pytest.mark.req("F11")
def test_finance_reads_money_and_no_complaint(play: Play, agent: Caller, finance: Person) -> None:
    no = play.walk("executing", customer={"name": "张女士"}, text="一段不给财务看的话")
    agent.act(
        no, "remedy", kind="compensation", amount=3000, what="补偿", account="6222021234567894"
    )
    agent.act(no, "execute", actions=[{"action": "补偿", "result": "done"}])
    caller = Caller(finance)
    (row,) = caller.get("/payments").json["items"]
    assert (row["no"], row["payee"], row["account_tail"]) == (no, "张女士", "7894")
    assert agent.get("/payments").status == 403
    assert caller.get(f"/complaints/{no}").status == 404
    assert caller.get(f"/complaints/{no}/remedies").status == 404
    done = caller.act(no, "pay", payment=row["id"], result="paid", slip="S-1")
    assert (done.status, set(done.json)) == (200, {"no", "state", "version"})
    assert caller.get("/payments").json["count"] == 0
    assert agent.act(no, "pay", payment=row["id"], result="paid", slip="S-1").status == 403


@pytest.mark.req("B10", "A60")
def test_the_ledgers_of_a_time_are_for_who_answers_for_them(
    play: Play, agent: Caller, supervisor: Caller, finance: Person
) -> None:
    numbers = [play.walk("proposing") for _ in range(3)]
    for no in numbers:
        agent.act(no, "remedy", kind="compensation", amount=3000, what="补偿30元")
    assert agent.get("/remedies/ledger").status == 403
    found = supervisor.get("/remedies/ledger").json
    assert found["accrual"]["compensation"]["accrued"] == 9000
    assert found["accrual"]["indemnity"]["accrued"] == 0
    assert [one["ledgers"]["compensation"]["count"] for one in found["months"]] == [3]
    assert Caller(finance).get("/remedies/ledger").json["kinds"]["compensation"]["count"] == 3
    assert Caller(play.house.merchant).get("/remedies/ledger").json["kinds"] == {}
    Complaint.objects.filter(no=numbers[0]).update(state="withdrawn")
    again = supervisor.get("/remedies/ledger").json
    assert again["accrual"]["compensation"]["accrued"] == 6000


@pytest.mark.req("B10")
def test_the_days_of_a_ledger_are_of_these_centuries(supervisor: Caller) -> None:
    for query in ("until=9999-12-31", "since=0001-01-01"):
        answer = supervisor.get(f"/remedies/ledger?{query}")
        assert (answer.status, answer.places) == (422, [query.partition("=")[0]])


@pytest.mark.req("D16")
def test_an_exposure_is_kept_with_its_address_and_reach(play: Play, supervisor: Caller) -> None:
    no = play.walk("accepted")
    said = {"channel": "press", "url": "https://news.example/1", "reach": 5100}
    made = supervisor.act(no, "exposure", **said)
    assert {one["code"] for one in made.json["warnings"]} >= {"no_picture"}
    (kept,) = read(supervisor, no)["exposures"]
    assert {name: kept[name] for name in said} == said
    for wrong in (
        "javascript:1",
        "javascript:alert(1.5)",
        "mailto:a@b.example",
        "某 处.com/1",
        "x",
    ):
        refused = supervisor.act(no, "exposure", channel="press", url=wrong)
        assert refused.places == ["url"], wrong
    supervisor.act(no, "exposure", channel="weibo", url="weibo.example/1?a=b")
    assert "https://weibo.example/1?a=b" in [
        one["url"] for one in read(supervisor, no)["exposures"]
    ]
    assert supervisor.act(no, "exposure", channel="press", evidence="x").places == ["evidence"]
