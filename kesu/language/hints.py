"""What a text must hold for a pattern to be worth trying: words that are found far quicker than
the pattern is tried. Pure.
"""

import re
from collections.abc import Iterable
from re import _constants as sign  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, TypeAlias

_SPREAD = 64
"""Spellings of one piece of a pattern that are told apart, at most."""

_Words: TypeAlias = frozenset[str]
_NONE: _Words = frozenset()
_NOTHING: _Words = frozenset({""})


def hints(pattern: re.Pattern[str]) -> frozenset[str]:
    """Words of which at least one stands in every text that the pattern fits; none where the
    pattern tells no such words.
    """
    if pattern.flags & (re.IGNORECASE | re.VERBOSE):
        return _NONE
    _, sure = _steps(_parser.parse(pattern.pattern))
    return frozenset(one for one in sure if not _holds_another(one, sure))


def _holds_another(word: str, words: _Words) -> bool:
    pieces = (
        word[at : at + width]
        for width in range(1, len(word))
        for at in range(len(word) - width + 1)
    )
    return any(piece in words for piece in pieces)


def _steps(steps: Iterable[Any]) -> tuple[_Words, _Words]:
    """Every spelling of what stands there, none where there are too many; and the words of which
    one must be in it.
    """
    run, best, whole = _NOTHING, _NONE, True
    for step in steps:
        spelled, sure = _step(step)
        if spelled and len(run) * len(spelled) <= _SPREAD:
            run = frozenset(before + after for before in run for after in spelled)
            continue
        best, whole = _better(_better(best, run), sure), False
        run = spelled or _NOTHING
    return (run if whole else _NONE), _better(best, run)


def _better(one: _Words, other: _Words) -> _Words:
    return max(one, other, key=_worth)


def _worth(words: _Words) -> tuple[int, int]:
    return min(map(len, words), default=0), -len(words)


def _step(step: Any) -> tuple[_Words, _Words]:
    kind, told = step
    if kind is sign.LITERAL:
        return frozenset({chr(told)}), _NONE
    if kind in (sign.AT, sign.ASSERT, sign.ASSERT_NOT):
        return _NOTHING, _NONE
    if kind is sign.SUBPATTERN:
        return _steps(told[-1])
    if kind is sign.BRANCH:
        return _ways([_steps(way) for way in told[1]])
    if kind is sign.IN:
        return _ways([_step(one) for one in told])
    if kind in (sign.MAX_REPEAT, sign.MIN_REPEAT):
        return _repeated(told[0], told[1], *_steps(told[2]))
    return _NONE, _NONE


def _ways(ways: list[tuple[_Words, _Words]]) -> tuple[_Words, _Words]:
    spelled = frozenset[str]().union(*(one for one, _ in ways))
    sure = [_better(one, words) for one, words in ways]
    known = all(_worth(words)[0] for words in sure)
    told = len(spelled) <= _SPREAD and all(one for one, _ in ways)
    return (spelled if told else _NONE), (frozenset[str]().union(*sure) if known else _NONE)


def _repeated(least: int, most: int, spelled: _Words, sure: _Words) -> tuple[_Words, _Words]:
    if least:
        return _NONE, _better(spelled, sure)
    return (spelled | _NOTHING if most == 1 and spelled else _NONE), _NONE
