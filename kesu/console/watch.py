"""``kesu watch scan``: which texts hold words of the watch list."""

import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.pool import AsyncResult
from pathlib import Path
from select import select
from typing import Any, TextIO

from kesu.console.jsonl import FAULTS_FOUND, batches, dump, names, no_id, write
from kesu.console.reading import Fault, take, text_of
from kesu.console.words import UNUSABLE, say
from kesu.language.watch import Hit, WatchList
from kesu.language.watchlists import NoList, of_toml, shipped

_AT_ONCE = 4
"""Loads that wait for each process: enough to keep it busy, few enough to be held."""

_LOAD = 1 << 18
"""Bytes that a process is given at a time."""

_WAY = "fork" if sys.platform == "linux" else "spawn"

_LONG = 1000
"""Signs of a text that is read as long ones are."""

_Batch = tuple[int, list[bytes]]
_Load = tuple[int, bytes]
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
    for said, wrong in _answers(lines, watched, content, workers):
        write(out, said)
        faulty += wrong
    return FAULTS_FOUND if faulty else 0


def _answers(
    lines: Iterable[str | bytes], watched: WatchList, content: str, workers: int
) -> Iterator[_Said]:
    if workers == 1:
        seen = 0
        for batch in batches(lines):
            yield _scan(watched, (seen, batch))
            seen += len(batch)
        return
    _ready(watched)
    with get_context(_WAY).Pool(workers, _begin, (content,)) as pool:
        under_way: deque[AsyncResult[_Said]] = deque()
        for load, more_is_there in _loads(lines):
            under_way.append(pool.apply_async(_scan_there, (load,)))
            while under_way and (len(under_way) > workers * _AT_ONCE or not more_is_there):
                yield under_way.popleft().get()
        while under_way:
            yield under_way.popleft().get()


def _loads(lines: Iterable[str | bytes]) -> Iterator[tuple[_Load, bool]]:
    """Whole lines for one process each, and whether more is there without waiting for it: who
    writes a line now and then is answered at once.
    """
    source: Any = getattr(lines, "buffer", lines)
    if not hasattr(source, "read1"):
        for place, batch in enumerate(batches(source)):
            yield (place, batch[0]), True
        return
    seen = 0
    begun: list[bytes] = []
    while chunk := source.read1(_LOAD):
        whole, end, rest = chunk.rpartition(b"\n")
        if end:
            load = b"".join([*begun, whole])
            yield (seen, load), _more_is_there(source)
            seen, begun = seen + load.count(b"\n") + 1, []
        begun.append(rest)
    if any(begun):
        yield (seen, b"".join(begun)), True


def _more_is_there(source: Any) -> bool:
    try:
        return bool(select([source], [], [], 0)[0])  # a file always has more, or ends
    except (TypeError, ValueError, OSError):
        return True


def _ready(watched: WatchList) -> None:
    """What a process that is a copy of this one need not make again."""
    global _watched
    watched.scan_many(["。" * _LONG])
    _watched = watched


def _begin(content: str) -> None:
    global _watched  # each process makes the list ready once
    if _watched is None:
        _watched = of_toml(content) if content else shipped()


def _scan_there(load: _Load) -> _Said:
    assert _watched is not None
    seen, lines = load
    return _scan(_watched, (seen, lines.split(b"\n")))


def _scan(watched: WatchList, batch: _Batch) -> _Said:
    """What is to be written of a batch, and how many of its lines are faulty."""
    first, lines = batch
    said: dict[int, str] = {}
    asked: list[tuple[int, Any]] = []
    texts: list[str] = []
    for place, line in enumerate(lines):
        one = take(first + place + 1, line, _asked)
        if isinstance(one, Fault):
            said[place] = one.said
            continue
        asked.append((place, one[0]))
        texts.append(one[1])
    faulty = len(said)
    for at, hits in watched.scan_many(texts).items():
        place, subject = asked[at]
        said[place] = f"{dump({'id': subject, 'hits': _all(hits)})}\n"
    return "".join(said[place] for place in sorted(said)), faulty


def _asked(fields: dict[str, Any]) -> tuple[Any, str]:
    subject, text = fields.get("id"), text_of(fields)
    if not names(subject):
        raise no_id()
    return subject, text


def _all(hits: Sequence[Hit]) -> list[dict[str, Any]]:
    return [hit.as_values() for hit in hits]
