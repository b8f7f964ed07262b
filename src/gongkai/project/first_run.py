"""The first start: the database, the example agency, its catalogue in force, and the samples."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from gongkai.agencies.actions import set_agency
from gongkai.agencies.models import Agency
from gongkai.catalogue.actions import import_catalogue
from gongkai.catalogue.models import Catalogue
from gongkai.duties.actions import enforce, generate
from gongkai.project import samples
from gongkai.rules.catalogue_rows import read_catalogue
from gongkai.sources.errors import BadInput
from gongkai.sources.tables import read_tables

AGENCY = "内蒙古自治区工业和信息化厅"
SAMPLE_CREDIT_CODE = "111500000000000007"  # well formed, its body all zeros: belongs to nobody; marked wherever it shows
BY = "首次启动"
IN_FORCE_SINCE = dt.timedelta(days=500)  # the samples' events lie up to a year back


def migrate() -> None:
    """Bring the database to the current shape."""
    call_command("migrate", verbosity=0, interactive=False)


def load_examples(folder: Path, *, at: dt.datetime, say: Callable[[str], None]) -> Agency:
    """Load the example catalogue and the samples, all or nothing; ``say`` is told of each step in Chinese."""
    path = folder / "catalogue.txt"
    if not path.exists():
        raise BadInput(f"没有找到示例目录 {path}：请在项目目录里运行，或用 --examples 指明位置；正式使用请加 --no-samples。")
    with transaction.atomic():
        agency = _agency(at)
        catalogue = load_catalogue(agency, path, at=at)
        start = (timezone.localdate(at) - IN_FORCE_SINCE).replace(day=1)
        enforce(catalogue=catalogue, on=start, by=BY, at=at)
        say(f"目录已导入并生效：{catalogue.rows.count()} 个事项，{agency.offices.count()} 个科室")
        generate(agency=agency, on=timezone.localdate(at), by=BY, at=at)
        count = samples.load(agency=agency, folder=folder, at=at)
        say(f"示例已装入：{count} 条（页面和数据中都标明“示例”）")
    return agency


def load_catalogue(agency: Agency, path: Path, *, at: dt.datetime) -> Catalogue:
    """Read a catalogue file and import it as a new version that is not yet in force."""
    read = read_catalogue(read_tables(path))
    return import_catalogue(
        agency=agency, data=path.read_bytes(), source_name=path.name, read=read, findings=read.findings, by=BY, at=at
    )


def _agency(at: dt.datetime) -> Agency:
    return set_agency(
        name=AGENCY,
        credit_code=SAMPLE_CREDIT_CODE,
        by=BY,
        at=at,
        short_name="自治区工信厅",
        region="内蒙古自治区",
        credit_code_is_sample=True,
    )
