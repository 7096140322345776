"""What nobody read when it came is read in its turn."""

from kesu.clock.watching import Sweep
from kesu.journeys import reading_later

DUTIES = (Sweep(reading_later.look).work,)
