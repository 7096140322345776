"""Why a row or a file cannot be read, said to the person who sent it."""

from pathlib import Path

from django.utils.translation import gettext as _

from kesu.foundation.tables.encodings import UNKNOWN
from kesu.foundation.tables.lines import LONGEST_LINE
from kesu.foundation.tables.shape import LONGEST_CELL, MOST_COLUMNS, Unreadable


def no_table(path: Path) -> Unreadable:
    """The refusal of a file without a single row of text."""
    return Unreadable(
        "empty",
        _("%(file)s holds no table. Expected: a row of column names, and rows below it.")
        % {"file": path.name},
    )


def not_text(path: Path) -> Unreadable:
    """The refusal of bytes that are text in no encoding."""
    return Unreadable(
        "encoding",
        _("%(file)s is no text. Expected: a table in UTF-8, GB18030, Big5 or UTF-16.")
        % {"file": path.name},
    )


def unknown_encoding(path: Path, name: str) -> Unreadable:
    """The refusal of an encoding that nobody knows."""
    return Unreadable(
        "encoding",
        _("%(file)s: there is no encoding %(name)s. Expected: utf-8, gb18030, big5 or utf-16.")
        % {"file": path.name, "name": name},
    )


def too_wide(path: Path, columns: int) -> Unreadable:
    """The refusal of a table with more columns than anybody fills in."""
    return Unreadable(
        "columns",
        _("%(file)s has %(columns)s columns. Expected: %(most)s at most.")
        % {"file": path.name, "columns": columns, "most": MOST_COLUMNS},
    )


def long_header(path: Path, line: str) -> Unreadable:
    """The refusal of a first line that is no row of column names."""
    columns = max(line.count(sign) for sign in ",\t;|") + 1
    if columns > MOST_COLUMNS:
        return too_wide(path, columns)
    return Unreadable("too_large", f"{path.name}: {long_line()}")


def too_large(path: Path) -> Unreadable:
    """The refusal of a workbook that took more than it was given."""
    return Unreadable(
        "too_large",
        _(
            "%(file)s takes more memory or time to read than a table may. Expected: fewer rows and "
            "columns, or the same table as CSV."
        )
        % {"file": path.name},
    )


def unreadable_text(lines: list[str]) -> str:
    """Why these lines are no text; empty where they are."""
    if any("\0" in line for line in lines):
        return _("The row has a NUL byte in it. Expected: text.")
    if any(UNKNOWN in line for line in lines):
        return _("The row has characters in no known encoding. Expected: UTF-8, GB18030 or Big5.")
    return ""


def lone_quote() -> str:
    """A quoted cell that does not end where it should."""
    return _(
        "A quotation mark in the row has no partner. Expected: a cell with quotation marks in it "
        'is quoted, and each of them is doubled ("").'
    )


def too_many_cells(found: int, expected: int) -> str:
    """More cells than columns."""
    return _("The row has %(found)s cells. Expected: %(expected)s, as in the header.") % {
        "found": found,
        "expected": expected,
    }


def long_cell() -> str:
    """A cell that nobody has written by hand."""
    return _("A cell has more than %(most)s characters.") % {"most": LONGEST_CELL}


def long_line() -> str:
    """A line that nobody has written by hand."""
    return _("The line has more than %(most)s characters.") % {"most": LONGEST_LINE}


def no_result() -> str:
    """A formula that was never worked out."""
    return _(
        "A formula in the row has no stored result. Expected: the workbook saved once by a "
        "spreadsheet program, or the value in place of the formula."
    )
