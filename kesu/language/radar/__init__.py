"""The batch radar: which complaints of a stream are of one matter, as they come in (E37). Pure."""

from kesu.language.radar.events import Event, Kind
from kesu.language.radar.issue import Issue
from kesu.language.radar.radar import Radar
from kesu.language.radar.rules import Rule
from kesu.language.radar.telling import Telling

__all__ = ["Event", "Issue", "Kind", "Radar", "Rule", "Telling"]
