"""Writing what is learnt. Called by journeys only, inside their transaction."""

from datetime import datetime
from uuid import UUID

from kesu.complaints.models import Complaint
from kesu.improvement.models import Item, Link


def add_item(*, complaint: Complaint, source: str, title: str, by: int, at: datetime) -> Item:
    """One thing to mend that this complaint taught; said again it is the same item.

    ``source``: ``disposition``, ``no_clause`` or ``review``. ``at`` in UTC.
    """
    known = Item.objects.filter(complaint=complaint, title=title, state="open").first()
    if known is not None:
        return known
    return Item.objects.create(complaint=complaint, source=source, title=title, by_id=by, at=at)


def link_item(*, item: Item, complaint: Complaint, by: int, at: datetime) -> Link:
    """The complaint teaches the same as ``item``; said again it is one link."""
    link, _made = Link.objects.get_or_create(
        item=item, complaint=complaint, defaults={"by_id": by, "at": at}
    )
    return link


def item_meant(word: str) -> Item | None:
    """The item of that id, else the newest open one of that title; None for neither."""
    try:
        found = Item.objects.filter(pk=UUID(word.strip())).first()
    except ValueError:
        found = None
    same = Item.objects.filter(title__iexact=word.strip())
    return found or same.filter(state="open").order_by("-at").first() or same.first()
