from django.db import migrations

from gongkai.audit.append_only import append_only
from gongkai.disclosures.triggers import guard


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0003_reviews"), ("records", "0002_versions_and_uploads")]
    operations = [append_only("disclosures_publication"), append_only("disclosures_opinion"), append_only("disclosures_passedwarning"), guard()]
