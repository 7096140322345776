"""How mail leaves this house: what ``KESU_SMTP_URL`` and its neighbours in the environment say."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from kesu.foundation.addresses import LONGEST_REPLY_NAME, is_address
from kesu.foundation.environment import UnusableEnvironment, flag

_URL = "KESU_SMTP_URL"
_EXPECTED = "expected smtp://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST:465"
_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class MailSettings:
    """The server, and who writes. ``secure``: TLS from the first byte; ``starttls``: TLS before
    anything is said. The password is never part of what is printed.
    """

    host: str
    port: int
    secure: bool
    starttls: bool
    sender: str
    sender_name: str
    reply: str
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def domain(self) -> str:
        """Where our letters come from."""
        return self.sender.rpartition("@")[2]


def mail(environ: Mapping[str, str] | None = None) -> MailSettings | None:
    """The settings of outgoing mail; None where no server is named.

    Errors: ``UnusableEnvironment`` naming the variable and what was expected; it never holds the
    value, for that has a password in it.
    """
    environ = os.environ if environ is None else environ
    url = _given(environ)
    if not url:
        return None
    parts = _parts(url)
    host, user, password = parts.hostname or "", unquote(parts.username or ""), _password(parts)
    starttls = _starttls(parts, host)
    if user and not (starttls or parts.scheme == "smtps" or _is_here(host)):
        raise UnusableEnvironment(f"{_URL}: a password would go in the clear; drop starttls=off")
    name, sender = _address(environ, "KESU_MAIL_FROM")
    reply = _address(environ, "KESU_MAIL_REPLY")[1] if environ.get("KESU_MAIL_REPLY") else sender
    if len(reply.partition("@")[0]) > LONGEST_REPLY_NAME:
        expected = f"at most {LONGEST_REPLY_NAME} characters before the @"
        raise UnusableEnvironment(f"KESU_MAIL_REPLY: expected {expected}")
    return MailSettings(
        host=host,
        port=parts.port or _PORTS[parts.scheme],
        secure=parts.scheme == "smtps",
        starttls=starttls,
        sender=sender,
        sender_name=name,
        reply=reply,
        user=user,
        password=password,
    )


def address_of_the_house(environ: Mapping[str, str] | None = None) -> str:
    """``KESU_URL``, where people open Kesu, without a slash behind; else made from the first of
    ``KESU_HOSTS``; "" when nobody said. Errors: ``UnusableEnvironment``.
    """
    environ = os.environ if environ is None else environ
    said = environ.get("KESU_URL", "").strip()
    if said:
        parts = urlsplit(said)
        if parts.scheme not in ("http", "https") or not parts.hostname or not said.isprintable():
            raise UnusableEnvironment("KESU_URL: expected https://kesu.example.org")
        return said.rstrip("/")
    first = environ.get("KESU_HOSTS", "").partition(",")[0].strip()
    if not first or first.startswith((".", "*")):
        return ""
    return f"{'https' if flag('KESU_HTTPS') else 'http'}://{first}"


def _given(environ: Mapping[str, str]) -> str:
    file = environ.get(f"{_URL}_FILE", "")
    if not file:
        return environ.get(_URL, "").strip()
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise UnusableEnvironment(f"{_URL}_FILE: cannot be read") from None


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in _PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or parts.path.strip("/") or parts.fragment or not url.isprintable():
        raise UnusableEnvironment(f"{_URL}: {_EXPECTED}")
    return parts


def _password(parts: SplitResult) -> str:
    password = unquote(parts.password or "")
    if bool(password) != bool(parts.username):
        raise UnusableEnvironment(f"{_URL}: {_EXPECTED}, name and password or neither")
    return password


def _starttls(parts: SplitResult, host: str) -> bool:
    """Required off loopback unless it says otherwise; never a matter of what the server offers."""
    said = dict(parse_qsl(parts.query, keep_blank_values=True))
    word = said.pop("starttls", "")
    if said or word not in ("", "required", "off"):
        raise UnusableEnvironment(f"{_URL}: expected ?starttls=required or ?starttls=off")
    if parts.scheme == "smtps":
        return False
    return word == "required" or (word == "" and not _is_here(host))


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _address(environ: Mapping[str, str], variable: str) -> tuple[str, str]:
    said = environ.get(variable, "").strip()
    name, address = parseaddr(said)
    if not is_address(address) or not said.isprintable():
        raise UnusableEnvironment(f"{variable}: expected an address such as care@example.org")
    return name, address
