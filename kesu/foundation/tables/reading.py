"""Reading a table from a file as people send them: CSV, TSV, XLSX, XLS, ODS, JSONL."""

from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from kesu.foundation.tables.delimited import open_delimited
from kesu.foundation.tables.encodings import Finding, find_encoding, given_encoding
from kesu.foundation.tables.jsonlines import open_jsonl
from kesu.foundation.tables.kinds import check_kind, expected_kind
from kesu.foundation.tables.reasons import unknown_encoding
from kesu.foundation.tables.shape import BadRow, Cell, Row, Table, Unreadable
from kesu.foundation.tables.workbooks import open_workbook

__all__ = ["BadRow", "Cell", "Row", "Table", "Unreadable", "open_table"]


@contextmanager
def open_table(
    path: Path, *, encoding: str = "", known_words: Collection[str] = ()
) -> Iterator[Table]:
    """Opens the table in ``path``, whatever its form; its rows are read while they are asked for.

    ``known_words`` are words of headers: the row that has most of them is the header.
    ``encoding`` overrides what is found in a text file. Errors: ``Unreadable``, before the first
    row, and later only where a workbook proves too large on the way. (B08, F28)
    """
    with _opened(path, encoding, known_words) as table:
        yield table


def _opened(
    path: Path, encoding: str, known_words: Collection[str]
) -> AbstractContextManager[Table]:
    kind = expected_kind(path)
    check_kind(path, kind)
    if kind == "jsonl":
        return open_jsonl(path, _finding(path, encoding))
    if kind == "text":
        return open_delimited(path, _finding(path, encoding), known_words)
    return open_workbook(path, kind, known_words)


def _finding(path: Path, encoding: str) -> Finding:
    if not encoding:
        return find_encoding(path)
    try:
        return given_encoding(path, encoding)
    except (LookupError, ValueError):
        raise unknown_encoding(path, encoding) from None
