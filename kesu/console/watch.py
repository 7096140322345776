"""``kesu watch scan``: which texts hold words of the watch list."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TextIO

from kesu.console.jsonl import (
    FAULTS_FOUND,
    Wrong,
    batches,
    decode,
    dump,
    error,
    names,
    write,
)
from kesu.console.reading import text_of
from kesu.console.words import UNUSABLE, say
from kesu.language.watch import Hit, WatchList
from kesu.language.watchlists import NoList, of_toml, shipped

_AT_ONCE = 4
"""Batches that wait for each process: enough to keep it busy, few enough to be held."""

_Batch = tuple[int, list[bytes]]
_Said = tuple[str, int]
_watched: WatchList | None = None


def run(lines: Iterable[str | bytes], file: Path | None, workers: int, out: TextIO) -> int:
    """Answers only those lines of ``{"id", "text"}`` whose text has hits, and the faulty ones.

    ``file`` is a list in TOML in place of the shipped one; ``workers`` the processes that read.
    Status 0 all read, 1 some lines were faulty, 2 no usable list.
    """
    try:
        content = file.read_text(encoding="utf-8") if file else ""
        watched = of_toml(content) if file else shipped()
    except OSError as fault:
        say(zh=f"读不到敏感词表：{fault}", en=f"the watch list cannot be read: {fault}")
        return UNUSABLE
    except (NoList, UnicodeDecodeError) as fault:
        say(zh=f"敏感词表有误：\n{fault}", en=f"faults in the watch list:\n{fault}")
        return UNUSABLE
    faulty = 0
    for said, wrong in _answers(_numbered(lines), watched, content, workers):
        write(out, said)
        faulty += wrong
    return FAULTS_FOUND if faulty else 0


def as_json(hit: Hit) -> dict[str, Any]:
    """A hit as plain values; the offsets are those of the text as given."""
    return {
        "term": hit.word.term,
        "group": hit.word.group,
        "level": hit.word.level,
        "start": hit.start,
        "end": hit.end,
        "surface": hit.surface,
        "negated": hit.negated,
    }


def _numbered(lines: Iterable[str | bytes]) -> Iterator[_Batch]:
    seen = 0
    for batch in batches(lines):
        yield seen, batch
        seen += len(batch)


def _answers(
    found: Iterator[_Batch], watched: WatchList, content: str, workers: int
) -> Iterator[_Said]:
    if workers == 1:
        for batch in found:
            yield _scan(watched, batch)
        return
    with get_context("spawn").Pool(workers, _begin, (content,)) as pool:
        while some := list(islice(found, workers * _AT_ONCE)):
            yield from pool.imap(_scan_there, some)


def _begin(content: str) -> None:
    global _watched  # each process makes the list ready once
    _watched = of_toml(content) if content else shipped()


def _scan_there(batch: _Batch) -> _Said:
    assert _watched is not None
    return _scan(_watched, batch)


def _scan(watched: WatchList, batch: _Batch) -> _Said:
    """What is to be written of a batch, and how many of its lines are faulty."""
    first, lines = batch
    said: dict[int, str] = {}
    asked: list[tuple[int, Any]] = []
    texts: list[str] = []
    for place, line in enumerate(lines):
        fields: dict[str, Any] | None = None
        try:
            whole = line.removeprefix(b"\xef\xbb\xbf") if first + place == 0 else line
            fields = decode(whole)
            subject, text = fields.get("id"), text_of(fields)
            if not names(subject):
                raise Wrong("id", zh="应为字符串或整数", en="expected a string or an integer")
        except Wrong as wrong:
            said[place] = error(first + place + 1, fields, [wrong])
            continue
        asked.append((place, subject))
        texts.append(text)
    faulty = len(said)
    for at, hits in watched.scan_many(texts).items():
        place, subject = asked[at]
        said[place] = f"{dump({'id': subject, 'hits': _all(hits)})}\n"
    return "".join(said[place] for place in sorted(said)), faulty


def _all(hits: Sequence[Hit]) -> list[dict[str, Any]]:
    return [as_json(hit) for hit in hits]
