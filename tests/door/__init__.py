"""Speaking to a real Kesu from outside: processes, HTTP, the command line, Chromium."""

from tests.door.browser import Watch, chromium
from tests.door.server import Member, Server

__all__ = ["Member", "Server", "Watch", "chromium"]
