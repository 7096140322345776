"""kesu roster: a file of shifts, leave with a deputy, certificates, desks; while a server runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.door import Server

pytestmark = pytest.mark.door

GOOD = """人员,开始,结束,值班主管
wang,2026-02-14 08:00,2026-02-14 20:00,
zhao,2026-02-14 20:00,2026-02-15 08:00,是
"""
BAD = """人员,开始,结束
wang,2026-02-14 08:00,2026-02-14 07:00
nobody,2026-02-14 08:00,2026-02-14 20:00
zhao,someday,2026-02-14 20:00
"""


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A house of their own: once anybody holds a certificate for a type, nobody else is given such
    cases any more, and none can be taken back.
    """
    with Server(tmp_path_factory.mktemp("roster") / "home") as server:
        for name, rank in (("wang", "supervisor"), ("zhao", "supervisor"), ("li", "agent")):
            words = ("--name", name, "--rank", rank, "--department", "service")
            assert server.cli("user", "create", *words).returncode == 0
        yield server


def ask(server: Server, *words: str) -> tuple[int, str]:
    done = server.cli("roster", *words)
    return done.returncode, done.stderr


@pytest.mark.req("F15")
def test_a_roster_is_taken_in_once_however_often_it_comes(staffed: Server, tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    file.write_text(GOOD, encoding="utf-8")
    first, again = (ask(staffed, "import", str(file)) for _ in range(2))
    assert [status for status, _ in (first, again)] == [0, 0]
    assert ("2" in first[1], "0" in again[1]) == (True, True)


@pytest.mark.req("F15")
def test_a_roster_with_faults_names_every_row_and_takes_none(
    staffed: Server, tmp_path: Path
) -> None:
    file = tmp_path / "roster.csv"
    file.write_text(BAD, encoding="utf-8")
    status, said = ask(staffed, "import", str(file))
    places = [line.partition(":")[0] for line in said.splitlines()]
    assert (status, places) == (2, ["2.to", "3.person", "4.from"])


def test_a_file_without_the_columns_says_which(staffed: Server, tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    file.write_text("甲,乙\n1,2\n", encoding="utf-8")
    status, said = ask(staffed, "import", str(file))
    assert (status, [line.partition(":")[0] for line in said.splitlines()]) == (
        2,
        ["person", "from", "to"],
    )


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("--from", "2026-02-16", "--to", "2026-02-20", "--deputy", "zhao"), 0),
        (("--from", "2026-02-16", "--to", "2026-02-15", "--deputy", "zhao"), 2),
        (("--from", "2026-02-16", "--to", "2026-02-20", "--deputy", "wang"), 2),
        (("--from", "2026-02-16", "--to", "2026-02-20", "--deputy", "li"), 2),
        (("--from", "2026-02-16", "--to", "2026-02-20", "--deputy", "nobody"), 2),
        (("--from", "someday", "--to", "2026-02-20"), 2),
    ],
)
def test_leave_names_a_deputy_who_may_act_for_a_supervisor(
    words: tuple[str, ...], status: int, staffed: Server
) -> None:
    assert ask(staffed, "leave", "wang", *words)[0] == status


@pytest.mark.req("B24")
def test_certificates_are_for_types_that_there_are(staffed: Server) -> None:
    found = (
        ask(staffed, "certify", "li", "3", "1.2", "--until", "2027-01-31")[0],
        ask(staffed, "certify", "li", "9.9")[0],
        ask(staffed, "certify", "nobody", "3")[0],
    )
    assert found == (0, 2, 2)


@pytest.mark.req("B14")
def test_a_department_names_its_liaison_and_backup(staffed: Server) -> None:
    found = (
        ask(staffed, "desk", "service", "--liaison", "li", "--backup", "zhao")[0],
        ask(staffed, "desk", "moon", "--liaison", "li")[0],
        ask(staffed, "desk", "merchant", "--liaison", "nobody")[0],
    )
    assert found == (0, 2, 2)
