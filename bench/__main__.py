"""``python -m bench --size N``: every benchmark, one table. Sizes are N, N/10 and N/100 for the site."""

import argparse

from rich.console import Console
from rich.table import Table

from bench import dates, desk, reading, site


def main() -> None:
    """Run everything and print it."""
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--size", type=int, default=100_000, help="the largest site, in disclosures")
    parser.add_argument("--only", choices=["dates", "reading", "site", "desk"], help="one part")
    args = parser.parse_args()
    sizes = sorted({max(size, 100) for size in (args.size // 100, args.size // 10, args.size)})
    parts = {
        "dates": lambda: dates.run(min(args.size, 2000)),
        "reading": lambda: reading.run(min(args.size, 10_000)),
        "site": lambda: site.run(sizes),
        "desk": lambda: desk.run(args.size),
    }
    console = Console(width=150)
    table = Table(title="gongkai", title_justify="left")
    for heading, justify in (("what", "left"), ("value", "right"), ("unit", "left"), ("baseline", "left"), ("ratio", "right"), ("note", "left")):
        table.add_column(heading, justify=justify)
    for name, measure in parts.items():
        if args.only in (None, name):
            with console.status(f"measuring {name} ..."):
                rows = measure()
            for row in rows:
                table.add_row(*_cells(row))
            table.add_section()
    console.print(table)


def _cells(row: dict) -> list[str]:
    ratio = row.get("ratio")
    return [
        row["name"], _number(row["value"]), row.get("unit", ""), str(row.get("baseline", "")),
        f"{ratio:,.2f}" if isinstance(ratio, (int, float)) else "", str(row.get("note", "")),
    ]  # fmt: skip


def _number(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 1000 else f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


if __name__ == "__main__":
    main()
