"""Learning the types of texts from labelled ones, and measuring what was learned. Pure.

The measure comes from texts the model had not seen: five times a fifth is held back. Near copies
are held back together, else a model is praised for its memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.svm import LinearSVC

from kesu.language.classify import Model, probabilities, read
from kesu.language.copies import families
from kesu.language.grams import Counts, count
from kesu.language.weigh import rarity, weigh

FOLDS = 5
FEWEST = 2
"""Labels, and texts of each, without which there is nothing to learn."""
_SURE_ENOUGH = 0.973
_SHARPNESS = np.geomspace(0.5, 12, 40)
_NEVER = -9.0
_COST = 1.0


class TooLittle(ValueError):  # noqa: N818 - what the texts are
    """There are fewer than two labels with two texts each."""


@dataclass(frozen=True)
class Score:
    """How well one label is told: shares from 0 to 1, ``texts`` of it in all."""

    precision: float
    recall: float
    f1: float
    texts: int


@dataclass(frozen=True)
class Report:
    """What was measured on texts held back.

    ``confusion``: texts by their label (rows) and by what was said of them (columns);
    ``decided``: the share of texts above the line; ``accuracy_decided``: of those, how many right.
    """

    labels: tuple[str, ...]
    scores: tuple[Score, ...]
    macro_f1: float
    accuracy: float
    decided: float
    accuracy_decided: float
    confusion: tuple[tuple[int, ...], ...]


def as_values(report: Report) -> dict[str, Any]:
    """A report as plain values, with the labels beside the numbers."""
    scores = zip(report.labels, report.scores, strict=True)
    return {
        "macro_f1": report.macro_f1,
        "accuracy": report.accuracy,
        "decided": report.decided,
        "accuracy_decided": report.accuracy_decided,
        "labels": {label: vars(score) for label, score in scores},
        "confusion": {
            label: dict(zip(report.labels, row, strict=True))
            for label, row in zip(report.labels, report.confusion, strict=True)
        },
    }


_Places = npt.NDArray[np.int64]
_Margins = npt.NDArray[np.float64]


def learn(texts: Sequence[str], labels: Sequence[str]) -> tuple[Model, Report]:
    """A model of these texts and what it is worth. The same input gives the same model.

    Labels with a single text are learned, too. Errors: ``TooLittle``.
    """
    names = tuple(sorted(set(labels)))
    place = {name: at for at, name in enumerate(names)}
    true = np.array([place[label] for label in labels], np.int64)
    if sum(np.bincount(true, minlength=1) >= FEWEST) < FEWEST:
        raise TooLittle
    as_read = [read(text) for text in texts]
    counts = count(as_read)
    margins = _held_back(counts, true, _folds(as_read), len(names))
    sharpness = _sharpness(margins, true)
    line = _line(probabilities(margins, sharpness), true)
    rare = rarity(counts)
    slopes, biases = _fit(counts, rare, true, len(names))
    model = Model(names, rare, slopes, biases, sharpness, line)
    return model, _report(names, probabilities(margins, sharpness), true, line)


def _folds(as_read: Sequence[str]) -> _Places:
    """Which fifth each text is held back with; near copies go together."""
    return families(as_read) % FOLDS


def _held_back(counts: Counts, true: _Places, folds: _Places, labels: int) -> _Margins:
    margins = np.full((len(true), labels), _NEVER)
    for fold in range(FOLDS):
        kept, held = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        if not held.size or len(set(true[kept])) < FEWEST:
            continue
        rare = rarity(counts[kept])
        slopes, biases = _fit(counts[kept], rare, true[kept], labels)
        margins[held] = np.asarray(weigh(counts[held], rare) @ slopes.T) + biases
    return margins


def _fit(
    counts: Counts, rare: npt.NDArray[np.float32], true: _Places, labels: int
) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """Weights and biases of every label; one that is not among the texts is never said."""
    machine = LinearSVC(C=_COST, random_state=0).fit(weigh(counts, rare), true)
    slopes, biases = machine.coef_, machine.intercept_
    if len(machine.classes_) == FEWEST:
        slopes, biases = np.vstack([-slopes, slopes]), np.r_[-biases, biases]
    every_slope = np.zeros((labels, counts.shape[1]), np.float32)
    every_bias = np.full(labels, _NEVER, np.float32)
    every_slope[machine.classes_], every_bias[machine.classes_] = slopes, biases
    return every_slope, every_bias


def _sharpness(margins: _Margins, true: _Places) -> float:
    """That under which what was held back is least of a surprise."""
    rows = np.arange(len(true))
    surprise = [
        -np.log(probabilities(margins, one)[rows, true] + 1e-12).sum() for one in _SHARPNESS
    ]
    return float(_SHARPNESS[int(np.argmin(surprise))])


def _line(sure: _Margins, true: _Places) -> float:
    """How sure to be at least: what lies above is right often enough, and is as much as can be."""
    best = sure.max(axis=1)
    order = np.argsort(-best)
    right = np.cumsum(sure.argmax(axis=1)[order] == true[order]) / np.arange(1, len(true) + 1)
    enough = np.flatnonzero(right >= _SURE_ENOUGH)
    return float(best[order[enough[-1]]]) if enough.size else 1.0


def _report(names: tuple[str, ...], sure: _Margins, true: _Places, line: float) -> Report:
    said = sure.argmax(axis=1)
    table = np.zeros((len(names), len(names)), np.int64)
    np.add.at(table, (true, said), 1)
    hits, told, held = np.diag(table), table.sum(axis=0), table.sum(axis=1)
    precision = hits / np.maximum(told, 1)
    recall = hits / np.maximum(held, 1)
    f1 = 2 * hits / np.maximum(told + held, 1)
    above = sure.max(axis=1) >= line
    columns = zip(precision, recall, f1, held, strict=True)
    return Report(
        labels=names,
        scores=tuple(Score(float(p), float(r), float(f), int(n)) for p, r, f, n in columns),
        macro_f1=float(f1.mean()),
        accuracy=float((said == true).mean()),
        decided=float(above.mean()),
        accuracy_decided=float((said == true)[above].mean()) if above.any() else 0.0,
        confusion=tuple(tuple(int(n) for n in row) for row in table),
    )
