from django.db import migrations

from gongkai.disclosures.triggers import guard


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0010_wrong_words"), ("records", "0003_facts_of_old_rows")]
    operations = [guard()]
