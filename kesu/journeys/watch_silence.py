"""沉默预警: talks and open complaints of people who were upset and have gone quiet are shown once
(A22, C22): by the warning that waits of them already, else by one of their own. Nothing else
happens to them.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, Max, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from kesu.complaints.models import Complaint, Contact, EmotionPoint
from kesu.journal.operations import append
from kesu.journeys import signal_raised
from kesu.journeys.watch_orders import SYSTEM
from kesu.policy import queries as policies
from kesu.policy.codes import NOT_OPEN, State
from kesu.policy.schema import Pack
from kesu.watch import silence as rules
from kesu.watch.models import CaseReading, Conversation, Message, Signal
from kesu.watch.operations import Found, join, raise_signal
from kesu.watch.readings.rules import Felt, feeling
from kesu.watch.silence import Quiet, Talk

MOST_TALKS = 1_000
"""So many of the latest talks are looked at each time: those that ended well are among them."""
_LONGEST_SAID = 300
_QUIET = "quiet"
"""By this fact a warning knows the silence it has shown: its beginning."""


def look_at_talks(at: datetime, limit: int) -> int:
    """Conversations that ended in a silence, up to ``limit`` looked at; how many were shown."""
    pack = policies.in_force(at)
    rule, percent = pack.watching.silence, _percent(pack, at)
    if not rule.on:
        return 0
    with transaction.atomic():
        talks = _quiet_talks(pack, at).annotate(
            said=_words_of("customer"), answered=_words_of("agent")
        )
        found = []
        for talk in talks[: max(limit, MOST_TALKS)]:
            said, answered = talk.said or "", talk.answered or ""
            seen = Talk(talk.last_at, talk.last_by_customer, talk.emotion, said, answered)
            quiet = rules.of_talk(seen, rule, percent=percent, at=at)
            if quiet is not None:
                found.append(_of_talk(talk, quiet, said))
        return _raise(found, at)


def look_at_cases(at: datetime, limit: int) -> int:
    """Open complaints of people upset that nobody spoke with for days; how many were shown."""
    pack = policies.in_force(at)
    rule, percent = pack.watching.silence, _percent(pack, at)
    if not rule.on:
        return 0
    with transaction.atomic():
        cases = list(_quiet_cases(pack, at)[:limit])
        felt, heard = _felt(cases), _last_contacts(cases)
        found = []
        for case in cases:
            points = felt.get(case.pk, [])
            now = feeling(points)
            if now is None:
                continue
            last = max([case.received, *heard.get(case.pk, ()), *(one.at for one in points)])
            quiet = rules.of_case(last, now.level, rule, percent=percent, at=at)
            if quiet is not None:
                found.append(_of_case(case, quiet))
        return _raise(found, at)


def _quiet_talks(pack: Pack, at: datetime) -> QuerySet[Conversation]:
    rule = pack.watching.silence
    wait = rules.shorter(min(rule.unanswered_minutes, rule.quiet_minutes), _percent(pack, at))
    shown = Signal.objects.filter(
        kind=Signal.Kind.silence, conversation=OuterRef("pk"), raised__gte=OuterRef("last_at")
    )
    return Conversation.objects.filter(
        ~Exists(shown),
        last_at__gte=at - timedelta(days=rule.most_days),
        last_at__lte=at - timedelta(minutes=wait),
        last_by_customer__isnull=False,
        emotion__gte=rule.emotion,
        complaint=None,
    ).order_by("-last_at")


def _quiet_cases(pack: Pack, at: datetime) -> QuerySet[Complaint]:
    """Whose day was not chosen by the customer, that nobody lets cool, and whose last word has no
    warning behind it: what was shown takes no place from what was not.
    """
    rule = pack.watching.silence
    hours = rules.shorter(rule.case_days * 24, _percent(pack, at))
    since = at - timedelta(hours=hours)
    high = Q(Exists(EmotionPoint.objects.filter(complaint=OuterRef("pk"), level__gte=rule.emotion)))
    high |= Q(
        Exists(CaseReading.objects.filter(complaint=OuterRef("pk"), emotion__gte=rule.emotion))
    )
    mine = Signal.objects.filter(about=OuterRef("pk"))
    shown = mine.filter(kind=Signal.Kind.silence, raised__gte=OuterRef("last_word"))
    joined = mine.filter(
        Q(state=Signal.State.open) | Q(last_at__gte=since),
        facts__has_key=_QUIET,
        last_at__gte=OuterRef("last_word"),
    )
    today = at.astimezone(pack.tz).date()
    return (
        Complaint.objects.exclude(state__in=[*(state.value for state in NOT_OPEN), State.cooling])
        .annotate(last_word=_last_word())
        .filter(
            high,
            ~Exists(shown),
            ~Exists(joined),
            Q(answer_on=None) | Q(answer_on__lt=today),
            merged_into=None,
            history=False,
            received__lte=since,
            last_word__lte=since,
            last_word__gte=at - timedelta(days=rule.most_days),
        )
        .order_by(F("received").desc())
    )


def _last_word() -> Greatest:
    reached = Contact.objects.filter(outcome="reached")
    said, read = EmotionPoint.objects.all(), CaseReading.objects.all()
    return Greatest("received", _newest(reached), _newest(said), _newest(read))


def _newest(rows: QuerySet[Model]) -> Coalesce:
    """When the newest of the case's rows was; where it has none, when the case came in."""
    mine = rows.filter(complaint=OuterRef("pk")).order_by("-at").values("at")
    return Coalesce(Subquery(mine[:1]), F("received"))


def _words_of(speaker: str) -> Subquery:
    said = Message.objects.filter(conversation=OuterRef("pk"), speaker=speaker)
    return Subquery(said.order_by("-at", "-id").values("text")[:1])


def _felt(cases: Sequence[Complaint]) -> Mapping[UUID, list[Felt]]:
    keys = [case.pk for case in cases]
    found: dict[UUID, list[Felt]] = {}
    said = EmotionPoint.objects.filter(complaint__in=keys).values_list("complaint", "at", "level")
    read = CaseReading.objects.filter(complaint__in=keys)
    for rows, by_person in ((said, True), (read.values_list("complaint", "at", "emotion"), False)):
        for key, at, level in rows:
            found.setdefault(key, []).append(Felt(at, level, by_person))
    return found


def _last_contacts(cases: Sequence[Complaint]) -> Mapping[UUID, list[datetime]]:
    rows = Contact.objects.filter(complaint__in=[case.pk for case in cases], outcome="reached")
    newest = rows.order_by().values_list("complaint").annotate(at=Max("at"))
    return {key: [at] for key, at in newest}


def _of_talk(talk: Conversation, quiet: Quiet, said: str) -> Found:
    return Found(
        kind=Signal.Kind.silence.value,
        key=f"silence:talk:{talk.pk}:{int(quiet.since.timestamp())}",
        level=quiet.level,
        said=said[:_LONGEST_SAID],
        facts={"rule": quiet.rule, "emotion": quiet.emotion, _QUIET: quiet.since.isoformat()},
        reasons=(_reason(quiet),),
        shop=talk.shop,
        conversation=talk.pk,
        customer=talk.customer_id,
    )


def _of_case(case: Complaint, quiet: Quiet) -> Found:
    return Found(
        kind=Signal.Kind.silence.value,
        key=f"silence:case:{case.pk}:{int(quiet.since.timestamp())}",
        level=quiet.level,
        facts={
            "rule": quiet.rule,
            "emotion": quiet.emotion,
            "no": case.no,
            _QUIET: quiet.since.isoformat(),
        },
        reasons=(_reason(quiet),),
        shop=case.store,
        about=case.pk,
        customer=case.customer_id,
    )


def _reason(quiet: Quiet) -> dict[str, object]:
    return {
        "rule": quiet.rule,
        "seen": quiet.seen,
        "limit": quiet.limit,
        "emotion": quiet.emotion,
        "since": quiet.since.isoformat(),
    }


def _raise(found: Sequence[Found], at: datetime) -> int:
    """How many were shown, by a warning of their own or by one that waits."""
    waiting = _waiting(found)
    made, joined = [], 0
    for one in found:
        beside = waiting.get(one.conversation or one.about, [])
        if any(one.facts[_QUIET] == signal.facts.get(_QUIET) for signal in beside):
            continue
        signal = next((one for one in beside if one.state == Signal.State.open), None)
        if signal is not None:
            join(signal, one, at=at, instead=rules.RULES)
            joined += 1
            continue
        signal, new = raise_signal(one, at=at)
        made += [signal] if new else []
    if made:
        append(signal_raised.lines(made, by=SYSTEM, at=at))
    return len(made) + joined


def _waiting(found: Sequence[Found]) -> Mapping[UUID | None, list[Signal]]:
    """What was shown of the same talks and cases, those that wait held until the end."""
    talks = [one.conversation for one in found if one.conversation]
    cases = [one.about for one in found if one.about]
    of_talks = Q(conversation__in=talks, kind__in=(Signal.Kind.chat, Signal.Kind.silence))
    of_cases = Q(about__in=cases, kind__in=(Signal.Kind.case, Signal.Kind.silence))
    rows: dict[UUID | None, list[Signal]] = {}
    asked = Signal.objects.select_for_update().filter(of_talks | of_cases)
    for one in asked.order_by("raised", "id"):
        rows.setdefault(one.conversation_id or one.about_id, []).append(one)
    return rows


def _percent(pack: Pack, at: datetime) -> int:
    return pack.watching.percent_at(at.astimezone(pack.tz))
