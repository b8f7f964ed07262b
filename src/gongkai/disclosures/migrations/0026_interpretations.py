import django.db.models.deletion
from django.db import migrations, models

from gongkai.disclosures.triggers import guard, unguard


class Migration(migrations.Migration):

    dependencies = [
        ("disclosures", "0025_indexes_by_agency"),
    ]

    operations = [
        unguard(),
        migrations.AddField(
            model_name="disclosure",
            name="interprets",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="interpretations",
                to="disclosures.disclosure", verbose_name="解读的文件",
            ),
        ),
        migrations.AddField(
            model_name="disclosure",
            name="public_interprets",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="public_interpretations",
                to="disclosures.disclosure", verbose_name="公开页面上解读的文件",
            ),
        ),
        guard(),
    ]
