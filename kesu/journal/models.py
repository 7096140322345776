"""The append-only record. Knows ids as strings; no foreign key reaches in or out."""

from django.db import models

from kesu.journal.rules import GENESIS


class JournalLine(models.Model):
    """One line. ``line`` is its canonical text and the only truth; the other columns find it."""

    seq = models.BigIntegerField(primary_key=True)
    line = models.TextField()
    hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=60)
    about_kind = models.CharField(max_length=20)
    about_id = models.CharField(max_length=64)
    at = models.DateTimeField()
    written = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["about_kind", "about_id", "seq"], name="journal_about"),
            models.Index(fields=["kind", "seq"], name="journal_kind"),
            models.Index(fields=["written"], name="journal_written"),
        )


class JournalNote(models.Model):
    """Free text and personal values of a line, sealed; the line carries only their digest."""

    seq = models.BigIntegerField(primary_key=True)
    salt = models.BinaryField()
    sealed = models.BinaryField()


class JournalHead(models.Model):
    """The end of the chain, one row: locked last in every transaction that writes lines."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="journal_one_head"),)
