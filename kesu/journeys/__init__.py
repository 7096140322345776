"""Every write. One file a verb; importing the package makes the registry complete."""

from importlib import import_module

VERBS = (
    "accept",
    "contact",
    "classify",
    "mark_urgent",
    "report",
    "acknowledge",
    "verify",
    "consult",
    "feedback",
    "send_back",
    "cause",
    "propose",
    "approve",
    "return_",
    "reply",
    "decide",
    "execute",
    "follow_up",
    "resolve",
    "close",
    "dispose",
    "archive",
    "reopen",
    "escalate",
    "opinion",
    "meeting",
    "round",
    "dedicate",
    "transfer",
    "assist",
    "hand_over",
    "promise",
    "keep_promise",
    "progress",
    "emotion",
    "identify",
    "freeze",
    "investigate",
    "amend_account",
    "unfreeze",
    "join_batch",
    "merge",
    "unmerge",
    "split",
    "urge",
    "regulator",
    "note",
    "withdraw",
    "cool",
    "resume",
)
"""The files of the verbs, in the order of the work."""


def load() -> None:
    """Declares every verb; called once the models are loaded."""
    for name in VERBS:
        import_module(f"kesu.journeys.{name}")
