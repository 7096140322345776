"""What leaving out parts of a picture's file works on, and the one tag that is kept. Pure."""

import mmap
import struct

Data = mmap.mmap | bytes
Part = tuple[int, int] | bytes
"""From and up to in the file, or bytes that stand in its place."""

MOST = 20_000
"""More parts than any picture has; one that has them is made to keep a reader busy."""
_ORIENTATION, _SHORT = 0x0112, 3
_MOST_TAGS = 1000
_TURNS = range(2, 9)


class Unread(Exception):  # noqa: N818 - says what is wrong
    """The file is not laid out as its first bytes say."""


def orientation_of(tiff: bytes) -> int:
    """2 to 8 where the picture is to be turned; 0 where it is not, or nothing sane says so."""
    tiff = tiff.removeprefix(b"Exif\0\0")
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4], "")
    if not order:
        return 0
    try:
        (at,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, at)
        for place in range(min(count, _MOST_TAGS)):
            tag, kind, _many, value = struct.unpack_from(f"{order}HHIH", tiff, at + 2 + 12 * place)
            if tag == _ORIENTATION:
                return value if kind == _SHORT and value in _TURNS else 0
    except struct.error:
        pass
    return 0


def exif_of(orientation: int) -> bytes:
    """Metadata that says which way is up and nothing else."""
    return struct.pack(">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, _SHORT, 1, orientation, 0, 0)
