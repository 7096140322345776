"""A table or a text that somebody brings: a file, or words pasted into a field."""

import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from kesu.foundation.faults import Fault, Refused
from kesu.foundation.filenames import basename, shown
from kesu.foundation.tables.reading import Table, Unreadable, open_table

MOST_BYTES = 5 * 1024 * 1024
_STEM = 60
_ENDINGS = {".csv", ".tsv", ".xlsx", ".xls", ".ods", ".txt"}


@contextmanager
def table(request: HttpRequest, words: Collection[str]) -> Iterator[Table]:
    """The table in the field ``file``, else the one pasted into ``text``. Errors: ``Refused``."""
    with tempfile.TemporaryDirectory() as folder:
        path = _kept(request, Path(folder))
        try:
            with open_table(path, known_words=words) as found:
                yield found
        except Unreadable as unreadable:
            raise Refused([Fault("file", unreadable.say)], code=unreadable.code) from None


def text(request: HttpRequest) -> str:
    """The words of the field ``file``, else those pasted into ``text``. Errors: ``Refused``."""
    file = _file(request)
    if file is None:
        return request.POST.get("text", "").replace("\r\n", "\n")
    content = bytes(file.read())
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    raise Refused([Fault("file", _("This is no text."), "UTF-8, GB18030")])


def _kept(request: HttpRequest, folder: Path) -> Path:
    file, pasted = _file(request), request.POST.get("text", "")
    if file is None and not pasted.strip():
        raise Refused([Fault("file", _("Choose a file or paste rows."))])
    if file is None:
        tabs = "\t" in pasted.partition("\n")[0]
        path = folder / ("pasted.tsv" if tabs else "pasted.csv")
        path.write_text(pasted, encoding="utf-8")
        return path
    # Faults name the file: it keeps its own name, washed.
    own = Path(shown(basename(file.name or "")))
    ending = own.suffix.lower()
    path = folder / f"{own.stem[:_STEM]}{ending if ending in _ENDINGS else '.csv'}"
    path.write_bytes(file.read())
    return path


def _file(request: HttpRequest) -> "UploadedFile[Any] | None":
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        return None
    if (file.size or 0) > MOST_BYTES:
        raise Refused([Fault("file", _("This file is too large."), "≤ 5 MB")], code="too_large")
    return file
