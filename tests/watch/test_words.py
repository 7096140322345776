"""The list of the house over what ships: shops, months, days and seasons."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kesu.foundation.word_groups import WORD_GROUPS
from kesu.language.watch import WatchList, Word
from kesu.language.watchlists import shipped
from kesu.watch.models import WatchEntry
from kesu.watch.operations_words import keep
from kesu.watch.queries import list_in_force, own_words
from kesu.watch.words import Own, composed

SHIPPED = WatchList((Word("工商", "regulator", 3), Word("曝光", "media", 2)))
DAY = date(2026, 5, 4)
terms = st.sampled_from(["工商", "曝光", "烂尾", "跑路"])
owns = st.lists(
    st.builds(
        Own,
        term=terms,
        group=st.sampled_from(WORD_GROUPS),
        level=st.integers(1, 3),
        shop=st.sampled_from(["", "甲店"]),
        on=st.booleans(),
        months=st.lists(st.integers(1, 12), max_size=3, unique=True).map(tuple),
    ),
    max_size=8,
    unique_by=lambda one: (one.term, one.shop),
)


def levels(own: list[Own], shop: str = "", day: date = DAY, more: int = 0) -> dict[str, int]:
    made = composed(SHIPPED, own, shop=shop, day=day, raises=lambda _group: more)
    return {word.term: word.level for word in made.words}


@pytest.mark.req("A18")
@given(owns)
def test_a_shop_without_words_of_its_own_has_the_list_of_the_house(own: list[Own]) -> None:
    house = [one for one in own if not one.shop]
    assert levels(own, "乙店") == levels(house)


@pytest.mark.req("A18", "A02")
@given(owns, st.integers(1, 12), st.integers(0, 2))
def test_a_season_takes_no_word_out_and_passes_no_highest_level(
    own: list[Own], month: int, more: int
) -> None:
    day = date(2026, month, 9)
    usual, raised = levels(own, "甲店", day), levels(own, "甲店", day, more)
    assert usual.keys() == raised.keys()
    assert all(raised[term] == min(3, level + more) for term, level in usual.items())


@pytest.mark.req("A18")
def test_the_nearest_saying_counts() -> None:
    own = [Own("工商", "regulator", 1), Own("工商", "regulator", 2, shop="甲店")]
    assert [levels(own, shop)["工商"] for shop in ("", "甲店", "乙店")] == [1, 2, 1]
    assert "工商" not in levels([*own[:1], Own("工商", "law", 2, shop="甲店", on=False)], "甲店")


@pytest.mark.req("A02", "A18")
def test_a_word_counts_in_its_months_and_between_its_days() -> None:
    march = Own("315晚会", "media", 3, months=(3,))
    spell = Own("烂尾", "quality", 2, valid_from=DAY, valid_until=DAY + timedelta(days=2))
    assert ["315晚会" in levels([march], day=date(2026, m, 1)) for m in (2, 3, 4)] == [
        False,
        True,
        False,
    ]
    days = [DAY + timedelta(days=n) for n in (-1, 0, 2, 3)]
    assert ["烂尾" in levels([spell], day=day) for day in days] == [False, True, True, False]


@pytest.mark.req("A02")
@pytest.mark.django_db
def test_the_month_turns_at_midnight_of_the_policys_zone() -> None:
    before = datetime(2026, 2, 28, 15, 59, tzinfo=UTC)
    moments = (before, before + timedelta(minutes=1))
    found = [
        {hit.word.term: hit.word.level for hit in list_in_force(at=at).scan("去找媒体曝光")}
        for at in moments
    ]
    assert [one["媒体"] for one in found] == [2, 3]


@pytest.mark.req("A18")
@pytest.mark.django_db
def test_every_change_shows_at_once_also_where_clocks_part() -> None:
    now = datetime(2026, 5, 4, 2, tzinfo=UTC)
    keep(Own("跑路啦", "quality", 1), by=None, at=now)
    keep(Own("烂尾啦", "quality", 1), by=None, at=now - timedelta(seconds=5))
    keep(Own("烂尾啦", "quality", 3, near=("退款",)), by=None, at=now - timedelta(seconds=4))
    hits = list_in_force(at=now).scan("退款烂尾啦，跑路啦")
    assert [(hit.word.term, hit.word.level) for hit in hits] == [("烂尾啦", 3), ("跑路啦", 1)]
    assert own_words()[0].near == ("退款",)
    WatchEntry.objects.all().delete()
    assert list_in_force(at=now).scan("退款烂尾啦，跑路啦") == []
    assert list_in_force(at=now).words == shipped().words
