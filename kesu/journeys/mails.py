"""Letters to the customer, written in the transaction of the step that they tell of."""

from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from kesu.complaints.models import Complaint
from kesu.correspondence import outbox, queries
from kesu.correspondence.models import Mail, Reply
from kesu.correspondence.rules import Unreached, case_of, fill, in_words, too_many
from kesu.deadlines.queries import latest
from kesu.foundation.addresses import writable
from kesu.foundation.phones import normalise_email
from kesu.foundation.sealing import unseal
from kesu.journeys.step import Step
from kesu.people.models import Staff
from kesu.policy.codes import Channel, ClockName, ClockState, Source
from kesu.policy.loading import builtin
from kesu.policy.queries import DEFAULT
from kesu.policy.schema import Letter, LetterKind, Pack

CUSTOMERS_LANGUAGE = "zh-hans"
_NO_RECEIPT = frozenset({Channel.group, Channel.regulator, Channel.platform, Channel.import_})
"""Whoever writes through these gets an answer from a person, not a receipt."""
_WINDOW = timedelta(hours=24)


def letter_of(pack: Pack, kind: LetterKind) -> Letter:
    """The pack's own letter; one from before there were letters uses those that ship."""
    return pack.texts.mail.get(kind) or builtin(DEFAULT).texts.mail[kind]


def address_of(complaint: Complaint) -> str | None:
    """The customer's e-mail address, if one is known."""
    sealed = complaint.customer.email
    return unseal(sealed, field="customer.email") if sealed else None


def acknowledge(step: Step) -> None:
    """Tells the customer that the complaint is there, its number and who comes when (E01).

    By itself, and so only to a customer who wrote or called: a letter to an authority or to the
    press is a person's matter. An address that was thanked a moment ago, or is ours, is not
    thanked again (E4); that is noted.
    """
    to = address_of(step.complaint)
    if to is None or not queries.is_set_up() or not _gets_a_receipt(step.complaint):
        return
    because = _why_not(step, to)
    if because:
        _withhold(step, LetterKind.acknowledgement, because)
        return
    _put(step, LetterKind.acknowledgement, to, {"due": _due(step)}, automatic=True)


def send_reply(step: Step, row: Reply) -> None:
    """Sends the words of a reply by e-mail; the row and the letter know each other."""
    to = address_of(step.complaint)
    if to is None or not queries.is_set_up():
        return
    if writable(to) is None:
        _withhold(step, LetterKind.reply, "address")
        step.warn("unwritable", _("No mail can be sent to the customer's e-mail address."))
        return
    _put(step, LetterKind.reply, to, {"text": row.text}, automatic=False, reply=row)


def write_to(step: Step, text: str) -> tuple[Mail | None, str]:
    """The customer's letter with these words; none, and a code of ``Unreached``, where no letter
    can go (F19).
    """
    to = address_of(step.complaint)
    if to is None:
        return None, Unreached.no_address.value
    if not queries.is_set_up():
        return None, Unreached.off.value
    if writable(to) is None:
        _withhold(step, LetterKind.reply, "address")
        return None, Unreached.unwritable.value
    return _put(step, LetterKind.reply, to, {"text": text}, automatic=False), ""


def _gets_a_receipt(complaint: Complaint) -> bool:
    return (
        complaint.source == Source.customer
        and complaint.channel not in _NO_RECEIPT
        and not complaint.customer.special_role
        and not complaint.history
    )


def _why_not(step: Step, to: str) -> str:
    wire = writable(to)
    if wire is None:
        return "address"
    if _is_ours(wire):
        return "own_address"
    if _is_the_accused(step.complaint, to):
        return "accused"
    sent = queries.receipts(wire, since=step.now - _WINDOW)
    return "too_many" if too_many(sent, at=step.now) else ""


def _is_ours(address: str) -> bool:
    mail = queries.settings_of_mail()
    assert mail is not None
    own = {normalise_email(mail.sender), normalise_email(mail.reply)}
    return address in own or case_of(address, key=settings.KESU_KEYS.replies) is not None


def _is_the_accused(complaint: Complaint, address: str) -> bool:
    if complaint.accused_id is None:
        return False
    rows = Staff.objects.filter(pk=complaint.accused_id)
    return any(normalise_email(one) == address for one in rows.values_list("email", flat=True))


def _due(step: Step) -> str:
    """By when somebody calls, in words; "" where nobody is to, or should have already."""
    clock = latest(step.complaint, ClockName.first_callback)
    if clock is None or clock.state != ClockState.running or clock.due <= step.now:
        return ""
    return in_words(clock.due, zone=step.pack.tz, language=CUSTOMERS_LANGUAGE)


def _withhold(step: Step, kind: LetterKind, because: str) -> None:
    step.tell("mail.withheld", {"letter": kind.value, "because": because}, at=step.now)


def _put(
    step: Step,
    kind: LetterKind,
    to: str,
    values: Mapping[str, str],
    *,
    automatic: bool,
    reply: Reply | None = None,
) -> Mail:
    letter, language = letter_of(step.pack, kind), CUSTOMERS_LANGUAGE
    known = {"no": step.complaint.no, **values}
    mail = outbox.put(
        to=writable(to) or to,
        kind=kind.value,
        subject=fill(letter.subject.say(language), known),
        body=fill(letter.body.say(language), known),
        automatic=automatic,
        at=step.now,
        complaint=step.complaint,
        reply=reply,
    )
    facts = {"mail": str(mail.pk), "letter": kind.value, "automatic": automatic}
    step.tell("mail.queued", facts, at=step.now)
    return mail
