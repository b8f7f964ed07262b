from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0022_what_lists_show")]
    operations = [
        migrations.RemoveConstraint(model_name="placement", name="placement_serial_once"),
        migrations.RemoveField(model_name="placement", name="serial"),
    ]
