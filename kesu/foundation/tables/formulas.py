"""Text that a spreadsheet would run: kept as text on the way out, restored on the way in. Pure."""

import re

_RUNS = re.compile(r"[\x00-\x20\s\ufeff\u200b\"'“”‘’＂＇]*[=+\-@＝＋－＠\t\r\n]")
_MARK = "'"


def runs(text: str) -> bool:
    """Whether some spreadsheet takes the text for a formula or a command.

    The sign may stand behind spaces and quotes, which spreadsheets take away, and may be of full
    width, as Chinese and Japanese ones accept it.
    """
    return _RUNS.match(text) is not None


def guard(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it."""
    return _MARK + text if runs(text) else text


def unguard(text: str) -> str:
    """What ``guard`` was given: ``unguard(guard(text)) == text`` for every text."""
    return text[1:] if text.startswith(_MARK) and runs(text[1:]) else text
