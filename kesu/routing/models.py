"""Who gave a complaint to whom."""

from django.db import models

from kesu.complaints.models import Complaint
from kesu.people.models import Staff


class Transfer(models.Model):
    """One change of owner by a person, with its reason (E42, E43)."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT)
    owner_from = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    owner_to = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
