"""``kesu delegate``: authority that is lent for a while, and taken back."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from kesu.console import database
from kesu.console.words import choose, refuse, say

_BY = "system:console"


def grant(
    *,
    by: str,
    to: str,
    kind: str,
    amount: int,
    types: Sequence[str],
    start: str,
    until: str,
    solvable: str,
    controlled: str,
) -> int:
    """Lends a mandate; prints its number. ``start`` and ``until`` are days, both included; an empty
    ``start`` is now. The exit status.

    Errors: ``Refused`` for anything that does not fit; nothing was lent then.
    """
    answers = [_yes(solvable, "--solvable"), _yes(controlled, "--controlled")]
    database.prepare()
    database.setup(for_a_person=True)
    from kesu.journeys.delegate import grant as lend
    from kesu.policy import queries as policies

    now = datetime.now(tz=UTC)
    zone = policies.in_force(now).tz
    last = datetime.combine(_day(until, "--until") + timedelta(days=1), time(), zone)
    first = datetime.combine(_day(start, "--from"), time(), zone) if start else now
    row = lend(
        grantor=by,
        to=to,
        kind=kind,
        amount=amount,
        types=types,
        starts=first.astimezone(UTC),
        ends=last.astimezone(UTC),
        solvable=answers[0],
        controlled=answers[1],
        by=_BY,
        now=now,
    )
    say(zh=f"已放权给 {to}", en=f"{to} may use it")
    print(row.pk)
    return 0


def revoke(delegation: str, *, by: str) -> int:
    """Takes it back at once; the exit status: 1 where it is not theirs to take back."""
    database.prepare()
    database.setup(for_a_person=True)
    from kesu.journeys.delegate import revoke as take_back
    from kesu.journeys.faults import NotYours

    try:
        take_back(delegation, by_whom=by, by=_BY, now=datetime.now(tz=UTC))
    except NotYours:
        say(zh="只有授权人或其上级可以收回", en="Only who lent it, or above, takes it back")
        return 1
    say(zh="已收回", en="Taken back")
    return 0


def show() -> int:
    """Prints a line a delegation: number, state, by, to, kind, 分, types, from, until."""
    database.prepare()
    database.setup(for_a_person=True)
    from kesu.authority.queries import delegations

    now = datetime.now(tz=UTC)
    for row in delegations():
        fields = (
            str(row.pk),
            _state(row.starts, row.ends, row.revoked, now),
            row.grantor.sign_in,
            row.to.sign_in,
            row.kind,
            str(row.amount),
            ",".join(row.types) or "-",
            row.starts.isoformat(timespec="seconds"),
            row.ends.isoformat(timespec="seconds"),
        )
        print("\t".join(fields))
    return 0


def _state(starts: datetime, ends: datetime, revoked: datetime | None, now: datetime) -> str:
    if revoked is not None:
        return choose(zh="已收回", en="revoked")
    if now >= ends:
        return choose(zh="已到期", en="over")
    return choose(zh="有效", en="runs") if now >= starts else choose(zh="未开始", en="later")


def _yes(word: str, option: str) -> bool:
    answers = {"yes": True, "no": False, "是": True, "否": False}
    if word not in answers:
        refuse(zh=f"{option}：请答 是 或 否", en=f"{option}: answer yes or no")
    return answers[word]


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        refuse(
            zh=f"{option}：{text} 不是日期，应如 2026-02-13",
            en=f"{option}: {text} is no date, expected one like 2026-02-13",
        )
