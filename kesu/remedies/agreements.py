"""和解协议: the text as it is drafted, which is pure, and reading what was agreed (A63, F12)."""

from collections.abc import Collection
from dataclasses import dataclass

from kesu.complaints.models import Complaint
from kesu.policy.schema.agreement import Agreement as Approved
from kesu.policy.schema.agreement import Clause, places_in
from kesu.remedies.models import Agreement, Draft

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_TRADITIONAL = str.maketrans("贰陆万亿圆", "貳陸萬億圓")
_UNITS = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿", "万亿")


@dataclass(frozen=True)
class Terms:
    """What is put into the clauses. ``amount`` in 分; ``words``: what the parties add."""

    kind: str
    clauses: Collection[str]
    company: str
    customer: str
    no: str
    amount: int | None = None
    words: str = ""


def text_of(approved: Approved, terms: Terms, language: str) -> str:
    """The agreement as it is to be signed; goodwill and liability read differently. A clause whose
    amount is not known is left out.
    """
    kind = terms.kind
    values = {
        "company": terms.company,
        "customer": terms.customer,
        "no": terms.no,
        "amount": in_words(terms.amount, language) if terms.amount is not None else "",
    }
    chosen = [one.text.say(language) for one in approved.fitting(kind) if one.code in terms.clauses]
    clauses = [said for one in chosen if (said := _filled(one, values))]
    clauses += [line.strip() for line in terms.words.splitlines() if line.strip()]
    numbered = "\n".join(f"{place}. {one}" for place, one in enumerate(clauses, 1))
    by_kind = dict(approved.title)
    title = by_kind[kind].say(language) if kind in by_kind else ""
    openings = dict(approved.opening)
    opening = openings[kind].say(language) if kind in openings else ""
    closing = approved.closing.say(language) if approved.closing else ""
    parts = [title, _lines(opening, values), numbered, _lines(closing, values)]
    return "\n\n".join(part for part in parts if part)


def fitting(approved: Approved, kind: str) -> tuple[Clause, ...]:
    """The clauses that may be chosen."""
    return approved.fitting(kind)


def in_words(amount: int, language: str) -> str:
    """An amount in 分 as an agreement writes it, in figures and, in Chinese, in capitals."""
    figures = f"{amount // 100:,}.{amount % 100:02d}"
    if language.startswith("zh-hant"):
        return f"人民幣{figures}元（大寫：{capitals(amount).translate(_TRADITIONAL)}）"
    if language.startswith("zh"):
        return f"人民币{figures}元（大写：{capitals(amount)}）"
    return f"RMB {figures}"


def capitals(amount: int) -> str:
    """大写: ``10050`` 分 are 壹佰元伍角. Zeros between digits are said once."""
    yuan, rest = divmod(amount, 100)
    jiao, fen = divmod(rest, 10)
    said = f"{_whole(yuan)}元" if yuan or not rest else ""
    if not rest:
        return f"{said}整"
    if jiao:
        said += f"{_DIGITS[jiao]}角"
    elif said:
        said += "零"
    return said + (f"{_DIGITS[fen]}分" if fen else "")


def standing(complaint: Complaint) -> Agreement | None:
    """The newest agreement that nobody came back on."""
    rows = Agreement.objects.filter(complaint=complaint, retracted_at=None)
    return rows.select_related("evidence").order_by("-id").first()


def drafts_of(complaint: Complaint) -> list[Draft]:
    """What was drafted, the newest first."""
    return list(Draft.objects.filter(complaint=complaint).order_by("-id"))


def agreements_of(complaint: Complaint) -> list[Agreement]:
    """What was agreed, the newest first, also what the customer came back on."""
    rows = Agreement.objects.filter(complaint=complaint).select_related("evidence")
    return list(rows.order_by("-id"))


def _whole(yuan: int) -> str:
    if not yuan:
        return _DIGITS[0]
    said, gap, place = "", False, 0
    groups = []
    while yuan:
        yuan, group = divmod(yuan, 10_000)
        groups.append(group)
    for place in range(len(groups) - 1, -1, -1):
        group = groups[place]
        if not group:
            gap = bool(said)
            continue
        if said and (gap or group < 1000):
            said += _DIGITS[0]
        said, gap = said + _four(group) + _GROUPS[place], False
    return said


def _four(group: int) -> str:
    said, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if not digit:
            gap = bool(said)
            continue
        if gap:
            said += _DIGITS[0]
        said, gap = said + _DIGITS[digit] + _UNITS[place], False
    return said


def _filled(text: str, values: dict[str, str]) -> str:
    """The text with its places filled; "" where one of them has no value."""
    if any(not values.get(name) for name in places_in(text)):
        return ""
    for name in places_in(text):
        text = text.replace(f"{{{name}}}", values[name])
    return text


def _lines(text: str, values: dict[str, str]) -> str:
    """Line by line; one whose place has no value is left out."""
    kept = [_filled(line, values) if places_in(line) else line for line in text.splitlines()]
    lines = zip(kept, text.splitlines(), strict=True)
    return "\n".join(line for line, before in lines if line or not before).strip()
