"""How much waits in lists of the queue, counted as the lists themselves show it."""

from collections.abc import Iterable

from kesu.desk import scope
from kesu.desk.queue import Filters, View
from kesu.desk.queue.asking import filtered, of_view
from kesu.desk.sight import sight_of
from kesu.people.rules import People, Person

List = tuple[View, Filters]


def lengths(lists: Iterable[List], *, reader: Person, people: People) -> list[int]:
    """How many complaints each list holds for the reader; one query a list."""
    sight = sight_of(reader, people)
    visible = scope.seen_from(sight)
    return [
        filtered(of_view(visible, view, sight), filters, sight).count() for view, filters in lists
    ]
