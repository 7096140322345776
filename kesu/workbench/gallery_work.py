"""The pieces of the queue, of a call and of a case, for the page of all pieces."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kesu.desk.catalogue import TypeChoice
from kesu.desk.customers import Calls, LastPromise
from kesu.desk.words import urgency_word
from kesu.journeys.verb import verb_named
from kesu.workbench.case.conflict import Conflict
from kesu.workbench.lodge.hints import Hint
from kesu.workbench.queue.bulk import Step, fields_of
from kesu.workbench.queue.chips import Chip
from kesu.workbench.timeline import Shown

_NOW = datetime(2026, 2, 13, 6, 32, tzinfo=UTC)
_NO = "KS-20260213-7MRA4C"


def samples() -> dict[str, Any]:
    """Made-up people and words; nothing of any complaint."""
    return {
        "chips": _chips(),
        "bulk": _bulk(),
        "bulk_at": {"url": "#", "query": ""},
        "bulk_frame": {"may_export": True},
        "caller": _caller(),
        "suggestions": _suggestions(),
        "conflict": _conflict(),
    }


def _chips() -> list[Chip]:
    grades = (("III", "III"), ("II", "II"), ("I", "I"))
    return [
        Chip("grade", _("Grade"), "", "", grades, True),
        Chip("grade", _("Grade"), "III", "III", grades, True, without="#"),
        Chip("q", _("Words"), "x", _("Add the points"), (), True, without="#"),
        Chip("due", _("Until"), "x", "2026-02-30", (), True, without="#", wrong=_("Too short.")),
    ]


def _bulk() -> list[Step]:
    """The steps of the queue; one that needs words has them behind its button."""
    verbs = (("accept", "check", ""), ("transfer", "arrow-right", "A"), ("progress", "send", "P"))
    return [
        Step(
            verb=verb,
            label=verb_named(verb).words.say(get_language() or ""),
            says=_("The new owner is told at once.") if verb == "transfer" else "",
            icon=icon,
            key=key,
            fields=[] if verb == "accept" else fields_of(verb),
        )
        for verb, icon, key in verbs
    ]


def _caller() -> dict[str, Any]:
    case = {
        "no": _NO,
        "subject": _("Double points never arrived; the store blames an upgrade"),
        "grade": "III",
        "urgent": True,
        "urgent_reasons": ["U4"],
        "type": "3.1",
        "type_name": _("Rights infringed by a merchant"),
        "owner_name": _("Bai Lu"),
        "state": "proposing",
        "clock": "first_callback",
        "due": _NOW + timedelta(minutes=26),
        "breached": False,
        "missed": _NOW - timedelta(minutes=9),
        "url": "#",
        "contact_url": "#",
    }
    return {
        "known": {
            "name": _("Ms Xu"),
            "level_word": _("Level %(n)s") % {"n": 4},
            "facts": [(_("Member number"), "M-2041"), (_("Telephone"), "139****4417")],
            "calls": Calls(week=3, year=7),
            "cautions": [_("Does not want to be called: agree on another way.")],
            "promise": LastPromise(_("Add the points"), _NOW + timedelta(hours=2), None, _NO),
            "others": "",
        },
        "open_cases": [case],
        "history": [{"at": _NOW - timedelta(days=9), "text": case["subject"], "state": "closed"}],
        "orders": [],
    }


def _suggestions() -> dict[str, Any]:
    first = _type("3.1", _("Rights infringed by a merchant"), "III")
    second = _type("1.2.5", _("Add the points"), "I")
    follows = f"T+1 {_('Team')}"
    because = (_("Add the points"), _("Bai Lu"))
    urgent = {"reason": "U1", "word": str(urgency_word("U1")), "because": "12315"}
    return {
        "hints": [
            Hint(1, first, follows, because, True, True, False),
            Hint(2, second, follows, because[:1], False, True, True),
        ],
        "urgent_hints": [urgent],
        "offered": "3.1,1.2.5",
    }


def _type(code: str, name: str, grade: str) -> TypeChoice:
    return TypeChoice(
        code, name, grade, due=_NOW, workdays=1, handler="", needs=(), caution="", words=""
    )


def _conflict() -> Conflict:
    news = Shown(
        at=_NOW - timedelta(minutes=2),
        tone="soon",
        icon="stamp",
        by_name=_("Lu Xingzhou"),
        title=_("returned the solution"),
        text=_("The till did not know the campaign. "),
        facts=[],
    )
    typed = [(_("Cause"), _("The till did not know the campaign. ")), (_("Cost"), "1238.00")]
    name = verb_named("propose").words.say(get_language() or "")
    return Conflict("propose", name, typed, [news], offered=True)
