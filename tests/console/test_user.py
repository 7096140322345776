"""kesu user create and kesu token create, while a server runs."""

import pytest

from kesu.policy.codes import Flag, Rank
from tests.door import Server

pytestmark = pytest.mark.door


def _create(
    server: Server, name: str, *words: str, input: str | None = None
) -> tuple[int, str, str]:
    done = server.cli("user", "create", "--name", name, *words, input=input)
    return done.returncode, done.stdout, done.stderr


def test_a_password_is_made_and_printed(server: Server) -> None:
    status, password, _ = _create(server, "anna", "--rank", "agent", "--department", "service")
    assert (status, len(password.split()), len(password.strip()) >= 12) == (0, 1, True)


def test_a_password_given_is_not_printed(server: Server) -> None:
    words = ("--rank", "lead", "--department", "service", "--password-stdin")
    status, out, err = _create(server, "bruno", *words, input="vorsicht-vorsicht\n")
    assert (status, out, "vorsicht" in err) == (0, "", False)


def test_a_weak_password_is_refused(server: Server) -> None:
    words = ("--rank", "lead", "--department", "service", "--password-stdin")
    status, _, err = _create(server, "weak", *words, input="password\n")
    assert (status, err.startswith("--password-stdin: ")) == (2, True)


def test_a_refused_value_is_told_by_the_name_of_its_option(server: Server) -> None:
    words = ("--rank", "king", "--department", "service", "--supervisor", "nobody")
    status, _, err = _create(server, "a b", *words)
    assert (status, err.startswith("--name: ")) == (2, True)
    status, _, err = _create(server, "otto", *words[:2], "--department", "service", *words[4:])
    assert (status, {line.split(":")[0] for line in err.splitlines()}) == (
        2,
        {"--rank", "--supervisor"},
    )


def test_an_unknown_rank_is_refused_with_the_known_ones(server: Server) -> None:
    status, _, err = _create(server, "carl", "--rank", "king", "--department", "service")
    assert (status, [rank for rank in Rank if rank not in err]) == (2, [])


def test_an_unknown_flag_is_refused_with_the_known_ones(server: Server) -> None:
    words = ("--rank", "agent", "--department", "legal", "--flags", "legal,hero")
    status, _, err = _create(server, "dora", *words)
    assert (status, [flag for flag in Flag if flag not in err]) == (2, [])


def test_an_unknown_department_is_made_and_said(server: Server) -> None:
    status, _, err = _create(server, "emil", "--rank", "agent", "--department", "warehouse")
    assert (status, "warehouse" in err) == (0, True)


def test_an_unknown_superior_is_refused(server: Server) -> None:
    words = ("--rank", "agent", "--department", "service", "--supervisor", "nobody")
    assert _create(server, "fritz", *words)[0] == 2


def test_a_name_that_is_taken_is_refused(server: Server) -> None:
    words = ("--rank", "agent", "--department", "service")
    assert [_create(server, name, *words)[0] for name in ("gerd", "GERD")] == [0, 2]


def test_a_token_is_printed_alone(server: Server) -> None:
    server.hire("hanna", rank="agent")
    done = server.cli("token", "create", "--user", "hanna")
    assert (done.returncode, len(done.stdout.split()), done.stderr) == (0, 1, "")


def test_a_token_for_nobody_is_refused(server: Server) -> None:
    done = server.cli("token", "create", "--user", "nobody")
    assert (done.returncode, done.stdout) == (2, "")
