"""The call a complaint was taken in, and contacts found by theirs (F03)."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("complaints", "0008_proof_and_understanding")]

    operations = [
        migrations.AddField(
            model_name="complaint",
            name="recording",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
        migrations.AddIndex(
            model_name="complaint",
            index=models.Index(
                condition=~Q(recording=""), fields=["recording"], name="complaint_recording"
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=~Q(recording=""), fields=["recording"], name="contact_recording"
            ),
        ),
    ]
