"""The ``kesu`` command itself and what its parts share."""

from typing import Any

import typer

PLAIN: dict[str, Any] = {
    "add_completion": False,
    "rich_markup_mode": None,
    "pretty_exceptions_enable": False,
    "no_args_is_help": True,
    "context_settings": {"help_option_names": ["-h", "--help"]},
}

app = typer.Typer(name="kesu", help="客诉：投诉管理 · Complaint management", **PLAIN)
