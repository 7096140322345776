"""Judging lines of JSON; no database is asked."""

import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Annotated

import typer

from kesu.console.commands.base import app

Lines = Annotated[Path | None, typer.Argument(help="默认标准输入 · standard input")]
Policy = Annotated[str, typer.Option(help="规则名或文件 · name or file")]
Calendar = Annotated[
    Path | None, typer.Option(help="替代内置日历 · instead of the shipped calendar")
]


def open_input(file: Path | None) -> AbstractContextManager[Iterable[str | bytes]]:
    """The lines of a file, or of standard input where none is named."""
    return file.open("rb") if file else nullcontext(sys.stdin)


@app.command(help="首次回电时限（JSONL）· When the first call-back is due (JSONL)")
def deadline(
    file: Lines = None,
    policy: Policy = "loyalty",
    calendar: Calendar = None,
) -> None:
    from kesu.console.deadline import run

    with open_input(file) as lines:
        raise typer.Exit(run(policy, calendar, lines, sys.stdout))


@app.command(help="定级与派单（JSONL）· Grade and route (JSONL)")
def grade(
    file: Lines = None,
    policy: Policy = "loyalty",
    calendar: Calendar = None,
) -> None:
    from kesu.console.grade import run

    with open_input(file) as lines:
        raise typer.Exit(run(policy, calendar, lines, sys.stdout))
