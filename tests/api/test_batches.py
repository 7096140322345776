"""Batches at the API: their counts, the members one may see, and cases put together."""

from typing import Any

import pytest

from kesu.complaints.models import Batch
from tests.api.caller import Caller
from tests.cast import House, Play, at

ISSUE: dict[str, Any] = {"type": "1.1.1", "product": "移动电源 P-20W"}


@pytest.fixture
def numbers(play: Play) -> list[str]:
    """Twelve complaints of one issue, one of them for the need to know alone."""
    found = [play.lodge(now=at(f"02-13 10:{n:02}"), **ISSUE).complaint.no for n in range(11)]
    media = {"special_role": "media", "name": "某记者"}
    found.append(play.lodge(now=at("02-13 11:00"), **ISSUE, customer=media).complaint.no)
    return found


@pytest.mark.req("E37")
def test_a_batch_shows_cases_and_people_apart_and_the_members_one_may_see(
    numbers: list[str], house: House
) -> None:
    reader = Caller(house.second)
    listed = reader.get("/batches").json["items"]
    assert len(listed) == 1
    told = listed[0]
    assert (told["label"], told["day"]) == ("实体商品 · 移动电源 P-20W", "2026-02-13")
    assert (told["cases"], told["people"], told["open"], told["by_hand"]) == (12, 12, 12, False)
    assert told["declared_at"] == "2026-02-13T10:10:00+08:00"
    whole = reader.get(f"/batches/{told['id']}").json
    seen = {one["no"] for one in whole["members"]}
    assert seen == set(numbers[:11])
    assert whole["hidden"] == 1


@pytest.mark.req("E37")
def test_a_case_names_its_batch_and_a_list_is_narrowed_by_it(
    numbers: list[str], house: House, play: Play
) -> None:
    play.lodge(now=at("02-13 12:00"))
    reader = Caller(house.second)
    key = reader.read(numbers[0])["batch"]
    assert key == str(Batch.objects.get().pk)
    found = reader.get(f"/complaints?batch={key}").json["items"]
    assert {one["no"] for one in found} == set(numbers[:11])
    assert reader.get("/complaints?batch=nothing").json["items"] == []


@pytest.mark.req("E37", "E36")
def test_a_batch_of_which_one_sees_no_member_is_not_there(numbers: list[str], house: House) -> None:
    elsewhere = Caller(house.risk)
    assert elsewhere.get("/batches").json["items"] == []
    unknown = elsewhere.get("/batches/019c0000-0000-7000-8000-000000000000")
    hidden = elsewhere.get(f"/batches/{Batch.objects.get().pk}")
    assert unknown.status == hidden.status == 404
    assert unknown.content == hidden.content
    assert elsewhere.get("/batches/x").status == 404


def test_batches_come_in_pages(house: House, play: Play) -> None:
    for place in range(3):
        no = play.lodge(now=at(f"02-1{3 + place} 10:00")).complaint.no
        play.do("join_batch", no, batch="new")
    manager, found, cursor = Caller(house.manager), [], ""
    while cursor is not None:
        page = manager.get(f"/batches?limit=1{cursor and f'&cursor={cursor}'}").json
        found += [one["day"] for one in page["items"]]
        cursor = page["next"]
    assert found == ["2026-02-15", "2026-02-14", "2026-02-13"]
    assert manager.get("/batches?cursor=x").places == ["cursor"]
    assert manager.get("/batches?colour=red").places == ["colour"]


@pytest.mark.req("F04", "F05")
def test_a_case_tells_what_went_into_it_what_came_of_it_and_how_often_it_was_urged(
    house: House, play: Play
) -> None:
    first, second = (play.lodge().complaint.no for _ in range(2))
    boss = Caller(house.supervisor)
    assert boss.act(first, "urge", by="customer").json["urged"] == 1
    assert boss.act(second, "merge", into=first).json["merged_into"] == first
    assert boss.read(first)["merged"] == [second]
    shut = boss.act(second, "contact", channel="hotline", outcome="reached")
    assert (shut.status, shut.json["missing"][0]["gate"]) == (409, "merged")
    verbs = {one["verb"] for one in boss.get(f"/complaints/{second}/actions").json["items"]}
    assert verbs == {"note", "unmerge"}
    waiting = boss.get("/complaints?state=received").json["items"]
    assert [one["no"] for one in waiting] == [first]
    assert boss.get(f"/complaints?q={second}").json["items"][0]["merged_into"] == first
    child = boss.act(first, "split", text="发票也没有开。", type="1.2.5").json["children"]
    assert boss.read(child[0])["parent"] == first
    assert "merged_into" not in boss.act(second, "unmerge").json
