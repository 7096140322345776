"""How warnings are called on the screens."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kesu.desk import watch_reasons
from kesu.desk.words import word
from kesu.workbench.admin.words import GROUPS
from kesu.workbench.session import Desk

KINDS: dict[str, Any] = {
    "chat": gettext_lazy("Chat message"),
    "order": gettext_lazy("Order at risk"),
    "claimant": gettext_lazy("Claimant behaviour"),
    "batch": gettext_lazy("Batch"),
    "silence": gettext_lazy("Gone quiet"),
    "case": gettext_lazy("Complaint at risk"),
}
STATES: dict[str, Any] = {
    "open": gettext_lazy("To settle"),
    "handled": gettext_lazy("Handled"),
    "dismissed": gettext_lazy("Dismissed"),
    "lodged": gettext_lazy("Lodged"),
}
LEVELS: dict[str, Any] = {
    "3": gettext_lazy("At once"),
    "2": gettext_lazy("Look at it"),
    "1": gettext_lazy("Worth knowing"),
}
ICONS = {
    "chat": "chat",
    "order": "store",
    "claimant": "shield",
    "batch": "layers",
    "silence": "pause",
    "case": "flag",
}
BY_ITSELF: dict[str, Any] = {"sent": gettext_lazy("The order was sent meanwhile")}
"""How a warning that nobody settled came to be settled."""
DONE: dict[str, Any] = {
    "handle": gettext_lazy("The warning is handled."),
    "dismiss": gettext_lazy("The warning is dismissed."),
    "undo": gettext_lazy("The warning is open again."),
}


def why(reasons: Iterable[Mapping[str, Any]], desk: Desk) -> Iterator[str]:
    """Why it was raised, each reason once."""
    said: dict[str, None] = {}
    for one in reasons:
        said.setdefault(watch_reasons.sentence(one, desk.pack, desk.language) or _reason(one))
    yield from said


def _reason(one: Mapping[str, Any]) -> str:
    if "term" in one:
        values = {"group": word(GROUPS, str(one.get("group", ""))), "word": one["term"]}
        return _("%(group)s: “%(word)s”") % values
    if "say" in one:
        return str(one["say"])
    values = {name: one.get(name) for name in ("rule", "seen", "limit")}
    if values["limit"] is not None:
        return _("%(rule)s: %(seen)s (line %(limit)s)") % values
    return f"{values['rule'] or ''} {values['seen'] or ''}".strip()
