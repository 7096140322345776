"""Days that were added or changed."""

import django.db.models.deletion
import kesu.foundation.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=kesu.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('source', models.CharField(max_length=200)),
                ('year', models.PositiveSmallIntegerField(null=True)),
                ('by', models.CharField(max_length=80)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('year', None), ('year__range', (1, 9999)), _connector='OR'), name='workdays_notice_year')],
            },
        ),
        migrations.CreateModel(
            name='DayAddition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(unique=True)),
                ('kind', models.CharField(choices=[('workday', 'workday'), ('holiday', 'holiday'), ('weekend', 'weekend'), ('makeup', 'makeup')], max_length=8)),
                ('name', models.CharField(blank=True, max_length=80)),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='days', to='workdays.notice')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['workday', 'holiday', 'weekend', 'makeup'])), name='workdays_dayaddition_kind')],
            },
        ),
    ]
