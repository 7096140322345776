"""Who decides with what authority. Pure."""

from collections.abc import Collection

from kesu.people.rules import People, superiors


def mandate(
    *, limit: int | None, rank: str, urgent: bool, cost: int | None, clause_cited: bool
) -> str | None:
    """The mandate that approves a solution at once, as ``compensation:agent:5000``, or None (Q25).

    ``limit`` (分) is what the policy lets this rank approve for the type; None: nothing. Never for
    an urgent complaint, without a cost, over the limit, or without a clause.
    """
    if limit is None or urgent or cost is None or not clause_cited or cost > limit:
        return None
    return f"compensation:{rank}:{limit}"


def approvers(
    people: People, *, owner: int, ranks: Collection[str], accused: int | None
) -> list[int]:
    """The nearest superior of ``owner`` with one of ``ranks`` who is at work; one away counts when
    nobody else is there, the accused never does.
    """
    chain = [
        one for one in superiors(people, owner) if people[one].rank in ranks and one != accused
    ]
    there = [one for one in chain if people[one].reachable]
    return (there or chain)[:1]
