"""和解协议, and where a complaint was made public (A63, A64, D16, F12)."""

from django.db import models

from kesu.complaints.models import Complaint, Evidence
from kesu.people.models import Staff


class Draft(models.Model):
    """The text of an agreement as it was made: its clauses by code, its words as they read then.
    ``kind``: ``compensation`` or ``indemnity``, whose words differ.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="drafts")
    kind = models.CharField(max_length=16)
    clauses = models.JSONField()
    text = models.TextField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Agreement(models.Model):
    """What shows that both sides agreed: a signed paper or a recording, and who signed.
    ``retracted_at``: the customer came back on it, 协议后反悔 (A64).
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=10)
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT)
    draft = models.ForeignKey(Draft, null=True, on_delete=models.PROTECT)
    signatories = models.JSONField(default=list)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    retracted_at = models.DateTimeField(null=True)
    retracted_because = models.TextField(blank=True)


class Exposure(models.Model):
    """曝光: one place where it was made public, how far it went, and a picture of it (D16)."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="exposures")
    channel = models.CharField(max_length=8)
    url = models.TextField(blank=True)
    reach = models.BigIntegerField(null=True)
    evidence = models.ForeignKey(Evidence, null=True, on_delete=models.PROTECT)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
