"""Why the database did not take a statement, told by the codes of its driver. Pure."""

import errno
from enum import StrEnum

from django.db import InterfaceError, InternalError, OperationalError

_SQLITE_STORAGE = {8, 10, 13, 14}
"""READONLY, IOERR, FULL, CANTOPEN: the low byte of an extended code."""
_POSTGRESQL_STORAGE = {"53100", "58030", "25006"}
"""disk_full, io_error, read_only_sql_transaction."""
_SYSTEM_STORAGE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO}


class Outage(StrEnum):
    """``busy``: away, locked or slow, soon back. ``storage``: it cannot be written to."""

    busy = "busy"
    storage = "storage"


def outage(fault: BaseException) -> Outage | None:
    """What stands in the way, or None where asking again would not help."""
    if isinstance(fault, OSError):
        return Outage.storage if fault.errno in _SYSTEM_STORAGE else None
    if not isinstance(fault, OperationalError | InterfaceError | InternalError):
        return None
    if _of_storage(fault.__cause__ or fault):
        return Outage.storage
    # Of what PostgreSQL calls internal only a server that became read-only passes by itself.
    return None if isinstance(fault, InternalError) else Outage.busy


def _of_storage(cause: BaseException) -> bool:
    code = getattr(cause, "sqlite_errorcode", None)
    if isinstance(code, int):
        return code & 0xFF in _SQLITE_STORAGE
    return getattr(cause, "sqlstate", None) in _POSTGRESQL_STORAGE
