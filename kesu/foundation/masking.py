"""Masking of what points to a person. Pure; one pass over the text, linear in its length."""

import re

_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
_PERSONAL = re.compile(
    r"""(?<!\d)(?:
        (?P<masked>\d{3}\*{4}\d{4} | \d{4}\*{8}\d{4} | \d{3}\*{11}\d{3}[\dXx])
      | (?P<identity>[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx])
      | (?P<phone>(?:(?:\+|00)?86[\x20-]?)?1[3-9]\d[\x20-]?\d{4}[\x20-]?\d{4}
                | 0\d{2,3}[\x20-]?[2-8]\d{6,7})
      | (?P<card>\d{4}(?P<gap>[\x20-])\d{4}(?P=gap)\d{4}(?P=gap)\d{1,7}(?!\*{4}\d) | \d{13,19})
    )(?!\d)""",
    re.VERBOSE | re.ASCII,
)
"""What is masked already is passed over whole, so that masking twice is masking once."""


def mask_phone(number: str) -> str:
    """``138****1234``; a short number keeps at most its last two digits."""
    if len(number) < 7:
        return "*" * max(len(number) - 2, 0) + number[-2:]
    return f"{number[:3]}****{number[-4:]}"


def mask_email(address: str) -> str:
    """``l***@example.org``."""
    name, at, host = address.partition("@")
    return f"{name[:1]}***{at}{host}"


def mask_text(text: str) -> str:
    """The text with every phone, identity and card number in it masked; nothing else changes."""
    pieces: list[str] = []
    end = 0
    for found in _PERSONAL.finditer(text.translate(_DIGITS)):
        pieces += [text[end : found.start()], _masked(found)]
        end = found.end()
    return "".join(pieces) + text[end:]


def _masked(found: re.Match[str]) -> str:
    number = found.group()
    if found.group("masked"):
        return number
    if found.group("card"):
        digits = re.sub(r"\D", "", number)
        return f"{digits[:4]}********{digits[-4:]}" if _sums(digits) else number
    if found.group("identity"):
        return f"{number[:3]}***********{number[-4:]}"
    digits = re.sub(r"\D", "", number)
    return mask_phone(digits[-11:] if len(digits) > 12 else digits)


def _sums(digits: str) -> bool:
    """Luhn's check: order numbers are as long as card numbers, and most of them fail it."""
    doubled = "0246813579"
    total = sum(
        int(doubled[int(digit)]) if place % 2 else int(digit)
        for place, digit in enumerate(reversed(digits))
    )
    return total % 10 == 0
