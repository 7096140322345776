"""What orders tell of risk: how many, where to, sent when (A21)."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0011_queue_alone'),
    ]

    operations = [
        migrations.AddField(
            model_name='order',
            name='address_blind',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='order',
            name='quantity',
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name='order',
            name='ship_by',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='order',
            name='shipped',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='order',
            name='shop',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(condition=models.Q(('address_blind', ''), _negated=True), fields=['address_blind', '-ordered'], name='order_of_address'),
        ),
    ]
