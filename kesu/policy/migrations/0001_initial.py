"""Versions of the rules."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='PolicyVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('version', models.CharField(max_length=40)),
                ('valid_from', models.DateTimeField()),
                ('text', models.TextField()),
                ('document', models.JSONField()),
                ('published_at', models.DateTimeField()),
                ('published_by', models.CharField(max_length=80)),
            ],
            options={
                'indexes': [models.Index(fields=['name', 'valid_from'], name='policy_in_force')],
                'constraints': [models.UniqueConstraint(fields=('name', 'version'), name='policy_version_once')],
            },
        ),
    ]
