"""Which department answers for a type, and what is missing when none does."""

import pytest

from kesu.policy.loading import faults, load
from tests.policy.test_broken import broken


@pytest.mark.req("B09", "B12", "B13")
def test_every_type_has_a_department_that_answers_for_it() -> None:
    for name in ("loyalty", "brand"):
        pack = load(name)
        assert [code for code in pack.type_codes if pack.responsible(code) is None] == []
    pack = load("loyalty")
    assert (pack.responsible("3.2"), pack.responsible("1.2.5")) == ("risk", "service")


@pytest.mark.req("B12")
def test_a_type_without_one_is_named() -> None:
    found = faults(broken(("duties", "any"), gone=True))
    assert [fault.say("en") for fault in found if "answers for" in fault.say("en")] != []
    assert "2.2" in " ".join(fault.say("en") for fault in found)


def test_a_department_nobody_knows_is_refused_with_the_known_ones() -> None:
    found = faults(broken(("duties", "3.2", "responsible"), "moon"))
    assert ["merchant" in fault.say("en") for fault in found] == [True]
