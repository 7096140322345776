"""Mandates lent, balances and budgets."""

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
            name='Approval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('solution', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.solution')),
                ('approved', models.BooleanField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('comment', models.TextField(blank=True)),
                ('mandate', models.CharField(blank=True, max_length=60)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('solution',), name='approval_once_a_solution')],
            },
        ),
        migrations.CreateModel(
            name='Escalation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('tier_from', models.CharField(max_length=1)),
                ('tier_to', models.CharField(max_length=1)),
                ('reason', models.TextField()),
                ('tried', models.TextField(blank=True)),
                ('suggestion', models.TextField(blank=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('function', models.CharField(max_length=40)),
                ('question', models.TextField()),
                ('tried', models.TextField(blank=True)),
                ('suggestion', models.TextField(blank=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('due', models.DateTimeField()),
                ('text', models.TextField(blank=True)),
                ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('given_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['function', 'given_at'], name='opinion_inbox')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('given_at', None), ('given_by', None)), models.Q(('given_at__isnull', False), ('given_by__isnull', False)), _connector='OR'), name='opinion_given_at_with_by')],
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.UUIDField(default=kesu.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('grantor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kind', models.CharField(max_length=16)),
                ('amount', models.BigIntegerField()),
                ('types', models.JSONField(default=list)),
                ('starts', models.DateTimeField()),
                ('ends', models.DateTimeField()),
                ('made', models.DateTimeField()),
                ('revoked', models.DateTimeField(null=True)),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['to', 'kind', 'ends'], name='delegation_held')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='delegation_of_something'), models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='delegation_ends_later'), models.CheckConstraint(condition=models.Q(('grantor', models.F('to')), _negated=True), name='delegation_to_another')],
            },
        ),
        migrations.CreateModel(
            name='Balance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kind', models.CharField(max_length=16)),
                ('month', models.DateField()),
                ('spent', models.BigIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('staff', 'kind', 'month'), name='balance_once_a_month'), models.CheckConstraint(condition=models.Q(('spent__gte', 0)), name='balance_not_below_nothing')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('kind', models.CharField(max_length=12)),
                ('tier', models.CharField(max_length=1)),
                ('present', models.JSONField()),
                ('guests', models.JSONField(default=list)),
                ('signed', models.JSONField(default=list)),
                ('decision', models.TextField()),
                ('place', models.CharField(blank=True, max_length=200)),
                ('mediator', models.CharField(blank=True, max_length=200)),
                ('result', models.CharField(blank=True, max_length=8)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('offer', models.TextField()),
                ('reaction', models.TextField()),
                ('agreed', models.BooleanField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('level', models.CharField(max_length=16)),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sent', models.DateTimeField()),
                ('due', models.DateTimeField()),
                ('reason', models.TextField(blank=True)),
                ('acknowledged', models.DateTimeField(null=True)),
                ('acknowledged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('skipped', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('acknowledged', None), ('acknowledged_by', None)), models.Q(('acknowledged__isnull', False), ('acknowledged_by__isnull', False)), _connector='OR'), name='report_acknowledged_at_with_by')],
            },
        ),
        migrations.CreateModel(
            name='Spending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('balance', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='authority.balance')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('amount', models.BigIntegerField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='spending_of_something')],
            },
        ),
    ]
