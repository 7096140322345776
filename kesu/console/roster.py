"""``kesu roster``: shifts from a file, leave with its deputy, certificates, desks."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from kesu.console import database
from kesu.console.words import UNUSABLE, refuse, say

_BY = "system:console"


def take_in(file: Path) -> int:
    """Takes the shifts of ``file`` in, all or none; the exit status.

    Errors: ``Refused`` naming each row that cannot be used.
    """
    now = _ready()
    from kesu.foundation.tables.reading import Unreadable, open_table
    from kesu.journeys.people import roster

    words = [word for known in roster.HEADERS.values() for word in known]
    try:
        with open_table(file, known_words=words) as table:
            count, new = roster.take_in(table, by=_BY, at=now)
    except Unreadable as unreadable:
        say(zh=unreadable.say, en=unreadable.say)
        return UNUSABLE
    say(zh=f"排班 {count} 条，其中新增 {new} 条", en=f"{count} shifts, {new} of them new")
    return 0


def leave(user: str, start: str, end: str, deputy: str) -> int:
    """Days away, both included, with who stands in; the exit status. Errors: ``Refused``."""
    now = _ready()
    from kesu.journeys.people.leave import take_leave

    first, last = _midnight("--from", start, now), _midnight("--to", end, now)
    take_leave(
        sign_in=user,
        starts=first,
        ends=last + timedelta(days=1),
        deputy=deputy or None,
        by=_BY,
        at=now,
    )
    who = f"，由 {deputy} 代理" if deputy else "，无代理人"
    stands_in = f", {deputy} stands in" if deputy else ", nobody stands in"
    say(zh=f"{user} 休假 {start} 至 {end}{who}", en=f"{user} is away {start} to {end}{stands_in}")
    return 0


def certify(user: str, types: list[str], until: str) -> int:
    """Certificates for types, until the end of a day; the exit status. Errors: ``Refused``."""
    now = _ready()
    from kesu.journeys.people.certify import certify as give

    end = _midnight("--until", until, now) + timedelta(days=1) if until else None
    give(sign_in=user, types=types, until=end, by=_BY, at=now)
    listed = ", ".join(types)
    say(zh=f"{user} 可处理 {listed}", en=f"{user} is certified for {listed}")
    return 0


def desk(department: str, liaison: str, backup: str) -> int:
    """Whom a department names for complaints; the exit status. Errors: ``Refused``."""
    now = _ready()
    from kesu.journeys.people.desks import name_desk

    name_desk(department=department, liaison=liaison or None, backup=backup or None, by=_BY, at=now)
    say(
        zh=f"{department} 接口人 {liaison or '无'}，后备 {backup or '无'}",
        en=f"{department}: liaison {liaison or 'none'}, backup {backup or 'none'}",
    )
    return 0


def _ready() -> datetime:
    database.prepare()
    database.setup(for_a_person=True)
    return datetime.now(tz=UTC)


def _midnight(option: str, text: str, now: datetime) -> datetime:
    """The beginning of a day in the policy's zone, in UTC."""
    from kesu.policy.queries import in_force

    try:
        day = datetime.fromisoformat(text).date()
    except ValueError:
        refuse(
            zh=f"{option} {text}：应为日期，如 2026-02-14", en=f"{option} {text}: expected a day"
        )
    return datetime.combine(day, time(), in_force(now).tz).astimezone(UTC)
