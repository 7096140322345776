"""Words around a remedy: what ties it to a public review, names, orders, accounts. Pure."""

import re
import unicodedata
from collections.abc import Sequence

_DEED = (
    r"(?:删除|刪除|删掉|刪掉|撤回|撤销|撤銷|撤下|撤掉|修改|更改|改成|改为|改為|改掉|隐藏|隱藏|屏蔽|下架|消除"
    r"|换成|換成|换掉|換掉)"
)
_BARE = r"[删刪改撤换換]"
_REVIEW = (
    r"(?:评价|評價|评论|評論|差评|差評|中评|中評|好评|好評|追评|追評"
    r"|评分|評分|打分|晒单|曬單|晒图|曬圖)"
)
_PRAISE = r"(?:好评|好評|五星|5星|追评|追評|晒单|曬單|晒图|曬圖)"
_MONEY = r"(?:返现|返現|返利|返钱|返錢|返\d|红包|紅包|现金|現金)"
_WHOSE = r"(?:the|a|your|their|his|her|this|that|my|bad|negative|public|online|good|positive)"
_REVIEWS = r"(?:reviews?|ratings?)\b"
_TIES = (
    re.compile(rf"{_DEED}[^,。;!?]{{0,3}}{_REVIEW}"),
    re.compile(rf"{_BARE}(?:掉|了|个|個|一下|成|为|為)?(?:{_REVIEW}|[评評](?!估|审|審|级|級))"),
    re.compile(rf"{_REVIEW}(?:给|給|都|全|全部|请|請)?(?:{_DEED}|{_BARE})"),
    re.compile(rf"{_PRAISE}.{{0,4}}?(?:返|送|奖|獎|领|領|补|補|有礼|有禮|{_MONEY})"),
    re.compile(rf"(?:给|給|写|寫|留|打|发|發)(?:个|個|一个|一個|满|滿|下|条|條)?{_PRAISE}"),
    re.compile(rf"{_REVIEW}.{{0,4}}?{_MONEY}|{_MONEY}.{{0,8}}?{_REVIEW}"),
    re.compile(
        rf"\b(?:delete|remove|change|edit|withdraw|post|write)\s+(?:{_WHOSE}\s+){{0,3}}{_REVIEWS}"
    ),
    re.compile(rf"\b(?:good|positive|five[- ]star|5[- ]star)\s+{_REVIEWS}"),
    re.compile(r"https?://\S*[/?&=._-](?:reviews?|pinglun|pingjia)(?![a-z])"),
)
_GAPS = re.compile(r"[\s\u200b\u200c\u200d\ufeff*_.·、|/\\-]+")
_UNWELL = re.compile(
    r"不适|不適|腹泻|腹瀉|拉肚子|呕吐|嘔吐|发烧|發燒|过敏|過敏|中毒|住院|就医|就醫|受伤|受傷|烫伤|燙傷"
    r"|窒息|昏迷|流血|unwell|vomit|allerg|poison|hospital|injur|burn",
    re.IGNORECASE,
)


def tied_to_review(text: str) -> bool:
    """Whether words tie it to a public review: deleting one, changing one, a good one for money, or
    the address of one (Q14). Width, case and signs between the characters do not hide it.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    close = _GAPS.sub("", plain)
    return any(one.search(plain) or one.search(close) for one in _TIES)


def unwell(text: str) -> bool:
    """Whether somebody's health is spoken of: a hint for a person, no finding."""
    return bool(_UNWELL.search(text))


def same_name(one: str, other: str) -> bool:
    """Whether two names are one, but for width, case and spaces; no name is nobody's."""
    return bool(_folded(one)) and _folded(one) == _folded(other)


def order_key(order: str) -> str:
    """An order's number without regard to width, case and spaces, as it is compared (F09)."""
    return _folded(order)[:200].upper()


def tail(account: str) -> str:
    """The last four signs of an account, which may be shown."""
    return _folded(account)[-4:]


def _folded(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()


def alike(what: str, others: Sequence[str]) -> int | None:
    """The place of the text that shares most pairs of signs with ``what``, the first of several;
    None where none shares any.
    """
    mine = _pairs(what)
    shared = [len(mine & _pairs(other)) for other in others]
    best = max(shared, default=0)
    return shared.index(best) if best else None


def _pairs(text: str) -> set[str]:
    plain = _folded(text)
    return {plain[at : at + 2] for at in range(len(plain) - 1)}
