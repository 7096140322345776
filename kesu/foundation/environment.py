"""What the environment says: the data directory and the database, read once at start."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class UnusableEnvironment(Exception):  # noqa: N818 - says what is wrong
    """A variable holds a value that cannot be used; the text names it and what was expected."""


def home() -> Path:
    """The data directory: ``$KESU_HOME``, by default ``./var``."""
    return Path(os.environ.get("KESU_HOME") or "var").resolve()


def database() -> dict[str, Any]:
    """Django's settings of the database that ``$KESU_DATABASE_URL`` names.

    By default SQLite in the data directory. Errors: ``UnusableEnvironment`` for another scheme.
    """
    url = os.environ.get("KESU_DATABASE_URL", "")
    if not url:
        return _sqlite(home() / "kesu.sqlite3")
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(Path(unquote(parts.path.removeprefix("/"))).resolve())
    if parts.scheme in ("postgresql", "postgres"):
        options = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", None) or parts.hostname or "",
            "PORT": options.pop("port", None) or str(parts.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": _patient(options),
        }
    raise UnusableEnvironment(
        "KESU_DATABASE_URL: expected sqlite:///PATH or postgresql://USER@HOST:PORT/NAME"
    )


LONGEST_WAIT_SECONDS = 5
"""For a lock, and for a connection. Whoever waits longer is told to ask again: sixteen threads
that wait for one lock leave nobody to answer those who only read.
"""
_LONGEST_STATEMENT_SECONDS = 30


def _patient(options: dict[str, str]) -> dict[str, str]:
    """With bounds on waiting, where the URL names none. What serves people bounds each statement;
    a command may work for hours.
    """
    bounds = f"-c lock_timeout={LONGEST_WAIT_SECONDS}s"
    if BOUND in os.environ:
        bounds += f" -c statement_timeout={_LONGEST_STATEMENT_SECONDS}s"
    given = options.get("options", "")
    return {
        "connect_timeout": str(LONGEST_WAIT_SECONDS),
        **options,
        # Of two that say the same the later one holds.
        "options": f"{bounds} {given}".strip(),
    }


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "kesu.foundation.sqlite",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": LONGEST_WAIT_SECONDS,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }


def flag(name: str) -> bool:
    """True for 1, yes, true, on. Errors: ``UnusableEnvironment`` for another word."""
    value = os.environ.get(name, "").strip().lower()
    if value in ("", "0", "no", "false", "off"):
        return False
    if value in ("1", "yes", "true", "on"):
        return True
    raise UnusableEnvironment(f"{name}: expected 1 or 0, found {value!r}")


_LARGEST_NUMBER_DIGITS = 6


def number(name: str, otherwise: int) -> int:
    """A whole number from 1 to 999,999. Errors: ``UnusableEnvironment`` for anything else."""
    value = os.environ.get(name, "").strip()
    if not value:
        return otherwise
    if value.isascii() and value.isdigit() and len(value) <= _LARGEST_NUMBER_DIGITS and int(value):
        return int(value)
    raise UnusableEnvironment(f"{name}: expected a whole number above 0, found {value!r}")


BOUND = "KESU_BOUND_HOST"
"""Set by ``kesu web`` for its own processes: the address it was told to serve on."""


def bound_host() -> str:
    """The name under which the served address is asked for; ``*`` where every address is served
    and no list of names was given.
    """
    host = os.environ.get(BOUND, "")
    if host in ("0.0.0.0", "::", "[::]"):  # noqa: S104 - compared, not bound
        return "" if words("KESU_HOSTS") else "*"
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def words(name: str) -> list[str]:
    """A comma-separated list, without empty items."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def secret(name: str) -> str:
    """The value of a variable, or what stands in the file that ``<name>_FILE`` names; "" for
    neither. Errors: ``UnusableEnvironment`` for a file that cannot be read or holds nothing.
    """
    named = os.environ.get(f"{name}_FILE", "")
    if not named:
        return os.environ.get(name, "").strip()
    try:
        kept = Path(named).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        why = getattr(fault, "strerror", None) or "no UTF-8"
        raise UnusableEnvironment(f"{name}_FILE: {why}") from None
    if not kept:
        raise UnusableEnvironment(f"{name}_FILE: expected a secret, found an empty file")
    return kept
