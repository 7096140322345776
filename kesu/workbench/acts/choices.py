"""What may be chosen in the forms of a case."""

from django.utils import timezone
from django.utils.translation import gettext as _

from kesu.deadlines.rules import CARE
from kesu.desk import catalogue
from kesu.desk.values import CaseView, ReportView
from kesu.policy.codes import ClockName, ClockState, Function, Tier
from kesu.workbench.forms import Choice, Choices
from kesu.workbench.options import colleagues, departments, function_word, types
from kesu.workbench.session import Desk


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
        "taker": colleagues(desk, catalogue.takers(desk.people, case)),
    }


def _care(case: CaseView) -> list[tuple[str, str]]:
    """The tasks after closing that wait."""
    return [
        (one.subject.removeprefix(CARE), one.title)
        for one in case.clocks
        if one.subject.startswith(CARE) and one.met_at is None and one.state != ClockState.stopped
    ]


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


def _of_report(one: ReportView, desk: Desk) -> dict[str, str]:
    due = timezone.localtime(one.due)
    return {"level": desk.pack.word("notify", one.level, desk.language), "time": f"{due:%H:%M}"}
