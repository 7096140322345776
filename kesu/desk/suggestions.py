"""What the words of a caller suggest: types, reasons of urgency, complaints of the same issue.

It answers from what the policy itself says, word for word, and from what the house's closed cases
taught, once there are enough. Nothing is chosen for anybody; where nothing speaks for a type there
is no suggestion.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, OuterRef, QuerySet, Window

from kesu.complaints import batches, permissions
from kesu.complaints.batches import Issue
from kesu.complaints.models import Complaint
from kesu.complaints.rules import issue_key
from kesu.desk import scope
from kesu.foundation.masking import mask_text
from kesu.intake import taught
from kesu.language.rules import fold
from kesu.people.rules import People, Person
from kesu.policy.codes import NOT_OPEN, UNSORTED
from kesu.policy.schema import Pack

MOST = 3
_SINCE = timedelta(days=7)
_SAMPLES = 3
_LONG_ENOUGH = 0.5
"""How much of a name must stand in the text."""
_READ = 4_000
_LIKELY = 0.3
"""How sure closed cases make a type at least before it is worth a look."""
_PART = re.compile(r"[、，,（）()/；;：:\s]|或|与|與|和|及|等|的")
_LATIN = re.compile(r"[a-z]{4,}")
_EMPTY_WORDS = """
其他 其它 填写 填寫 客户 客戶 客服 会员 會員 商户 商戶 问题 問題 原因 时间 時間 电话 電話 服务 服務
发生 發生 处理 處理 使用 商品 账户 帳戶 积分 積分 活动 活動 明显 明顯 已经 已經 后续 後續 重要 时效
時效 other service staff customer merchant account points
"""
_IDLE = frozenset(_EMPTY_WORDS.split())
"""Words that any complaint may hold: alone they suggest nothing."""
_ASKED = ("campaign", "product", "merchant", "order")


@dataclass(frozen=True)
class SuggestedType:
    """A type and the words of the text it rests on. ``learned``: closed cases spoke for it;
    ``unsure``: they alone did, and not clearly: a person reads closely.
    """

    code: str
    because: tuple[str, ...]
    learned: bool = False
    unsure: bool = False


@dataclass(frozen=True)
class SuggestedUrgency:
    """A reason of urgency and the word that hints at it; a person decides (law 8)."""

    reason: str
    because: str


@dataclass(frozen=True)
class Alike:
    """One complaint of the same issue that the reader may open."""

    no: str
    subject: str
    received: datetime
    open: bool


@dataclass(frozen=True)
class SameIssue:
    """What is known of an issue. ``today``: people who complained of it today, this caller not yet
    counted; more than ``over`` make a batch. ``week``: complaints of the same thing in seven days,
    whatever their type.
    """

    kind: str
    value: str
    today: int
    over: int
    week: int
    samples: tuple[Alike, ...]

    @property
    def missing(self) -> int:
        """How many more people, this caller the first of them, make it a batch; 0: it is one."""
        return max(0, self.over + 1 - self.today)


def types(text: str, *, pack: Pack) -> list[SuggestedType]:
    """At most three types, the best first: those of which closed cases leave no doubt, those whose
    own words stand in the text, and those that cases hint at.
    """
    own = {one.code: one for one in _said_by_policy(text, pack)}
    taught_ones = {one.code: one for one in _learned(text, pack)}
    clear = [code for code, one in taught_ones.items() if not one.unsure]
    codes = list(dict.fromkeys([*clear, *own, *taught_ones]))[:MOST]
    return [_together(own.get(code), taught_ones.get(code)) for code in codes]


def _together(own: SuggestedType | None, learned: SuggestedType | None) -> SuggestedType:
    """What the policy's words and closed cases say of one type."""
    if own is None or learned is None:
        found = own or learned
        assert found is not None
        return found
    because = tuple(dict.fromkeys((*own.because, *learned.because)))
    return SuggestedType(own.code, because, learned=True)


def _said_by_policy(text: str, pack: Pack) -> list[SuggestedType]:
    folded = fold(text[:_READ])
    found = [(code, *_match(folded, _own_words(pack, code))) for code in pack.type_codes]
    fitting = [one for one in found if one[0] != UNSORTED and one[2]]
    fitting.sort(key=lambda one: (-one[1], -len(one[0]), one[0]))
    return [SuggestedType(code, because) for code, _weight, because in fitting[:MOST]]


def _learned(text: str, pack: Pack) -> list[SuggestedType]:
    """What closed cases say: one type where it is clear, else those that are likely."""
    model = taught.model() if text.strip() else None
    if model is None:
        return []
    read = mask_text(text[:_READ])
    [guess] = model.guess([read], others=MOST)
    told = [(guess.label, guess.sure), *guess.others]
    likely = [code for code, sure in told if sure >= _LIKELY and pack.has_type(code)]
    if not guess.unsure:
        likely = likely[:1] if likely[:1] == [guess.label] else []
    said = [(code, model.reasons(read, code)) for code in likely]
    return [
        SuggestedType(code, tuple(one.words for one in reasons), True, guess.unsure)
        for code, reasons in said
        if reasons
    ]


def _own_words(pack: Pack, code: str) -> tuple[str, ...]:
    """What the policy calls a type and why it comes about, in every language."""
    entry = pack.type(code)
    texts = (entry.name, *entry.reasons)
    return tuple(
        dict.fromkeys(
            fold(one.say(language)) for one in texts for language in ("zh-hans", "zh-hant", "en")
        )
    )


def _match(text: str, names: Iterable[str]) -> tuple[float, tuple[str, ...]]:
    """The best of the names: how much of it stands in the text, as which words."""
    best: tuple[float, tuple[str, ...]] = (0.0, ())
    for name in names:
        words = latin(text, name) if name.isascii() else runs(text, name)
        telling = [word for word in words if word not in _IDLE]
        signs = sum(len(word) for word in words)
        length = len(re.sub(r"\W", "", name)) or 1
        if telling and signs / length >= _LONG_ENOUGH and signs > best[0]:
            best = (signs, tuple(words))
    return best


def runs(text: str, name: str) -> list[str]:
    """The pieces of two signs and more, of the parts of ``name``, that stand in ``text``: the
    longest first taken, none within another.
    """
    found: list[str] = []
    for part in _PART.split(name):
        at = 0
        while at < len(part) - 1:
            end = next((e for e in range(len(part), at + 1, -1) if part[at:e] in text), at)
            found += [part[at:end]] if end > at else []
            at = max(end, at + 1)
    return list(dict.fromkeys(found))


def latin(text: str, name: str) -> list[str]:
    """The words of ``name`` of four letters and more that stand whole in ``text``."""
    said = set(_LATIN.findall(text))
    return [word for word in _LATIN.findall(name) if word in said]


def urgency(text: str, *, pack: Pack) -> list[SuggestedUrgency]:
    """The reasons of urgency that the words hint at, as the policy advises."""
    found = pack.urgent.advised({"text": text[:_READ]})
    return [SuggestedUrgency(reason.value, one.because) for reason, one in found.items()]


def same_issue(
    type_code: str,
    about: Mapping[str, str],
    *,
    reader: Person,
    people: People,
    pack: Pack,
    now: datetime,
) -> SameIssue | None:
    """Complaints of the thing that was named: campaign, product, merchant or order, the first of
    these in ``about``. None where nothing is named, or nobody complained of it. Never counts
    what is about the reader, nor what is restricted; a reader who is told of no caller hears none.
    """
    kind = next((name for name in _ASKED if about.get(name, "").strip()), "")
    if not kind or not permissions.may_know_callers(reader):
        return None
    named = {name: about[name] if name == kind else "" for name in _ASKED}
    keys = {code: issue_key(type_code=code, **named) for code in pack.type_codes}
    rows = Complaint.objects.filter(issue_key__in=keys.values(), received__gte=now - _SINCE)
    rows = rows.filter(history=False, merged_into=None, restricted=False)
    rows = rows.exclude(accused=reader.id)
    week, samples = _week_of(rows, reader, people)
    today = 0
    if type_code in keys:
        issue = Issue(keys[type_code], now.astimezone(pack.tz).date())
        counted = batches.counting(issue, pack.tz).filter(restricted=False)
        today = batches.people_among(counted.exclude(accused=reader.id))
    if not week and not today:
        return None
    return SameIssue(kind, about[kind].strip(), today, pack.batch.over, week, samples)


def _week_of(
    rows: QuerySet[Complaint], reader: Person, people: People
) -> tuple[int, tuple[Alike, ...]]:
    """How many there are, and the newest that the reader may open: one query."""
    mine = scope.visible(reader, people).filter(pk=OuterRef("pk"))
    seen = rows.annotate(mine=Exists(mine), all=Window(Count("pk"))).order_by("-mine", "-received")
    found = list(seen.values_list("all", "mine", "no", "subject", "received", "state")[:_SAMPLES])
    samples = tuple(
        Alike(no, mask_text(subject), received, state not in NOT_OPEN)
        for _, is_mine, no, subject, received, state in found
        if is_mine
    )
    return (found[0][0] if found else 0), samples
