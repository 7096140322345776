"""Who may do what: every verb, person and relation against DOMAIN's table, written out again."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest

from kesu.complaints import permissions
from kesu.complaints.permissions import Tie
from kesu.journeys.verb import registry
from kesu.people.rules import Person

RANKS = ("agent", "senior", "lead", "supervisor", "manager", "director")
FLAGS = ("", "liaison", "auditor", "admin", "quality", "head", "legal", "finance")

# Columns: read, contact and note, work, approve, transfer, reveal, journal. "-" is no right.
LINES = {
    "agent": "department any own - own own own",
    "senior": "department any own - own own own",
    "lead": "team any team team team team team",
    "supervisor": "department any department department department department department",
    "manager": "all any own all all all all",
    "director": "all any own all all all all",
    "liaison": "asked asked - - - - -",
    "auditor": "all - - - - - all",
    "admin": "- - - - - - -",
}
COLUMNS = ("read", "contact", "work", "approve", "transfer", "reveal", "journal")
VERBS_OF = {
    "contact": "contact note emotion promise keep_promise progress evidence urge identify freeze "
    "report acknowledge reopen",
    "approve": "approve return cool extend grant_remedy",
    "transfer": "transfer hand_over dedicate",
    "feedback": "feedback send_back measure",
}
OF_RISK = {"investigate", "amend_account", "unfreeze"}
SUPERIORS_TOO = {"escalate", "mark_urgent", "exposure", "regulator", "dispose", "archive"}

# A relation is a set of words; what it means for a tie stands in ``tie_of``.
RELATIONS = {
    "owner": {"owner", "department"},
    "risk owner elsewhere": {"risk owner"},
    "dedicated elsewhere": {"dedicated"},
    "lodger": {"lodger", "department"},
    "contact taker elsewhere": {"contact taker"},
    "under me": {"under me", "department"},
    "under me elsewhere": {"under me"},
    "same department": {"department"},
    "proposer": {"proposer", "department"},
    "proposer under me": {"proposer", "department", "under me"},
    "asked": {"asked"},
    "asked and same department": {"asked", "department"},
    "advising": {"advising"},
    "advising and lodger": {"advising", "lodger"},
    "paying": {"paying"},
    "stranger": set(),
}
READ_ONLY = {"auditor", "admin"}
RESPONSIBLE = {"owner", "risk owner", "dedicated"}
INVOLVED = RESPONSIBLE | {"lodger", "contact taker"}


def people() -> Iterator[tuple[str, str, Person]]:
    for rank, flag in product(RANKS, FLAGS):
        person = Person(
            id=1,
            sign_in="",
            full_name="",
            agent_no="",
            rank=rank,
            department="service",
            flags=frozenset({flag} - {""}),
            supervisor=None,
            presence="present",
            active=True,
        )
        yield rank, flag, person


def circumstances() -> Iterator[frozenset[str]]:
    extras = product(("restricted", ""), ("supervisor away", ""), ("accused", ""))
    for relation, extra in product(RELATIONS.values(), extras):
        yield frozenset(relation | set(extra)) - {""}


def tie_of(words: frozenset[str]) -> Tie:
    return Tie(
        accused="accused" in words,
        owner="owner" in words,
        proposer="proposer" in words,
        responsible=bool(words & RESPONSIBLE),
        involved=bool(words & INVOLVED),
        superior="under me" in words,
        team="under me" in words,
        department="department" in words,
        asked="asked" in words,
        advising="advising" in words,
        paying="paying" in words,
        acting="supervisor away" in words,
        restricted="restricted" in words,
    )


def line_of(rank: str, flag: str) -> dict[str, str]:
    """Liaison, auditor and admin put their line in place of the rank's."""
    name = flag if flag in LINES else rank
    line = dict(zip(COLUMNS, LINES[name].split(), strict=True))
    return {**line, "export": line["journal"]}


def reaches(rank: str, flag: str, column: str, words: frozenset[str]) -> bool:
    """The table's word, read literally: own is part of every wider scope, but nobody approves
    what is only theirs; restricted ones are for the owner, their chain, and director and auditor.
    """
    if "accused" in words:
        return False
    name = flag if flag in LINES else rank
    secret = "restricted" in words and name not in ("director", "auditor")
    if secret and not words & (RESPONSIBLE | {"under me"}):
        return False
    scope = "asked" if column == "feedback" else line_of(rank, flag)[column]
    if column == "feedback" and name in ("auditor", "admin"):
        return False
    own = RESPONSIBLE if column in ("work", "transfer") else INVOLVED
    mine = bool(words & own) and column != "approve"
    return {
        "-": False,
        "own": mine,
        "team": mine or "under me" in words,
        "department": mine or "department" in words,
        "asked": "asked" in words,
        "any": True,
        "all": True,
    }[scope]


def advises(flag: str, words: frozenset[str]) -> bool:
    """Who is asked for an opinion answers, unless it is restricted and not theirs to know."""
    known = "restricted" not in words or bool(words & (RESPONSIBLE | {"under me"}))
    return "advising" in words and known and "accused" not in words and flag not in READ_ONLY


def expected(verb: str, rank: str, flag: str, words: frozenset[str]) -> bool:
    if verb == "opinion":
        return advises(flag, words)
    if verb == "pay":
        return flag == "finance" and "paying" in words and "accused" not in words
    if verb == "coach" and rank in ("agent", "senior"):
        return False
    if verb == "review":
        known = rank != "agent" and flag not in LINES
        return known and may_read(rank, flag, "read", words)
    if verb == "score_attitude":
        scores = flag == "quality" or rank in ("supervisor", "manager", "director")
        return scores and flag not in LINES and may_read(rank, flag, "read", words)
    if verb in OF_RISK:
        return False  # nobody here is of the risk department
    column = next((name for name, verbs in VERBS_OF.items() if verb in verbs.split()), "work")
    if verb in SUPERIORS_TOO and "under me" in words and flag not in LINES:
        return "accused" not in words
    present = rank == "lead" and "supervisor away" not in words
    if column == "approve" and (present or words & {"owner", "proposer"}):
        return False
    return reaches(rank, flag, column, words)


def differing(asked: str) -> list[tuple[str, str, str, list[str]]]:
    """The cells where the code and the table disagree about one verb."""
    return [
        (asked, rank, flag, sorted(words))
        for rank, flag, person in people()
        for words in circumstances()
        if permissions.may(asked, person, tie_of(words)) != expected(asked, rank, flag, words)
    ]


@pytest.mark.req("E09", "E36", "E41", "E49")
@pytest.mark.parametrize("verb", sorted(registry()))
def test_everybody_may_exactly_what_the_table_says(verb: str) -> None:
    assert differing(verb) == []


QUESTIONS = {
    "read": permissions.may_see,
    "reveal": permissions.may_reveal,
    "journal": permissions.may_read_journal,
    "export": permissions.may_export,
}


@pytest.mark.req("E36", "E49")
@pytest.mark.parametrize("column", sorted(QUESTIONS))
def test_everybody_reads_exactly_what_the_table_says(column: str) -> None:
    wrong = [
        (rank, flag, sorted(words))
        for rank, flag, person in people()
        for words in circumstances()
        if QUESTIONS[column](person, tie_of(words)) != may_read(rank, flag, column, words)
    ]
    assert wrong == []


def may_read(rank: str, flag: str, column: str, words: frozenset[str]) -> bool:
    """Quality also reads every case, but of the restricted only their own and their chain's."""
    known = "restricted" not in words or bool(words & (RESPONSIBLE | {"under me"}))
    scored = flag == "quality" and column == "read" and known and "accused" not in words
    asked = column == "read" and advises(flag, words)
    return scored or asked or reaches(rank, flag, column, words)


@pytest.mark.req("E49")
def test_the_accused_may_nothing_whatever_else_they_are() -> None:
    every = tie_of(frozenset({"accused", "under me", "department", "asked"} | INVOLVED))
    rights = [
        (verb, person.rank, flag)
        for verb in registry()
        for _, flag, person in people()
        if permissions.may(verb, person, every) or permissions.may_see(person, every)
    ]
    assert rights == []


@pytest.mark.req("E60")
@pytest.mark.parametrize("verb", sorted(OF_RISK))
def test_only_the_risk_department_touches_an_account(verb: str) -> None:
    wrong = [
        (rank, flag, sorted(words))
        for rank, flag, person in people()
        for words in circumstances()
        if permissions.may(verb, replace(person, department="risk"), tie_of(words))
        != of_risk(rank, flag, words)
    ]
    assert wrong == []


def of_risk(rank: str, flag: str, words: frozenset[str]) -> bool:
    """Who reads the case, or was asked about it; the accused and flags with a line of their own
    may not.
    """
    if "accused" in words or flag in LINES:
        return False
    asked = "asked" in words and "restricted" not in words
    return asked or may_read(rank, flag, "read", words)


@pytest.mark.req("B06")
def test_who_has_no_line_to_export_is_told_from_who_finds_nothing() -> None:
    without = {flag for _, flag, person in people() if not permissions.may_export_something(person)}
    assert without == {"liaison", "admin"}


@pytest.mark.req("E41")
def test_first_receiver_duty_opens_contact_to_who_may_not_read() -> None:
    stranger = next(person for rank, flag, person in people() if (rank, flag) == ("agent", ""))
    asked = ("contact", "note", "accept", "transfer", "approve")
    known = {verb: permissions.may_know(verb, stranger, Tie()) for verb in asked}
    assert known == {
        "contact": True,
        "note": True,
        "accept": False,
        "transfer": False,
        "approve": False,
    }


@pytest.mark.req("E49")
def test_everybody_but_the_auditor_lodges() -> None:
    refused = {flag for _, flag, person in people() if not permissions.may_lodge(person)}
    assert refused == {"auditor"}


@pytest.mark.req("E09")
def test_a_lead_approves_for_an_absent_supervisor_only() -> None:
    lead = next(person for rank, flag, person in people() if (rank, flag) == ("lead", ""))
    under = {"under me", "department"}
    present, away = tie_of(frozenset(under)), tie_of(frozenset(under | {"supervisor away"}))
    answers = (permissions.may("approve", lead, present), permissions.may("approve", lead, away))
    assert answers == (False, True)


@pytest.mark.req("E09")
def test_taking_a_call_makes_nobody_an_approver() -> None:
    elsewhere = next(p for rank, flag, p in people() if (rank, flag) == ("supervisor", ""))
    assert not permissions.may("approve", elsewhere, Tie(involved=True))
