"""The ``kesu`` command."""

import os
import sys


def main() -> None:
    """Runs the command line; what a user can cause ends in a sentence and a status."""
    # Whatever Kesu writes may hold personal data: for this user's eyes only.
    os.umask(0o077)
    try:
        from kesu.console.commands import app

        app()
    except Exception as fault:
        from kesu.console.endings import status_of

        status = status_of(fault)
        if status is None:
            raise
        sys.exit(status)
