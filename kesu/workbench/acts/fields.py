"""The fields that an action asks for."""

from dataclasses import replace

from kesu.consults.rules import Measure
from kesu.journeys.verb import verb_named
from kesu.workbench import forms
from kesu.workbench.forms import Choices, Field

ALWAYS = frozenset({"at", "note"})
"""What every verb takes; asked at the end, folded."""
_ANSWERED = dict.fromkeys(("satisfied", "service_met", "emotional_met"), "outcome=answered")
_WHEN: dict[str, dict[str, str]] = {
    "close": {
        "disposition.item": "disposition.kind=item,existing",
        "disposition.reason": "disposition.kind=none,review",
    },
    "dispose": {"item": "kind=item,existing", "reason": "kind=none,review"},
    "remedy": {
        **dict.fromkeys(("payee", "account", "authority"), "kind=compensation,indemnity,refund"),
        **dict.fromkeys(("item_code", "pieces"), "kind=compensation,gift,in_kind,replacement"),
        **dict.fromkeys(("payer", "goods_returned"), "kind=refund,compensation"),
        **dict.fromkeys(("coupon", "expires_on"), "kind=compensation,gift,points"),
        "order": "kind=refund,replacement,points",
        "tone": "kind=apology",
        "lot": "kind=inspection",
    },
    "pay": {"slip": "result=paid", "paid_at": "result=paid", "fault": "result=failed"},
    "follow_up": _ANSWERED,
    "revisit": _ANSWERED,
    "feedback": dict.fromkeys(("measure_on", "measure_text"), f"measure={','.join(Measure)}"),
    "progress": {"text": "none_yet=,false"},
}
"""Which fields of a verb wait for the value of another."""


def fields_of(name: str, choices: Choices) -> list[Field]:
    """The fields of a verb, when it happened and a note last."""
    verb = verb_named(name)
    if name == "escalate":
        choices = {**choices, "to": choices.get("rung", [])}
    if name in ("transfer", "hand_over"):
        choices = {**choices, "to": choices.get("taker", [])}
    if name == "broken_promise":
        choices = {**choices, "promise": choices.get("broken", [])}
    if name == "after_care":
        choices = {**choices, "kind": choices.get("care", [])}
    fields = forms.fields_of(verb.payload, choices=choices)
    fields.sort(key=lambda one: one.name in ALWAYS)
    asked_when = _WHEN.get(name, {})
    return [replace(one, when=asked_when.get(one.name, "")) for one in fields]
