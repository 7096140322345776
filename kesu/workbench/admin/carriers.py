"""发信: how it is set up, how the last letters fared, and a button that sends one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kesu.desk.admin import carriers as desk_carriers
from kesu.foundation.faults import Refused
from kesu.journeys import mail_test
from kesu.workbench.admin import filling, places
from kesu.workbench.outbox import BECAUSE, LETTERS, STATES
from kesu.workbench.session import Desk, signed_in


@signed_in
def carriers(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Outgoing mail as it stands."""
    found = desk_carriers.mail(reader=desk.reader)
    rows = []
    for one in found.last:
        word, icon, tone = STATES.get(one.state, (one.state, "mail", ""))
        rows.append(
            {
                "letter": LETTERS.get(one.kind, one.kind),
                "word": word,
                "icon": icon,
                "tone": tone,
                "at": one.at,
                "why": BECAUSE.get(one.because, one.because),
                "error": one.error,
            }
        )
    return places.show(request, desk, "carriers", "carriers", {"found": found, "rows": rows})


@require_POST
@signed_in
def test(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Sends one mail to whoever pressed."""
    try:
        fault = mail_test.send(by=desk.reader, at=desk.now)
    except Refused as refused:
        messages.warning(request, filling.said(refused.faults))
        return redirect("admin-carriers")
    if fault:
        messages.error(request, _("The test did not go out: %(fault)s") % {"fault": fault})
    else:
        messages.success(request, _("The server took the test on. Look into your mailbox."))
    return redirect("admin-carriers")
