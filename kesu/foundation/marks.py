"""What the work in hand is called, so that every line of the log about it carries the name."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

_marks: ContextVar[Mapping[str, str]] = ContextVar("kesu.marks", default={})  # noqa: B039 - never changed


def marks() -> Mapping[str, str]:
    """The names of what this thread works on, by what they name: request, round, obligation."""
    return _marks.get()


def mark(**names: str) -> None:
    """From now on in this thread, these names and no others."""
    _marks.set(names)


@contextmanager
def marked(**names: str) -> Iterator[None]:
    """Inside the block these names as well."""
    before = _marks.set({**_marks.get(), **names})
    try:
        yield
    finally:
        _marks.reset(before)
