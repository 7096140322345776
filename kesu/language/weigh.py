"""How much each piece of a text tells: rare pieces more than those in every text. Pure."""

import numpy as np
import numpy.typing as npt
from scipy import sparse

from kesu.language.grams import Counts

Weights = npt.NDArray[np.float32]
_SEEN_ONCE = 1


def rarity(counts: Counts) -> Weights:
    """A weight for each piece, learned from many texts; nothing for one seen in a single text."""
    texts_with = np.bincount(counts.indices, minlength=counts.shape[1])
    weights = np.log((1 + counts.shape[0]) / (1 + texts_with)) + 1
    return np.where(texts_with > _SEEN_ONCE, weights, 0).astype(np.float32)


def weigh(counts: Counts, rare: Weights) -> Counts:
    """Counts as directions of length one, so that a long text weighs no more than a short one."""
    rows = counts.copy()
    rows.data = (1 + np.log(rows.data)) * rare[rows.indices]
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    scale = np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return sparse.csr_matrix(sparse.diags(scale.astype(np.float32)) @ rows)
