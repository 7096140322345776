"""Complaints, customers, what was said and proved."""

from typing import Any
import datetime
import django.db.models.deletion
from kesu.complaints import index
import django.db.models.functions.text
import kesu.foundation.ids
from django.conf import settings
from django.db import migrations, models


def index_texts(apps: Any, schema_editor: Any) -> None:
    """The table that finds words in complaints: not one of Django's."""
    index.create(schema_editor.connection)


def unindex(apps: Any, schema_editor: Any) -> None:
    index.drop(schema_editor.connection)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('people', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.UUIDField(default=kesu.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('issue_key', models.CharField(blank=True, max_length=420)),
                ('day', models.DateField()),
                ('label', models.CharField(blank=True, max_length=200)),
                ('cases', models.PositiveIntegerField(default=0)),
                ('people', models.PositiveIntegerField(default=0)),
                ('declared_at', models.DateTimeField(null=True)),
                ('made_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['-day'], name='batch_newest')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('issue_key', ''), _negated=True), fields=('issue_key', 'day'), name='batch_once_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Customer',
            fields=[
                ('id', models.UUIDField(default=kesu.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(blank=True, max_length=200)),
                ('external_id', models.CharField(blank=True, max_length=200)),
                ('level', models.PositiveSmallIntegerField(default=0)),
                ('special_role', models.CharField(blank=True, max_length=20)),
                ('birth_year', models.PositiveSmallIntegerField(null=True)),
                ('spend', models.BigIntegerField(null=True)),
                ('spend_months', models.PositiveSmallIntegerField(null=True)),
                ('points', models.BigIntegerField(null=True)),
                ('phone', models.BinaryField(null=True)),
                ('phone_blind', models.CharField(blank=True, max_length=64)),
                ('phone_tail_blind', models.CharField(blank=True, max_length=64)),
                ('email', models.BinaryField(null=True)),
                ('email_blind', models.CharField(blank=True, max_length=64)),
                ('identity', models.BinaryField(null=True)),
                ('identity_blind', models.CharField(blank=True, max_length=64)),
                ('prefers', models.CharField(blank=True, max_length=12)),
                ('call_from', models.TimeField(null=True)),
                ('call_until', models.TimeField(null=True)),
                ('do_not_call', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['phone_blind'], name='customer_phone'), models.Index(fields=['phone_tail_blind'], name='customer_phone_tail'), models.Index(fields=['email_blind'], name='customer_email')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('external_id',), name='customer_external_once'), models.CheckConstraint(condition=models.Q(('level__lte', 9)), name='customer_level_0_to_9')],
            },
        ),
        migrations.CreateModel(
            name='FormCounter',
            fields=[
                ('day', models.DateField(primary_key=True, serialize=False)),
                ('last', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Order',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('external_id', models.CharField(max_length=200, unique=True)),
                ('customer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='complaints.customer')),
                ('ordered', models.DateTimeField(null=True)),
                ('amount', models.BigIntegerField(null=True)),
                ('merchant', models.CharField(blank=True, max_length=200)),
                ('product', models.CharField(blank=True, max_length=200)),
                ('campaign', models.CharField(blank=True, max_length=200)),
                ('status', models.CharField(blank=True, max_length=60)),
                ('shop', models.CharField(blank=True, max_length=200)),
                ('quantity', models.PositiveIntegerField(null=True)),
                ('ship_by', models.DateTimeField(null=True)),
                ('shipped', models.DateTimeField(null=True)),
                ('address_blind', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'indexes': [models.Index(fields=['customer', '-ordered'], name='order_of_customer'), models.Index(condition=models.Q(('address_blind', ''), _negated=True), fields=['address_blind', '-ordered'], name='order_of_address'), models.Index(condition=models.Q(('ship_by__isnull', False), ('shipped', None)), fields=['ship_by'], name='order_to_be_sent')],
            },
        ),
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('id', models.UUIDField(default=kesu.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('no', models.CharField(max_length=20, unique=True)),
                ('form_no', models.CharField(max_length=24, null=True, unique=True)),
                ('search_key', models.BigIntegerField(unique=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('updated', models.DateTimeField()),
                ('state', models.CharField(default='received', max_length=12)),
                ('came_from', models.CharField(blank=True, max_length=12)),
                ('cooled_from', models.CharField(blank=True, max_length=12)),
                ('review_on', models.DateField(null=True)),
                ('type', models.CharField(max_length=12)),
                ('origin_type', models.CharField(blank=True, max_length=12)),
                ('suggested_type', models.CharField(blank=True, max_length=12)),
                ('grade_rank', models.PositiveSmallIntegerField()),
                ('urgent', models.BooleanField(default=False)),
                ('urgent_reasons', models.JSONField(default=list)),
                ('mandated_deadline', models.DateTimeField(null=True)),
                ('tier', models.CharField(max_length=1)),
                ('restricted', models.BooleanField(default=False)),
                ('understaffed', models.BooleanField(default=False)),
                ('history', models.BooleanField(default=False)),
                ('channel', models.CharField(max_length=12)),
                ('source', models.CharField(max_length=12)),
                ('subject', models.CharField(max_length=200)),
                ('text', models.TextField()),
                ('remedy_sought', models.TextField(blank=True)),
                ('merchant', models.CharField(blank=True, max_length=200)),
                ('product', models.CharField(blank=True, max_length=200)),
                ('order', models.CharField(blank=True, max_length=200)),
                ('campaign', models.CharField(blank=True, max_length=200)),
                ('external_id', models.CharField(blank=True, max_length=200)),
                ('recording', models.CharField(blank=True, db_default='', default='', max_length=200)),
                ('issue_key', models.CharField(blank=True, max_length=420)),
                ('store', models.CharField(blank=True, max_length=200)),
                ('merchant_person', models.CharField(blank=True, max_length=200)),
                ('merchant_role', models.CharField(blank=True, max_length=20)),
                ('level_then', models.PositiveSmallIntegerField(null=True)),
                ('points_then', models.BigIntegerField(null=True)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.customer')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='owned', to=settings.AUTH_USER_MODEL)),
                ('risk_owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='risk_owned', to=settings.AUTH_USER_MODEL)),
                ('dedicated', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dedicated_to', to=settings.AUTH_USER_MODEL)),
                ('lodged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lodged', to=settings.AUTH_USER_MODEL)),
                ('accused', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accused_in', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('batch', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='members', to='complaints.batch')),
                ('merged_into', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='complaints.complaint')),
                ('merged_at', models.DateTimeField(null=True)),
                ('impact', models.CharField(blank=True, max_length=10)),
                ('answer_on', models.DateField(null=True)),
                ('received', models.DateTimeField()),
                ('accepted', models.DateTimeField(null=True)),
                ('soothed_at', models.DateTimeField(null=True)),
                ('cause_at', models.DateTimeField(null=True)),
                ('solved_at', models.DateTimeField(null=True)),
                ('followed_at', models.DateTimeField(null=True)),
                ('proposed_at', models.DateTimeField(null=True)),
                ('next_due', models.DateTimeField(null=True)),
                ('queue_due', models.DateTimeField(default=datetime.datetime(9999, 12, 1, 0, 0, tzinfo=datetime.timezone.utc))),
                ('no_clock_because', models.CharField(blank=True, max_length=20)),
                ('verdict', models.CharField(blank=True, max_length=8)),
                ('outcome', models.CharField(blank=True, max_length=12)),
                ('disposition', models.CharField(blank=True, max_length=8)),
                ('closed_customer_at', models.DateTimeField(null=True)),
                ('closed_customer_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closed_internal_at', models.DateTimeField(null=True)),
                ('closed_internal_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('policy_name', models.CharField(max_length=40)),
                ('policy_version', models.CharField(max_length=40)),
            ],
            options={
                'indexes': [models.Index(models.OrderBy(models.F('urgent'), descending=True), models.OrderBy(models.F('grade_rank'), descending=True), models.F('queue_due'), models.F('received'), models.F('no'), models.F('id'), models.F('owner'), models.F('dedicated'), models.F('risk_owner'), models.F('lodged_by'), models.F('accused'), models.F('restricted'), models.F('merged_into'), models.F('state'), models.F('next_due'), condition=models.Q(('state__in', ['closed', 'archived', 'withdrawn']), _negated=True), name='complaint_queue'), models.Index(condition=models.Q(('dedicated__isnull', False)), fields=['dedicated'], name='complaint_dedicated'), models.Index(condition=models.Q(('accused__isnull', False)), fields=['accused'], name='complaint_accused'), models.Index(condition=models.Q(('parent__isnull', False)), fields=['parent'], name='complaint_parent'), models.Index(condition=models.Q(('batch__isnull', False)), fields=['batch'], name='complaint_batch'), models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='complaint_merged_into'), models.Index(fields=['owner', 'state'], name='complaint_owner'), models.Index(fields=['-received', '-no'], name='complaint_newest'), models.Index(fields=['customer', '-received'], name='complaint_customer'), models.Index(condition=models.Q(('issue_key', ''), _negated=True), fields=['issue_key', 'received'], name='complaint_issue'), models.Index(models.Func(models.F('no'), function='SUBSTR', template='%(function)s(%(expressions)s, 13)'), name='complaint_number_tail'), models.Index(django.db.models.functions.text.Upper('external_id'), condition=models.Q(('external_id', ''), _negated=True), name='complaint_elsewhere'), models.Index(condition=models.Q(('recording', ''), _negated=True), fields=['recording'], name='complaint_recording')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('urgent', False), ('urgent_reasons', [])), models.Q(('urgent', True), models.Q(('urgent_reasons', []), _negated=True)), _connector='OR'), name='complaint_urgent_has_reasons'), models.CheckConstraint(condition=models.Q(models.Q(('closed_customer_at', None), ('closed_customer_by', None)), models.Q(('closed_customer_at__isnull', False), ('closed_customer_by__isnull', False)), _connector='OR'), name='complaint_closed_at_with_by'), models.CheckConstraint(condition=models.Q(models.Q(('closed_internal_at', None), ('closed_internal_by', None)), models.Q(('closed_internal_at__isnull', False), ('closed_internal_by__isnull', False)), _connector='OR'), name='complaint_archived_at_with_by'), models.CheckConstraint(condition=models.Q(models.Q(('form_no', None), ('proposed_at', None)), models.Q(('form_no__isnull', False), ('proposed_at__isnull', False)), _connector='OR'), name='complaint_form_with_proposal'), models.CheckConstraint(condition=models.Q(('next_due__isnull', False), models.Q(('no_clock_because', ''), _negated=True), _connector='OR'), name='complaint_clock_or_reason'), models.CheckConstraint(condition=models.Q(('state__in', ['received', 'accepted', 'verifying', 'consulting', 'proposing', 'approving', 'replying', 'executing', 'following_up', 'closed', 'archived', 'cooling', 'withdrawn'])), name='complaint_state_known'), models.CheckConstraint(condition=models.Q(('grade_rank__in', (1, 2, 3))), name='complaint_grade_known')],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('channel', models.CharField(max_length=12)),
                ('direction', models.CharField(max_length=3)),
                ('outcome', models.CharField(max_length=10)),
                ('summary', models.TextField(blank=True)),
                ('recording', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ('at', 'id'),
                'abstract': False,
                'indexes': [models.Index(fields=['complaint', 'by'], name='contact_taken'), models.Index(condition=models.Q(('recording', ''), _negated=True), fields=['recording'], name='contact_recording')],
            },
        ),
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('what', models.TextField()),
                ('due', models.DateTimeField()),
                ('kept', models.BooleanField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Progress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('text', models.TextField(blank=True)),
            ],
            options={
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='EmotionPoint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('level', models.PositiveSmallIntegerField()),
                ('turning_point', models.TextField(blank=True)),
            ],
            options={
                'ordering': ('at', 'id'),
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('level__lte', 5)), name='emotion_0_to_5')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('text', models.TextField()),
            ],
            options={
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Verification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('verdict', models.CharField(max_length=8)),
                ('reason', models.TextField()),
                ('no_merchant', models.TextField(blank=True)),
            ],
            options={
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Cause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('text', models.TextField()),
                ('category', models.CharField(blank=True, max_length=60)),
                ('responsible', models.JSONField(default=list)),
            ],
            options={
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Solution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(max_length=8)),
                ('steps', models.JSONField()),
                ('options', models.JSONField(default=list)),
                ('clause', models.TextField(blank=True)),
                ('no_clause', models.TextField(blank=True)),
                ('cost', models.BigIntegerField(null=True)),
                ('approved_at', models.DateTimeField(null=True)),
                ('returned_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('id', models.UUIDField(default=kesu.foundation.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('side', models.CharField(max_length=12)),
                ('kind', models.CharField(max_length=40)),
                ('strength', models.CharField(blank=True, max_length=8)),
                ('source', models.CharField(blank=True, max_length=200)),
                ('text', models.TextField(blank=True)),
                ('gap', models.TextField(blank=True)),
                ('counter_plan', models.TextField(blank=True)),
                ('task', models.BigIntegerField(null=True)),
                ('name', models.CharField(blank=True, max_length=255)),
                ('content_type', models.CharField(blank=True, max_length=80)),
                ('size', models.BigIntegerField(null=True)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('retracted_at', models.DateTimeField(null=True)),
                ('retracted_because', models.TextField(blank=True)),
            ],
            options={
                'ordering': ('at', 'id'),
                'abstract': False,
                'indexes': [models.Index(fields=['complaint', 'at'], name='evidence_of_complaint'), models.Index(condition=models.Q(('sha256', ''), _negated=True), fields=['sha256'], name='evidence_file')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(models.Q(('sha256', ''), _negated=True), ('size__isnull', False)), models.Q(('text', ''), _negated=True), _connector='OR'), name='evidence_file_or_words')],
            },
        ),
        migrations.CreateModel(
            name='OneSided',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('side', models.CharField(max_length=12)),
                ('text', models.TextField(blank=True)),
            ],
            options={
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Breakdown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('attitude', models.TextField()),
                ('emotion', models.PositiveSmallIntegerField()),
                ('demand', models.TextField()),
                ('real_demand', models.TextField(blank=True)),
                ('plan', models.TextField(blank=True)),
            ],
            options={
                'ordering': ('at', 'id'),
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('emotion__lte', 5)), name='breakdown_emotion_0_to_5')],
            },
        ),
        migrations.CreateModel(
            name='Analysis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('conditions', models.JSONField()),
                ('path', models.CharField(max_length=16)),
            ],
            options={
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Demand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(max_length=12)),
                ('amount', models.BigIntegerField(null=True)),
                ('basis', models.TextField(blank=True)),
            ],
            options={
                'ordering': ('at', 'id'),
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('amount', None), ('amount__gte', 0), _connector='OR'), name='demand_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(max_length=14)),
                ('method', models.TextField()),
                ('text', models.TextField()),
            ],
            options={
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Aggravation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('words', models.TextField()),
                ('whose', models.CharField(max_length=200)),
            ],
            options={
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Gap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('expected', models.TextField()),
                ('actual', models.TextField()),
                ('raised_by', models.CharField(max_length=12)),
            ],
            options={
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Merging',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mergings', to='complaints.complaint')),
                ('into', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='takings', to='complaints.complaint')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('before', models.JSONField(default=dict)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('complaint',), name='merging_stands_once'), models.CheckConstraint(condition=models.Q(('complaint', models.F('into')), _negated=True), name='merging_never_into_itself')],
            },
        ),
        migrations.CreateModel(
            name='Urge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(max_length=8)),
                ('due', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seen', models.DateTimeField()),
                ('typing', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['seen'], name='presence_seen')],
                'constraints': [models.UniqueConstraint(fields=('complaint', 'staff'), name='present_once')],
            },
        ),
        migrations.CreateModel(
            name='Watch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('since', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('complaint', 'staff'), name='watched_once')],
            },
        ),
        migrations.CreateModel(
            name='CustomerDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('solution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='complaints.solution')),
                ('position', models.CharField(max_length=8)),
                ('option', models.TextField(blank=True)),
                ('words', models.TextField(blank=True)),
            ],
            options={
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Action',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('solution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='complaints.solution')),
                ('action', models.TextField()),
                ('result', models.CharField(max_length=6)),
                ('reference', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('solution', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='complaints.solution')),
                ('outcome', models.CharField(max_length=10)),
                ('satisfied', models.BooleanField(null=True)),
                ('service_met', models.BooleanField(null=True)),
                ('emotional_met', models.BooleanField(null=True)),
            ],
            options={
                'ordering': ('at', 'id'),
                'abstract': False,
            },
        ),
        migrations.RunPython(index_texts, unindex),
    ]
