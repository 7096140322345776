"""The actions of the case page: which, in which order, with what they still need."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from kesu.desk.values import CaseView
from kesu.foundation.faults import Fault
from kesu.journeys.faults import Missing
from kesu.journeys.offers import Offer
from kesu.policy.codes import State
from kesu.workbench import forms, guides
from kesu.workbench.acts.choices import choices_of
from kesu.workbench.acts.defaults import known
from kesu.workbench.acts.fields import ALWAYS, fields_of
from kesu.workbench.acts.groups import group_of, title_of
from kesu.workbench.acts.icons import icon_of, key_of
from kesu.workbench.acts.says import says
from kesu.workbench.forms import Choices, Field
from kesu.workbench.session import Desk

_NEXT: dict[str, tuple[str, ...]] = {
    State.received: ("accept",),
    State.accepted: ("verify",),
    State.verifying: ("verify",),
    State.consulting: ("feedback", "cause"),
    State.proposing: ("propose", "cause"),
    State.approving: ("approve", "return"),
    State.replying: ("decide", "reply"),
    State.executing: ("execute",),
    State.following_up: ("close", "follow_up"),
    State.closed: ("archive", "dispose"),
    State.cooling: ("resume",),
}
_OFTEN = ("contact", "progress", "note", "assist", "escalate")
"""Beside the next step; the rest stands under its headings."""
_BRINGS: dict[str, tuple[str, ...]] = {
    "verdict": ("verify",),
    "cause": ("cause",),
    "clause": ("propose",),
    "merchant": ("consult", "propose"),
    "approval": ("approve", "propose"),
    "reply": ("reply",),
    "follow_up": ("follow_up",),
    "needs": ("follow_up",),
    "disposition": ("dispose",),
    "review": ("review",),
    "meeting": ("meeting",),
}
"""Which action fills a gate."""
_OF_PROOF = ("evidence", "retract", "draft_agreement", "agreement")
_OF_DEPARTMENTS = ("measure", "answer_request")
_IN_A_ROOM = frozenset(
    {
        *_OF_DEPARTMENTS,
        "grant_remedy",
        "drop_remedy",
        "give_remedy",
        "ask_payment",
        "pay",
        *_OF_PROOF,
    }
)
"""What is done where the row it is done to stands."""
_OWN_ROWS = {"acknowledge": "report", "opinion": "opinion"}


@dataclass(frozen=True)
class Action:
    """One thing that may be done now, with its form and what it still needs."""

    verb: str
    name: str
    icon: str
    key: str
    url: str
    primary: bool
    near: bool
    says: str
    needs: list[dict[str, Any]]
    fields: list[Field] = field(default_factory=list)
    more: list[Field] = field(default_factory=list)
    more_open: bool = False
    open: bool = False
    error: str = ""
    stale: bool = False
    guide: list[guides.Guide] = field(default_factory=list)

    @property
    def group(self) -> str:
        """The heading it stands under when it is not near."""
        return title_of(self.verb)

    @property
    def bare(self) -> bool:
        """Whether its fields hold nothing of one case."""
        fields = (*self.fields, *self.more)
        return not self.guide and not self.more_open and all(one.bare for one in fields)


@dataclass(frozen=True)
class Attempt:
    """What was typed into one action, and why it was not taken. ``since``: the last line of the
    record its writer knew, where the case had changed meanwhile.
    """

    verb: str
    typed: QueryDict
    faults: tuple[Fault, ...] = ()
    error: str = ""
    since: int | None = None


def actions(
    case: CaseView, offers: Iterable[Offer], desk: Desk, attempt: Attempt | None = None
) -> list[Action]:
    """The actions of the reader: the next step first, then the frequent ones, then the rest."""
    choices = choices_of(case, desk)
    offered = [one for one in offers if _has_something(one.verb.name, choices)]
    offered.sort(key=lambda offer: _place(case, offer))
    names = frozenset(offer.verb.name for offer in offered)
    following = _following(case)
    first = next((offer for offer in offered if offer.verb.name in following), None)
    return [
        _action(offer, case, desk, choices, offered=names, primary=offer is first, attempt=attempt)
        for offer in offered
    ]


def _has_something(verb: str, choices: Choices) -> bool:
    """Whether there is anything to do it on here: a promise to settle, a task to answer."""
    if verb in _IN_A_ROOM:
        return False
    picked = {
        **_OWN_ROWS,
        "keep_promise": "promise",
        "broken_promise": "broken",
        "extend": "law",
        "feedback": "consult",
        "send_back": "consult",
    }.get(verb)
    return picked is None or bool(choices[picked])


def _following(case: CaseView) -> tuple[str, ...]:
    """What comes next in this state; a cause that is known is no next step."""
    found = _NEXT.get(case.state, ())
    return tuple(one for one in found if one != "cause" or case.cause is None)


def _place(case: CaseView, offer: Offer) -> int:
    name = offer.verb.name
    following = _following(case)
    if name in following:
        missing_first = following[::-1] if offer.missing else following
        return missing_first.index(name) + (5 if offer.missing and len(following) > 1 else 0)
    return 10 + _OFTEN.index(name) if name in _OFTEN else 50 + group_of(name)


def _action(
    offer: Offer,
    case: CaseView,
    desk: Desk,
    choices: Choices,
    *,
    offered: frozenset[str],
    primary: bool,
    attempt: Attempt | None,
) -> Action:
    verb = offer.verb
    fields = known(verb.name, fields_of(verb.name, choices), case)
    mine = attempt if attempt and attempt.verb == verb.name else None
    if mine is not None:
        fields = forms.filled(fields, mine.typed, mine.faults)
    more = [one for one in fields if one.name in ALWAYS]
    return Action(
        verb=verb.name,
        name=verb.words.say(desk.language),
        icon=icon_of(verb.name),
        key="S" if primary else key_of(verb.name),
        url=reverse("act", args=[case.no, verb.name]),
        primary=primary,
        near=primary or verb.name in (*_following(case), *_OFTEN),
        says=says(verb.name, case, desk),
        needs=needs(offer.missing, offered),
        fields=[one for one in fields if one.name not in ALWAYS],
        more=more,
        more_open=any(one.value or one.error for one in more),
        open=mine is not None,
        error=mine.error if mine else "",
        stale=mine is not None and mine.since is not None,
        guide=guides.of(verb.name, case, desk),
    )


def needs(missing: Iterable[Missing], offered: Collection[str]) -> list[dict[str, Any]]:
    """What is missing, each with the way to the action that brings it, if it is open."""
    found = []
    for one in missing:
        verb = next((verb for verb in _BRINGS.get(one.gate, ()) if verb in offered), "")
        found.append({"say": one.say, "met": False, "href": f"#do-{verb}" if verb else ""})
    return found
