"""Runs the long form of the faults on SQLite, then on PostgreSQL, and sums up what was found.

``KESU_FAULT_SHARE`` takes a share of the runs (0.1), ``KESU_FAULT_SEED`` the same chance again.
"""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import postgres

ROOT = Path(__file__).resolve().parent.parent
_COLUMNS = ("runs", "acknowledged", "lost", "halves", "doubled", "stuck", "broken", "odd")


def main(words: list[str]) -> int:
    """Runs everything, or the tests that the words name for pytest; 1 when anything failed."""
    found: dict[str, list[dict[str, Any]]] = {}
    statuses = []
    for name, database in (("SQLite", nullcontext("")), ("PostgreSQL", postgres.cluster())):
        with database as url, tempfile.TemporaryDirectory() as folder:
            results = Path(folder) / "results"
            statuses.append(_run(words, url, results))
            lines = results.read_text(encoding="utf-8").splitlines() if results.exists() else []
            found[name] = [json.loads(line) for line in lines]
    print(_summary(found))
    return 1 if any(statuses) else 0


def _run(words: list[str], url: str, results: Path) -> int:
    environment = {"KESU_FAULTS": "long", **os.environ, "KESU_FAULT_RESULTS": str(results)}
    if url:
        environment["KESU_DATABASE_URL"] = url
    command = (sys.executable, "-m", "pytest", "-q", "tests/faults", *words)
    return subprocess.run(command, check=False, cwd=ROOT, env=environment).returncode  # noqa: S603


def _summary(found: dict[str, list[dict[str, Any]]]) -> str:
    """A table in Markdown, as ``docs/faults.md`` keeps it."""
    rows = [f"| database | fault | {' | '.join(_COLUMNS)} |", "|---|---|" + "---:|" * len(_COLUMNS)]
    for name, lines in found.items():
        for line in lines:
            counts = " | ".join(str(line[column]) for column in _COLUMNS)
            rows.append(f"| {name} | {line['fault']} | {counts} |")
    return "\n".join(rows)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
