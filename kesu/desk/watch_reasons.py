"""Why an order or a silence is shown, as a sentence with its numbers (A21, A22)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kesu.policy.schema import Pack

_MOST_ORDERS = 5


def sentence(reason: Mapping[str, Any], pack: Pack, language: str) -> str:
    """The reason of a signal of kind ``order`` or ``silence`` in words; "" for another one."""
    rule = str(reason.get("rule", ""))
    names = {one.code: one.name.say(language) for one in pack.watching.orders}
    if rule in names:
        return _of_order(names[rule], reason)
    said = {
        "unanswered": _("Upset, and no answer for %(seen)s minutes (from %(limit)s)"),
        "quiet": _("Upset, and quiet for %(seen)s minutes after an answer (from %(limit)s)"),
        "case": _("Upset, and no word for %(seen)s days (from %(limit)s)"),
    }
    known = said.get(rule)
    return known % {"seen": reason["seen"], "limit": reason["limit"]} if known else ""


def _of_order(name: str, reason: Mapping[str, Any]) -> str:
    values = {"rule": name, "seen": reason["seen"], "limit": reason["limit"]}
    if "due" in reason:
        text = _("%(rule)s: late by %(seen)s hours") % values
    elif "within_days" in reason:
        within = {**values, "days": reason["within_days"]}
        text = _("%(rule)s: %(seen)s within %(days)s days (from %(limit)s)") % within
    else:
        text = _("%(rule)s: %(seen)s (from %(limit)s)") % values
    orders = [str(one) for one in reason.get("orders", ())]
    more = "…" if len(orders) > _MOST_ORDERS else ""
    return f"{text} · {', '.join(orders[:_MOST_ORDERS])}{more}" if orders else text
