"""A row of the outbox made into a letter as it goes on the wire."""

from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy

from kesu.correspondence.carriers import Envelope
from kesu.correspondence.models import Mail
from kesu.foundation.mail import MailSettings
from kesu.foundation.sealing import unseal

FIELD = "mail"
"""What the sealed columns of a letter are bound to, each behind its own name."""

_LINE = 76


class _Wire(EmailPolicy):
    """Encodes a subject as one text: the library's own way encodes it word by word, and now and
    then loses the space between two of them where a line ends.
    """

    def fold_binary(self, name: str, value: str) -> bytes:
        if name != "Subject" or value.isascii():
            return super().fold_binary(name, value)
        text = Header(value, "utf-8", maxlinelen=_LINE, header_name=name).encode(linesep="\r\n")
        return f"{name}: {text}\r\n".encode("ascii")


_WIRE = _Wire(linesep=SMTP.linesep, max_line_length=_LINE)


def unsealed(mail: Mail, part: str) -> str:
    """``to``, ``subject`` or ``body`` in the clear. Errors: ``Unopenable``."""
    return unseal(getattr(mail, part), field=f"{FIELD}.{part}")


def envelope(mail: Mail, settings: MailSettings) -> Envelope:
    """The letter with its headers; the same bytes each time but for the separators.

    Errors: ``Unopenable`` when the row cannot be read.
    """
    to = unsealed(mail, "to")
    message = EmailMessage(policy=_WIRE)
    message["From"] = Address(settings.sender_name, addr_spec=settings.sender)
    message["To"] = Address(addr_spec=to)
    message["Subject"] = unsealed(mail, "subject")
    message["Date"] = mail.created
    message["Message-ID"] = mail.message_id
    if mail.reply_to:
        message["Reply-To"] = Address(addr_spec=mail.reply_to)
    if mail.thread:
        message["In-Reply-To"] = mail.thread
        message["References"] = mail.thread
    if mail.automatic:
        message["Auto-Submitted"] = (
            "auto-generated" if mail.staff_id is not None else "auto-replied"
        )
        message["X-Auto-Response-Suppress"] = "All"
    message.set_content(unsealed(mail, "body") + "\n", charset="utf-8", cte="base64")
    return Envelope(to, message.as_bytes())
