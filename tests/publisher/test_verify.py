"""Verification finds each planted fault, by name, and nothing else."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.publisher.files import File, Progress
from gongkai.publisher.site import Site

FILES = [File(f"p/{number}/index.html", f"{number}".encode() * 2000) for number in range(8)]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    made = Site(tmp_path_factory.mktemp("verify") / "site", wait=5)
    made.apply([*FILES, File("目录.csv", b"a,b\n"), File("files/x.pdf.gz", b"its own")])
    yield made
    made.close()


def plant(site: Site, number: int, fault: str) -> tuple[str, str]:
    """Plant one fault and return the kind and path to be found."""
    path = FILES[number].path
    page, gz = site.current / path, site.current / f"{path}.gz"
    match fault:
        case "file_missing" | "gz_missing":
            (page if fault == "file_missing" else gz).unlink()
        case "file_altered":
            page.write_bytes(page.read_bytes()[:-1] + b"#")
        case "file_size":
            page.write_bytes(b"#")
        case "gz_altered":
            gz.write_bytes(b"#")
        case "file_link":
            page.unlink()
            page.symlink_to("/etc/hostname")
            return "file_altered", path
        case "file_stray":
            path = f"p/{number}/stray{number}"
            (site.current / path).write_text("?")
        case "stray_gz":
            (site.current / "目录.csv.gz").write_text("?")
            return "file_stray", "目录.csv.gz"
        case "stray_bytes":
            (site.current / os.fsdecode(b"p/\xff")).write_text("?")
            return "file_stray", "p/?"
        case "stray_link":
            (site.current / "out").symlink_to("/etc")
            return "file_stray", "out"
    return fault, path


FAULTS = [
    "file_missing", "gz_missing", "file_altered", "file_size", "gz_altered", "file_link", "file_stray", "stray_gz",
    "stray_bytes", "stray_link",
]  # fmt: skip


def mend(site: Site) -> None:
    for stray in (site.current / "p").iterdir():
        if stray.is_file():
            stray.unlink()
    for path in site.current.rglob("*"):
        if path.name.startswith("stray") or path.is_symlink() or path.name == "目录.csv.gz":
            path.unlink()
    for item in FILES:
        (site.current / item.path).parent.mkdir(exist_ok=True)
        (site.current / item.path).unlink(missing_ok=True)
        (site.current / item.path).write_bytes(item.body)
        (site.current / f"{item.path}.gz").write_bytes(item.squeezed())


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.integers(0, 7), st.sampled_from(FAULTS), min_size=1))
def test_each_planted_fault_is_found_and_nothing_else(site: Site, faults: dict[int, str]) -> None:
    planted = set()
    try:
        for number, fault in faults.items():
            if fault != "stray_link" or not os.path.lexists(site.current / "out"):
                planted.add(plant(site, number, fault))
        found = site.verify()
        assert {(one.kind, one.field) for one in found} == planted
        assert all("site build" in one.message for one in found)
        assert all((one.severity == "warning") == (one.kind == "file_stray") for one in found)
    finally:
        mend(site)
    assert site.verify() == []


def test_progress_and_unbuilt(site: Site, tmp_path: Path) -> None:
    seen: list[Progress] = []
    site.apply([File(f"many/{number}", b"x") for number in range(1000)])
    assert site.verify(seen.append) == [] and seen == [Progress(500), Progress(1000)]
    assert [one.kind for one in Site(tmp_path / "new").verify()] == ["site_unbuilt"]
    assert Site(tmp_path / "new").current is None
