"""拼音首字母: how a word is found by the first letters of its syllables. Pure."""

from bisect import bisect_right

_LETTERS = "abcdefghjklmnopqrstwxyz"
_FIRST = (
    *(0xB0A1, 0xB0C5, 0xB2C1, 0xB4EE, 0xB6EA, 0xB7A2, 0xB8C1, 0xB9FE),
    *(0xBBF7, 0xBFA6, 0xC0AC, 0xC2E8, 0xC4C3, 0xC5B6, 0xC5BE, 0xC6DA),
    *(0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1),
)
"""Where each letter begins among the 3,755 frequent characters, which GB 2312 orders by sound."""
_END = 0xD7FA


def initials(text: str) -> str:
    """``配件漏发`` is ``pjlf``. Characters that are rare, or no Chinese, are left out; one that is
    read in two ways counts by the first of them.
    """
    return "".join(_initial(sign) for sign in text)


def _initial(sign: str) -> str:
    code = int.from_bytes(sign.encode("gb2312", errors="ignore"))
    if not _FIRST[0] <= code < _END:
        return ""
    return _LETTERS[bisect_right(_FIRST, code) - 1]
