"""What follows from a step, in a sentence above its button."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kesu.desk.outbox import sends_mail
from kesu.desk.values import CaseView
from kesu.policy.codes import SolutionKind
from kesu.workbench.session import Desk

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
    "establish": gettext_lazy("What is left empty stays as it was answered before."),
    "analyse": gettext_lazy(
        "Leads to a path: solve it, raise it, ask for a resource, limit the loss."
    ),
    "prefer": gettext_lazy("Kept with the customer; a contact at another time is warned of."),
    "coach": gettext_lazy("The colleague's direct supervisor is told; the case is not."),
    "review": gettext_lazy("What could have been prevented leaves an improvement item."),
}


def says(verb: str, case: CaseView, desk: Desk) -> str:
    """Nothing for most; the name in it is the owner's."""
    refuses = case.solution is not None and case.solution.kind == SolutionKind.refuse
    if verb == "reply" and refuses and desk.pack.solutions.refusal is not None:
        return desk.pack.solutions.refusal.say(desk.language)
    if verb == "reply" and case.customer.email and sends_mail():
        return _("By e-mail, these words go to %(to)s.") % {"to": case.customer.email}
    return str(_SAYS.get(verb, "")) % {"name": case.owner.name}
