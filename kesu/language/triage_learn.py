"""Learns anger and risks from texts that people marked, and measures what was learned. Pure.

A fifth is held back five times; copies of one text are held back together. A head that tells a
label no better than the rules do is not kept.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from kesu.language.classify import Model, read
from kesu.language.emotion import HOT
from kesu.language.grams import Counts, count
from kesu.language.risk import LABELS, LIVE
from kesu.language.triage_features import Features
from kesu.language.triage_model import ANGER, Head, Quality, Trained, features
from kesu.language.weigh import rarity, weigh

FEWEST = 10
"""Texts of which a label is said, and of which it is not, without which it is not learned."""

ANGRY = "angry"

_FOLDS = 5
_ENTRY_CHARACTERS = 60
_COST, _COST_ABOVE = 0.4, 0.05
_BETTER = 0.02

_Yes = npt.NDArray[np.bool_]


class TooLittle(ValueError):  # noqa: N818 - what the texts are
    """No label is said of enough texts, and not said of enough."""


@dataclass(frozen=True)
class Marked:
    """A text and what people said of it: ``risks`` by label, ``emotion`` 0 to 5 or a ``mood``."""

    text: str
    risks: Mapping[str, bool] = field(default_factory=dict)
    emotion: int | None = None
    mood: str | None = None

    @property
    def angry(self) -> bool | None:
        """Whether somebody is angry; None when nothing was said of it."""
        if self.mood is not None:
            return self.mood == ANGRY
        return None if self.emotion is None else self.emotion >= HOT


@dataclass(frozen=True)
class _Question:
    """``rows``: the places of the texts that answer it; ``yes``: the answers."""

    name: str
    rows: npt.NDArray[np.int64]
    yes: _Yes
    classes: tuple[str, ...]
    of: tuple[str, ...]


def learn(marked: Sequence[Marked], rules: Mapping[str, Sequence[float]], learned: str) -> Trained:
    """A model of these texts. ``rules`` is what the rules say of each, by label, and of ``anger``
    whether they find it hot; ``learned`` is the day. The same input gives the same model.

    Errors: ``TooLittle``.
    """
    texts = [one.text for one in marked]
    asked = [one for name in (ANGER, *LABELS) if (one := _question(name, marked))]
    if not asked:
        raise TooLittle
    counts, folds = count([read(text) for text in texts]), _folds(texts)
    rare = rarity(counts)
    heads: list[Head] = []
    quality: dict[str, Quality] = {}
    labels: list[str] = []
    slopes: list[npt.NDArray[np.float64]] = []
    for one in asked:
        told = {name: [said[row] for row in one.rows] for name, said in rules.items()}
        seen = features(one.name, [texts[row] for row in one.rows], told)
        head, quality[one.name] = _head(one, counts, folds, seen, np.array(told[one.name]))
        if head is None:
            continue
        first = len(labels)
        labels += [f"{one.name}:{name}" for name in one.classes]
        slopes += list(_machine(weigh(counts[one.rows], rare), one))
        heads.append(_moved(head, first))
    pieces = Model(tuple(labels), rare, *_apart(slopes, counts.shape[1]), 1.0, 1.0)
    by = "mood" if any(one.mood for one in marked) else "degree"
    return Trained(pieces, tuple(heads), quality, by, len(marked), learned)


def _question(name: str, marked: Sequence[Marked]) -> _Question | None:
    said = [one.angry if name == ANGER else one.risks.get(name) for one in marked]
    rows = np.array([row for row, answer in enumerate(said) if answer is not None], np.int64)
    yes = np.array([bool(said[row]) for row in rows], np.bool_)
    if min(yes.sum(), (~yes).sum()) < FEWEST:
        return None
    of = tuple(_class(name, marked[row], bool(said[row])) for row in rows)
    often = {one: of.count(one) for one in set(of)}
    of = tuple(one if often[one] >= FEWEST else _NO for one in of)
    return _Question(name, rows, yes, tuple(sorted(set(of))), of)


_YES, _NO = "yes", "no"


def _class(name: str, one: Marked, yes: bool) -> str:
    if name == ANGER and one.mood:
        return one.mood
    return _YES if yes else _NO


def _folds(texts: Sequence[str]) -> npt.NDArray[np.int64]:
    entries: dict[str, int] = {}
    groups = [entries.setdefault(text[:_ENTRY_CHARACTERS], len(entries)) for text in texts]
    return np.array(groups, np.int64) % _FOLDS


def _head(
    one: _Question, counts: Counts, folds: npt.NDArray[np.int64], seen: Features, rule: Features
) -> tuple[Head | None, Quality]:
    """The head, its columns counted from 0, and its measure; none where the rules do as well."""
    folds = folds[one.rows]
    margins = _held_back(one, counts[one.rows], folds)
    told = np.hstack([margins, seen])
    mean, scale = told.mean(axis=0), told.std(axis=0) + 1e-9
    told = (told - mean) / scale
    height = np.zeros(len(one.yes))
    for fold in range(_FOLDS):
        kept, held = folds != fold, folds == fold
        if held.any() and 0 < one.yes[kept].sum() < kept.sum():
            height[held] = _above(told[kept], one.yes[kept]).decision_function(told[held])
    line = _line(height, one.yes)
    learned = _quality(height >= line, one.yes, "model")
    ruled = _quality(rule >= LIVE, one.yes, "rules")
    if learned.f1 < ruled.f1 + _BETTER:
        return None, ruled
    machine = _above(told, one.yes)
    columns = tuple(range(len(one.classes)))
    bias = float(machine.intercept_[0]) - line
    return Head(one.name, columns, mean, scale, machine.coef_[0], bias), learned


def _held_back(one: _Question, counts: Counts, folds: npt.NDArray[np.int64]) -> Features:
    margins = np.zeros((len(one.yes), len(one.classes)))
    for fold in range(_FOLDS):
        kept, held = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        of = tuple(one.of[row] for row in kept)
        if not held.size or len(set(of)) < len(one.classes):
            continue
        rare = rarity(counts[kept])
        part = _Question(one.name, one.rows[kept], one.yes[kept], one.classes, of)
        found = _machine(weigh(counts[kept], rare), part)
        rows = weigh(counts[held], rare)
        margins[held] = np.asarray(rows @ found[:, :-1].T) + found[:, -1]
    return margins


def _machine(rows: Counts, one: _Question) -> npt.NDArray[np.float64]:
    """For each class its slopes and, last, its bias."""
    machine = LinearSVC(C=_COST, random_state=0).fit(rows, np.array(one.of))
    found = np.hstack([machine.coef_, machine.intercept_[:, None]])
    return found if len(found) > 1 else np.vstack([-found, found])


def _above(told: Features, yes: _Yes) -> LogisticRegression:
    return LogisticRegression(C=_COST_ABOVE, max_iter=1000).fit(told, yes)


def _line(height: Features, yes: _Yes) -> float:
    """From which height on to say yes, so that F1 is best on what was held back."""
    order = np.argsort(-height, kind="stable")
    right = np.cumsum(yes[order])
    f1 = 2 * right / (np.arange(1, len(yes) + 1) + yes.sum())
    best = int(f1.argmax())
    below = height[order[min(best + 1, len(order) - 1)]]
    return float(height[order[best]] + below) / 2


def _quality(said: _Yes, yes: _Yes, by: str) -> Quality:
    right = int((said & yes).sum())
    precision, recall = right / max(1, int(said.sum())), right / max(1, int(yes.sum()))
    f1 = 2 * right / max(1, int(said.sum()) + int(yes.sum()))
    return Quality(precision, recall, f1, int(yes.sum()), by)


def _moved(head: Head, first: int) -> Head:
    columns = tuple(first + column for column in head.columns)
    return Head(head.name, columns, head.mean, head.scale, head.slopes, head.bias)


def _apart(
    found: list[npt.NDArray[np.float64]], width: int
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    whole = np.array(found, np.float32).reshape(len(found), width + 1)
    return whole[:, :-1].copy(), whole[:, -1].copy()
