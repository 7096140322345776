"""试发: one mail to whoever presses the button, over the way out as it is set up."""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from django.db import transaction
from django.utils.translation import gettext as _

from kesu.complaints.permissions import may_mind_the_outbox
from kesu.correspondence import queries
from kesu.correspondence.carriers import Envelope, NotNow, Rejected, Unreachable, carrier
from kesu.foundation.faults import Fault, Refused
from kesu.foundation.ids import uuid7
from kesu.foundation.mail import MailSettings
from kesu.journal.kinds import Facts, declare
from kesu.journeys import people_work
from kesu.journeys.faults import NotYours
from kesu.people.models import Staff
from kesu.people.rules import Person


class Tested(Facts):
    """``result``: sent, unreachable, not_now or rejected."""

    result: str


declare("mail.tested", Tested)


def send(*, by: Person, at: datetime) -> str:
    """Sends one mail to the work address of ``by``; what the server said against it, "" for
    nothing. Takes as long as the server does. Errors: ``NotYours``; ``Refused`` where mail is
    not set up or the person has no address.
    """
    if not may_mind_the_outbox(by):
        raise NotYours
    settings = queries.settings_of_mail()
    if settings is None:
        raise Refused([Fault("mail", _("Mail is not set up."), "KESU_SMTP_URL")])
    address = Staff.objects.values_list("email", flat=True).get(pk=by.id)
    if not address:
        expected = _("your work e-mail, on your own page")
        raise Refused([Fault("email", _("You have no address to write to."), expected)])
    result, said = _sent(settings, address, by, at)
    with transaction.atomic():
        about, facts = ("staff", str(by.id)), {"result": result}
        people_work.tell("mail.tested", about, facts, by=f"staff:{by.id}", at=at)
    return said


def _sent(settings: MailSettings, address: str, by: Person, at: datetime) -> tuple[str, str]:
    post = carrier(settings)
    try:
        post.open()
        post.send(_letter(settings, address, by, at))
    except Unreachable as fault:
        return "unreachable", str(fault)
    except NotNow as fault:
        return "not_now", str(fault)
    except Rejected as fault:
        return "rejected", str(fault)
    finally:
        post.close()
    return "sent", ""


def _letter(settings: MailSettings, address: str, by: Person, at: datetime) -> Envelope:
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(settings.sender_name, addr_spec=settings.sender)
    message["To"] = Address(addr_spec=address)
    message["Subject"] = _("A test from Kesu")
    message["Date"] = at
    message["Message-ID"] = f"<{uuid7()}@{settings.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    said = _("%(name)s pressed the test button. Mail from Kesu arrives here.")
    message.set_content(said % {"name": by.full_name} + "\n", charset="utf-8", cte="base64")
    return Envelope(address, message.as_bytes())
