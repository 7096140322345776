"""kesu delegate grant, revoke and list."""

import pytest

from tests.door import Server

pytestmark = pytest.mark.door


@pytest.mark.req("A17")
def test_authority_is_lent_listed_and_taken_back(server: Server) -> None:
    server.hire("lender", rank="manager")
    server.hire("borrower", rank="agent", supervisor="lender")
    words = ("--by", "lender", "--to", "borrower", "--amount", "20000", "--type", "1")
    asked = (*words, "--until", "2090-12-31", "--solvable", "是")
    no = server.cli("delegate", "grant", *asked, "--controlled", "否")
    assert (no.returncode, no.stdout, no.stderr.startswith("tests: ")) == (2, "", True)
    lent = server.cli("delegate", "grant", *asked, "--controlled", "是")
    assert lent.returncode == 0, lent.stderr
    number = lent.stdout.strip()
    (line,) = server.cli("delegate", "list").stdout.splitlines()
    assert line.split("\t")[:7] == [
        number,
        "有效",
        "lender",
        "borrower",
        "compensation",
        "20000",
        "1",
    ]
    assert server.cli("delegate", "revoke", number, "--by", "borrower").returncode == 1
    assert server.cli("delegate", "revoke", number, "--by", "lender").returncode == 0
    assert "已收回" in server.cli("delegate", "list").stdout
    again = server.cli("delegate", "revoke", number, "--by", "lender")
    assert (again.returncode, again.stderr.startswith("delegation: ")) == (2, True)


@pytest.mark.req("A17")
def test_a_day_that_is_none_and_an_answer_that_is_none_are_said(server: Server) -> None:
    words = ("--by", "x", "--to", "y", "--amount", "1", "--controlled", "yes")
    day = server.cli("delegate", "grant", *words, "--until", "morgen", "--solvable", "yes")
    answer = server.cli("delegate", "grant", *words, "--until", "2090-01-01", "--solvable", "?")
    assert (day.returncode, "--until" in day.stderr) == (2, True)
    assert (answer.returncode, "--solvable" in answer.stderr) == (2, True)
