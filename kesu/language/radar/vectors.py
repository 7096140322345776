"""Sparse directions: rising numbers of pieces with a weight for each. Pure."""

from typing import NamedTuple

import numpy as np

from kesu.language.radar.reading import Numbers, Weights


class Vector(NamedTuple):
    """``weights`` stand beside ``pieces``, which rise and stand once each."""

    pieces: Numbers
    weights: Weights


def direction(pieces: Numbers, weights: Weights, most: int) -> Vector:
    """The ``most`` heaviest, made one long."""
    if len(pieces) > most:
        kept = np.sort(np.argpartition(-weights, most)[:most])
        pieces, weights = pieces[kept], weights[kept]
    long = float(np.sqrt(weights @ weights))
    return Vector(pieces, weights / long if long else weights)


def shared(one: Vector, other: Vector) -> tuple[Numbers, Weights]:
    """The pieces of both, and the product of their weights."""
    if not len(other.pieces):
        return one.pieces[:0], one.weights[:0]
    at = np.minimum(np.searchsorted(other.pieces, one.pieces), len(other.pieces) - 1)
    there = other.pieces[at] == one.pieces
    return one.pieces[there], one.weights[there] * other.weights[at[there]]


def plus(one: Vector, other: Vector, most: int) -> Vector:
    """The sum; of very many pieces the ``most`` heaviest."""
    pieces, place = np.unique(np.concatenate([one.pieces, other.pieces]), return_inverse=True)
    both = np.concatenate([one.weights, other.weights])
    weights = np.bincount(place, both, minlength=len(pieces)).astype(np.float32)
    if len(pieces) > most:
        kept = np.sort(np.argpartition(-weights, most)[:most])
        pieces, weights = pieces[kept], weights[kept]
    return Vector(pieces, weights)


def heaviest(vector: Vector, most: int) -> Vector:
    """The ``most`` heaviest pieces, the heaviest first; they rise no more."""
    order = np.argsort(-vector.weights, kind="stable")[:most]
    return Vector(vector.pieces[order], vector.weights[order])
