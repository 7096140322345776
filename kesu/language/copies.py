"""Which of many texts are near copies of each other, without comparing each with each. Pure."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from kesu.language.grams import hashes

_WIDTH = 6
_KEPT = 12
"""Of the pieces of a text so many stand for all: those with the smallest numbers."""
_SHARED = 4
"""So many of them in common make two texts copies: about a fifth of all their pieces."""
_COMMON = 60
"""A piece that more texts begin or end with is a habit of letters and ties nothing."""


def families(texts: Sequence[str]) -> npt.NDArray[np.int64]:
    """A number for each text; near copies, also by way of others, have the same one. In the order
    in which they first appear.
    """
    if not texts:
        return np.empty(0, np.int64)
    kept = [_smallest(text) for text in texts]
    often = np.fromiter(map(len, kept), np.int64, len(kept))
    rows = np.repeat(np.arange(len(texts)), often)
    found, columns = np.unique(np.concatenate(kept), return_inverse=True)
    ones = np.ones(len(rows), np.int32)
    held = sparse.csr_matrix((ones, (rows, columns)), shape=(len(texts), len(found)))
    held = held.tocsc()[:, np.flatnonzero(np.bincount(columns) <= _COMMON)].tocsr()
    shared = (held @ held.T).tocoo()
    needed = np.minimum(_SHARED, np.minimum(often[shared.row], often[shared.col]))
    near = (shared.data >= needed) & (shared.data > 0)
    ties = sparse.coo_matrix(
        (np.ones(int(near.sum())), (shared.row[near], shared.col[near])),
        shape=(len(texts), len(texts)),
    )
    _, groups = connected_components(ties, directed=False)
    same: dict[str, int] = {}
    together = zip(texts, groups, strict=True)
    return _numbered([same.setdefault(text, int(group)) for text, group in together])


def _smallest(text: str) -> npt.NDArray[np.uint64]:
    return np.unique(hashes(text, _WIDTH))[:_KEPT]


def _numbered(groups: Sequence[int]) -> npt.NDArray[np.int64]:
    known: dict[int, int] = {}
    return np.array([known.setdefault(one, len(known)) for one in groups], np.int64)
