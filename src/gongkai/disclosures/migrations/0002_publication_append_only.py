from django.db import migrations

from gongkai.audit.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0001_initial")]
    operations = [append_only("disclosures_publication")]
