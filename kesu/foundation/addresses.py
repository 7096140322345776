"""E-mail addresses: which can be written to. Pure."""

import re

LONGEST_REPLY_NAME = 26
"""Before the @; what a case's own address adds leaves it within the 64 there may be."""

_NAME = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"({_NAME})@({_LABEL}(?:\.{_LABEL})*)", re.ASCII)


def is_address(text: str) -> bool:
    """Whether mail can be sent there as it stands: one address, plain ASCII, nothing around it."""
    found = _ADDRESS.fullmatch(text)
    return found is not None and len(found[1]) <= 64 and len(text) <= 254


def writable(text: str) -> str | None:
    """The address as it goes on the wire, a domain in Chinese as ``xn--``; None for none."""
    name, at, domain = text.strip().rpartition("@")
    try:
        wire = f"{name}@{domain.encode('idna').decode()}" if not domain.isascii() else text.strip()
    except UnicodeError:
        return None
    return wire if at and is_address(wire) else None
