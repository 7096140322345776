"""What the case knows already of the fields of an action."""

from collections.abc import Iterable
from dataclasses import replace

from kesu.desk.values import CaseView
from kesu.policy.codes import Channel
from kesu.workbench.forms import Field

_BY_CHANNEL = frozenset({"contact", "reply"})


def known(verb: str, fields: Iterable[Field], case: CaseView) -> list[Field]:
    """The fields with the way the customer is reached chosen; it may be changed."""
    if verb not in _BY_CHANNEL:
        return list(fields)
    return [
        replace(one, value=_reached_by(case)) if one.name == "channel" else one for one in fields
    ]


def _reached_by(case: CaseView) -> str:
    """As they prefer, else by telephone, else as they came."""
    customer = case.customer
    return customer.prefers or (Channel.hotline.value if customer.phone else case.channel)
