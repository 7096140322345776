"""Lists of complaints: what is to be worked, in the order of the rules, and what was asked for."""

from kesu.desk.queue.asking import Filters, View
from kesu.desk.queue.counting import (
    Board,
    Day,
    Narrowed,
    board,
    counts,
    day,
    mine,
    own_open,
    some,
    tally,
)
from kesu.desk.queue.cursors import ORDERS, Order
from kesu.desk.queue.news import News, Touched, head, news, touched
from kesu.desk.queue.pages import (
    MOST,
    CasePage,
    FoundPage,
    FoundRow,
    Page,
    cases,
    found,
    keys,
    listing,
)
from kesu.desk.queue.takers import Taker, takers

__all__ = [
    "MOST",
    "ORDERS",
    "Board",
    "CasePage",
    "Day",
    "Filters",
    "FoundPage",
    "FoundRow",
    "Narrowed",
    "News",
    "Order",
    "Page",
    "Taker",
    "Touched",
    "View",
    "board",
    "cases",
    "counts",
    "day",
    "found",
    "head",
    "keys",
    "listing",
    "mine",
    "news",
    "own_open",
    "some",
    "takers",
    "tally",
    "touched",
]
