"""How the commands that read texts answer a stream of lines: many at a time, in order."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TextIO, TypeVar

from kesu.console.jsonl import (
    FAULTS_FOUND,
    Wrong,
    batches,
    decode,
    dump,
    error,
    subject_of,
    write,
)
from kesu.console.words import say
from kesu.language.packing import NoModel

LONGEST_TEXT = 2_000_000
"""Characters of one text: longer than any letter, and bounded."""

_MARK = b"\xef\xbb\xbf"
Asked = TypeVar("Asked")
Answer = dict[str, Any] | None
Learned = TypeVar("Learned")


@dataclass(frozen=True)
class Fault:
    """The answer to a line that cannot be used."""

    said: str


def take(place: int, line: bytes, read: Callable[[dict[str, Any]], Asked]) -> Asked | Fault:
    """What a line asks. ``place`` counts from 1; ``read`` turns its fields into it or raises
    Wrong.
    """
    fields: dict[str, Any] | None = None
    try:
        fields = decode(line.removeprefix(_MARK) if place == 1 else line)
        return read(fields)
    except Wrong as wrong:
        return Fault(error(place, fields, [wrong, *wrong.others]))


class Taken(Generic[Asked]):
    """What the lines ask, one after the other; a faulty one is told on ``out`` as it comes, and
    counted: ``status`` is the exit status, 0, or 1 for faults.
    """

    def __init__(
        self, lines: Iterable[str | bytes], read: Callable[[dict[str, Any]], Asked], out: TextIO
    ) -> None:
        self._lines, self._read, self._out = lines, read, out
        self.status = 0

    def __iter__(self) -> Iterator[Asked]:
        lines = (line for batch in batches(self._lines) for line in batch)
        for place, line in enumerate(lines, 1):
            one = take(place, line, self._read)
            if isinstance(one, Fault):
                self.status = FAULTS_FOUND
                write(self._out, one.said)
            else:
                yield one


def answer_all(
    lines: Iterable[str | bytes],
    out: TextIO,
    read: Callable[[dict[str, Any]], Asked],
    judge: Callable[[Sequence[Asked]], Sequence[Answer]],
) -> int:
    """Answers each line with one line, in order, and gives the exit status: 0, or 1 for faults.

    ``read`` turns a line into what is asked or raises Wrong; ``judge`` answers many at a time;
    nothing is written for an answer that is None.
    """
    seen = faulty = 0
    for batch in batches(lines):
        said: list[str | None] = []
        asked: list[Asked] = []
        subjects: list[str] = []
        for line in batch:
            seen += 1
            one = take(seen, line, lambda fields: (subject_of(fields), read(fields)))
            if isinstance(one, Fault):
                faulty += 1
                said.append(one.said)
                continue
            subjects.append(one[0])
            asked.append(one[1])
            said.append(None)
        answers = zip(subjects, judge(asked), strict=True)
        told = (one if one is not None else _line(*next(answers)) for one in said)
        write(out, "".join(told))
    return FAULTS_FOUND if faulty else 0


def text_of(asked: dict[str, Any], field: str = "text") -> str:
    """The text in that field. Raises Wrong."""
    text = asked.get(field)
    if not isinstance(text, str):
        raise Wrong(field, zh="应为文本", en="expected a text")
    if len(text) > LONGEST_TEXT:
        zh, en = f"最多{LONGEST_TEXT}字", f"expected at most {LONGEST_TEXT} characters"
        raise Wrong(field, zh=zh, en=en)
    return text


def usable(path: Path, load: Callable[[Path], Learned]) -> Learned | None:
    """The model that ``load`` finds there; None, and why on standard error, where there is none."""
    try:
        return load(path)
    except OSError as fault:
        say(zh=f"读不到模型：{fault}", en=f"the model cannot be read: {fault}")
    except NoModel:
        say(zh=f"{path}：不是可用的模型，请重新训练", en=f"{path}: no usable model; train again")
    return None


def _line(subject: str, answer: Answer) -> str:
    return "" if answer is None else f'{{"id":{subject},{dump(answer)[1:]}\n'
