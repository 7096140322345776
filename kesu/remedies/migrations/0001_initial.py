"""Remedies, payments and agreements."""

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
            name='IdentityCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('items', models.JSONField(default=list)),
                ('passed', models.BooleanField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Freeze',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('advisories', models.JSONField(default=list)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('lifted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('lifted_at', models.DateTimeField(null=True)),
                ('lift_reason', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('complaint',), name='freeze_one_at_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('lifted_at', None), ('lifted_by', None)), models.Q(('lifted_at__isnull', False), ('lifted_by__isnull', False)), _connector='OR'), name='freeze_lifted_at_with_by')],
            },
        ),
        migrations.CreateModel(
            name='Investigation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('finding', models.TextField()),
                ('loss', models.BigIntegerField(null=True)),
                ('suspect', models.TextField(blank=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('loss', None), ('loss__gte', 0), _connector='OR'), name='investigation_loss_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='AccountNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('what', models.CharField(choices=[('not_identified', 'Not Identified'), ('frozen', 'Frozen'), ('amended', 'Amended'), ('unfrozen', 'Unfrozen')], max_length=16)),
                ('text', models.TextField(blank=True)),
                ('reference', models.CharField(blank=True, max_length=200)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='complaints.complaint')),
                ('kind', models.CharField(max_length=16)),
                ('clauses', models.JSONField()),
                ('text', models.TextField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Exposure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exposures', to='complaints.complaint')),
                ('channel', models.CharField(max_length=8)),
                ('url', models.TextField(blank=True)),
                ('reach', models.BigIntegerField(null=True)),
                ('evidence', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='complaints.evidence')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(max_length=16)),
                ('worth', models.BigIntegerField()),
                ('cost', models.BigIntegerField()),
                ('stock', models.PositiveIntegerField()),
                ('is_active', models.BooleanField(default=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('cost__gte', 0), ('worth__gte', 0)), name='item_worth')],
            },
        ),
        migrations.CreateModel(
            name='DayFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Agreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreements', to='complaints.complaint')),
                ('kind', models.CharField(max_length=10)),
                ('evidence', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.evidence')),
                ('draft', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='remedies.draft')),
                ('signatories', models.JSONField(default=list)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('retracted_at', models.DateTimeField(null=True)),
                ('retracted_because', models.TextField(blank=True)),
            ],
        ),
        migrations.CreateModel(
            name='Remedy',
            fields=[
                ('id', models.UUIDField(default=kesu.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remedies', to='complaints.complaint')),
                ('solution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='complaints.solution')),
                ('kind', models.CharField(max_length=16)),
                ('amount', models.BigIntegerField(null=True)),
                ('what', models.TextField()),
                ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='remedies.item')),
                ('pieces', models.PositiveSmallIntegerField(null=True)),
                ('order', models.CharField(blank=True, max_length=200)),
                ('tone', models.CharField(blank=True, max_length=10)),
                ('payee', models.CharField(blank=True, max_length=200)),
                ('payee_is', models.CharField(blank=True, max_length=12)),
                ('account', models.BinaryField(null=True)),
                ('account_tail', models.CharField(blank=True, max_length=4)),
                ('authority', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='authorises', to='complaints.evidence')),
                ('payer', models.CharField(default='us', max_length=8)),
                ('goods_returned', models.BooleanField(null=True)),
                ('coupon', models.CharField(blank=True, max_length=100)),
                ('expires_on', models.DateField(null=True)),
                ('lot', models.CharField(blank=True, max_length=100)),
                ('proactive', models.BooleanField(default=False)),
                ('mandate', models.CharField(blank=True, max_length=60)),
                ('spending', models.BigIntegerField(null=True)),
                ('state', models.CharField(default='planned', max_length=8)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('approved_at', models.DateTimeField(null=True)),
                ('legal_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('legal_at', models.DateTimeField(null=True)),
                ('given_at', models.DateTimeField(null=True)),
                ('reference', models.CharField(blank=True, max_length=200)),
                ('ended_because', models.TextField(blank=True)),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'state', 'at'], name='remedy_ledger'), models.Index(condition=models.Q(('order', ''), _negated=True), fields=['order'], name='remedy_of_order')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount', None), ('amount__gte', 0), _connector='OR'), name='remedy_not_negative'), models.CheckConstraint(condition=models.Q(('state__in', ('planned', 'approved', 'given', 'failed', 'dropped'))), name='remedy_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'given'), _negated=True), ('given_at__isnull', False), _connector='OR'), name='remedy_given_has_time'), models.CheckConstraint(condition=models.Q(('payer__in', ('us', 'platform', 'merchant'))), name='remedy_payer_known'), models.UniqueConstraint(condition=models.Q(('kind', 'refund'), models.Q(('order', ''), _negated=True), models.Q(('state', 'dropped'), _negated=True)), fields=('order',), name='remedy_refunds_an_order_once')],
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.UUIDField(default=kesu.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('remedy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='remedies.remedy')),
                ('amount', models.BigIntegerField()),
                ('state', models.CharField(default='asked', max_length=8)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('listed_on', models.DateField(null=True)),
                ('slip', models.CharField(blank=True, max_length=100)),
                ('settled_at', models.DateTimeField(null=True)),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('fault', models.TextField(blank=True)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'at'], name='payment_inbox')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'asked')), fields=('remedy',), name='payment_one_open'), models.UniqueConstraint(condition=models.Q(('state', 'paid')), fields=('remedy',), name='payment_paid_once'), models.CheckConstraint(condition=models.Q(('state__in', ('asked', 'paid', 'failed'))), name='payment_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'paid'), _negated=True), models.Q(models.Q(('slip', ''), _negated=True), ('settled_at__isnull', False)), _connector='OR'), name='payment_paid_has_slip'), models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='payment_of_something')],
            },
        ),
    ]
