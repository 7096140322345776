"""How tests set mail up, and let the worker carry it."""

import time
from datetime import datetime
from typing import Any

from kesu.clock import mail
from kesu.correspondence.models import Mail
from kesu.foundation.mail import MailSettings
from tests.door.smtp import Smtp

SENDER = "care@kesu.test"
CUSTOMER = "lin@customer.test"


def settings_for(office: Smtp, **others: Any) -> MailSettings:
    """Mail goes to this office in the clear, as on loopback it may."""
    given: dict[str, Any] = {
        "host": "127.0.0.1",
        "port": office.port,
        "secure": False,
        "starttls": False,
        "sender": SENDER,
        "sender_name": "客诉中心",
        "reply": SENDER,
        **others,
    }
    return MailSettings(**given)


def carry(at: datetime, limit: int = 20) -> datetime | None:
    """The worker's rounds at one moment, until mail has nothing more to do then."""
    until = time.monotonic() + 60
    while (due := mail.post(at, limit)) is not None and due <= at:
        assert time.monotonic() < until, "the round did not end"
    return due


def states() -> list[tuple[str, str, int]]:
    """Kind, state and failed tries of each letter in the order they were written."""
    return list(Mail.objects.order_by("id").values_list("kind", "state", "tries"))
