"""The index of the queue answers a list and its counts alone."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0010_watching'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='complaint',
            name='complaint_queue',
        ),
        migrations.AddIndex(
            model_name='complaint',
            index=models.Index(models.OrderBy(models.F('urgent'), descending=True), models.OrderBy(models.F('grade_rank'), descending=True), models.F('queue_due'), models.F('received'), models.F('no'), models.F('id'), models.F('owner'), models.F('dedicated'), models.F('risk_owner'), models.F('lodged_by'), models.F('accused'), models.F('restricted'), models.F('merged_into'), models.F('state'), models.F('next_due'), condition=models.Q(('state__in', ['closed', 'archived', 'withdrawn']), _negated=True), name='complaint_queue'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(fields=['complaint', 'by'], name='contact_taken'),
        ),
    ]
