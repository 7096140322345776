"""Telephone numbers and e-mail addresses in the one form in which they are compared."""

import re

_IGNORED = re.compile(r"[\s\-()（）‐‑‒–—]")
_SHAPE = re.compile(r"\+?[0-9]{5,20}\Z")
_ON_LAND = re.compile(r"(?![48]00)(10|2[0-9]|[3-9][0-9]{2})[2-8][0-9]{6,7}")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９＋", "0123456789+")


def normalise_phone(text: str) -> str | None:
    """E.164 with +86 assumed: ``138 1234 5678`` is ``+8613812345678``; None if it is no number.

    5 to 20 digits after removing spaces, hyphens, parentheses and one leading plus (API, Bounds).
    """
    bare = _IGNORED.sub("", text.translate(_FULL_WIDTH))
    if not _SHAPE.match(bare):
        return None
    if bare.startswith("+"):
        return bare
    if bare.startswith("00") and len(bare) > 6:
        return "+" + bare[2:]
    if len(bare) == 13 and bare.startswith("861"):
        return "+" + bare
    return "+86" + bare.removeprefix("0")


def national(number: str) -> str:
    """How a number at home is dialled: without +86, a line on land with the 0 of its area."""
    if not number.startswith("+86"):
        return number
    bare = number.removeprefix("+86")
    return f"0{bare}" if _ON_LAND.fullmatch(bare) else bare


def normalise_email(text: str) -> str:
    """Lower-cased, without surrounding space."""
    return text.strip().lower()
