"""Notices, letters and the outbox."""

import django.db.models.deletion
import kesu.foundation.ids
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
            name='Reply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('solution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.solution')),
                ('channel', models.CharField(max_length=12)),
                ('text', models.TextField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('complaint', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('kind', models.CharField(max_length=40)),
                ('detail', models.CharField(blank=True, max_length=60)),
                ('at', models.DateTimeField()),
                ('seen_at', models.DateTimeField(null=True)),
                ('mail_due', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['to', 'seen_at', '-at'], name='notice_inbox'), models.Index(condition=models.Q(('mail_due', None), _negated=True), fields=['to', 'mail_due'], name='notice_to_mail')],
            },
        ),
        migrations.CreateModel(
            name='Circular',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.batch')),
                ('text', models.TextField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('left_out', models.JSONField(default=list)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('approved_at', models.DateTimeField(null=True)),
                ('returned_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('returned_at', models.DateTimeField(null=True)),
                ('returned_because', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('approved_at', None), ('approved_by', None)), models.Q(('approved_at__isnull', False), ('approved_by__isnull', False), ('returned_at', None), models.Q(('approved_by', models.F('by')), _negated=True)), _connector='OR'), name='circular_approved_by_another'), models.UniqueConstraint(condition=models.Q(('approved_at', None), ('returned_at', None)), fields=('batch',), name='circular_one_waits')],
            },
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('due_at', models.DateTimeField()),
                ('lease_until', models.DateTimeField(null=True)),
                ('fence', models.PositiveIntegerField(default=0)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('last_error', models.TextField(blank=True, default='')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('leased', 'Leased'), ('done', 'Done'), ('quarantined', 'Quarantined')], default='waiting', max_length=12)),
                ('id', models.UUIDField(default=kesu.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('complaint', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('staff', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reply', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, to='correspondence.reply')),
                ('kind', models.CharField(max_length=20)),
                ('automatic', models.BooleanField()),
                ('to', models.BinaryField()),
                ('to_blind', models.CharField(max_length=64)),
                ('subject', models.BinaryField()),
                ('body', models.BinaryField()),
                ('reply_to', models.CharField(blank=True, max_length=254)),
                ('message_id', models.CharField(max_length=300, unique=True)),
                ('thread', models.CharField(blank=True, max_length=300)),
                ('created', models.DateTimeField()),
                ('give_up_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('held_because', models.CharField(blank=True, max_length=12)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ('waiting', 'leased'))), fields=['due_at', 'id'], name='mail_open'), models.Index(fields=['complaint', 'id'], name='mail_of_complaint'), models.Index(fields=['to_blind', '-created'], name='mail_to_address'), models.Index(condition=models.Q(('state', 'quarantined')), fields=['-created'], name='mail_set_aside')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('state', 'done')), models.Q(models.Q(('state', 'done'), _negated=True), ('sent_at', None)), _connector='OR'), name='mail_done_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'quarantined'), models.Q(('held_because', ''), _negated=True)), models.Q(models.Q(('state', 'quarantined'), _negated=True), ('held_because', '')), _connector='OR'), name='mail_held_has_reason')],
            },
        ),
        migrations.CreateModel(
            name='CircularTo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField()),
                ('lease_until', models.DateTimeField(null=True)),
                ('fence', models.PositiveIntegerField(default=0)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('last_error', models.TextField(blank=True, default='')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('leased', 'Leased'), ('done', 'Done'), ('quarantined', 'Quarantined')], default='waiting', max_length=12)),
                ('circular', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='correspondence.circular')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('result', models.CharField(blank=True, max_length=8)),
                ('unreached', models.CharField(blank=True, max_length=12)),
                ('mail', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, to='correspondence.mail')),
                ('told_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ('waiting', 'leased'))), fields=['due_at', 'id'], name='circular_to_open')],
                'constraints': [models.UniqueConstraint(fields=('circular', 'complaint'), name='circular_to_once')],
            },
        ),
    ]
