"""Clocks and the moments something is due."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('complaints', '0001_initial'),
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clocks', to='complaints.complaint')),
                ('name', models.CharField(max_length=40)),
                ('subject', models.CharField(blank=True, max_length=40)),
                ('started', models.DateTimeField()),
                ('due', models.DateTimeField()),
                ('state', models.CharField(default='running', max_length=8)),
                ('met_at', models.DateTimeField(null=True)),
                ('breached_at', models.DateTimeField(null=True)),
                ('derivation', models.JSONField(default=list)),
                ('calendar', models.CharField(max_length=10)),
                ('rule', models.CharField(max_length=60)),
                ('born_late', models.BooleanField(default=False)),
                ('stopped_at', models.DateTimeField(null=True)),
                ('waits_for', models.CharField(blank=True, max_length=12)),
            ],
            options={
                'indexes': [models.Index(fields=['complaint', 'state', 'due'], name='clock_of_complaint')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('complaint', 'name', 'subject'), name='clock_one_running'), models.CheckConstraint(condition=models.Q(models.Q(('breached_at', models.F('due')), ('breached_at__isnull', False), ('state', 'breached')), models.Q(models.Q(('state', 'breached'), _negated=True), ('breached_at', None)), _connector='OR'), name='clock_breached_when_due'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'met'), _negated=True), ('met_at__isnull', False), _connector='OR'), name='clock_met_has_time')],
            },
        ),
        migrations.CreateModel(
            name='Slip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='complaints.complaint')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('authority', models.CharField(max_length=200)),
                ('document', models.CharField(blank=True, max_length=200)),
                ('kind', models.CharField(max_length=12)),
                ('jurisdiction', models.CharField(blank=True, max_length=200)),
                ('transfer_to', models.CharField(blank=True, max_length=200)),
                ('transfer', models.CharField(blank=True, max_length=8)),
                ('transfer_at', models.DateTimeField(null=True)),
                ('due', models.DateTimeField(null=True)),
                ('profiles', models.JSONField(default=list)),
                ('officers', models.CharField(blank=True, max_length=200)),
                ('handed_over', models.TextField(blank=True)),
                ('receipt', models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name='SilenceReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='silences', to='complaints.complaint')),
                ('hypothesis', models.CharField(max_length=8)),
                ('action', models.TextField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['complaint', '-at'], name='silence_of_complaint')],
                'constraints': [models.CheckConstraint(condition=models.Q(('hypothesis__in', ('trust', 'higher', 'gone'))), name='silence_hypothesis_known')],
            },
        ),
        migrations.CreateModel(
            name='DueMoment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField()),
                ('lease_until', models.DateTimeField(null=True)),
                ('fence', models.PositiveIntegerField(default=0)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('last_error', models.TextField(blank=True, default='')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('leased', 'Leased'), ('done', 'Done'), ('quarantined', 'Quarantined')], default='waiting', max_length=12)),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('clock', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, to='deadlines.clock')),
                ('what', models.CharField(max_length=10)),
                ('subject', models.CharField(blank=True, max_length=40)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'due_at'], name='due_moment_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('clock', None)), fields=('complaint', 'what', 'subject'), name='due_moment_once')],
            },
        ),
    ]
