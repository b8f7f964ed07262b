"""An index of what is in work, drafts and corrections alike, so that the list of drafts never reads what is only public."""

from django.db import migrations, models

IN_WORK = models.Q(status="draft") | models.Q(edited_at__gt=models.F("released_at"))


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0023_placement_without_serial")]

    operations = [
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(fields=["office", "-id"], name="disclosure_in_work", condition=IN_WORK),
        ),
    ]
