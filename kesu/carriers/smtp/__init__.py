"""Mail over SMTP. TLS is a matter of the settings, never of what the other side offers."""

import base64
import smtplib
import socket
import ssl
from collections.abc import Iterator

from kesu.correspondence.carriers import Envelope, NotNow, Rejected, Unreachable
from kesu.foundation.mail import MailSettings

PATIENCE_SECONDS = 12.0
"""For each answer of the server."""
_CLOSING = 421
_LONGEST = 200
_FAULTS = (OSError, smtplib.SMTPException, ValueError)


class Smtp:
    """One connection to the server of the settings."""

    def __init__(self, mail: MailSettings) -> None:
        self._mail = mail
        self._link: smtplib.SMTP | None = None

    def open(self) -> None:
        """Connects, turns TLS on, signs in. Errors: ``Unreachable``."""
        try:
            self._link = self._connect()
            self._enter(self._link)
        except _FAULTS as fault:
            self.close()
            raise Unreachable(self._said(fault)) from None

    def _connect(self) -> smtplib.SMTP:
        link = _link(self._mail)
        self._link = link
        code, said = link.connect(self._mail.host, self._mail.port)
        if code != 220:
            raise smtplib.SMTPConnectError(code, said)
        return link

    def _enter(self, link: smtplib.SMTP) -> None:
        if self._mail.starttls:
            link.starttls(context=ssl.create_default_context())
        link.ehlo_or_helo_if_needed()
        if self._mail.user:
            link.login(self._mail.user, self._mail.password)

    def send(self, envelope: Envelope) -> None:
        """Errors: ``Unreachable``, ``NotNow``, ``Rejected``."""
        assert self._link is not None
        try:
            self._hand_over(self._link, envelope)
        except _FAULTS as fault:
            raise Unreachable(self._said(fault)) from None

    def _hand_over(self, link: smtplib.SMTP, envelope: Envelope) -> None:
        # That we may send at all is no matter of this letter.
        code, said = link.mail(self._mail.sender)
        if code != 250:
            raise smtplib.SMTPResponseException(code, said)
        self._judge(link, *link.rcpt(envelope.recipient), envelope)
        try:
            answer: tuple[int, bytes | str] = link.data(envelope.content)
        except smtplib.SMTPDataError as fault:
            answer = fault.smtp_code, fault.smtp_error
        self._judge(link, *answer, envelope)

    def _judge(self, link: smtplib.SMTP, code: int, said: bytes | str, envelope: Envelope) -> None:
        if code in (250, 251):
            return
        fault = smtplib.SMTPResponseException(code, said)
        if code == _CLOSING:
            raise fault
        link.rset()
        words = self._said(fault, envelope.recipient)
        raise Rejected(words) if code >= 500 else NotNow(words)

    def close(self) -> None:
        """Says good-bye where somebody still listens."""
        link, self._link = self._link, None
        if link is None:
            return
        try:
            link.quit()
        except (OSError, smtplib.SMTPException):
            link.close()

    def abort(self) -> None:
        """Ends whatever waits for an answer."""
        link = self._link
        wire = getattr(link, "sock", None)
        if wire is not None:
            try:
                wire.shutdown(socket.SHUT_RDWR)
            except OSError:
                return

    def _said(self, fault: Exception, recipient: str = "") -> str:
        """What went wrong, without what must not stand in a log: the password, the recipient."""
        if isinstance(fault, smtplib.SMTPResponseException):
            said = fault.smtp_error
            text = said.decode(errors="replace") if isinstance(said, bytes) else said
            words = f"{fault.smtp_code} {text}"
        elif isinstance(fault, ValueError) and not isinstance(fault, OSError):
            words = type(fault).__name__  # its words quote what it stumbled over
        else:
            words = f"{type(fault).__name__}: {fault}"
        # The longest first: the password alone may stand inside what was sent to sign in.
        for secret in sorted(self._secrets(recipient), key=len, reverse=True):
            words = words.replace(secret, "…")
        shown = "".join(letter if letter.isprintable() else " " for letter in words)
        return " ".join(shown.split())[:_LONGEST]

    def _secrets(self, recipient: str) -> Iterator[str]:
        user, password = self._mail.user, self._mail.password
        if password:
            yield password
            for text in (password, f"\0{user}\0{password}"):
                yield base64.b64encode(text.encode()).decode()
        if recipient:
            yield recipient


def _link(mail: MailSettings) -> smtplib.SMTP:
    """Not connected yet. It is told our name: its own idea of it would ask the DNS, which may be
    away with all the rest.
    """
    if not mail.secure:
        link = smtplib.SMTP(local_hostname=mail.domain, timeout=PATIENCE_SECONDS)
    else:
        link = smtplib.SMTP_SSL(
            local_hostname=mail.domain,
            timeout=PATIENCE_SECONDS,
            context=ssl.create_default_context(),
        )
    # What the certificate is held against; smtplib takes it from its first argument alone,
    # with which it would connect at once and leave nothing to abort.
    link._host = mail.host  # type: ignore[attr-defined]
    return link
