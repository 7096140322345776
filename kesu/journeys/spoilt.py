"""A kept file is not what it was: said on the record, once for each piece (what is altered
is never handed out).
"""

from datetime import datetime

from django.db import transaction

from kesu.complaints.models import Complaint, Evidence
from kesu.desk.evidence import SPOILT
from kesu.journal.kinds import declare as declare_kind
from kesu.journal.operations import Draft, append
from kesu.journal.queries import about
from kesu.journeys.kinds import CaseFacts


class Found(CaseFacts):
    """``what``: ``altered`` or ``lost``."""

    evidence: str
    sha256: str
    what: str


declare_kind(SPOILT, Found)


def found(key: str, what: str, *, now: datetime) -> None:
    """Puts it on the record of the complaint, unless it stands there. ``now`` in UTC."""
    piece = Evidence.objects.get(pk=key)
    with transaction.atomic():
        complaint = Complaint.objects.select_for_update().get(pk=piece.complaint_id)
        told = about("complaint", str(complaint.pk), with_notes=False, only=SPOILT)
        if any(line.facts["evidence"] == key for line in told):
            return
        append(
            [
                Draft(
                    kind=SPOILT,
                    about=("complaint", str(complaint.pk)),
                    case=complaint.no,
                    by="system:files",
                    at=now,
                    written=now,
                    policy=f"{complaint.policy_name}@{complaint.policy_version}",
                    facts={"evidence": key, "sha256": piece.sha256, "what": what},
                )
            ]
        )
