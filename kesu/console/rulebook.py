"""``kesu policy check | diff | publish``: is a pack sound, what does it change, from when."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kesu.console import words
from kesu.policy import loading
from kesu.policy.differences import Difference, differences
from kesu.policy.faults import UnusablePack

if TYPE_CHECKING:
    from kesu.policy.schema import Pack, Text

FAULTS_FOUND = 1


def check(name: str) -> int:
    """Every fault of a pack with its place, one a line on standard output; the exit status.

    ``name`` is a built-in pack or a file. 0 sound, 1 faults, 2 no such file. Needs no database.
    """
    try:
        text = loading.read(name)
    except UnusablePack as unusable:
        return _refuse(unusable)
    found = loading.faults(text)
    for fault in found:
        print(f"{fault.place}: {fault.say(_language())}")
    if found:
        words.say(zh=f"共 {len(found)} 处", en=f"{len(found)} found")
        return FAULTS_FOUND
    pack = loading.parse(text)
    for profile in pack.statutory:
        for first, last in profile.gaps():
            zh = f"提示：{profile.code} 在 {first} 至 {last} 之间没有规定"
            words.say(zh=zh, en=f"note: nothing stands for {profile.code} from {first} to {last}")
    print(f"{pack.label}: {words.choose(zh='可用', en='sound')}")
    return 0


def diff(first: str, second: str) -> int:
    """What ``second`` changes against ``first``, in words, one a line. Exit status 0; 2 when one
    of them cannot be used. Needs no database.
    """
    try:
        before, after = loading.load(first), loading.load(second)
    except UnusablePack as unusable:
        return _refuse(unusable)
    print(f"{before.label} → {after.label}")
    found = differences(before, after)
    for one in found:
        print(_line(one))
    if not found:
        print(words.choose(zh="没有不同", en="nothing differs"))
    return 0


def publish(file: Path, *, start: str) -> int:
    """Makes the pack in ``file`` the rules for what is received from ``start`` on: a date or a
    time in the pack's zone, or ``now``. Exit status 0, or 2 when it cannot be used; then nothing
    was changed.
    """
    try:
        text = loading.read(file)
        pack = loading.parse(text)
    except UnusablePack as unusable:
        return _refuse(unusable)
    given = _moment(start, pack)
    from kesu.console import database
    from kesu.foundation.faults import Refused

    database.prepare()
    database.setup(for_a_person=True)
    from kesu.journeys.publish import publish as take_effect

    now = datetime.now(tz=UTC)
    moment = given or now
    try:
        take_effect(text=text, start=moment, now=now)
    except Refused as refused:
        for fault in refused.faults:
            words.say(
                zh=f"{fault.loc}: {fault.message}（{fault.expected}）",
                en=f"{fault.loc}: {fault.message} ({fault.expected})",
            )
        return words.UNUSABLE
    said = moment.astimezone(pack.tz).isoformat(timespec="minutes")
    print(f"{pack.label}: {words.choose(zh='自此时起生效', en='in force from')} {said}")
    return 0


def _moment(start: str, pack: "Pack") -> datetime | None:
    """The time meant, in UTC; None for ``now``."""
    if start == "now":
        return None
    try:
        moment = datetime.fromisoformat(start)
    except ValueError:
        words.refuse(
            zh=f"--from {start}: 应写成 2026-12-01 或 2026-12-01T08:00+08:00",
            en=f"--from {start}: expected 2026-12-01 or 2026-12-01T08:00+08:00",
        )
    return (moment if moment.tzinfo else moment.replace(tzinfo=pack.tz)).astimezone(UTC)


def _line(one: Difference) -> str:
    about = f" ({one.about.say(_language())})" if one.about else ""
    if one.before is None:
        return f"+ {one.place}{about}: {_words(one.after)}"
    if one.after is None:
        return f"- {one.place}{about}: {_words(one.before)}"
    return f"~ {one.place}{about}: {_words(one.before)} → {_words(one.after)}"


def _words(said: "str | Text | None") -> str:
    return said if isinstance(said, str) else said.say(_language()) if said else ""


def _refuse(unusable: UnusablePack) -> int:
    words.say(zh=unusable.say("zh-hans"), en=unusable.say("en"))
    return words.UNUSABLE


def _language() -> str:
    return "en" if words.in_english() else "zh-hans"
