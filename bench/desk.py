"""How long the desk's screens take with 100,000 disclosures and 1,000,000 records, on SQLite and, where given, on PostgreSQL.

Server time: the whole of Django's answer, sign-in and template included, measured in one process by its test client. The
baseline is what Wagtail itself gives for the same table in the same run: the listing of a stock ModelViewSet.
``GONGKAI_BENCH_POSTGRESQL`` is the address of an empty PostgreSQL database to measure on too; what is filled in stays there.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROUNDS = 40


def run(size: int) -> list[dict]:
    """Fill and measure each database; return the table's rows."""
    rows: list[dict] = []
    databases = {"SQLite": ""}
    if server := os.environ.get("GONGKAI_BENCH_POSTGRESQL", ""):
        databases["PostgreSQL"] = server
    for name, url in databases.items():
        with tempfile.TemporaryDirectory(prefix="gongkai-bench-desk-") as data:
            rows += _rows(name, size, _measure(size, Path(data), url))
    return rows


def _measure(size: int, data: Path, url: str) -> dict:
    env = os.environ | {
        "GONGKAI_DATA": str(data), "DJANGO_SETTINGS_MODULE": "gongkai.project.settings", "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }  # fmt: skip
    env.pop("DATABASE_URL", None)
    if url:
        env["DATABASE_URL"] = url
    for module, arguments in (("bench.filling", [str(size)]), ("bench.filling_desk", [str(size)])):
        subprocess.run([sys.executable, "-m", module, *arguments], env=env, check=True)
    done = subprocess.run([sys.executable, "-m", "bench.desk_visits", str(ROUNDS)], env=env, check=True, capture_output=True)
    return json.loads(done.stdout)


def _rows(name: str, size: int, measured: dict) -> list[dict]:
    stock = measured["baseline"]
    base = _p95(stock["ms"])
    rows = []
    for screen, sample in measured["screens"].items():
        rows.append({
            "name": f"{name}, {size:,} and {size * 10:,}: {screen}, p95", "value": _p95(sample["ms"]), "unit": "ms",
            "baseline": f"Wagtail's own list {base:,.0f} ms", "ratio": _p95(sample["ms"]) / base,
            "note": f"median {statistics.median(sample['ms']):.0f} ms, {sample['queries']} queries",
        })  # fmt: skip
    return rows


def _p95(samples: list[float]) -> float:
    return sorted(samples)[int(len(samples) * 0.95) - 1]
