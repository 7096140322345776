"""Under which heading stands what is done now and then."""

from typing import Any

from django.utils.translation import gettext_lazy

_GROUPS: tuple[tuple[Any, frozenset[str]], ...] = (
    (
        gettext_lazy("With the customer"),
        frozenset(
            [
                "contact",
                "progress",
                "promise",
                "keep_promise",
                "broken_promise",
                "prefer",
                "round",
                "urge",
                "emotion",
                "objection",
                "aggravate",
                "gap",
                "breakdown",
                "reply",
                "decide",
                "follow_up",
                "revisit",
                "after_care",
            ]
        ),
    ),
    (
        gettext_lazy("Find out and judge"),
        frozenset(
            [
                "verify",
                "cause",
                "classify",
                "analyse",
                "establish",
                "demand",
                "exposure",
                "silence_review",
                "investigate",
                "identify",
                "review",
            ]
        ),
    ),
    (
        gettext_lazy("Solve"),
        frozenset(
            ["propose", "remedy", "resolve", "approve", "return", "execute", "withdraw", "close"]
        ),
    ),
    (
        gettext_lazy("Ask others"),
        frozenset(
            ["consult", "dun", "feedback", "send_back", "assist", "request", "meeting", "opinion"]
        ),
    ),
    (
        gettext_lazy("Hand on"),
        frozenset(
            [
                "transfer",
                "dedicate",
                "hand_over",
                "escalate",
                "report",
                "acknowledge",
                "mark_urgent",
            ]
        ),
    ),
)
_OTHER = gettext_lazy("The case itself")


def group_of(verb: str) -> int:
    """The place of its heading among the headings."""
    return next((at for at, (_, verbs) in enumerate(_GROUPS) if verb in verbs), len(_GROUPS))


def title_of(verb: str) -> str:
    """The heading itself, in the reader's language."""
    at = group_of(verb)
    return str(_GROUPS[at][0] if at < len(_GROUPS) else _OTHER)
