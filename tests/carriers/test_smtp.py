"""SMTP against a real server: TLS or nothing, and no secret in what is said of a fault."""

import base64
import ssl
import threading
import time
from typing import Any

import pytest

from kesu.carriers import smtp
from kesu.correspondence.carriers import Envelope, NotNow, Rejected, Unreachable
from kesu.foundation.mail import MailSettings
from tests.correspondence.office import settings_for
from tests.door.smtp import Mode, Smtp

PASSWORD = "Geheim-9-密"
ASCII = "Geheim-9-%s"
LETTER = Envelope(
    "lin@customer.test", b"Message-ID: <1@kesu.test>\r\nSubject: x\r\n\r\n.\r\n..x\r\n"
)


def carry(mail: MailSettings, *letters: Envelope) -> None:
    """One connection, these letters."""
    one = smtp.Smtp(mail)
    one.open()
    try:
        for letter in letters or (LETTER,):
            one.send(letter)
    finally:
        one.close()


def test_a_letter_arrives_as_it_is_over_one_connection() -> None:
    with Smtp() as office:
        carry(settings_for(office), LETTER, LETTER)
        assert (office.copies(), office.connections) == ([2], 1)
        assert office.one().get_payload() == ".\r\n..x\r\n"


@pytest.mark.req("E12")
def test_without_starttls_nothing_is_said_in_the_clear() -> None:
    with Smtp() as office, pytest.raises(Unreachable, match="STARTTLS"):
        carry(settings_for(office, starttls=True))
    assert office.messages == {}


@pytest.mark.req("E12")
def test_starttls_with_a_certificate_that_is_trusted(tls: ssl.SSLContext, trusted: None) -> None:
    with Smtp(tls=tls) as office:
        carry(settings_for(office, starttls=True))
        assert office.copies() == [1]


@pytest.mark.req("E12")
@pytest.mark.parametrize("secure", [False, True])
def test_a_certificate_that_nobody_knows_is_refused(tls: ssl.SSLContext, secure: bool) -> None:
    with Smtp(tls=tls, secure=secure) as office, pytest.raises(Unreachable, match="CERTIFICATE"):
        carry(settings_for(office, starttls=not secure, secure=secure))
    assert office.messages == {}


@pytest.mark.req("E12")
def test_a_certificate_of_another_name_is_refused(tls: ssl.SSLContext, trusted: None) -> None:
    with Smtp(tls=tls) as office, pytest.raises(Unreachable, match=r"(?i)certificate"):
        carry(settings_for(office, host="localhost", starttls=True))


def test_tls_from_the_first_byte(tls: ssl.SSLContext, trusted: None) -> None:
    with Smtp(tls=tls, secure=True) as office:
        carry(settings_for(office, secure=True))
        assert office.copies() == [1]


def test_signing_in(tls: ssl.SSLContext, trusted: None) -> None:
    with Smtp(tls=tls, login=("care", "right")) as office:
        carry(settings_for(office, starttls=True, user="care", password="right"))
        assert office.copies() == [1]


@pytest.mark.req("E9")
@pytest.mark.parametrize("password", [PASSWORD, *(ASCII % number for number in range(50))])
def test_a_refused_sign_in_says_no_password(
    tls: ssl.SSLContext, trusted: None, password: str
) -> None:
    match = r"^(535|UnicodeEncodeError)"
    login = ("care", "right")
    with Smtp(tls=tls, login=login) as office, pytest.raises(Unreachable, match=match) as caught:
        carry(settings_for(office, starttls=True, user="care", password=password))
    said = f"{caught.value!s} {caught.value!r} {caught.value.__cause__!r}"
    encoded = base64.b64encode(password.encode()).decode()
    assert not any(secret in said for secret in (password, encoded, "密", "\\u5bc6"))


@pytest.mark.req("E9")
def test_what_a_server_repeats_of_a_password_is_left_out() -> None:
    mail = settings_for(_NOWHERE, user="care", password="S3cret")
    echoed = base64.b64encode(b"\0care\0S3cret").decode()
    fault = smtp.smtplib.SMTPAuthenticationError(535, f"S3cret {echoed} no".encode())
    assert smtp.Smtp(mail)._said(fault) == "535 … … no"
    assert "S3cret" not in repr(mail)


@pytest.mark.parametrize(
    ("mode", "kind", "said"),
    [
        (Mode.temporary, NotNow, "451 4.3.0 <…> try again later"),
        (Mode.permanent, Rejected, "550 5.1.1 <…> no such person"),
        (Mode.drop_after_data, Unreachable, "Connection unexpectedly closed"),
    ],
)
def test_what_stands_in_the_way_of_a_letter(mode: Mode, kind: type[Exception], said: str) -> None:
    with Smtp(mode=mode) as office, pytest.raises(kind) as caught:
        carry(settings_for(office))
    assert said in str(caught.value)


@pytest.mark.parametrize("mode", [Mode.refuse, Mode.busy, Mode.hang])
def test_a_way_that_is_closed(mode: Mode, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "PATIENCE_SECONDS", 0.3)
    with Smtp(mode=mode) as office, pytest.raises(Unreachable):
        carry(settings_for(office))


def test_one_refusal_does_not_spoil_the_connection() -> None:
    other = Envelope("no@customer.test", LETTER.content)
    with Smtp(refused_for=[other.recipient]) as office:
        one = smtp.Smtp(settings_for(office))
        one.open()
        with pytest.raises(Rejected):
            one.send(other)
        one.send(LETTER)
        one.close()
        assert (office.recipients, office.connections) == (["lin@customer.test"], 1)


def test_a_server_that_means_nothing_by_what_it_says_is_cut_off() -> None:
    with Smtp(mode=Mode.drip) as office:
        one, faults = smtp.Smtp(settings_for(office)), []

        def wait() -> None:
            try:
                one.open()
            except Unreachable as fault:
                faults.append(fault)

        thread = threading.Thread(target=wait, daemon=True)
        thread.start()
        until = time.monotonic() + 10
        while thread.is_alive() and time.monotonic() < until:
            one.abort()
            thread.join(0.1)
        assert (thread.is_alive(), len(faults)) == (False, 1)


class _Nowhere:
    port = 9


_NOWHERE: Any = _Nowhere()
