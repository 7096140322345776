"""How the commands that read texts answer a stream of lines: many at a time, in order."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TextIO, TypeVar

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

LONGEST_TEXT = 2_000_000
"""Characters of one text: longer than any letter, and bounded."""

_MARK = b"\xef\xbb\xbf"
Asked = TypeVar("Asked")
Answer = dict[str, Any] | None


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
            text = line.removeprefix(_MARK) if seen == 1 else line
            fields: dict[str, Any] | None = None
            try:
                fields = decode(text)
                subject = subject_of(fields)
                asked.append(read(fields))
            except Wrong as wrong:
                faulty += 1
                said.append(error(seen, fields, [wrong, *wrong.others]))
                continue
            subjects.append(subject)
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


def _line(subject: str, answer: Answer) -> str:
    return "" if answer is None else f'{{"id":{subject},{dump(answer)[1:]}\n'
