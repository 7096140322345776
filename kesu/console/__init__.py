"""The ``kesu`` command."""

import os
import sys
from pathlib import Path


def main() -> None:
    """Runs the command line; what a user can cause ends in a sentence and a status."""
    # Whatever Kesu writes may hold personal data: for this user's eyes only.
    os.umask(0o077)
    _open_streams()
    try:
        sys.exit(_run())
    except Exception as fault:
        from kesu.console.endings import status_of

        status = status_of(fault)
        if status is None:
            raise
        sys.exit(status)


def _run() -> int:
    from typer.exceptions import TyperException

    from kesu.console.commands import app

    try:
        return app(standalone_mode=False) or 0
    except TyperException as fault:
        from kesu.console.usage import say_usage

        say_usage(fault)
        return fault.exit_code


def _open_streams() -> None:
    """Nothing to read where standard input is closed, a refusal where standard output is: the
    next file opened would take its place, and what is written for people would end in it.
    """
    if sys.stdin is None:
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 - for as long as this runs
    if sys.stdout is None:
        from kesu.console.words import refuse

        zh = "标准输出已关闭：不需要输出时请写 >/dev/null"
        en = "standard output is closed: where none is wanted, write >/dev/null"
        refuse(zh=zh, en=en)
