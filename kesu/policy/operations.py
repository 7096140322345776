"""Publishing a version of a policy."""

import json
from datetime import datetime

from django.db import IntegrityError, transaction

from kesu.foundation.faults import Fault, Refused
from kesu.policy import loading
from kesu.policy.models import PolicyVersion
from kesu.policy.schema import Pack


def publish(*, text: str, valid_from: datetime, by: str, at: datetime) -> PolicyVersion:
    """Keep ``text`` as a version that judges what is received from ``valid_from`` on (law 4).

    Times are aware. What was received before keeps the version it was judged by.
    Errors: ``UnusablePack`` with every fault of the text; ``Refused`` when the version is
    there already or would start before ``at``.
    """
    pack = loading.parse(text)
    if valid_from < at:
        raise Refused([Fault("valid_from", "lies before now", at.isoformat())], code="back_dated")
    if pack.version in [shipped.version for shipped in loading.builtin_versions(pack.name)]:
        raise _there_already(pack)
    try:
        with transaction.atomic():
            return PolicyVersion.objects.create(
                name=pack.name,
                version=pack.version,
                valid_from=valid_from,
                text=text,
                document=_document(text, pack, valid_from),
                published_at=at,
                published_by=by,
            )
    except IntegrityError:
        raise _there_already(pack) from None


def _document(text: str, pack: Pack, valid_from: datetime) -> dict[str, object]:
    """The whole pack as JSON, starting when it was published to start."""
    values = loading.document(text) | {"valid_from": valid_from.astimezone(pack.tz).date()}
    plain: dict[str, object] = json.loads(json.dumps(values, default=str))
    return plain


def _there_already(pack: Pack) -> Refused:
    fault = Fault("version", f"{pack.label} is published already", "a version not used before")
    return Refused([fault], code="version_exists")
