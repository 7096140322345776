"""Who may look at what is watched, and who settles it. Pure."""

from kesu.complaints.permissions.table import replaced
from kesu.people.rules import Person
from kesu.policy.codes import Flag


def may_read_signals(person: Person) -> bool:
    """Everybody who handles complaints, and auditors. A chat tells who the customer is, which a
    liaison never learns; administrators read nothing of customers.
    """
    return Flag.auditor in person.flags or not replaced(person)


def may_settle_signals(person: Person) -> bool:
    """Everybody who handles complaints: a warning waits for nobody in particular (A22)."""
    return not replaced(person)


def may_tell(person: Person) -> bool:
    """Who brings in what other systems know: chats and orders. Auditors and liaisons bring in
    nothing.
    """
    return not person.flags & {Flag.auditor, Flag.liaison}
