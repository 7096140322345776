"""Approval by mandate looks at what is promised as well as at what the solution is said to cost."""

from typing import Any

import pytest

from kesu.journeys.faults import GateShut
from kesu.remedies.models import Remedy
from tests.cast import complaint
from tests.remedies.conftest import REDRESS, Shop

CHEAP: dict[str, Any] = REDRESS | {"cost": 0}


def proposed(shop: Shop, no: str) -> str:
    """Where the case stands after a solution that is said to cost nothing."""
    shop.do("cause", no, text="漏发")
    shop.do("propose", no, **CHEAP)
    return complaint(no).state


@pytest.mark.req("Q25", "A07")
@pytest.mark.parametrize(
    ("amounts", "state"),
    [((5000,), "replying"), ((2500, 2500), "replying"), ((5001,), "approving")],
)
def test_what_is_promised_counts_as_cost(amounts: list[int], state: str, shop: Shop) -> None:
    no = shop.case()
    for amount in amounts:
        shop.give(no, kind="compensation", amount=amount, what="补偿")
    assert proposed(shop, no) == state


@pytest.mark.req("Q25", "A07")
def test_agreed_to_by_somebody_else_it_still_is_no_small_matter(shop: Shop) -> None:
    no = shop.case()
    row = shop.give(no, kind="compensation", amount=30000, what="补偿")
    shop.do("grant_remedy", no, shop.house.supervisor, remedy=str(row.pk))
    assert proposed(shop, no) == "approving"


@pytest.mark.req("Q25", "F10")
def test_what_nobody_has_agreed_to_is_not_approved_with_it(shop: Shop) -> None:
    no = shop.case()
    assert shop.give(no, kind="gift", what="纪念品").state == "planned"
    assert proposed(shop, no) == "approving"


@pytest.mark.req("Q25", "A54", "A60")
def test_liability_is_never_approved_by_mandate(shop: Shop) -> None:
    no = shop.case()
    row = shop.give(no, kind="compensation", amount=100, what="赔偿")
    Remedy.objects.filter(pk=row.pk).update(kind="indemnity")
    assert proposed(shop, no) == "approving"


@pytest.mark.req("Q25")
def test_nothing_is_solved_at_once_while_a_gift_waits(shop: Shop) -> None:
    no = shop.case(state="accepted")
    shop.give(no, kind="gift", what="纪念品")
    with pytest.raises(GateShut) as shut:
        shop.do("resolve", no, cause="漏发", what="已补寄", clause="合作条款 4.2")
    assert [one.gate for one in shut.value.missing] == ["mandate"]
