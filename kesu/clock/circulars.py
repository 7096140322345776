"""Notices to all members of a batch reach them one by one (F19)."""

from kesu.journeys.batch_notice import work

DUTIES = (work,)
