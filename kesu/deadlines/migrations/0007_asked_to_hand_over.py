"""How it stands with asking that another authority takes a case (A55)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("deadlines", "0006_what_a_silence_means")]

    operations = [
        migrations.AddField(
            model_name="slip",
            name="transfer",
            field=models.CharField(blank=True, max_length=8),
        ),
        migrations.AddField(
            model_name="slip",
            name="transfer_at",
            field=models.DateTimeField(null=True),
        ),
    ]
