"""投诉我本人: whoever the customer complains about lodges it in one act and is locked out (E49)."""

from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _
from pydantic import Field

from kesu.journeys.lodge import Lodged, lodge
from kesu.journeys.payload import Name, Part, Phone, read
from kesu.people.rules import Person
from kesu.policy import queries as policies
from kesu.policy.codes import UNSORTED, HandlerRule
from kesu.policy.schema import Pack

_SOON = timedelta(minutes=15)


class AboutMe(Part):
    phone: Phone | None = Field(default=None, title="Telephone")
    call: Name | None = Field(default=None, title="Call number")


def lodge_about_me(raw: object, *, by: Person, now: datetime) -> Lodged:
    """A complaint about ``by``, without a word of their own: the text is fixed and names the call.

    They learn its number and where the call goes, and nothing after. The promise is a call back on
    the same day. Errors: those of ``lodge``.
    """
    said = read(AboutMe, raw)
    pack = policies.in_force(now)
    promise = {"what": _("The supervisor calls back today."), "due": _today(now, pack).isoformat()}
    return lodge(
        {
            "channel": "hotline",
            "text": _text(said.call),
            "customer": {"phone": said.phone} if said.phone else {},
            "type": _type(pack),
            "accused_agent": by.id,
            "first_contact": {"promise": promise},
        },
        by=by,
        now=now,
        talk={"recording": said.call} if said.call else None,
    )


def _text(call: str | None) -> str:
    if call is None:
        return _("The customer complains about the agent on the line.")
    return _("The customer complains about the agent on the line. Call %(call)s.") % {"call": call}


def _type(pack: Pack) -> str:
    """The type that a direct supervisor handles; a policy without one leaves it unsorted."""
    meant = HandlerRule.direct_supervisor
    return next((code for code in pack.type_codes if pack.handler(code) is meant), UNSORTED)


def _today(now: datetime, pack: Pack) -> datetime:
    """The last second of the day in the policy's zone; a quarter of an hour on when that is now."""
    day = now.astimezone(pack.tz).date()
    return max(datetime.combine(day, time(23, 59, 59), pack.tz), now.astimezone(pack.tz) + _SOON)
