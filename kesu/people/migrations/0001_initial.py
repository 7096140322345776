"""Staff, departments and tokens."""

from typing import Any
import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models


DEPARTMENTS = (
    'service',
    'merchant',
    'risk',
    'product',
    'finance',
    'legal',
    'operations',
    'group',
)


def people(apps: Any, schema_editor: Any) -> None:
    """The departments of DOMAIN, and 待分派: it owns what nobody could be found for."""
    using = schema_editor.connection.alias
    department = apps.get_model('people', 'Department')
    for code in DEPARTMENTS:
        department.objects.using(using).get_or_create(code=code)
    apps.get_model('people', 'Staff').objects.using(using).create(
        sign_in='unassigned',
        full_name='待分派',
        rank='agent',
        department_id='service',
        flags=[],
        password='!',
        presence='away',
        is_active=False,
    )


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Department',
            fields=[
                ('code', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('name', models.CharField(blank=True, max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name='Staff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('sign_in', models.CharField(max_length=64, unique=True)),
                ('full_name', models.CharField(max_length=80)),
                ('agent_no', models.CharField(blank=True, max_length=20)),
                ('rank', models.CharField(max_length=12)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='people.department')),
                ('supervisor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='team', to=settings.AUTH_USER_MODEL)),
                ('flags', models.JSONField(default=list)),
                ('presence', models.CharField(choices=[('present', 'Present'), ('away', 'Away'), ('leave', 'Leave')], default='present', max_length=8)),
                ('state', models.CharField(blank=True, db_default='', default='', max_length=10)),
                ('state_since', models.DateTimeField(null=True)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('is_active', models.BooleanField(default=True)),
                ('joined', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('sign_in'), name='staff_sign_in_once'), models.UniqueConstraint(condition=models.Q(('agent_no', ''), _negated=True), fields=('agent_no',), name='staff_agent_no_once'), models.CheckConstraint(condition=models.Q(('supervisor', models.F('id')), _negated=True), name='staff_not_own_supervisor')],
            },
        ),
        migrations.CreateModel(
            name='Shift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to=settings.AUTH_USER_MODEL)),
                ('starts', models.DateTimeField()),
                ('ends', models.DateTimeField()),
                ('duty', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['staff', 'ends'], name='shift_of_staff')],
                'constraints': [models.UniqueConstraint(fields=('staff', 'starts'), name='shift_begins_once'), models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='shift_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Leave',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='leaves', to=settings.AUTH_USER_MODEL)),
                ('starts', models.DateTimeField()),
                ('ends', models.DateTimeField()),
                ('deputy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['staff', 'ends'], name='leave_of_staff')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends__gt', models.F('starts'))), name='leave_ends_after_start'), models.CheckConstraint(condition=models.Q(('deputy', models.F('staff')), _negated=True), name='leave_not_own_deputy')],
            },
        ),
        migrations.CreateModel(
            name='Competence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='competences', to=settings.AUTH_USER_MODEL)),
                ('types', models.CharField(max_length=10)),
                ('until', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('staff', 'types'), name='competence_held_once')],
            },
        ),
        migrations.CreateModel(
            name='Token',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to=settings.AUTH_USER_MODEL)),
                ('scopes', models.JSONField(default=list)),
                ('made', models.DateTimeField()),
                ('revoked', models.DateTimeField(null=True)),
                ('name', models.CharField(blank=True, db_default='', default='', max_length=80)),
                ('last_used', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Preference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='preferences', to=settings.AUTH_USER_MODEL)),
                ('key', models.CharField(max_length=100)),
                ('value', models.JSONField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'key'), name='preference_held_once')],
            },
        ),
        migrations.AddField(
            model_name='Department',
            name='liaison',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='Department',
            name='backup',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.RunPython(people, migrations.RunPython.noop),
    ]
