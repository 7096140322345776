"""What a person has before them while they fill in a form: how to listen, what to ask, what to say.

The words are the policy's; nothing here is required of anybody.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kesu.desk.values import CaseView
from kesu.policy.codes import FollowUpOutcome
from kesu.policy.schema import Text
from kesu.workbench.session import Desk

Guide = tuple[str, list[str]]
_FOLLOWED_UP = ("complaint.followed_up", "complaint.revisited")


def of(verb: str, case: CaseView, desk: Desk) -> list[Guide]:
    """The guides for a verb on a case, each a title and its lines (E66, C02, F14)."""
    if verb == "contact":
        return listening(desk)
    if verb == "verify":
        facts = {"text": case.text, "merchant": case.merchant, "product": case.product}
        found = desk.pack.interviews(case.origin_type or case.type, facts)
        return [
            (
                _("Ask about: %(set)s") % {"set": one.name.say(desk.language)},
                _said(one.questions, desk),
            )
            for one in found
        ]
    if verb == "progress":
        return _read_by_the_customer(desk)
    if verb in ("follow_up", "revisit"):
        script = desk.pack.follow_up_script(case.origin_type or case.type)
        return [*_attempts(case), *([(_("What to say"), _said(script, desk))] if script else [])]
    return []


def _read_by_the_customer(desk: Desk) -> list[Guide]:
    """On a day without news the customer reads these words (C20)."""
    words = desk.pack.guides.no_news
    return (
        [(_("With no progress yet the customer reads"), [words.say(desk.language)])]
        if words
        else []
    )


def _attempts(case: CaseView) -> list[Guide]:
    """How often a 回访 was tried; those that nobody answered are counted apart."""
    outcomes = [str(one.facts["outcome"]) for one in case.timeline if one.kind in _FOLLOWED_UP]
    if not outcomes:
        return []
    missed = outcomes.count(FollowUpOutcome.no_answer)
    answered = _("%(n)s answered") % {"n": len(outcomes) - missed}
    return [(_("Follow-up calls so far"), [answered, _("%(n)s not answered") % {"n": missed}])]


def listening(desk: Desk) -> list[Guide]:
    """一听二表态三承诺, for whoever has the customer on the line (E66)."""
    steps = desk.pack.guides.listening
    return [(_("Listen, respond, promise"), _said(steps, desk))] if steps else []


def _said(texts: Iterable[Text], desk: Desk) -> list[str]:
    return [one.say(desk.language) for one in texts]
