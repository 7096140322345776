"""A multipart body read as it arrives: its one file goes straight into the files, never whole into
memory. Used by the doors as Django's upload handler.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopUpload
from django.http.multipartparser import MultiPartParser

from kesu.foundation.filenames import as_given
from kesu.foundation.files import Draft, Kept, TooLarge

FIELD = "file"
OVERHEAD = 2 * 1024 * 1024
"""What the other fields and the boundaries may come to, beside the file."""
_PIECE = 256 * 1024
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


class Whole(FileUploadHandler):
    """Reads the body with ``Streaming`` and sees whether all of it came."""

    def __init__(self, arrived: Arrived, *, limit: int) -> None:
        super().__init__()
        self._arrived, self._limit = arrived, limit

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 - Django's name
        content_length: int,
        boundary: Any,  # noqa: ARG002 - Django's signature
        encoding: str | None = None,
    ) -> tuple[Any, Any]:
        """What the parser of Django makes of it. Errors: those of the parser and of the files."""
        counted: Any = _Counted(input_data)
        inner = _Streaming(self._arrived, self._limit, expected=content_length)
        found: Any = MultiPartParser(META, counted, [inner], encoding or "utf-8").parse()
        if counted.bytes < content_length and not self._arrived.too_large:
            self._arrived.cut = True
        return found[0], found[1]

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:  # noqa: ARG002
        return raw_data

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002
        return None


class _Counted:
    def __init__(self, stream: Any) -> None:
        self._stream, self.bytes = stream, 0

    def read(self, size: int = -1) -> bytes:
        piece: bytes = self._stream.read(size)
        self.bytes += len(piece)
        return piece


class _Streaming(FileUploadHandler):
    chunk_size = _PIECE

    def __init__(self, arrived: Arrived, limit: int, *, expected: int) -> None:
        super().__init__()
        self._arrived, self._limit, self._expected = arrived, limit, expected

    def new_file(self, field_name: str, file_name: str, *about: Any, **more: Any) -> None:
        """Begins the file; another one is passed over."""
        super().new_file(field_name, file_name, *about, **more)
        arrived = self._arrived
        if field_name != FIELD or arrived.draft is not None:
            arrived.others.append(field_name)
            raise SkipFile
        arrived.draft = Draft(limit=self._limit, expected=min(self._expected, self._limit))
        arrived.name = file_name

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        assert self._arrived.draft is not None
        try:
            self._arrived.draft.write(raw_data)
        except TooLarge:
            self._arrived.too_large = True
            raise StopUpload(connection_reset=True) from None

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002
        return None

    def upload_interrupted(self) -> None:
        self._arrived.cut = True
