"""Logging a contact on somebody else's complaint: whoever answers the telephone takes it (E41)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kesu.foundation.faults import Refused
from kesu.journeys.faults import GateShut, Stale, WrongState
from kesu.journeys.offers import offers
from kesu.journeys.perform import perform
from kesu.workbench import forms, guides
from kesu.workbench.act import why_not
from kesu.workbench.acts.fields import fields_of
from kesu.workbench.session import Desk, signed_in


@signed_in
def contact(request: HttpRequest, desk: Desk, no: str) -> HttpResponse:
    """The form of one contact, for a complaint that the reader need not be able to open."""
    offers(no, by=desk.reader, now=desk.now)
    fields, status, error = fields_of("contact", {}), 200, ""
    if request.method == "POST":
        try:
            perform("contact", no, forms.read(fields, request.POST), by=desk.reader, now=desk.now)
        except Refused as refused:
            fields, status = forms.filled(fields, request.POST, refused.faults), 422
        except (GateShut, Stale, WrongState) as refused:
            fields, status = forms.filled(fields, request.POST), 409
            error = why_not(refused)
        else:
            messages.success(request, _("The contact is logged; the owner stays."))
            return redirect("queue")
    shown = {"no": no, "fields": fields, "error": error, "guide": guides.listening(desk)}
    return render(request, "workbench/contact.html", shown, status=status)
