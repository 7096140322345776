"""Cells as text and as numbers, without making up or losing a digit. Pure."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from kesu.foundation.tables.shape import Cell

_EDGES = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + "\ufeff\u200b"
_SHORTENED = re.compile(r"[1-9](\.[0-9]+)?E\+[0-9]{2,3}\Z")
_AMOUNT = re.compile(
    r"([+-]?)(?:[￥¥$]|RMB|CNY)?([0-9]+(?:\.[0-9]+)?)(?:元|圆|块)?\Z", re.IGNORECASE
)
_THOUSANDS = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_EXACT = 10**15
"""A spreadsheet keeps 15 digits of a number; of a longer one the rest is gone."""


class LostDigits(Exception):  # noqa: N818 - an answer to the sender
    """A number too long for a spreadsheet: its last digits are not in the file. ``say`` says so."""

    def __init__(self, shown: str) -> None:
        self.say = _(
            "The number %(number)s has lost its last digits in the spreadsheet. Expected: a column "
            "formatted as text, with the number typed or pasted again."
        ) % {"number": shown}
        super().__init__(self.say)


def read_text(cell: Cell) -> str:
    """The cell as a person would write it, stripped; lines inside stay. ``188006.0`` is 「188006」.

    Days and times are ISO (``2019-02-28 11:25:05``). Errors: ``LostDigits``.
    """
    if isinstance(cell, str):
        text = cell.strip(_EDGES)
        if _SHORTENED.match(text):
            raise LostDigits(text)
        return text
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return _plain(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date | time) else _clock(cell)


def read_number(cell: Cell) -> str:
    """A number in plain figures: 「￥1,234.50元」 is ``1234.50``; empty where the cell is none.

    Errors: ``LostDigits``.
    """
    if isinstance(cell, bool | date | time | timedelta):
        return ""
    text = unicodedata.normalize("NFKC", read_text(cell)).replace(" ", "")
    found = _AMOUNT.match(_THOUSANDS.sub("", text))
    return found.group(1).replace("+", "") + found.group(2) if found else ""


def _plain(number: float) -> str:
    shown = format(number, ".15g")
    if number != number or abs(number) == float("inf"):
        return ""
    if abs(number) >= _EXACT:
        raise LostDigits(shown)
    return format(Decimal(shown), "f")


def _clock(cell: int | timedelta) -> str:
    if isinstance(cell, int):
        return str(cell)
    seconds = round(cell.total_seconds())
    minutes, second = divmod(abs(seconds), 60)
    return f"{'-' * (seconds < 0)}{minutes // 60}:{minutes % 60:02}:{second:02}"
