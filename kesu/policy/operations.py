"""Publishing a version of a policy."""

import json
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kesu.foundation.faults import Fault, Refused
from kesu.policy import loading
from kesu.policy.models import PolicyVersion
from kesu.policy.schema import Pack


def publish(*, text: str, valid_from: datetime, by: str, at: datetime) -> PolicyVersion:
    """Keep ``text`` as a version that judges what is received from ``valid_from`` on (law 4).

    Times are aware. What was received before keeps the version it was judged by.
    A pack that ships may be published as it is, which makes it the one in force.
    Errors: ``UnusablePack`` with every fault of the text; ``Refused`` when the version is
    there already with other rules, or would start before ``at`` or together with another one.
    """
    pack = loading.parse(text)
    if valid_from < at:
        fault = Fault("valid_from", _("This time has passed already."), f"≥ {at.isoformat()}")
        raise Refused([fault], code="back_dated")
    if PolicyVersion.objects.filter(valid_from=valid_from).exists():
        fault = Fault("valid_from", _("Another version starts then."), _("another time"))
        raise Refused([fault], code="overlapping")
    shipped = {one.version: one for one in loading.builtin_versions(pack.name)}
    if shipped.get(pack.version, pack) != pack:
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
    said = _("%(policy)s is there already.") % {"policy": pack.label}
    fault = Fault("version", said, _("a version not used before"))
    return Refused([fault], code="version_exists")
