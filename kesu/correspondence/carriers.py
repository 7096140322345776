"""What whoever carries letters out must do. ``KESU_CARRIERS`` in the settings names who does."""

from dataclasses import dataclass
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from kesu.foundation.mail import MailSettings


class Unreachable(Exception):  # noqa: N818 - says what is wrong
    """The way out is closed for every letter: nobody answers, TLS or sign-in fails, 421."""


class NotNow(Exception):  # noqa: N818 - says what is wrong
    """This letter is not taken at present; later it may be."""


class Rejected(Exception):  # noqa: N818 - says what is wrong
    """This letter is not taken, now or ever."""


@dataclass(frozen=True)
class Envelope:
    """A letter as it goes on the wire."""

    recipient: str
    content: bytes


class Carrier(Protocol):
    """Carries letters one after the other over one connection. Its faults name no secret."""

    def open(self) -> None:
        """Connects. Errors: ``Unreachable``."""

    def send(self, envelope: Envelope) -> None:
        """Returns when the other side has taken the letter on.

        Errors: ``Unreachable``, ``NotNow``, ``Rejected``.
        """

    def close(self) -> None:
        """Says good-bye; never fails."""

    def abort(self) -> None:
        """Cuts the connection, from another thread, so that whatever waits for it ends."""


def carrier(mail: MailSettings) -> Carrier:
    """A new carrier of mail, not connected yet."""
    made = import_string(settings.KESU_CARRIERS["mail"])
    return cast(Carrier, made(mail))
