"""Mail that does not go out: what waits, what was set aside, and sending it again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from kesu.desk import outbox as desk_outbox
from kesu.desk.outbox import MailView
from kesu.journeys.replay import replay
from kesu.workbench.session import Desk, signed_in

LETTERS: dict[str, Any] = {
    "acknowledgement": gettext_lazy("Acknowledgement"),
    "reply": gettext_lazy("Reply"),
    "notice": gettext_lazy("Notice"),
    "digest": gettext_lazy("Digest of notices"),
    "approved": gettext_lazy("Word of an approval"),
    "returned": gettext_lazy("Word of a return"),
}
STATES: dict[str, tuple[Any, str, str]] = {
    "waiting": (gettext_lazy("To be sent"), "clock", ""),
    "leased": (gettext_lazy("Being sent"), "send", "accent"),
    "done": (gettext_lazy("Sent"), "check", "ok"),
    "quarantined": (gettext_lazy("Set aside"), "octagon-alert", "breach"),
}
BECAUSE: dict[str, Any] = {
    "refused": gettext_lazy("The server refuses it"),
    "gave_up": gettext_lazy("Tried for a day"),
    "unreadable": gettext_lazy("It cannot be opened any more"),
    "ended": gettext_lazy("Sending it ended the worker"),
    "restored": gettext_lazy("Written before a backup that was restored"),
}
WITHHELD: dict[str, Any] = {
    "too_many": gettext_lazy("This address was written to a moment ago"),
    "own_address": gettext_lazy("It is an address of ours"),
    "accused": gettext_lazy("It is the accused person's address"),
    "address": gettext_lazy("No mail can be sent to this address"),
}


@dataclass(frozen=True)
class Shown:
    """A letter as it is drawn: words instead of codes."""

    id: str
    letter: str
    to: str
    no: str
    subject: str
    body: str
    state: str
    icon: str
    tone: str
    why: str
    error: str
    at: datetime
    next_try: datetime | None
    sent_at: datetime | None


def shown(mails: Iterable[MailView]) -> list[Shown]:
    """Letters as a list draws them, in the order given."""
    return [_shown(one) for one in mails]


def _shown(mail: MailView) -> Shown:
    state, icon, tone = STATES.get(mail.state, (mail.state, "mail", ""))
    return Shown(
        id=mail.id,
        letter=str(LETTERS.get(mail.kind, mail.kind)),
        to=mail.to,
        no=mail.no,
        subject=mail.subject,
        body=mail.body,
        state=str(state),
        icon=icon,
        tone="soon" if mail.state == "waiting" and mail.tries else tone,
        why=str(BECAUSE.get(mail.because, mail.because)),
        error=mail.error,
        at=mail.created,
        next_try=mail.next_try if mail.state == "waiting" and mail.tries else None,
        sent_at=mail.sent_at,
    )


@signed_in
def outbox(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What was set aside first, then what waits."""
    found = desk_outbox.outbox(reader=desk.reader, people=desk.people)
    context = {
        "set_up": found.set_up,
        "aside": shown(found.aside),
        "waiting": shown(found.waiting),
        "aside_count": found.counts["quarantined"],
        "waiting_count": found.counts["waiting"] + found.counts["leased"],
    }
    return render(request, "workbench/outbox.html", context)


@require_POST
@signed_in
def again(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Sends one letter again, or with ``all`` every one that was set aside."""
    keys = None if request.POST.get("all") else _keys(request.POST.getlist("mail"))
    count = replay(keys, by=desk.reader, now=desk.now)
    if count:
        said = ngettext("%(n)s letter goes out again.", "%(n)s letters go out again.", count)
        messages.success(request, said % {"n": count})
    else:
        messages.warning(request, _("Nothing was left to send again."))
    return redirect("outbox")


def _keys(texts: Iterable[str]) -> list[UUID]:
    """What is no id names nothing."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
