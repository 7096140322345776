"""转登记: a warning becomes a complaint, with what was said in the chat as its words (A22)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kesu.complaints.models import Complaint, Customer
from kesu.foundation import files
from kesu.foundation.again import again
from kesu.foundation.faults import Fault, Refused
from kesu.foundation.masking import mask_text
from kesu.foundation.sealing import unseal
from kesu.journal.kinds import Facts, declare
from kesu.journeys.lodge import Lodged, lodge
from kesu.journeys.perform import perform
from kesu.journeys.signal_settle import Held, hold
from kesu.journeys.signal_transcript import Transcript, transcript
from kesu.people.rules import Person
from kesu.policy import queries as policies
from kesu.policy.codes import Channel
from kesu.watch import operations
from kesu.watch.models import Conversation, Signal


class Became(Facts):
    kind: str
    complaint: str


declare("signal.lodged", Became)
_OPEN = Signal.State.open


@dataclass(frozen=True)
class Prefilled:
    """What a lodging says by itself: the payload, and the talk as a file where it is too long."""

    raw: dict[str, Any]
    talk: Transcript | None = None


def prefilled(signal: Signal, *, now: datetime) -> Prefilled:
    """What is known of it already; whoever lodges says the rest or says it better."""
    raw: dict[str, Any] = {"channel": Channel.im.value, "customer": _customer(signal.customer)}
    if signal.order is not None:
        raw["order"] = signal.order.external_id
    if signal.conversation is None:
        return Prefilled(raw | ({"text": signal.said} if signal.said else {}))
    talk = transcript(signal.conversation, policies.in_force(now).tz)
    raw |= {"text": talk.text, "received": min(talk.complained, now).isoformat()}
    return Prefilled(raw, talk)


@again
def lodge_signal(
    key: UUID,
    raw: object,
    *,
    by: Person,
    now: datetime,
    talk: object = None,
    must_match: int | None = None,
) -> Lodged:
    """Lodges a complaint from a signal; ``raw``: fields of a lodging, each in place of what is
    known. Other open signals of its talk are settled with it: a talk becomes one complaint.
    Errors: as ``hold`` and ``lodge``; ``Refused`` for a talk that became one before.
    """
    if not isinstance(raw, Mapping):
        raise Refused([Fault("", _("Expected an object."), "{…}")])
    with transaction.atomic():
        # Held before its signals, as whoever hears a further turn does: nobody waits in a ring.
        held_talk = _talk_of(key)
        held = hold("lodge", key, by=by, now=now, must_match=must_match)
        _ask_once(held_talk)
        known = prefilled(held.signal, now=now)
        done = lodge({**known.raw, **_said(raw, known.raw)}, by=by, now=now, talk=talk)
        _attach(done, known.talk, by=by, now=now)
        _settle(held, done)
    return done


def on_paper(key: UUID, *, by: Person, now: datetime) -> dict[str, Any]:
    """What is known of it, as a form shows it before anything is lodged: numbers are covered.

    Errors: as ``hold``; ``Refused`` as ``lodge_signal``.
    """
    with transaction.atomic():
        held = hold("lodge", key, by=by, now=now)
        _ask_once(held.signal.conversation)
        known = prefilled(held.signal, now=now).raw
    named = {name: one for name, one in known["customer"].items() if name == "external_id"}
    return {**known, "customer": named, "text": mask_text(known.get("text", ""))}


def _said(raw: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """A customer of whom nothing was said is the one that is known; words that were shown covered
    and left as they are stand for what they cover.
    """
    said = dict(raw)
    if not said.get("customer"):
        said.pop("customer", None)
    text = said.get("text")
    if isinstance(text, str) and _plain(text) == _plain(mask_text(known.get("text", ""))):
        said.pop("text")
    return said


def _plain(text: str) -> list[str]:
    return text.split()


def _talk_of(key: UUID) -> Conversation | None:
    named = Signal.objects.filter(pk=key).values("conversation")
    return Conversation.objects.select_for_update().filter(pk__in=named).first()


def _ask_once(talk: Conversation | None) -> None:
    if talk is not None and talk.complaint is not None:
        said = _("This conversation became complaint %(no)s already.") % {"no": talk.complaint.no}
        raise Refused([Fault("", said)], code="lodged_already")


def _settle(held: Held, done: Lodged) -> None:
    talk, mine = held.signal.conversation_id, held.signal.pk
    all_held = [held]
    if talk is not None:
        Conversation.objects.filter(pk=talk).update(complaint=done.complaint)
        waiting = Signal.objects.select_for_update().filter(conversation=talk, state=_OPEN)
        beside = waiting.exclude(pk=mine).order_by("pk")
        all_held += [Held(one, held.by, held.now) for one in beside]
    for one in all_held:
        _became(one, done.complaint)
    for one in all_held:
        facts = {"complaint": str(done.complaint.pk)}
        one.tell("signal.lodged", facts, {}, case=done.complaint.no)


def _became(held: Held, complaint: Complaint) -> None:
    state = Signal.State.lodged.value
    operations.settle(held.signal, state, by=held.by.id, at=held.now, complaint=complaint.pk)


def _attach(done: Lodged, talk: Transcript | None, *, by: Person, now: datetime) -> None:
    """A talk that the text does not hold lies beside it whole. Who lodged against themselves brings
    no evidence; the talk itself stays linked.
    """
    if talk is None or not talk.cut or not done.readable:
        return
    kept = files.keep(talk.whole.encode(), "chat.txt")
    said = {"side": "neutral", "kind": "chat", "note": _("The whole conversation.")}
    perform("evidence", done.complaint.no, said, by=by, now=now, brought=kept)


def _customer(customer: Customer | None) -> dict[str, Any]:
    if customer is None:
        return {}
    if customer.external_id:
        return {"external_id": customer.external_id}
    if customer.phone:
        return {"phone": unseal(customer.phone, field="customer.phone")}
    return {}
