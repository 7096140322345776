"""How a person likes their screens."""

import pytest

from kesu.foundation.faults import Refused
from kesu.journeys import screens
from kesu.people.queries import preferred
from tests.cast import hire

pytestmark = pytest.mark.usefixtures("db")


def test_a_setting_is_kept_for_one_person_and_replaced_by_the_next() -> None:
    lin, sun = hire("lin", "agent"), hire("sun", "agent")
    screens.prefer("queue.density", "roomy", by=lin)
    screens.prefer("queue.columns", ["owner", "tier"], by=lin)
    screens.prefer("queue.density", "compact", by=lin)
    assert (preferred(lin.id), preferred(sun.id)) == (
        {"queue.density": "compact", "queue.columns": ["owner", "tier"]},
        {},
    )


def test_a_forgotten_setting_is_gone_once() -> None:
    lin = hire("lin", "agent")
    screens.prefer("queue.density", "roomy", by=lin)
    gone = [screens.forget("queue.density", by=lin) for _ in range(2)]
    assert (gone, preferred(lin.id)) == ([True, False], {})


@pytest.mark.parametrize(("key", "value"), [("k" * 101, 1), ("k", "词" * 4000)])
def test_a_setting_that_is_too_long_is_refused_by_name(key: str, value: object) -> None:
    lin = hire("lin", "agent")
    with pytest.raises(Refused) as refused:
        screens.prefer(key, value, by=lin)
    assert [one.loc for one in refused.value.faults] == ["key" if len(key) > 100 else "value"]
    assert preferred(lin.id) == {}
