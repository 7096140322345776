"""What the environment says of mail: usable, or one line that names the variable."""

from pathlib import Path

import pytest

from kesu.foundation.environment import UnusableEnvironment
from kesu.foundation.mail import address_of_the_house, mail

FROM = {"KESU_MAIL_FROM": "客诉中心 <care@kesu.test>"}


def test_nothing_said_is_no_mail() -> None:
    assert mail({}) is None


def test_a_whole_url() -> None:
    url = "smtp://care%40kesu.test:p%3Aw@mail.kesu.test:2525"
    found = mail({"KESU_SMTP_URL": url, **FROM, "KESU_MAIL_REPLY": "answer@kesu.test"})
    assert found is not None
    assert (found.host, found.port, found.user, found.password) == (
        "mail.kesu.test",
        2525,
        "care@kesu.test",
        "p:w",
    )
    assert (found.sender, found.sender_name, found.reply, found.domain) == (
        "care@kesu.test",
        "客诉中心",
        "answer@kesu.test",
        "kesu.test",
    )


@pytest.mark.req("E12")
@pytest.mark.parametrize(
    ("url", "port", "secure", "starttls"),
    [
        ("smtp://mail.kesu.test", 587, False, True),
        ("smtp://mail.kesu.test?starttls=required", 587, False, True),
        ("smtp://mail.kesu.test?starttls=off", 587, False, False),
        ("smtps://mail.kesu.test", 465, True, False),
        ("smtp://127.0.0.1:25", 25, False, False),
        ("smtp://[::1]:25", 25, False, False),
        ("smtp://localhost", 587, False, False),
        ("smtp://localhost?starttls=required", 587, False, True),
        ("smtp://127.0.0.1.kesu.test", 587, False, True),
    ],
)
def test_tls_is_asked_for_off_loopback(url: str, port: int, secure: bool, starttls: bool) -> None:
    found = mail({"KESU_SMTP_URL": url, **FROM})
    assert found is not None
    assert (found.port, found.secure, found.starttls) == (port, secure, starttls)


def test_the_url_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "url"
    file.write_text("smtp://u:p@mail.kesu.test\n", encoding="utf-8")
    found = mail({"KESU_SMTP_URL_FILE": str(file), **FROM})
    assert found is not None
    assert found.password == "p"


@pytest.mark.req("E9")
@pytest.mark.parametrize(
    "url",
    [
        "http://u:S3cret@mail.kesu.test",
        "smtp://u:S3cret@",
        "smtp://u:S3cret@mail.kesu.test:99999",
        "smtp://u:S3cret@mail.kesu.test:x",
        "smtp://u:S3cret@mail.kesu.test/path",
        "smtp://u:S3cret@mail.kesu.test?starttls=maybe",
        "smtp://u:S3cret@mail.kesu.test?tls=off",
        "smtp://u:S3cret@mail.kesu.test?starttls=off",
        "smtp://:S3cret@mail.kesu.test",
        "S3cret",
        "smtp://u:S3cret@[bad",
        "smtp://u:S3cret@mail\x07.kesu.test",
    ],
)
def test_a_url_that_cannot_be_used_is_named_and_not_shown(url: str) -> None:
    with pytest.raises(UnusableEnvironment) as caught:
        mail({"KESU_SMTP_URL": url, **FROM})
    said = str(caught.value)
    assert said.startswith("KESU_SMTP_URL: ")
    assert ("S3cret" in said, "\n" in said) == (False, False)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("KESU_MAIL_FROM", ""),
        ("KESU_MAIL_FROM", "care"),
        ("KESU_MAIL_FROM", "care@kesu.test\nBcc: x@y.test"),
        ("KESU_MAIL_FROM", "关怀@kesu.test"),
        ("KESU_MAIL_REPLY", "nobody"),
        ("KESU_MAIL_REPLY", "x" * 27 + "@kesu.test"),
        ("KESU_SMTP_URL_FILE", "/nowhere/at/all"),
    ],
)
def test_any_other_fault_names_its_variable(variable: str, value: str) -> None:
    environ = {"KESU_SMTP_URL": "smtp://localhost", **FROM, variable: value}
    with pytest.raises(UnusableEnvironment, match=f"^{variable}: "):
        mail(environ)


@pytest.mark.parametrize(
    ("environ", "address"),
    [
        ({}, ""),
        ({"KESU_URL": "https://kesu.test/"}, "https://kesu.test"),
        ({"KESU_HOSTS": "kesu.test,other.test"}, "http://kesu.test"),
        ({"KESU_HOSTS": "*"}, ""),
        ({"KESU_HOSTS": ".kesu.test"}, ""),
    ],
)
def test_where_people_open_the_house(environ: dict[str, str], address: str) -> None:
    assert address_of_the_house(environ) == address


def test_an_address_of_the_house_that_is_none() -> None:
    with pytest.raises(UnusableEnvironment, match=r"^KESU_URL: "):
        address_of_the_house({"KESU_URL": "kesu.test"})
