"""What a letter says and where its answer goes. Pure: values in, text out."""

import base64
import hashlib
import hmac
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Held(StrEnum):
    """Why a letter was set aside until a person sends it again."""

    refused = "refused"  # the server says that it never will
    gave_up = "gave_up"  # a day of trying
    unreadable = "unreadable"  # what was sealed does not open
    ended = "ended"  # whoever took it up died of it
    restored = "restored"  # written before a backup that was restored


class Unreached(StrEnum):
    """Why a customer cannot be reached by this channel."""

    no_address = "no_address"
    unwritable = "unwritable"  # what is kept is no address a letter can go to
    off = "off"  # mail is not set up


_TOKEN = re.compile(r"[^@+]+\+([a-z0-9-]{1,20})-([a-z2-7]{16})@", re.ASCII)
_PLACE = re.compile(r"\{([a-z_]+)\}")
_LONGEST_SUBJECT = 200
_DAY = timedelta(hours=24)
_WEEKDAYS = "一二三四五六日"
_MONTHS = "January February March April May June July August September October November December"
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"

MOST_RECEIPTS = 3
"""Acknowledgements an address gets by itself in 24 hours …"""
RECEIPTS_APART = timedelta(minutes=10)
"""… and how far apart: two machines that thank each other end here (E4)."""


def address_for(no: str, *, base: str, key: bytes) -> str:
    """The address that replies about ``no`` come to: ``care+ks-20260213-x4f7ab-PROOF@…``."""
    name, _, domain = base.rpartition("@")
    return f"{name}+{no.lower()}-{_proof(no, key)}@{domain}"


def case_of(address: str, *, key: bytes) -> str | None:
    """The number that an address of ours stands for; None unless we made it."""
    found = _TOKEN.match(address.strip().lower())
    if found is None or not hmac.compare_digest(found[2], _proof(found[1], key)):
        return None
    return found[1].upper()


def _proof(no: str, key: bytes) -> str:
    """80 bits that nobody else can make; letters and digits survive every mail program."""
    digest = hmac.new(key, no.lower().encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:10]).decode().lower()


def fill(template: str, values: Mapping[str, str]) -> str:
    """``template`` with ``{name}`` replaced where ``values`` has the name; all else stays as it is.

    What is put in is never read again, so nothing in it means anything. A line whose places all
    turn out empty is left out.
    """
    lines = [_filled(line, values) for line in template.split("\n")]
    return "\n".join(line for line in lines if line is not None)


def _filled(line: str, values: Mapping[str, str]) -> str | None:
    asked = [name for name in _PLACE.findall(line) if name in values]
    if asked and not any(values[name] for name in asked):
        return None
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), line)


def one_line(text: str) -> str:
    """``text`` as a header may hold it: no line can begin in it, nothing acts on a terminal."""
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    # What looks like an encoded word would be taken for one by whoever reads the letter.
    return " ".join(shown.replace("=?", "= ?").split())[:_LONGEST_SUBJECT].rstrip()


def plain(text: str) -> str:
    """``text`` as a body may hold it: lines and tabs stay, other controls go."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (one for one in lines if one in "\n\t" or (one >= " " and one != "\x7f"))
    return "".join(one for one in kept if not "\ud800" <= one <= "\udfff")


def too_many(sent: Sequence[datetime], *, at: datetime) -> bool:
    """Whether an address that was thanked at these times is not thanked again at ``at``."""
    recent = [one for one in sent if at - one < _DAY]
    return len(recent) >= MOST_RECEIPTS or any(at - one < RECEIPTS_APART for one in recent)


def in_words(moment: datetime, *, zone: ZoneInfo, language: str) -> str:
    """A due time as a letter says it: ``2月14日(星期六)23:59``, ``Saturday 14 February, 23:59``."""
    local = moment.astimezone(zone)
    if language == "en":
        day, month = _DAYS.split()[local.weekday()], _MONTHS.split()[local.month - 1]
        return f"{day} {local.day} {month}, {local:%H:%M}"
    return f"{local.month}月{local.day}日（星期{_WEEKDAYS[local.weekday()]}）{local:%H:%M}"


def dated_steps(steps: Sequence[Mapping[str, str]], *, language: str) -> list[str]:
    """The steps of a solution as a customer reads them, each with its day: ``1. 补寄赠品（2月16日
    前）`` (C17). ``steps``: ``text``, and ``due`` as ``2026-02-16`` where there is one.
    """
    said = [_dated(step, language) for step in steps]
    return said if len(said) < 2 else [f"{place}. {one}" for place, one in enumerate(said, 1)]


def _dated(step: Mapping[str, str], language: str) -> str:
    if not step.get("due"):
        return step["text"]
    day = date.fromisoformat(step["due"])
    if language == "en":
        return f"{step['text']} (by {day.day} {_MONTHS.split()[day.month - 1]})"
    return f"{step['text']}（{day.month}月{day.day}日前）"


def money_in_words(cents: int, *, language: str) -> str:
    """``1,238元``, ``89.50元``, ``1,238 yuan``: an amount in 分 as a letter says it."""
    amount = f"{cents // 100:,}" + (f".{cents % 100:02d}" if cents % 100 else "")
    return f"{amount} yuan" if language == "en" else f"{amount}元"


def counted(words: Sequence[str]) -> str:
    """``超时 × 3，新分配 × 2``: how many of each, the most frequent first."""
    return "，".join(f"{word} × {count}" for word, count in Counter(words).most_common())


def wait(tries: int, *, first: timedelta, longest: timedelta) -> timedelta:
    """How long after the ``tries``-th failure: twice as long each time."""
    return min(first * (1 << min(tries - 1, 30)), longest)
