"""Chance that can be had again, and how much of it: short in the suite, long in ``make faults``."""

import os
import random
import secrets

SEED = int(os.environ.get("KESU_FAULT_SEED") or secrets.randbits(32))
"""The beginning of all chance in a run; a failure names it, ``KESU_FAULT_SEED`` sets it."""

IS_LONG = os.environ.get("KESU_FAULTS", "") == "long"


def fortune(of: str) -> random.Random:
    """The chance of one test: the same for the same seed, whatever else runs beside it."""
    return random.Random(f"{SEED}:{of}")


def often(short: int, long: int) -> int:
    """How many times, or how many: the first number in the suite, the second on demand.

    ``KESU_FAULT_SHARE`` takes a share of the second, as 0.1, for a machine with little time.
    """
    share = float(os.environ.get("KESU_FAULT_SHARE") or 1)
    return max(short, round(long * share)) if IS_LONG else short
