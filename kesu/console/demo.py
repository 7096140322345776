"""``kesu demo``: the fictitious demonstration, and who may sign in to it."""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from kesu.console import database
from kesu.console.words import choose, refuse, say
from kesu.foundation import environment


class SignIn(Protocol):
    """One person of the demonstration."""

    @property
    def sign_in(self) -> str: ...
    @property
    def full_name(self) -> str: ...
    @property
    def rank(self) -> str: ...
    @property
    def password(self) -> str: ...


def run() -> int:
    """Loads the demonstration and prints its sign-ins; the exit status."""
    was_made = database.prepare()
    database.setup(for_a_person=True)
    if _holds_real_complaints():
        refuse(
            zh="数据库中已有真实投诉，不会载入演示数据",
            en="The database holds a real complaint; the demonstration is not loaded",
        )
    if not was_made and _list().exists():
        say(zh="演示数据已经载入过", en="The demonstration was loaded before")
        print(_list().read_text(encoding="utf-8"), end="")
        return 0
    print(_load(), end="")
    return 0


def once(*, was_made: bool) -> str:
    """The sign-ins; loads the demonstration unless that was done or real complaints are there."""
    if not was_made and _list().exists():
        return _list().read_text(encoding="utf-8")
    database.setup(for_a_person=True)
    return "" if _holds_real_complaints() else _load()


def _list() -> Path:
    return environment.home() / "sign-ins.txt"


def _holds_real_complaints() -> bool:
    from kesu.console import demo_data

    return demo_data.holds_real_complaints()


def _load() -> str:
    from kesu.console import demo_data

    text = _table(demo_data.load(datetime.now(tz=UTC)))
    path = _list()
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    return text


def _table(people: Sequence[SignIn]) -> str:
    head = choose(zh="登录名 职级 姓名 密码", en="sign-in rank name password").split()
    rows = [(one.sign_in, one.rank, one.full_name, one.password) for one in people]
    widths = [max(_columns(row[at]) for row in [head, *rows]) for at in range(len(head))]
    return "".join(
        "  ".join(_padded(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip()
        + "\n"
        for row in [head, *rows]
    )


def _columns(text: str) -> int:
    """How wide a terminal draws it: a Chinese character takes two columns."""
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _columns(text))
