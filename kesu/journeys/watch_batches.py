"""批量预警: what is lodged is heard by the radar; as many at once as are hardly chance are shown
once, for a person to decide (E37, F22, M24).

The radar lives in the worker. Started anew it hears the last weeks again, a hand at a time, and
finds what it had found: a signal is known by those it names.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from kesu.complaints.models import Complaint
from kesu.journal.models import JournalLine
from kesu.journal.operations import append
from kesu.journeys import signal_raised
from kesu.journeys.batches import SYSTEM
from kesu.language.radar import Event, Issue, Radar, Rule, Telling
from kesu.language.radar.events import Common
from kesu.language.radar.words import common, label
from kesu.policy import queries as policies
from kesu.policy.schema import Pack
from kesu.watch.models import Signal
from kesu.watch.operations import Found, raise_signal

REMEMBERED = timedelta(days=30)
_HELD = 20_000
_SHOWN = timedelta(days=7)
"""What is older than that warns nobody any more."""
_KNOWN_SINCE = timedelta(days=60)
_NAMED = 200
_FAMILY = ":"
"""Between the parts of a key: what is added later has that of the first and its day."""
_EARLY, _OVER = 2, 3


@dataclass
class Listener:
    """Hears complaints in the order in which they were written down."""

    _radar: Radar | None = None
    _seq: int = 0
    _hash: str = ""
    _keys: dict[int, str] = field(default_factory=dict)
    _owed: dict[str, Found] = field(default_factory=dict)

    def look(self, at: datetime, limit: int) -> int:
        """Hears up to ``limit`` more and shows what there is; how many were heard."""
        rule = _rule(policies.in_force(at))
        if self._radar is None or self._radar.rule != rule or not self._is_this_record():
            self._start(rule, at)
        lines = JournalLine.objects.filter(kind="complaint.lodged", seq__gt=self._seq)
        heard = list(lines.order_by("seq").values_list("seq", "about_id", "hash")[:limit])
        told = _tellings([key for _seq, key, _hash in heard])
        for seq, key, digest in heard:
            if key in told:
                self._hear(told[key], at)
            self._seq, self._hash = seq, digest
        self._show(at)
        return len(heard)

    def _is_this_record(self) -> bool:
        """Whether what was heard last still stands there: a database may have been put back."""
        return not self._hash or JournalLine.objects.filter(seq=self._seq, hash=self._hash).exists()

    def _start(self, rule: Rule, at: datetime) -> None:
        self._radar, self._hash = Radar(rule, held=_HELD), ""
        self._keys.clear()
        self._owed.clear()
        lines = JournalLine.objects.filter(kind="complaint.lodged", written__gte=at - REMEMBERED)
        newest = lines.order_by("-seq").values_list("seq", flat=True)[:_HELD]
        self._seq = min(newest, default=1) - 1

    def _hear(self, telling: Telling, at: datetime) -> None:
        assert self._radar is not None
        events = self._radar.hear(telling)
        issue = self._radar.last
        assert issue is not None
        since = issue.declared or issue.warned
        known = self._keys.get(issue.number)
        if since is None or (known is None and since <= at - _SHOWN):
            return
        key = self._keys[issue.number] = known or _key_of(issue, at)
        self._owed[key] = _found(key, issue, events)

    def _show(self, at: datetime) -> None:
        """All that is owed at once; what fails is owed still."""
        with transaction.atomic():
            found = [
                one for owed in self._owed.values() for one in _open(owed, at) if _is_loose(one)
            ]
            raised = [raise_signal(one, at=at) for one in found]
            fresh = [signal for signal, new in raised if new]
            if fresh:
                append(signal_raised.lines(fresh, by=SYSTEM, at=at))
        self._owed.clear()


LISTENER = Listener()


def look_for_batches(at: datetime, limit: int) -> int:
    """One hand of the worker's radar; see ``Listener.look``."""
    return LISTENER.look(at, limit)


def _rule(pack: Pack) -> Rule:
    return Rule(pack.tz, over=pack.batch.over, early=True)


def _tellings(keys: Sequence[str]) -> Mapping[str, Telling]:
    """What was told, by the complaint's key; nothing of what was before this system, nothing that
    only a few may know of.
    """
    rows = Complaint.objects.select_related("customer").filter(
        pk__in=[UUID(key) for key in keys], history=False, restricted=False
    )
    return {str(one.pk): _telling(one) for one in rows}


def _telling(one: Complaint) -> Telling:
    customer = one.customer
    known = customer.external_id or customer.phone_blind
    return Telling(
        id=str(one.pk),
        text=one.text,
        received=one.received,
        customer=str(customer.pk) if known else customer.email_blind,
        product=one.product,
        merchant=one.merchant,
        campaign=one.campaign,
        place=one.store,
    )


def _key_of(issue: Issue, at: datetime) -> str:
    """The key of the signal that names one of them already, else a new one."""
    mine = {one.id for one in issue.members}
    rows = Signal.objects.filter(kind=Signal.Kind.batch, raised__gte=at - _KNOWN_SINCE)
    for key, facts in rows.order_by("raised").values_list("key", "facts"):
        if mine & set(facts.get("members", ())):
            return _FAMILY.join(str(key).split(_FAMILY)[:2])
    return f"batch:{issue.members[0].id}"


def _open(found: Found, at: datetime) -> list[Found]:
    """As it may be shown. What came behind a suggestion that a person made a batch is suggested by
    itself, to be added to that batch; whom the person left out stays out.
    """
    family = Q(key=found.key) | Q(key__startswith=f"{found.key}{_FAMILY}")
    mine = list(Signal.objects.filter(family, kind=Signal.Kind.batch).order_by("raised", "id"))
    waiting = next((one for one in mine if one.state == Signal.State.open), None)
    done = [one for one in mine if one.state != Signal.State.open]
    batch = next((one.facts["batch"] for one in reversed(done) if one.facts.get("batch")), "")
    if not done:
        return [found]
    asked = {key for one in done for key in one.facts.get("members", ())}
    left = [key for key in found.facts["members"] if key not in asked]
    if not batch or not left:
        return []
    day = at.astimezone(policies.in_force(at).tz).date()
    key = waiting.key if waiting else _fresh(f"{found.key}{_FAMILY}{day}", mine)
    return [_addition(found, key, batch, left)]


def _addition(found: Found, key: str, batch: str, left: Sequence[str]) -> Found:
    people = set(
        Complaint.objects.filter(pk__in=map(UUID, left)).values_list("customer", flat=True)
    )
    facts = {"members": list(left), "cases": len(left), "people": len(people), "adds_to": batch}
    return replace(found, key=key, facts=found.facts | facts, about=UUID(left[0]))


def _fresh(key: str, known: Sequence[Signal]) -> str:
    """Of a day on which a person decided several times each has its own."""
    taken = sum(one.key == key or one.key.startswith(f"{key}{_FAMILY}") for one in known)
    return f"{key}{_FAMILY}{taken + 1}" if taken else key


def _found(key: str, issue: Issue, events: Iterable[Event]) -> Found:
    unlikely = [one for event in events for one in event.because if one.kind == "chance"]
    reasons = tuple(_reason(one) for one in [*common(issue), *unlikely])
    members = issue.members[-_NAMED:]
    return Found(
        kind=Signal.Kind.batch.value,
        key=key,
        level=_OVER if issue.declared else _EARLY,
        said=label(issue),
        facts={
            "label": label(issue),
            "members": [one.id for one in members],
            "cases": issue.size,
            "people": issue.people,
        },
        reasons=reasons,
        about=UUID(issue.members[0].id),
    )


def _reason(one: Common) -> dict[str, Any]:
    said: dict[str, Any] = {"rule": "E37", "kind": one.kind, "values": list(one.values)}
    said |= {"members": one.members, "people": one.people}
    return said | ({"chance": one.chance} if one.kind == "chance" else {})


def _is_loose(found: Found) -> bool:
    """Whether some of them are in no batch yet."""
    keys = [UUID(one) for one in found.facts["members"]]
    return Complaint.objects.filter(pk__in=keys, batch=None, merged_into=None).exists()
