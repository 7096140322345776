"""``kesu web``: the web process, granian with one process of threads on SQLite."""

import os
from collections.abc import Callable
from contextlib import closing
from functools import partial
from importlib import import_module
from typing import Any

from kesu.console import database
from kesu.console.counting import counting_together
from kesu.console.serve import hold_or_refuse
from kesu.foundation import environment, lost_lines
from kesu.foundation.processes import end_with, end_with_supervisor, is_supervised
from kesu.foundation.seats import THREADS

_GRACE_SECONDS = 8
_IDLE_SECONDS = 600
_HEADER_BYTES = 64 * 1024
_HEADER_MILLISECONDS = 15_000
_LOGS: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "kesu.config.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "loggers": {"_granian": {"handlers": ["stderr"], "propagate": False}},
}


def run(*, host: str, port: int) -> int:
    """Serves until a signal; the exit status."""
    end_with_supervisor()
    if is_supervised():
        # The supervisor holds the port already.
        return _prepare_and_serve(host, port)
    with closing(hold_or_refuse(host, [port])) as address:
        return _prepare_and_serve(host, address.port)


def _prepare_and_serve(host: str, port: int) -> int:
    os.environ[environment.BOUND] = host
    database.prepare()
    with counting_together(_processes()):
        _serve(host, port)
    return 0


def _serve(host: str, port: int) -> None:
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server.mp import MPServer

    server = MPServer(
        "kesu.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=_processes(),
        blocking_threads=THREADS,
        # A thread that ends takes its warm database connection with it.
        blocking_threads_idle_timeout=_IDLE_SECONDS,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(
            header_read_timeout=_HEADER_MILLISECONDS, max_buffer_size=_HEADER_BYTES
        ),
        websockets=False,
        log_level=LogLevels.error,
        log_dictconfig=_LOGS,
        respawn_failed_workers=True,
        workers_kill_timeout=_GRACE_SECONDS,
    )
    server.serve(target_loader=partial(load, os.getpid()), wrap_loader=False)


def load(parent: int) -> Callable[..., Any]:
    """The application, in the server's own child, which ends with the process ``parent``."""
    end_with(parent)
    lost_lines.notice()
    application: Callable[..., Any] = import_module("kesu.config.wsgi").application
    return application


def _processes() -> int:
    """One on SQLite, where one process with threads writes fastest."""
    if environment.database()["ENGINE"] == "kesu.foundation.sqlite":
        return 1
    return os.cpu_count() or 1
