"""6W3H (D36): the nine questions about a matter, and what a text seems to answer of them. Pure.

Only what stands in the text is suggested, in its own words; a person says what is true.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

QUESTIONS = ("who", "whom", "what", "when", "where", "why", "how", "how_many", "how_much")
"""六个W与三个H: in the order in which they are asked."""


class Said(NamedTuple):
    """Words of a text that may answer a question, and where they stand in it."""

    words: str
    start: int
    end: int


def completeness(answered: Iterable[str]) -> int:
    """Of the nine questions, how many per cent have an answer; rounded down."""
    return len(set(answered) & set(QUESTIONS)) * 100 // len(QUESTIONS)


def suggested(text: str) -> dict[str, Said]:
    """What the text seems to say of each question, the first that it says; nothing of the others.
    Only its first ``LONGEST`` signs are read.
    """
    read = text[:LONGEST]
    found = {name: pattern.search(read) for name, pattern in _PATTERNS.items()}
    return {
        name: Said(match[0].strip(), match.start(), match.end())
        for name, match in found.items()
        if match and match[0].strip()
    }


LONGEST = 4000
_NUMBER = r"(?:\d{1,9}(?:[.,]\d{1,4})?|[一二两三四五六七八九十百千几数]{1,4})"
_SIDE = r"[^，。！？；,.!?;\n]"
_WHOM = "客服|坐席|店员|店长|商家|卖家|快递员|骑手|司机|师傅|物业|前台|经理|售后|平台|商户|服务员"
_PLACE = "店|门店|仓库|小区|商场|超市|酒店|医院|学校|车站|机场|大厦|广场|路|街道|柜台|驿站"
_DAY = (
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|(?:今|昨|前|大前)天|(?:上|这|本)(?:周|星期|个月|月)[一二三四五六日天]?|去年|今年"
)
_HOUR = (
    r"(?:早上|上午|中午|下午|晚上|凌晨)?"
    r"(?:[一二两三四五六七八九十]{1,3}|\d{1,2})(?:点|时|[:：]\d{2})半?"
)
_OURS = "孩子|母亲|父亲|妈妈|爸爸|爱人|家人|朋友|同事|老人"
_COUNTED = "件|个|次|台|瓶|盒|袋|包|箱|双|张|天|人|遍|份|罐|本|部"
_WRONG = (
    "坏|漏|破|裂|少发|发错|没有?到|未到|不到账|过期|变质|发霉|过敏|受伤|不退|不给|拒绝|清零|扣|骗"
    "|假货|失灵|起火|推诿|态度"
)
_PATTERNS = {
    "who": re.compile(rf"我(?:的)?(?:{_OURS})|本人|我们|我"),
    "whom": re.compile(rf"(?:{_WHOM})(?:\d{{2,8}}号?)?"),
    "what": re.compile(rf"{_SIDE}{{0,12}}(?:{_WRONG}){_SIDE}{{0,16}}"),
    "when": re.compile(rf"(?:{_DAY})(?:\s?(?:{_HOUR}))?|{_HOUR}"),
    "where": re.compile(rf"(?:在|于|到|去){_SIDE}{{1,14}}?(?:{_PLACE})"),
    "why": re.compile(rf"(?:因为|由于|原因是|说是){_SIDE}{{2,40}}"),
    "how": re.compile(rf"(?:要求|希望|请求|请给|我要|必须){_SIDE}{{2,40}}"),
    "how_many": re.compile(rf"{_NUMBER}\s?(?:{_COUNTED})"),
    "how_much": re.compile(rf"[¥￥]\s?\d[\d,.]{{0,12}}|{_NUMBER}\s?(?:元|块钱?|万元?|积分)"),
}
