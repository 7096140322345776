"""What is kept of a fault of the machine for people to read: never the row it happened on.

PostgreSQL says with what it refuses which values failed, and those may be a customer's words.
"""


def kept_of(fault: BaseException) -> str:
    """The class with what the database calls it (its code and the constraint), else with the first
    line of what it says.
    """
    name, below = type(fault).__name__, fault.__cause__
    code = getattr(below, "sqlstate", None)
    if code:
        constraint = getattr(getattr(below, "diag", None), "constraint_name", None)
        return " ".join(filter(None, (name, str(code), constraint)))
    return f"{name}: {first_line(str(fault))}"


def first_line(text: str) -> str:
    """What stands before the details of a database, on one line."""
    lines = text.partition("DETAIL:")[0].strip().splitlines()
    return lines[0].strip() if lines else ""
