"""What is said of rows that cannot come in."""

from django.utils.translation import gettext as _

from kesu.foundation.faults import Fault, Refused


def stands_already(field: str, number: str, row: int) -> Refused:
    """The same number stands further up with other cells."""
    message = _("%(number)s stands already at row %(row)s, with other cells")
    return Refused([Fault(field, message % {"number": number, "row": row})])
