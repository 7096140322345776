"""Where a meeting was, who mediated and what came of it (A61)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("authority", "0002_mandates")]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="mediator",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="meeting",
            name="place",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="meeting",
            name="result",
            field=models.CharField(blank=True, max_length=8),
        ),
    ]
