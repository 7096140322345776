"""Talks, signals, watch words, behaviour and readings."""

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
            name='Conversation',
            fields=[
                ('id', models.UUIDField(default=kesu.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=200, unique=True)),
                ('customer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='complaints.customer')),
                ('shop', models.CharField(blank=True, max_length=200)),
                ('began', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('last_by_customer', models.DateTimeField(null=True)),
                ('emotion', models.PositiveSmallIntegerField(default=0)),
                ('complaint', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
            ],
            options={
                'indexes': [models.Index(fields=['last_at'], name='conversation_last')],
                'constraints': [models.CheckConstraint(condition=models.Q(('emotion__lte', 5)), name='conversation_emotion_0_to_5')],
            },
        ),
        migrations.CreateModel(
            name='ClaimantPattern',
            fields=[
                ('id', models.UUIDField(default=kesu.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='patterns', to='complaints.customer')),
                ('factors', models.JSONField(default=list)),
                ('score', models.PositiveSmallIntegerField()),
                ('checked', models.JSONField(default=dict)),
                ('found', models.DateTimeField()),
                ('expires', models.DateTimeField()),
                ('dropped', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('because', models.TextField(blank=True)),
            ],
            options={
                'indexes': [models.Index(fields=['customer', 'expires'], name='pattern_of_customer')],
                'constraints': [models.CheckConstraint(condition=models.Q(('expires__gt', models.F('found'))), name='pattern_expires')],
            },
        ),
        migrations.CreateModel(
            name='CaseReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='complaints.complaint')),
                ('source', models.CharField(max_length=8)),
                ('ref', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField()),
                ('emotion', models.PositiveSmallIntegerField()),
                ('stage', models.CharField(max_length=12)),
                ('risk', models.PositiveSmallIntegerField()),
                ('risks', models.JSONField(default=dict)),
                ('reasons', models.JSONField(default=list)),
            ],
            options={
                'indexes': [models.Index(fields=['complaint', 'at'], name='case_reading_story')],
                'constraints': [models.UniqueConstraint(fields=('complaint', 'source', 'ref'), name='case_read_once'), models.CheckConstraint(condition=models.Q(('emotion__lte', 5), ('risk__lte', 100)), name='case_reading_ranges')],
            },
        ),
        migrations.CreateModel(
            name='WatchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('term', models.CharField(max_length=80)),
                ('shop', models.CharField(blank=True, max_length=200)),
                ('group', models.CharField(max_length=20)),
                ('level', models.PositiveSmallIntegerField()),
                ('variants', models.JSONField(default=list)),
                ('near', models.JSONField(default=list)),
                ('not_near', models.JSONField(default=list)),
                ('inside', models.JSONField(default=list)),
                ('months', models.JSONField(default=list)),
                ('valid_from', models.DateField(null=True)),
                ('valid_until', models.DateField(null=True)),
                ('on', models.BooleanField(default=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('term', 'shop'), name='watch_entry_once'), models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 3)), name='watch_entry_level_1_to_3')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=200, unique=True)),
                ('conversation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='watch.conversation')),
                ('speaker', models.CharField(max_length=8)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('heard', models.DateTimeField()),
                ('hits', models.JSONField(default=list)),
                ('emotion', models.PositiveSmallIntegerField(default=0)),
                ('stage', models.CharField(default='none', max_length=12)),
                ('risk', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['conversation', 'at', 'id'], name='message_of_talk')],
                'constraints': [models.CheckConstraint(condition=models.Q(('speaker__in', ('customer', 'agent'))), name='message_speaker_known')],
            },
        ),
        migrations.CreateModel(
            name='Signal',
            fields=[
                ('id', models.UUIDField(default=kesu.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('chat', 'Chat'), ('order', 'Order'), ('claimant', 'Claimant'), ('batch', 'Batch'), ('silence', 'Silence'), ('case', 'Case')], max_length=8)),
                ('key', models.CharField(max_length=250, unique=True)),
                ('level', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('open', 'Open'), ('handled', 'Handled'), ('dismissed', 'Dismissed'), ('lodged', 'Lodged')], default='open', max_length=9)),
                ('said', models.TextField(blank=True)),
                ('facts', models.JSONField(default=dict)),
                ('reasons', models.JSONField(default=list)),
                ('shop', models.CharField(blank=True, max_length=200)),
                ('times', models.PositiveIntegerField(default=1)),
                ('raised', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('conversation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='watch.conversation')),
                ('order', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='complaints.order')),
                ('customer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='complaints.customer')),
                ('about', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signals_about', to='complaints.complaint')),
                ('complaint', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signals', to='complaints.complaint')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('settled', models.DateTimeField(null=True)),
                ('action', models.TextField(blank=True)),
                ('helped', models.BooleanField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['state', '-level', '-last_at'], name='signal_board'), models.Index(fields=['kind', 'settled'], name='signal_settled')],
                'constraints': [models.CheckConstraint(condition=models.Q(('level__gte', 1), ('level__lte', 3)), name='signal_level_1_to_3'), models.CheckConstraint(condition=models.Q(models.Q(('settled', None), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('settled__isnull', False)), _connector='OR'), name='signal_settled_with_its_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'lodged'), _negated=True), ('complaint__isnull', False), _connector='OR'), name='signal_lodged_as_what')],
            },
        ),
        migrations.CreateModel(
            name='HitMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='watch.signal')),
                ('term', models.CharField(max_length=80)),
                ('right', models.BooleanField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['term', 'right'], name='hit_mark_of_word')],
                'constraints': [models.UniqueConstraint(fields=('signal', 'term'), name='hit_marked_once')],
            },
        ),
    ]
