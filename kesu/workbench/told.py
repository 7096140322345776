"""What became of one of many cases, as a page says it."""

from django.utils.translation import gettext as _

from kesu.desk.faults import AccusedHere, NoSuchComplaint
from kesu.foundation.faults import Refused
from kesu.workbench.act import why_not


def said_of(fault: Exception) -> str:
    """Why a step was not taken on one case."""
    if isinstance(fault, Refused):
        return " ".join(f"{one.loc}: {one.message}" for one in fault.faults)
    if isinstance(fault, AccusedHere | NoSuchComplaint):
        return _("There is nothing here, or not for you.")
    return why_not(fault)
