"""What the command says to people: on standard error, in Chinese unless the locale is English."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NoReturn

from kesu.foundation.faults import Fault

UNUSABLE = 2
"""Exit status: the input or an argument cannot be used; nothing was changed."""


_spoken: ContextVar[str] = ContextVar("spoken", default="")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Inside, people read ``language`` (a tag such as ``zh-hans``), whatever the locale says."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def in_english() -> bool:
    """True when the first of LC_ALL, LC_MESSAGES and LANG that is set starts with ``en``."""
    if _spoken.get():
        return not _spoken.get().startswith("zh")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(name)
        if value:
            return value.lower().startswith("en")
    return False


def choose(*, zh: str, en: str) -> str:
    """The text in the user's language."""
    return en if in_english() else zh


def say(*, zh: str, en: str) -> None:
    """One line for a person."""
    print(choose(zh=zh, en=en), file=sys.stderr, flush=True)


def refuse(*, zh: str, en: str) -> NoReturn:
    """Says why the input cannot be used and ends with status 2."""
    say(zh=zh, en=en)
    raise SystemExit(UNUSABLE)


def list_faults(faults: Iterable[Fault]) -> None:
    """One line a fault: where, what, what was expected."""
    for fault in faults:
        where = f"{fault.loc}: " if fault.loc else ""
        wanted = f" ({fault.expected})" if fault.expected else ""
        print(f"{where}{fault.message}{wanted}", file=sys.stderr)
