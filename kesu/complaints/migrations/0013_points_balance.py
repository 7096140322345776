"""The balance of a customer's points, to be kept with what is lodged (F23)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("complaints", "0012_order_risk"),
    ]

    operations = [
        migrations.AddField(
            model_name="customer",
            name="points",
            field=models.BigIntegerField(null=True),
        ),
    ]
