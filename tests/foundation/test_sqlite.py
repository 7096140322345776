import pytest

from kesu.foundation.sqlite.rules import loses_committed_writes


@pytest.mark.parametrize(
    ("version", "loses"),
    [
        ((3, 6, 23), False),
        ((3, 7, 0), True),
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 44, 7), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 0), True),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
        ((4, 0, 0), False),
    ],
)
def test_which_builds_lose_committed_writes(version: tuple[int, ...], loses: bool) -> None:
    assert loses_committed_writes(version) == loses
