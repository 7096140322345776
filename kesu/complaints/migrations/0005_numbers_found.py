from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):

    dependencies = [
        ('complaints', '0004_search_index'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='complaint',
            index=models.Index(models.Func(models.F('no'), function='SUBSTR', template='%(function)s(%(expressions)s, 13)'), name='complaint_number_tail'),
        ),
        migrations.AddIndex(
            model_name='complaint',
            index=models.Index(Upper('external_id'), condition=models.Q(('external_id', ''), _negated=True), name='complaint_elsewhere'),
        ),
    ]
