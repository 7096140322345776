"""A multipart body read as it arrives: its one file goes straight into the files, never whole into
memory. Used by the doors as Django's upload handler.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from itertools import chain
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import QueryDict
from django.http.multipartparser import MultiPartParserError
from django.utils.datastructures import MultiValueDict

from kesu.foundation import multipart
from kesu.foundation.filenames import as_given, basename
from kesu.foundation.files import Draft, Kept, TooLarge
from kesu.foundation.multipart import CutOff, Malformed, Part

FIELD = "file"
OVERHEAD = 2 * 1024 * 1024
"""What the other fields and the boundaries may come to, beside the file."""
SMALL = 5 * 1024 * 1024
_COST = 2048
"""What one field costs beside what is in it: so no body names millions of them."""
_LENGTH = re.compile(r"\d{1,15}", re.ASCII)


def length_of(meta: Mapping[str, Any]) -> int | None:
    """The length that a caller says the body has; None: they do not."""
    said = str(meta.get("CONTENT_LENGTH") or "")
    return int(said) if _LENGTH.fullmatch(said) else None


@dataclass
class Arrived:
    """What came of the file of a body. ``too_large``, ``cut``: it did not come whole; ``others``:
    the fields of files that nobody asked for.
    """

    too_large: bool = False
    cut: bool = False
    others: list[str] = field(default_factory=list)
    draft: Draft | None = None
    name: str = ""
    _kept: Kept | None = None

    def keep(self) -> Kept | None:
        """The file, there to stay; None: there was none, or not whole."""
        if self._kept is None and self.draft is not None:
            self._kept = self.draft.keep(as_given(self.name))
        return self._kept

    def drop(self) -> None:
        """Leaves nothing of what was not kept."""
        if self.draft is not None and self._kept is None:
            self.draft.drop()
            self.draft = None


class Small(FileUploadHandler):
    """What every other address does with the files of a body: ``SMALL`` bytes of them all are held,
    in memory. Django would keep any number in the folder for passing files, whoever sends them.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._left = SMALL

    def new_file(self, *about: Any, **more: Any) -> None:
        """Begins a file."""
        super().new_file(*about, **more)
        self._held = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        self._left -= self._held.write(raw_data[: self._left])

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """The file; of one that is larger its true size, so that it can be said."""
        self._held.seek(0)
        about = (self.field_name, self.file_name or "", self.content_type or "", file_size)
        return InMemoryUploadedFile(self._held, *about, self.charset, self.content_type_extra)


class _Fields:
    """What is no file, held in memory, and no more of it than belongs there."""

    def __init__(self) -> None:
        self.given = QueryDict(mutable=True)
        self._left = OVERHEAD

    def add(self, field: str, content: Iterator[bytes]) -> None:
        said = bytearray()
        for piece in content:
            said += piece
            self._spend(len(piece))
        self._spend(_COST)
        self.given.appendlist(field, multipart.decoded(bytes(said)))

    def _spend(self, cost: int) -> None:
        self._left -= cost
        if self._left < 0:
            raise RequestDataTooBig


class _Counted:
    def __init__(self, stream: Any) -> None:
        self._stream, self.bytes = stream, 0

    def read(self, size: int) -> bytes:
        piece: bytes = self._stream.read(size)
        self.bytes += len(piece)
        return piece


class Whole(FileUploadHandler):
    """Reads the body in place of Django's parser, which passes over a part whose name it cannot
    read or use, and sees whether all of it came.
    """

    def __init__(self, arrived: Arrived, *, limit: int) -> None:
        super().__init__()
        self._arrived, self._limit = arrived, limit

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: ARG002, N803 - Django's signature
        content_length: int,
        boundary: Any,
        encoding: str | None = None,  # noqa: ARG002 - Django's signature
    ) -> tuple[Any, Any]:
        """The fields; what came of the file is said by what ``Arrived`` says.

        Errors: ``MultiPartParserError``, ``RequestDataTooBig``, ``OSError`` where there is no room.
        """
        counted = _Counted(input_data)
        fields = _Fields()
        try:
            for part, content in multipart.parts(counted.read, boundary):
                self._take(part, content, fields, expected=content_length)
        except Malformed:
            raise MultiPartParserError from None
        except TooLarge:
            self._arrived.too_large = True
        except CutOff:
            self._arrived.cut = True
        if counted.bytes < content_length and not self._arrived.too_large:
            self._arrived.cut = True
        fields.given._mutable = False
        return fields.given, MultiValueDict()

    def _take(
        self, part: Part, content: Iterator[bytes], fields: _Fields, *, expected: int
    ) -> None:
        if part.filename is None and part.field != FIELD:
            fields.add(part.field, content)
            return
        first = next(content, b"")
        if not (first or part.filename):
            return  # a browser's word for no file
        arrived = self._arrived
        if part.field != FIELD or arrived.draft is not None:
            arrived.others.append(part.field)
            return
        arrived.draft = Draft(limit=self._limit, expected=min(expected, self._limit))
        arrived.name = basename(part.filename or "")
        for piece in chain((first,), content):
            arrived.draft.write(piece)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:  # noqa: ARG002
        return raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002
        return None
