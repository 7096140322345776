"""``kesu similar``: whether two texts are copies, or of one matter."""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, TextIO

from kesu.console.jsonl import all_of
from kesu.console.reading import answer_all, text_of
from kesu.language.similar import compare

_Pair = tuple[str, str]


def run(lines: Iterable[str | bytes], out: TextIO) -> int:
    """Answers lines of ``{"id", "text_a", "text_b"}``; the exit status is 1 if any was faulty."""
    return answer_all(lines, out, _read, _judge)


def _read(asked: dict[str, Any]) -> _Pair:
    texts = all_of({field: partial(text_of, asked, field) for field in ("text_a", "text_b")})
    return texts["text_a"], texts["text_b"]


def _judge(pairs: Sequence[_Pair]) -> list[dict[str, Any] | None]:
    return [_answer(pair) for pair in pairs]


def _answer(pair: _Pair) -> dict[str, Any]:
    found = compare(*pair)
    return {
        "similarity": round(found.similarity, 4),
        "same_issue": found.same_issue,
        "near_copy": found.near_copy,
    }
