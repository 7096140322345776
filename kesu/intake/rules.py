"""Which column holds which field, and by what a row is known. Pure."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence

REASON = "退回原因 (reason)"
"""The column that says why a row was not taken; it is passed over when the file comes again."""

Samples = Sequence[str]
"""The first values of a column that are not empty."""

_MARKS = re.compile(r"[\s_\-./:：*#&]+")
_REMARK = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")


def plain(header: str) -> str:
    """A header as it is compared: 「 Order_No（必填）」 is ``orderno``."""
    text = unicodedata.normalize("NFKC", header).casefold()
    return _MARKS.sub("", _REMARK.sub("", text) or text)


def guess(
    samples: Mapping[str, Samples],
    words: Mapping[str, Sequence[str]],
    *,
    never: Collection[str],
    fits: Callable[[str, Samples], bool],
) -> dict[str, str]:
    """The column of each field, as far as headers and values tell.

    ``samples``: values by header. First come headers that are one of the field's words, then those
    that end in one. ``fits`` is asked with field and values. No column is given twice.
    """
    taken: dict[str, str] = {}
    headers = {plain(header): header for header in reversed(list(samples))}
    not_these = [plain(word) for word in never]
    longer = {
        name: header
        for name, header in headers.items()
        if not any(bad in name for bad in not_these)
    }
    for match, among in ((str.__eq__, headers), (str.endswith, longer)):
        for field, called in words.items():
            if field in taken:
                continue
            for word in called:
                found = [
                    header
                    for name, header in among.items()
                    if match(name, plain(word)) and header not in taken.values()
                ]
                right = next((one for one in found if fits(field, samples[one])), None)
                if right is not None:
                    taken[field] = right
                    break
    return {field: taken[field] for field in words if field in taken}


def digest(cells: Sequence[str]) -> bytes:
    """SHA-256 of a row's cells as text; empty ones at its end say nothing."""
    last = len(cells)
    while last and not cells[last - 1]:
        last -= 1
    return hashlib.sha256("\x1f".join(cells[:last]).encode("utf-8", "surrogatepass")).digest()


def key(external_id: str) -> bytes:
    """By what a row is known that has a number of its own."""
    return hashlib.sha256(f"id\x1f{external_id}".encode("utf-8", "surrogatepass")).digest()
