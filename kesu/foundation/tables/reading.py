"""Reading a table from a file as people send them: CSV, TSV, XLSX, XLS, ODS, JSONL."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from kesu.foundation.tables.delimited import open_delimited
from kesu.foundation.tables.encodings import find_encoding, given_encoding
from kesu.foundation.tables.shape import BadRow, Cell, Row, Table, Unreadable

__all__ = ["BadRow", "Cell", "Row", "Table", "Unreadable", "open_table"]


@contextmanager
def open_table(
    path: Path, *, encoding: str = "", known_words: Collection[str] = ()
) -> Iterator[Table]:
    """Opens the table in ``path``, whatever its form; its rows are read while they are asked for.

    ``known_words`` are words of headers: the row that has most of them is the header.
    ``encoding`` overrides what is found in a text file. Errors: ``Unreadable``, before any row.
    """
    found = given_encoding(path, encoding) if encoding else find_encoding(path)
    with open_delimited(path, found, known_words) as table:
        yield table
