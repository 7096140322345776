"""类型建议: how well the types learned from closed cases fit, and learning them again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kesu.complaints.permissions import may_manage_policy
from kesu.desk.admin.learned import stand
from kesu.foundation.faults import Refused
from kesu.intake.taught import FEWEST, FEWEST_OF_A_TYPE
from kesu.journeys import learning
from kesu.workbench.admin import filling, places
from kesu.workbench.session import Desk, signed_in


@signed_in
def learned(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What was learned, how well, and what people do with it."""
    found = stand(reader=desk.reader, pack=desk.pack, language=desk.language)
    context = {
        "stand": found,
        "quality": found.quality,
        "uptake": found.uptake,
        "fewest": FEWEST,
        "each": FEWEST_OF_A_TYPE,
        "cases": sum(count for _code, _name, count in found.known),
        "manages": may_manage_policy(desk.reader),
        "now": desk.now,
    }
    return places.show(request, desk, "learned", "learned", context)


@require_POST
@signed_in
def again(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The worker learns again from what is closed by now."""
    try:
        learning.ask(by=desk.reader, at=desk.now)
    except Refused as refused:
        messages.warning(request, filling.said(refused.faults))
    else:
        messages.success(request, _("The worker learns the types again; this takes a while."))
    return redirect("admin-learned")
