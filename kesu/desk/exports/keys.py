"""The keys of a list, kept whole and small.

A list is taken down once, as it stands, so that nothing comes twice or is skipped when others work
on it meanwhile, and no transaction stays open while a slow reader takes the rows.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar
from uuid import UUID

Key = TypeVar("Key", UUID, int)
_BYTES = 16
BATCH = 500


class Keys(Generic[Key]):
    """Sixteen bytes a row: a million rows take 16 MB."""

    def __init__(self, keys: Iterable[Key], made: Callable[[int], Key]) -> None:
        self._made: Callable[[int], Key] = made
        self._kept = bytearray()
        for key in keys:
            self._kept += int(key).to_bytes(_BYTES, "big")

    def __len__(self) -> int:
        return len(self._kept) // _BYTES

    def batches(self) -> Iterator[Sequence[Key]]:
        """The keys in their order, ``BATCH`` at a time."""
        for start in range(0, len(self._kept), BATCH * _BYTES):
            piece = self._kept[start : start + BATCH * _BYTES]
            yield [
                self._made(int.from_bytes(piece[at : at + _BYTES], "big"))
                for at in range(0, len(piece), _BYTES)
            ]


def of_uuids(keys: Iterable[UUID]) -> Keys[UUID]:
    return Keys(keys, lambda number: UUID(int=number))


def of_numbers(keys: Iterable[int]) -> Keys[int]:
    return Keys(keys, int)
