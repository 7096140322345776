"""What a file is, by its first bytes, and what its name says it is."""

import re
from pathlib import Path
from typing import Literal

from django.utils.translation import gettext as _

from kesu.foundation.tables.shape import Unreadable

Kind = Literal["text", "jsonl", "xlsx", "ods", "xls"]

LARGEST_FILE = 200 * 1024 * 1024

ENDINGS: dict[str, Kind] = {
    ".csv": "text",
    ".tsv": "text",
    ".txt": "text",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xls",
    ".ods": "ods",
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OTHERS = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "GZIP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3", "SQLite"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90", "EXE"),
)
_PAGE = re.compile(
    rb"\s*(?:<!doctype|<html|<head|<body|<table|<meta|<script|<style)", re.IGNORECASE
)
_JSON = re.compile(rb"\s*(?:\{\s*\"|\[\s*[{\"])")
_XML = re.compile(rb"\s*<(?:\?xml|!--|workbook|[a-z]+:workbook)", re.IGNORECASE)


def expected_kind(path: Path) -> Kind:
    """What the ending says. Errors: ``Unreadable`` for one that is no table, for no or an empty
    file and for one of more than ``LARGEST_FILE`` bytes.
    """
    if _is_folder(path):
        said = _("%(file)s is a folder. Expected: a file.") % {"file": path.name or str(path)}
        raise Unreadable("folder", said)
    if not _is_file(path):
        raise Unreadable("missing", _("There is no file %(file)s.") % {"file": path.name})
    kind = ENDINGS.get(path.suffix.lower())
    if kind is None:
        raise Unreadable(
            "ending",
            _("%(file)s does not end like a table. Expected: %(expected)s.")
            % {"file": path.name, "expected": ", ".join(ENDINGS)},
        )
    size = path.stat().st_size
    if size == 0:
        raise Unreadable("empty", _("%(file)s is empty.") % {"file": path.name})
    if size > LARGEST_FILE:
        raise Unreadable(
            "too_large",
            _("%(file)s has %(size)s MB. Expected: %(most)s MB at most.")
            % {"file": path.name, "size": size >> 20, "most": LARGEST_FILE >> 20},
        )
    return kind


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        # A name that is too long for the disk.
        return False


def check_kind(path: Path, kind: Kind) -> None:
    """Errors: ``Unreadable`` where the first bytes are of something else than the name says."""
    try:
        with path.open("rb") as file:
            head = file.read(2048)
    except OSError as error:
        raise Unreadable(
            "missing",
            _("%(file)s cannot be opened (%(reason)s). Expected: a file you may read.")
            % {"file": path.name, "reason": error.strerror},
        ) from None
    found = _found(head)
    if kind == "jsonl" and found == "JSON":
        return
    fits = {"text": "", "jsonl": "", "xlsx": "ZIP", "ods": "ZIP", "xls": "OLE"}[kind]
    if found == fits or (kind == "xlsx" and found == "OLE"):
        # An encrypted XLSX is wrapped in OLE: it is refused by that name.
        return
    raise mismatch(path, found or _("plain text"))


def mismatch(path: Path, found: str) -> Unreadable:
    """The refusal of a file whose name and content differ."""
    return Unreadable(
        "content",
        _(
            "%(file)s is not what its name says. Expected: %(expected)s; found: %(found)s. "
            "Save it as %(expected)s, or give it the right ending."
        )
        % {"file": path.name, "expected": path.suffix[1:].upper(), "found": found},
    )


def _found(head: bytes) -> str:
    """A short name of what the bytes are; empty for text."""
    if head.startswith(ZIP):
        return "ZIP"
    if head.startswith(OLE):
        return "OLE"
    for start, name in _OTHERS:
        if head.startswith(start):
            return name
    bare = head.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").removeprefix(b"\xff\xfe")
    if _PAGE.match(bare) or (_XML.match(bare) and b"<html" in bare.lower()):
        return "HTML"
    if _XML.match(bare):
        return "XML"
    return "JSON" if _JSON.match(bare) else ""
