"""Reading: the real catalogue through the command line, and a large XLSX against openpyxl's read-only mode.

Both readers of the large sheet run in a fresh process, in turn, three times; the middle of each three is given. Ours
includes its own reading process; the baseline gives bare values without merged cells, checks or findings.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
SEED = ROOT / "examples" / "catalogue.txt"
ROUNDS = 3
CLI = "import sys; from gongkai.project.cli import main; sys.exit(main(sys.argv[1:]))"
OURS = """
import sys
from pathlib import Path
from gongkai.sources.tables import read_tables
read_tables(Path(sys.argv[1]))
"""
OPENPYXL = """
import sys, openpyxl
for row in openpyxl.load_workbook(sys.argv[1], read_only=True).active.iter_rows(values_only=True): list(row)
"""
PEAK = """
import resource
own = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))  # ru_maxrss would
print(own // 1024, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)  # include the starter's size
"""


def run(n: int = 10_000) -> list[dict]:
    """Measure; ``n`` is the number of rows of the large sheet."""
    return seed_rows() + sheet_rows(n)


def seed_rows() -> list[dict]:
    """Measure ``gongkai catalogue read`` of the real catalogue, start-up included, in processor seconds."""
    used = [processor_seconds([sys.executable, "-c", CLI, "catalogue", "read", str(SEED), "--json"]) for _ in range(ROUNDS)]
    bare = [processor_seconds([sys.executable, "-c", "pass"]) for _ in range(ROUNDS)]
    ours, python = statistics.median(used), statistics.median(bare)
    return [
        {"name": "read the real catalogue (text, 39 items)", "value": ours, "unit": "CPU s", "baseline": f"python alone {python:.2f}",
         "ratio": ours / python, "note": "with start-up"},
    ]  # fmt: skip


def processor_seconds(command: list[str]) -> float:
    """Give the processor time of a command and of what it starts."""
    before = os.times()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def sheet_rows(n: int) -> list[dict]:
    """Measure a sheet of ``n`` rows and 13 columns, all cells different."""
    sys.path.insert(0, str(ROOT / "tests"))
    from catalogue_files import large_workbook

    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        path = Path(folder) / "large.xlsx"
        path.write_bytes(large_workbook(n))
        rounds = [(timed(OURS, path), timed(OPENPYXL, path)) for _ in range(ROUNDS)]
    ours, theirs = (middle([each[which] for each in rounds]) for which in (0, 1))
    ratio = theirs[0] / ours[0]
    return [
        {"name": f"read {n:,} rows of XLSX", "value": ours[0], "unit": "s", "baseline": f"openpyxl read_only {theirs[0]:.2f}",
         "ratio": ratio, "note": "times as fast"},
        {"name": f"read {n:,} rows of XLSX", "value": n / ours[0], "unit": "rows/s", "baseline": f"{n / theirs[0]:,.0f}", "ratio": ratio},
        {"name": f"read {n:,} rows of XLSX: peak memory", "value": ours[1], "unit": "MB", "baseline": f"openpyxl read_only {theirs[1]}",
         "ratio": ours[1] / theirs[1], "note": f"the program; its reading process {ours[2]} MB"},
    ]  # fmt: skip


def timed(script: str, path: Path) -> tuple[float, int, int]:
    """Run a reader in a fresh process; give seconds, its peak MB and the peak MB of what it started."""
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", script + PEAK, str(path)], check=True, capture_output=True, text=True)
    own, children = map(int, done.stdout.split())
    return time.perf_counter() - started, own, children


def middle(runs: list[tuple[float, int, int]]) -> tuple[float, int, int]:
    """Give the run of middle length."""
    return sorted(runs)[len(runs) // 2]


def main() -> None:
    """Print the table."""
    for row in run(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000):
        print(f"{row['name']:45} {row['value']:>10.2f} {row['unit']:8} {row['baseline']:30} {row['ratio']:.2f} {row.get('note', '')}")


if __name__ == "__main__":
    main()
