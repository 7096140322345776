"""Many signs looked up at once, for texts of hundreds of signs and lines by the million. Pure."""

import sys
from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

_GONE = 0xFFFFFFFF
_LONGER = 0xFFFFFFFE


def reader(table: Mapping[int, str]) -> Callable[[str], str]:
    """What ``text.translate(table)`` gives, several times as fast for a long text."""
    reads = np.arange(sys.maxunicode + 1, dtype="<u4")
    for sign, read in table.items():
        reads[sign] = ord(read) if len(read) == 1 else _LONGER if read else _GONE

    def read_all(text: str) -> str:
        signs: npt.NDArray[np.uint32] = reads[
            np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
        ]
        if (signs == _LONGER).any():
            return text.translate(table)
        kept = bytes(signs[signs != _GONE].tobytes())
        return kept.decode("utf-32-le", "surrogatepass")

    return read_all
