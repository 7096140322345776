"""The record that is only added to."""

from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='JournalLine',
            fields=[
                ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                ('line', models.TextField()),
                ('hash', models.CharField(max_length=64)),
                ('kind', models.CharField(max_length=60)),
                ('about_kind', models.CharField(max_length=20)),
                ('about_id', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('written', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['about_kind', 'about_id', 'seq'], name='journal_about'), models.Index(fields=['kind', 'seq'], name='journal_kind'), models.Index(fields=['written'], name='journal_written')],
            },
        ),
        migrations.CreateModel(
            name='JournalNote',
            fields=[
                ('seq', models.BigIntegerField(primary_key=True, serialize=False)),
                ('salt', models.BinaryField()),
                ('sealed', models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name='JournalHead',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('seq', models.BigIntegerField(default=0)),
                ('hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='journal_one_head')],
            },
        ),
    ]
