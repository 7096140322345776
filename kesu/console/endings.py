"""How a command ends when something a user can cause stands in its way."""

import sys

from kesu.console.words import UNUSABLE, in_english, list_faults, say
from kesu.foundation.environment import UnusableEnvironment
from kesu.foundation.faults import Refused
from kesu.foundation.keys import UnusableKeys
from kesu.foundation.os_words import reason


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
        print(f"{name}{reason(fault, english=in_english())}", file=sys.stderr)
        return UNUSABLE
    if _is_of(fault, "kesu.foundation.sealing", "Unopenable"):
        say(
            zh=f"密钥与数据不符，{fault} 无法打开：请放回原来的 keys.toml，并运行 kesu doctor",
            en=f"The keys do not open {fault}: put back the keys.toml that sealed it, and run "
            "kesu doctor",
        )
        return UNUSABLE
    if _is_of(fault, "django.db.utils", "OperationalError"):
        say(zh=f"数据库无法使用: {fault}", en=f"The database cannot be used: {fault}")
        return UNUSABLE
    return None


def _is_of(fault: Exception, module: str, name: str) -> bool:
    """Asked by name: a command that never touched the database has not loaded Django."""
    loaded = sys.modules.get(module)
    return loaded is not None and isinstance(fault, getattr(loaded, name))
