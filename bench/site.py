"""Full builds and single publications at several sizes, a full build against hugo on a site of the same shape.

Same shape: as many article pages of the same bytes (HTML and JSON for each), lists by item and by office with pages of
20, a feed for each list, a sitemap. hugo renders the same body from Markdown files through templates with the same chrome.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]


def run(sizes: list[int], *, additions: int = 30) -> list[dict]:
    """Measure each size; return the table's rows."""
    rows: list[dict] = []
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        template = Path(folder) / "template.sqlite3"
        medians = {}
        for size in sizes:
            data = Path(folder) / f"n{size}"
            ours, hugo = _full(size, data, template)
            rows += _full_rows(size, ours, hugo)
            added = _add(data, additions)
            medians[size] = added["median_ms"]
            rows += [
                {"name": f"one publication at {size:,}: files written, median", "value": added["files"], "unit": "files"},
                {"name": f"one publication at {size:,}: most files", "value": added["most_files"], "unit": "files"},
                {"name": f"one publication at {size:,}: files durable", "value": added["files_ms"], "unit": "ms"},
                {"name": f"one publication at {size:,}: act to durable", "value": added["median_ms"], "unit": "ms",
                 "note": f"p95 {added['p95_ms']:.0f} ms, {added['syncs']} syncs a batch"},
            ]  # fmt: skip
            shutil.rmtree(data)
        if len(sizes) > 1:
            first, last = sizes[0], sizes[-1]
            ratio = medians[last] / medians[first]
            rows.append({"name": f"one publication: {last:,} against {first:,}", "value": ratio, "unit": "x", "ratio": ratio})
    return rows


def _full(size: int, data: Path, template: Path) -> tuple[dict, dict | None]:
    data.mkdir()
    env = os.environ | {"GONGKAI_DATA": str(data), "DJANGO_SETTINGS_MODULE": "gongkai.project.settings_lean", "PYTHONPATH": str(ROOT)}
    env.pop("DATABASE_URL", None)
    whole = env | {"DJANGO_SETTINGS_MODULE": "gongkai.project.settings"}
    subprocess.run([sys.executable, "-m", "bench.filling", str(size), str(template)], env=whole, check=True)
    ours = watched([str(Path(sys.executable).with_name("gongkai")), "site", "build"], env=env)
    tree = data / "site" / "current"
    ours["pages"] = sum(1 for _ in tree.resolve().rglob("*.html"))
    return ours, _hugo(size, data) if shutil.which("hugo") else None


def _full_rows(size: int, ours: dict, hugo: dict | None) -> list[dict]:
    speed = ours["pages"] / ours["seconds"]
    rows = [
        {"name": f"full build of {size:,}: pages", "value": ours["pages"], "unit": "pages"},
        {"name": f"full build of {size:,}: seconds", "value": ours["seconds"], "unit": "s"},
    ]
    memory = {"name": f"full build of {size:,}: peak memory, all processes", "value": ours["peak_mb"], "unit": "MB"}
    if hugo:
        theirs = hugo["pages"] / hugo["seconds"]
        rows.append({"name": f"full build of {size:,}: pages a second", "value": speed, "unit": "/s",
                     "baseline": f"hugo {theirs:,.0f}/s", "ratio": speed / theirs})  # fmt: skip
        rows.append(memory | {"baseline": f"hugo {hugo['peak_mb']:,.0f} MB", "ratio": ours["peak_mb"] / hugo["peak_mb"]})
        return rows
    return [*rows, {"name": f"full build of {size:,}: pages a second", "value": speed, "unit": "/s",
                    "note": "hugo is not installed"}, memory]  # fmt: skip


def watched(command: list[str], *, env: dict | None = None, cwd: Path | None = None) -> dict:
    """Run a command; return its seconds and the peak of the proportional memory of all its processes."""
    began = time.perf_counter()
    process = subprocess.Popen(command, env=env, cwd=cwd, stdout=subprocess.DEVNULL)
    peak = [0.0]

    def watch() -> None:
        while process.poll() is None:
            peak[0] = max(peak[0], sum(_pss(pid) for pid in _family(process.pid)))
            time.sleep(0.1)

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = process.wait()
    seconds = time.perf_counter() - began
    watcher.join()
    if code:
        raise RuntimeError(f"{command[:4]} ended with {code}")
    return {"seconds": seconds, "peak_mb": peak[0] / 1024}


def _family(pid: int) -> list[int]:
    found, queue = [], [pid]
    while queue:
        current = queue.pop()
        found.append(current)
        for task in Path(f"/proc/{current}/task").glob("*/children"):
            try:
                queue += map(int, task.read_text().split())
            except OSError:
                continue
    return found


def _pss(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().split("\n"):
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    return 0


def _add(data: Path, additions: int) -> dict:
    env = os.environ | {"GONGKAI_DATA": str(data), "DJANGO_SETTINGS_MODULE": "gongkai.project.settings_lean", "PYTHONPATH": str(ROOT)}
    env.pop("DATABASE_URL", None)
    done = subprocess.run([sys.executable, "-m", "bench.adding", str(additions)], env=env, check=True, capture_output=True)
    samples = json.loads(done.stdout)[3:]
    whole = sorted(sample["ms"] for sample in samples)
    return {
        "files": statistics.median(sample["files"] for sample in samples),
        "most_files": max(sample["files"] for sample in samples),
        "files_ms": statistics.median(sample["files_ms"] for sample in samples),
        "median_ms": statistics.median(whole),
        "p95_ms": whole[int(len(whole) * 0.95)],
        "syncs": statistics.median(sample["syncs"] for sample in samples),
    }


def _hugo(size: int, data: Path) -> dict:
    source = data / "hugo"
    disclosures = data / "site" / "current" / "disclosures"
    _hugo_layouts(source, next(disclosures.rglob("index.html")).read_text(encoding="utf-8"))
    _hugo_content(source, size, json.loads(next(disclosures.rglob("index.json")).read_text(encoding="utf-8"))["content"])
    result = watched(["hugo", "--quiet", "--destination", str(source / "public")], cwd=source)
    result["pages"] = sum(1 for _ in (source / "public").rglob("*.html"))
    shutil.rmtree(source)
    return result


def _hugo_layouts(source: Path, example: str) -> None:
    """Write layouts that put our chrome around the same blocks: header block, elements, body, working, history."""
    layouts = source / "layouts" / "_default"
    layouts.mkdir(parents=True)
    before, after = _chrome(example)
    (source / "config.toml").write_text(
        'baseURL = "http://127.0.0.1/"\ntitle = "bench"\npaginate = 20\nenableRobotsTXT = true\n'
        '[taxonomies]\nitem = "items"\noffice = "offices"\n[outputs]\npage = ["HTML", "JSON"]\n'
    )
    facts = "".join(
        f"<div><dt>{name}</dt><dd>{{{{ .Params.content.{field} }}}}</dd></div>"
        for name, field in (("索引号", "index_number"), ("发文机关", "agency.name"), ("成文日期", "formed_on"),
                            ("责任科室", "office"), ("事项", "item.name"), ("主题词", "keywords"), ("概述", "summary"))
    )  # fmt: skip
    elements = "{{ range .Params.content.elements }}<div><dt>{{ .name }}</dt><dd>{{ .value }}</dd></div>{{ end }}"
    working = (
        "{{ range .Params.content.rule.working }}<li class='{{ if .counts }}counts{{ else }}skipped{{ end }}'>"
        "<span>{{ .date }}</span><div>{{ .why }}</div></li>{{ end }}"
    )
    single = f"<h1>{{{{ .Title }}}}</h1><dl>{facts}</dl><dl>{elements}</dl>{{{{ .Content }}}}<ol>{working}</ol>"
    (layouts / "single.html").write_text(before + single + after)
    (layouts / "single.json").write_text('{"title": {{ .Title | jsonify }}, "content": {{ .Params.content | jsonify }}}')
    listing = "<ul>{{ range .Paginator.Pages }}<li><a href='{{ .RelPermalink }}'>{{ .Title }}</a></li>{{ end }}</ul>"
    for name in ("list.html", "term.html"):
        (layouts / name).write_text(f"{before}<h1>{{{{ .Title }}}}</h1>{listing}{after}")
    (layouts / "terms.html").write_text(f"{before}<h1>{{{{ .Title }}}}</h1>{after}")


def _hugo_content(source: Path, size: int, content: dict) -> None:
    """Write one Markdown file a disclosure, with the same data as front matter and the same text as body."""
    sentence = "经审查，下列信息符合规定条件，现按照主动公开事项目录的要求予以公开，接受社会监督。"
    for number in range(size):
        folder = source / "content" / "disclosures" / f"{number % 100:02d}"
        folder.mkdir(parents=True, exist_ok=True)
        front = {
            "title": f"公开信息第{number + 1}号（示例）", "date": f"2026-03-0{number % 9 + 1}",
            "items": [f"item{number % 39}"], "offices": [f"k{number % 11}"],
            "content": content | {"body": "", "index_number": f"{number:06d}"},
        }  # fmt: skip
        body = "\n\n".join(f"（{n}）{sentence}编号{number:06d}-{n}。" for n in range(1, 13))
        (folder / f"{number:06d}.md").write_text(json.dumps(front, ensure_ascii=False) + "\n\n" + body + "\n")


def _chrome(page: str) -> tuple[str, str]:
    """Split one of our pages into what stands before and after its main part, braces made harmless to hugo."""
    head, _, rest = page.partition("<main")
    inner, _, tail = rest.rpartition("</main>")
    main = "<main" + inner[: inner.find(">") + 1]
    return (head + main).replace("{{", "{ {"), ("</main>" + tail).replace("{{", "{ {")


def main() -> None:
    """Measure the sizes given on the command line."""
    for row in run([int(word) for word in sys.argv[1:]] or [1000]):
        print(row)


if __name__ == "__main__":
    main()
