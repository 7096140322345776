"""沉默: unhappy and gone quiet. Who was upset and says nothing any more has seldom been helped.
Pure.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from kesu.policy.schema.watching import Silence

RULES = ("unanswered", "quiet", "case")
UPSET = 4
"""From this emotion on a silence counts one level more."""
_CONTENT = re.compile(
    r"谢谢|謝謝|多谢|感谢|感謝|好的|好滴|好吧|收到了|已收到|到账了|到帳了|解决了|解決了|可以了|满意|滿意"
    r"|没事了|沒事了|不用了|辛苦了|thank|thx|solved|all good"
)
_TAKEN_BACK = re.compile(
    r"(不|没|沒|未|别|別)[^，。！？,.!?]{0,4}(谢谢|感谢|收到|到账|解决|可以|满意|滿意|解決|到帳)"
    r"|not (solved|happy|satisfied)|(谢谢|感谢)你(们)?(全家|八辈)"
)
_SOLVED = re.compile(
    r"(已经?|刚刚?|剛剛?|马上|馬上|现在|現在|今天)[^，。！？]{0,6}?(为|给|帮|為|給|幫)?(您|你|亲)?[^，。！？]{0,4}?"
    r"(退款|退货|退貨|补发|補發|补寄|補寄|换货|換貨|换新|重发|重發|补偿|補償|到账|到帳|处理好|處理好|解决|解決|改好|撤销|取消)"
    r"|(refunded|replaced|resent|solved|settled)"
)
_NOT_YET = re.compile(r"(无法|無法|不能|没办法|沒辦法|暂时|暫時|不支持|不可以|尚未|还没|還沒|未能)")


@dataclass(frozen=True)
class Talk:
    """A conversation as it stands. ``said_last``: the customer's last words; ``answered``: the
    agent's last, "" where there are none. Times in UTC.
    """

    last_at: datetime
    last_by_customer: datetime | None
    emotion: int
    said_last: str = ""
    answered: str = ""


@dataclass(frozen=True)
class Quiet:
    """A silence that is worth a look: ``unanswered``, ``quiet`` after an answer that solved
    nothing, or ``case``. ``seen``, ``limit`` in minutes (talks) or days (cases); ``since`` in UTC.
    """

    rule: str
    level: int
    seen: int
    limit: int
    emotion: int
    since: datetime


def of_talk(talk: Talk, rule: Silence, *, percent: int, at: datetime) -> Quiet | None:
    """Whether a talk has ended in a silence; ``percent`` of the usual wait counts now (A02)."""
    if not rule.on or talk.emotion < rule.emotion or talk.last_by_customer is None:
        return None
    if not talk.last_at <= at <= talk.last_at + timedelta(days=rule.most_days):
        return None
    waits = talk.last_by_customer >= talk.last_at
    if is_content(talk.said_last) or (not waits and is_solution(talk.answered)):
        return None
    usual = rule.unanswered_minutes if waits else rule.quiet_minutes
    limit = shorter(usual, percent)
    seen = int((at - talk.last_at).total_seconds() // 60)
    if seen < limit:
        return None
    level = (2 if waits else 1) + (talk.emotion >= UPSET)
    name = "unanswered" if waits else "quiet"
    return Quiet(name, level, seen, limit, talk.emotion, talk.last_at)


def of_case(
    last_word: datetime, emotion: int, rule: Silence, *, percent: int, at: datetime
) -> Quiet | None:
    """Whether an open complaint of somebody upset has had no word for too long."""
    if not rule.on or emotion < rule.emotion:
        return None
    hours = shorter(rule.case_days * 24, percent)
    waited = at - last_word
    if waited < timedelta(hours=hours) or waited > timedelta(days=rule.most_days):
        return None
    level = 2 + (emotion >= UPSET)
    return Quiet("case", level, waited.days, max(1, hours // 24), emotion, last_word)


def shorter(usual: int, percent: int) -> int:
    """A wait as it counts in a season, never nothing."""
    return max(1, usual * percent // 100)


def is_content(text: str) -> bool:
    """Whether somebody's last words say that it is well; taken back they do not."""
    said = text.casefold()
    return bool(_CONTENT.search(said)) and not _TAKEN_BACK.search(said)


def is_solution(text: str) -> bool:
    """Whether an answer says that something was done."""
    said = text.casefold()
    return bool(_SOLVED.search(said)) and not _NOT_YET.search(said)
