"""How a command ends when something a user can cause stands in its way."""

import sys

from kesu.console.words import UNUSABLE, list_faults, say
from kesu.foundation.environment import UnusableEnvironment
from kesu.foundation.faults import Refused
from kesu.foundation.keys import UnusableKeys


def status_of(fault: Exception) -> int | None:
    """The exit status, after saying why; None for what only a programmer can mend."""
    if isinstance(fault, Refused):
        list_faults(fault.faults)
        return UNUSABLE
    if isinstance(fault, UnusableEnvironment | UnusableKeys):
        print(fault, file=sys.stderr)
        return UNUSABLE
    if isinstance(fault, OSError):
        name = f"{fault.filename}: " if fault.filename else ""
        print(f"{name}{fault.strerror or fault}", file=sys.stderr)
        return UNUSABLE
    if _is_of_the_database(fault):
        say(zh=f"数据库无法使用: {fault}", en=f"The database cannot be used: {fault}")
        return UNUSABLE
    return None


def _is_of_the_database(fault: Exception) -> bool:
    """Asked by name: a command that never touched the database has not loaded Django."""
    errors = sys.modules.get("django.db.utils")
    return errors is not None and isinstance(fault, errors.OperationalError)
