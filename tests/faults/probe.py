"""Run beside a server with its environment: all that its database holds, as one JSON object.

The oracle compares it with the ledger. It reads with the product's own models, in one transaction,
so that what it sees is one moment.
"""

import json
import sys
from typing import Any

import django
from django.db import connection, transaction


def _seen() -> dict[str, Any]:
    from kesu.api.models import IdempotencyKey
    from kesu.complaints.models import Complaint
    from kesu.correspondence.models import Mail
    from kesu.deadlines.models import Clock, DueMoment

    return {
        "complaints": list(
            Complaint.objects.values("no", "version", "state", "text", "received", "accepted")
        ),
        "lines": _lines(),
        "clocks": list(
            Clock.objects.order_by("id").values(
                "id", "complaint__no", "name", "started", "due", "state", "met_at", "breached_at"
            )
        ),
        "moments": list(
            DueMoment.objects.values(
                "clock", "complaint__no", "what", "due_at", "state", "lease_until", "last_error"
            )
        ),
        "mails": list(
            Mail.objects.values("complaint__no", "state", "due_at", "lease_until", "last_error")
        ),
        "keys": list(IdempotencyKey.objects.values("path", "key", "status", "answer")),
    }


def _lines() -> list[dict[str, Any]]:
    from kesu.foundation.sealing import unseal
    from kesu.journal.models import JournalLine, JournalNote

    notes = {
        note.seq: unseal(note.sealed, field="journal.note") for note in JournalNote.objects.all()
    }
    return [
        {
            "seq": line.seq,
            "kind": line.kind,
            "at": line.at,
            "about": line.about_kind,
            "case": json.loads(line.line)["case"],
            "facts": json.loads(line.line)["facts"],
            "notes": notes.get(line.seq, ""),
        }
        for line in JournalLine.objects.order_by("seq")
    ]


if __name__ == "__main__":
    django.setup()
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        json.dump(_seen(), sys.stdout, default=str)
