"""Files taken in."""

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
            name='Import',
            fields=[
                ('no', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=12)),
                ('file', models.CharField(max_length=255)),
                ('fingerprint', models.CharField(max_length=64)),
                ('state', models.CharField(default='running', max_length=8)),
                ('began', models.DateTimeField()),
                ('ended', models.DateTimeField(null=True)),
                ('read', models.PositiveIntegerField(default=0)),
                ('rejected', models.PositiveIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['fingerprint', 'state'], name='import_of_a_file')],
            },
        ),
        migrations.CreateModel(
            name='Mapping',
            fields=[
                ('name', models.CharField(max_length=80, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=12)),
                ('columns', models.JSONField(default=dict)),
                ('values', models.JSONField(default=dict)),
                ('updated', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Learning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField()),
                ('lease_until', models.DateTimeField(null=True)),
                ('fence', models.PositiveIntegerField(default=0)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('last_error', models.TextField(blank=True, default='')),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('leased', 'Leased'), ('done', 'Done'), ('quarantined', 'Quarantined')], default='waiting', max_length=12)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('open', models.BooleanField(default=True)),
                ('cases', models.PositiveIntegerField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('open', True)), fields=('open',), name='learning_one_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='ImportedRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rows', to='intake.import')),
                ('kind', models.CharField(max_length=12)),
                ('key', models.BinaryField(max_length=32)),
                ('digest', models.BinaryField(max_length=32)),
                ('number', models.PositiveIntegerField()),
                ('complaint', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='complaints.complaint')),
                ('customer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='complaints.customer')),
                ('order', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to='complaints.order')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='imported_row_once')],
            },
        ),
    ]
