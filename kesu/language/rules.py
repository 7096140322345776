"""Reading Chinese. Pure: text in, values out."""

_UNIT = 4
_END = "0000"
"""Stands behind the last character; no text holds NUL."""


def fold(text: str) -> str:
    """The text without regard to case; nothing else changes, ， stays another sign than ``,``."""
    return text.lower()


def pairs(text: str) -> list[str]:
    """Every two neighbouring signs of the folded text, in order, and the last one with the end.

    A sign is a unit of UTF-16, a pair eight hexadecimal digits: no tokenizer splits them, 32 bits
    hold them, and a piece lies in a text exactly where its pairs follow each other.
    """
    if not text:
        return []
    return _overlapping(_units(text) + _END)


def phrase(piece: str) -> list[str]:
    """The pairs that follow each other wherever ``piece`` stands; none for a single sign."""
    return _overlapping(_units(piece))


def sign(piece: str) -> str:
    """How every pair begins that a single sign opens: its four hexadecimal digits."""
    return _units(piece)


def number(pair: str) -> int:
    """A pair as a signed number of 32 bits."""
    value = int(pair, 16)
    return value - (1 << 32) if value >> 31 else value


def _units(text: str) -> str:
    return fold(text).encode("utf-16-be", errors="surrogatepass").hex()


def _overlapping(units: str) -> list[str]:
    return [units[at : at + 2 * _UNIT] for at in range(0, len(units) - _UNIT, _UNIT)]
