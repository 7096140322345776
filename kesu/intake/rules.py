"""Which column holds which field, and by what a row is known. Pure."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

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


class Fits(Protocol):
    """Whether a column holds a field by its values. ``sure``: its header says that it does."""

    def __call__(self, field: str, samples: Samples, *, sure: bool) -> bool: ...


@dataclass(frozen=True)
class Guess:
    """The column of each field; and those that are called like a field and are not taken for it,
    since their values are something else.
    """

    columns: Mapping[str, str]
    doubtful: Mapping[str, str]


def guess(
    samples: Mapping[str, Samples],
    words: Mapping[str, Sequence[str]],
    *,
    never: Collection[str],
    weak: Collection[str],
    fits: Fits,
) -> Guess:
    """The column of each field, as far as headers and values tell.

    ``samples``: values by header. First come headers that are one of the field's words, then those
    that end in one. A header that is a word is sure, unless the word is one of ``weak``. Columns
    with values are looked at first. No column is given twice.
    """
    searching = _Search(samples, words, [plain(word) for word in weak], fits)
    headers = {plain(header): header for header in reversed(list(samples))}
    not_these = [plain(word) for word in never]
    longer = {
        name: header
        for name, header in headers.items()
        if not any(bad in name for bad in not_these)
    }
    full = {header for header in samples if samples[header]}
    for among in (full, samples.keys() - full):
        searching.look({name: one for name, one in headers.items() if one in among}, str.__eq__)
        searching.look({name: one for name, one in longer.items() if one in among}, str.endswith)
    taken = {field: searching.taken[field] for field in words if field in searching.taken}
    doubtful = {
        field: header
        for field, header in searching.doubtful.items()
        if field not in taken and header not in taken.values()
    }
    return Guess(taken, doubtful)


@dataclass
class _Search:
    samples: Mapping[str, Samples]
    words: Mapping[str, Sequence[str]]
    weak: Collection[str]
    fits: Fits
    taken: dict[str, str] = field(default_factory=dict)
    doubtful: dict[str, str] = field(default_factory=dict)

    def look(self, among: Mapping[str, str], match: Callable[[str, str], bool]) -> None:
        """Gives each field that has none yet its column among headers by their plain names."""
        for name, called in self.words.items():
            if name in self.taken:
                continue
            found = (
                (header, word)
                for word in map(plain, called)
                for said, header in among.items()
                if match(said, word) and header not in self.taken.values()
            )
            for header, word in found:
                sure = match is str.__eq__ and word not in self.weak
                if self.fits(name, self.samples[header], sure=sure):
                    self.taken[name] = header
                    break
                self.doubtful.setdefault(name, header)


def digest(cells: Sequence[str]) -> bytes:
    """SHA-256 of a row's cells as text; empty ones at its end say nothing."""
    last = len(cells)
    while last and not cells[last - 1]:
        last -= 1
    return hashlib.sha256("\x1f".join(cells[:last]).encode("utf-8", "surrogatepass")).digest()


def key(external_id: str) -> bytes:
    """By what a row is known that has a number of its own."""
    return hashlib.sha256(f"id\x1f{external_id}".encode("utf-8", "surrogatepass")).digest()
