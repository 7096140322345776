"""Loaded before Django's settings: every test process has a data directory of its own.

The settings make keys where ``KESU_HOME`` points, so it must not point at somebody's data.
"""

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="kesu-test-")
os.environ["KESU_HOME"] = _home
atexit.register(shutil.rmtree, _home, ignore_errors=True)
