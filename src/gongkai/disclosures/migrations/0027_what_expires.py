"""Keeps the 失效日期 of what is public where lists can ask for it, and who confirmed that it lapses; fills the first."""

import datetime as dt
from typing import Any

from django.db import migrations, models

from gongkai.disclosures.triggers import guard, unguard


def fill(apps: Any, schema_editor: Any) -> None:
    """Take the day from what the public has, where that does not say another 有效性 than valid (``content.lapses_on``)."""
    Disclosure = apps.get_model("disclosures", "Disclosure")
    public = Disclosure.objects.filter(status="published", latest__isnull=False).order_by("pk")
    rows = public.values_list("pk", "latest__content__expires_on", "latest__content__validity")
    found = [(pk, expires_on) for pk, expires_on, validity in rows.iterator() if expires_on and validity in (None, "", "valid")]
    for pk, expires_on in found:
        Disclosure.objects.filter(pk=pk).update(public_expires_on=dt.date.fromisoformat(expires_on))


class Migration(migrations.Migration):
    dependencies = [("disclosures", "0026_interpretations")]

    operations = [
        unguard(),
        migrations.AddField(
            model_name="disclosure",
            name="public_expires_on",
            field=models.DateField(blank=True, null=True, verbose_name="公开的失效日期（有效性没有另写的）"),
        ),
        migrations.AddField(
            model_name="disclosure",
            name="expiry_confirmed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="确认到期失效时间"),
        ),
        migrations.AddField(
            model_name="disclosure",
            name="expiry_confirmed_by",
            field=models.CharField(blank=True, max_length=150, verbose_name="确认到期失效的人"),
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(
                condition=models.Q(expiry_confirmed_at__isnull=True, public_expires_on__isnull=False),
                fields=["agency", "public_expires_on", "public_office", "expiry_confirmed_at"],
                name="disclosure_expiring",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(expiry_confirmed_at__isnull=True, expiry_confirmed_by="")
                | (models.Q(expiry_confirmed_at__isnull=False, public_expires_on__isnull=False) & ~models.Q(expiry_confirmed_by="")),
                name="disclosure_expiry_confirmed_whole",
            ),
        ),
        guard(),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
