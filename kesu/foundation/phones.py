"""Telephone numbers and e-mail addresses in the one form in which they are compared."""

import re

_IGNORED = re.compile(r"[\s\-()（）‐‑‒–—]")
_SHAPE = re.compile(r"\+?[0-9]{5,20}\Z")
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
    """How a number at home is read: without +86."""
    return number.removeprefix("+86")


def normalise_email(text: str) -> str:
    """Lower-cased, without surrounding space."""
    return text.strip().lower()
