"""``kesu`` as a program of its own, and the lines it is given."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

KESU = Path(sys.executable).with_name("kesu")


def command(*words: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Runs a command to its end, in English."""
    return subprocess.run(
        [KESU, *words],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={"LC_ALL": "en_US.UTF-8", "PATH": "/usr/bin:/bin"},
    )


def lines(*rows: dict[str, Any] | str) -> str:
    """Each row on a line, as JSON where it is not text."""
    return "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows)
