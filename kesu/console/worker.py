"""``kesu worker``: what happens by time and what waits to be sent."""

import logging

from kesu.console import database
from kesu.foundation.processes import end_with_supervisor

_log = logging.getLogger(__name__)


def run(*, once: bool) -> int:
    """Works off what is due until a signal, or once; the exit status."""
    end_with_supervisor()
    database.prepare()
    database.setup()
    _keep_the_record_append_only()
    from kesu.clock import worker

    return worker.run(once)


def _keep_the_record_append_only() -> None:
    """A table made anew by hand loses its triggers without a word; here they come back."""
    from django.db import DEFAULT_DB_ALIAS, transaction

    from kesu.journal import triggers
    from kesu.journal.queries import triggers_bite

    if triggers_bite():
        return
    _log.error("the append-only triggers of the journal did not bite; they are made again")
    with transaction.atomic():
        triggers.remake(using=DEFAULT_DB_ALIAS)
