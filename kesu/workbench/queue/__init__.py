"""The lists of complaints: the queue with its views, chips and steps for many, and the search."""

from kesu.workbench.queue.asking import shown_in_queue, shown_in_search
from kesu.workbench.queue.bulking import assignees, do, export_chosen
from kesu.workbench.queue.live import news
from kesu.workbench.queue.page import queue
from kesu.workbench.queue.reaching import reach
from kesu.workbench.queue.searching import search
from kesu.workbench.queue.views import columns, drop, keep

__all__ = [
    "assignees",
    "columns",
    "do",
    "drop",
    "export_chosen",
    "keep",
    "news",
    "queue",
    "reach",
    "search",
    "shown_in_queue",
    "shown_in_search",
]
