"""Kesu 客诉: complaint management.

The linked SQLite is swapped in here, before anything can import ``sqlite3``: the versions that
most Python builds link (3.7.0 to 3.51.2) can lose committed writes in WAL mode.
"""

import sys

import pysqlite3

sys.modules["sqlite3"] = pysqlite3

__version__ = "0.1.0"
