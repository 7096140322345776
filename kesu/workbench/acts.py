"""The actions of the case page: which, with which fields, and doing one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kesu.consults.rules import Measure
from kesu.deadlines.rules import CARE
from kesu.desk import catalogue
from kesu.desk.outbox import sends_mail
from kesu.desk.values import CaseView, ReportView
from kesu.foundation.faults import Fault
from kesu.journeys.faults import Missing
from kesu.journeys.offers import Offer
from kesu.journeys.verb import verb_named
from kesu.policy.codes import ClockName, ClockState, Function, SolutionKind, State, Tier
from kesu.workbench import forms, guides
from kesu.workbench.forms import Choice, Choices, Field, Group
from kesu.workbench.session import Desk

_ICONS_AND_KEYS: dict[str, tuple[str, str]] = {
    "accept": ("check", "S"),
    "contact": ("phone", "L"),
    "progress": ("chat", "P"),
    "assist": ("users", "H"),
    "escalate": ("arrow-up", "E"),
    "consult": ("users", ""),
    "dun": ("bell", "D"),
    "request": ("question", ""),
    "broken_promise": ("triangle-alert", ""),
    "revisit": ("phone", ""),
    "after_care": ("promise", ""),
    "propose": ("send", ""),
    "approve": ("stamp", ""),
    "return": ("stamp", ""),
    "reply": ("chat", ""),
    "promise": ("promise", ""),
    "keep_promise": ("promise", ""),
    "mark_urgent": ("flag", ""),
    "report": ("arrow-up", ""),
    "acknowledge": ("check", ""),
    "opinion": ("scale", ""),
    "meeting": ("users", ""),
    "round": ("chat", ""),
    "dedicate": ("flag", ""),
    "note": ("note", ""),
    "breakdown": ("chat", ""),
    "analyse": ("scale", ""),
    "objection": ("chat", ""),
    "gap": ("scale", ""),
    "aggravate": ("triangle-alert", ""),
    "prefer": ("phone", ""),
    "silence_review": ("question", ""),
    "review": ("book", ""),
    "coach": ("users", ""),
    "close": ("lock", ""),
    "transfer": ("arrow-right", "A"),
}


def key_of(verb: str) -> str:
    """The key that opens a verb's form on the case page; nothing for most."""
    return _ICONS_AND_KEYS.get(verb, ("", ""))[1]


_NEXT: dict[str, tuple[str, ...]] = {
    State.received: ("accept",),
    State.accepted: ("verify",),
    State.verifying: ("verify",),
    State.consulting: ("feedback",),
    State.proposing: ("propose", "cause"),
    State.approving: ("approve", "return"),
    State.replying: ("decide", "reply"),
    State.executing: ("execute",),
    State.following_up: ("close", "follow_up"),
    State.closed: ("archive", "dispose"),
    State.cooling: ("resume",),
}
_OFTEN = ("contact", "progress", "assist", "escalate")
_ALWAYS = frozenset({"at", "note"})
"""What every verb takes; asked at the end, folded."""
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


@dataclass(frozen=True)
class Action:
    """One thing that may be done now, with its form and what it still needs."""

    verb: str
    name: str
    icon: str
    key: str
    url: str
    primary: bool
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
    first = next((offer for offer in offered if offer.verb.name in _NEXT.get(case.state, ())), None)
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


def _place(case: CaseView, offer: Offer) -> int:
    name = offer.verb.name
    following = _NEXT.get(case.state, ())
    if name in following:
        missing_first = following[::-1] if offer.missing else following
        return missing_first.index(name) + (5 if offer.missing and len(following) > 1 else 0)
    return 10 + _OFTEN.index(name) if name in _OFTEN else 50


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
    icon, key = _ICONS_AND_KEYS.get(verb.name, ("arrow-right", ""))
    fields = fields_of(verb.name, choices)
    mine = attempt if attempt and attempt.verb == verb.name else None
    if mine is not None:
        fields = forms.filled(fields, mine.typed, mine.faults)
    more = [one for one in fields if one.name in _ALWAYS]
    return Action(
        verb=verb.name,
        name=verb.words.say(desk.language),
        icon=icon,
        key="S" if primary else key,
        url=reverse("act", args=[case.no, verb.name]),
        primary=primary,
        says=_says(verb.name, case, desk),
        needs=needs(offer.missing, offered),
        fields=[one for one in fields if one.name not in _ALWAYS],
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


def fields_of(name: str, choices: Choices) -> list[Field]:
    """The fields of a verb, when it happened and a note last."""
    verb = verb_named(name)
    if name == "escalate":
        choices = {**choices, "to": choices.get("rung", [])}
    if name == "broken_promise":
        choices = {**choices, "promise": choices.get("broken", [])}
    if name == "after_care":
        choices = {**choices, "kind": choices.get("care", [])}
    fields = forms.fields_of(verb.payload, choices=choices)
    fields.sort(key=lambda one: one.name in _ALWAYS)
    asked_when = _WHEN.get(name, {})
    return [replace(one, when=asked_when.get(one.name, "")) for one in fields]


def _care(case: CaseView) -> list[tuple[str, str]]:
    """The tasks after closing that wait."""
    return [
        (one.subject.removeprefix(CARE), one.title)
        for one in case.clocks
        if one.subject.startswith(CARE) and one.met_at is None and one.state != ClockState.stopped
    ]


_SAYS = {
    "approve": gettext_lazy("%(name)s is told and answers the customer with it."),
    "return": gettext_lazy("Goes back to %(name)s with your reason."),
    "dedicate": gettext_lazy("That person is told at once and follows it until it is closed."),
    "assist": gettext_lazy("The colleague is told at once; the case stays with %(name)s."),
    "cool": gettext_lazy("Its deadlines pause until the review; the customer is not told by this."),
    "merge": gettext_lazy("This case is worked in the other one; within a day it can be undone."),
    "send_back": gettext_lazy("Goes back to %(name)s: it is not your department's."),
    "archive": gettext_lazy(
        "Ends the inside of it too; after that there is only reading and notes."
    ),
    "propose": gettext_lazy("Goes to a supervisor for approval, unless your mandate covers it."),
    "transfer": gettext_lazy("The new owner is told at once."),
    "escalate": gettext_lazy(
        "Goes to somebody of the next tier, or asks a function what it thinks."
    ),
    "report": gettext_lazy("Goes up the report chain; it counts until somebody acknowledges it."),
    "mark_urgent": gettext_lazy("Goes to a supervisor; the call-back is due within three hours."),
    "withdraw": gettext_lazy("Ends the complaint; every deadline stops."),
    "close": gettext_lazy("Ends the customer's side; nothing is closed by silence."),
    "resolve": gettext_lazy("Verifies, explains, agrees and closes the work in one save."),
    "consult": gettext_lazy("The department's liaison is told at once."),
    "breakdown": gettext_lazy("From emotion 4 on the talk needs a plan of its own."),
    "analyse": gettext_lazy(
        "Leads to a path: solve it, raise it, ask for a resource, limit the loss."
    ),
    "prefer": gettext_lazy("Kept with the customer; a contact at another time is warned of."),
    "coach": gettext_lazy("The colleague's direct supervisor is told; the case is not."),
    "review": gettext_lazy("What could have been prevented leaves an improvement item."),
}
"""What follows from a step; the name is the owner's."""


def _says(verb: str, case: CaseView, desk: Desk) -> str:
    refuses = case.solution is not None and case.solution.kind == SolutionKind.refuse
    if verb == "reply" and refuses and desk.pack.solutions.refusal is not None:
        return desk.pack.solutions.refusal.say(desk.language)
    if verb == "reply" and case.customer.email and sends_mail():
        return _("By e-mail, these words go to %(to)s.") % {"to": case.customer.email}
    return str(_SAYS.get(verb, "")) % {"name": case.owner.name}


def choices_of(case: CaseView, desk: Desk) -> Choices:
    """What may be chosen in the forms of a case, by the name of the field."""
    ladder = [tier.value for tier in Tier]
    above = ladder[ladder.index(case.tier) + 1 :]
    staff = colleagues(desk)
    named = dict(departments(desk))
    return {
        "type": types(desk),
        "accused_agent": staff,
        "who": staff,
        "department": list(named.items()),
        "consult": [
            (str(one.id), f"{named.get(one.department, one.department)} {one.question[:40]}")
            for one in case.consults
            if one.answered is None and one.sent_back is None
        ],
        "promise": [(str(one.id), one.what[:60]) for one in case.promises if one.kept is None],
        "broken": _broken(case),
        "rung": [
            *((tier, tier) for tier in above),
            *((one.value, function_word(one, desk)) for one in Function),
        ],
        "law": list(case.extensible.items()),
        "care": _care(case),
        "report": [
            (str(one.id), _("%(level)s, by %(time)s") % _of_report(one, desk))
            for one in case.authority.reports
            if one.mine
        ],
        "opinion": [
            (str(one.id), one.question[:60]) for one in case.authority.opinions if one.mine
        ],
        "to": staff,
    }


def _broken(case: CaseView) -> list[Choice]:
    """The promises whose time ran out and that became no complaint yet (E28)."""
    told = (one for one in case.timeline if one.kind == "complaint.promise_raised")
    raised = {str(one.facts["promise"]) for one in told}
    late = {
        one.subject
        for one in case.clocks
        if one.name == ClockName.promise and one.state == ClockState.breached
    }
    return [(str(one.id), one.what[:60]) for one in case.promises if str(one.id) in late - raised]


def function_word(function: str, desk: Desk) -> str:
    """A department by its name, the one voice by its flag's."""
    if function == Function.spokesperson:
        return desk.pack.word("flags", function, desk.language)
    return desk.pack.department_name(function, desk.language)


def _of_report(one: ReportView, desk: Desk) -> dict[str, str]:
    due = timezone.localtime(one.due)
    return {"level": desk.pack.word("notify", one.level, desk.language), "time": f"{due:%H:%M}"}


def colleagues(desk: Desk) -> list[Group]:
    """Colleagues as options of a form, under their ranks; who is away is said."""
    pack = desk.pack
    ranked: dict[str, list[Choice]] = {}
    for one in catalogue.colleagues(desk.people):
        word = f"{one.name} {one.agent_no}".strip()
        shown = word if one.present else _("%(name)s (away)") % {"name": word}
        ranked.setdefault(one.rank, []).append((desk.people[one.id].sign_in, shown))
    return [Group(pack.rank_name(rank, desk.language), tuple(ranked[rank])) for rank in ranked]


def departments(desk: Desk) -> list[Choice]:
    """Departments as options of a form."""
    return list(catalogue.department_names(pack=desk.pack, language=desk.language))


def types(desk: Desk) -> list[Group]:
    """Types as options of a form, under their grades."""
    return [
        Group(group.title, tuple((one.code, f"{one.code} {one.name}") for one in group.types))
        for group in desk.types
    ]
