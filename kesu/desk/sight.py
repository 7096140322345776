"""All of the house that decides which complaints a list shows a reader, as one plain value.

Whoever asks the same question with the same sight gets the same words to the database, so that
they are put together once (``desk.prepared``).
"""

from dataclasses import dataclass

from kesu.people.models import UNASSIGNED
from kesu.people.rules import People, Person, direct_supervisor, supervisor_away, team
from kesu.policy.codes import Rank, ranks_from

SUPERVISORS = ranks_from(Rank.supervisor)


@dataclass(frozen=True)
class Sight:
    """A reader and what they stand among, by ids. ``nobody``: the rows that stand for no owner yet.
    ``lent``: of whom in the team the supervisor is away, each with who stands in their place.
    """

    reader: Person
    team: tuple[int, ...]
    departments: tuple[tuple[str, tuple[int, ...]], ...]
    nobody: tuple[int, ...]
    lent: tuple[tuple[int, int | None], ...]

    def of_department(self, code: str) -> tuple[int, ...]:
        """Everybody of a department."""
        return next((ids for one, ids in self.departments if one == code), ())

    @property
    def colleagues(self) -> tuple[int, ...]:
        """Everybody of the reader's department."""
        return self.of_department(self.reader.department)


def sight_of(reader: Person, people: People) -> Sight:
    """What the reader stands among, at the moment of ``people``."""
    departments: dict[str, list[int]] = {}
    for one in people.values():
        departments.setdefault(one.department, []).append(one.id)
    under = tuple(sorted(team(people, reader.id)))
    return Sight(
        reader=reader,
        team=under,
        departments=tuple((code, tuple(sorted(ids))) for code, ids in sorted(departments.items())),
        nobody=tuple(one.id for one in people.values() if one.sign_in == UNASSIGNED),
        lent=_lent(under, people) if reader.rank == Rank.lead else (),
    )


def _lent(under: tuple[int, ...], people: People) -> tuple[tuple[int, int | None], ...]:
    """A lead acts for the supervisor who is away (E49)."""
    return tuple(
        (one, direct_supervisor(people, one, ranks=SUPERVISORS))
        for one in under
        if supervisor_away(people, one, ranks=SUPERVISORS)
    )
