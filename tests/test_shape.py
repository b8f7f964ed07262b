"""The house keeps its shape: import order, key order, sizes, explanations, no clock in the law."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "gongkai"
MODULES = sorted(path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)
LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
HEIGHT = {room.strip(): len(LAYERS) - level for level, layer in enumerate(LAYERS) for room in layer.split("|")}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def test_import_contracts_hold() -> None:
    done = subprocess.run([Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_are_short_and_explained(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") < 400, "over 400 lines: split it by what it says"
    assert not text.strip() or ast.get_docstring(tree(path)) or path.name == "__init__.py"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_public_functions_say_what_they_do(path: Path) -> None:
    for node in tree(path).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{node.name} has no docstring"


def test_no_room_is_a_drawer() -> None:
    drawers = {"utils", "helpers", "common", "core", "services", "manager", "misc"}
    assert not [name_of(path) for path in MODULES if path.stem in drawers]


def test_keys_point_downwards_and_say_their_way_back() -> None:
    for model in apps.get_models():
        if not model.__module__.startswith("gongkai."):
            continue
        own = model.__module__.split(".")[1]
        for field in model._meta.get_fields():
            related = getattr(field, "related_model", None)
            if not (field.concrete and field.is_relation and related and related.__module__.startswith("gongkai.")):
                continue
            other = related.__module__.split(".")[1]
            if own != other:
                assert HEIGHT[own] > HEIGHT[other], f"{own}.{model.__name__}.{field.name} points up to {other}"
                assert field.remote_field.related_name, f"{own}.{model.__name__}.{field.name} has no related_name"


@pytest.mark.parametrize("path", sorted((SOURCE / "rules").rglob("*.py")), ids=name_of)
def test_the_law_never_reads_the_clock(path: Path) -> None:
    calls = {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
    assert not calls & {"today", "now", "environ", "getenv"}


def test_nothing_committed_names_this_machine_or_a_registry() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    forbidden = re.compile(r"/(?:work|root|home)/[a-z]+/|files\.pythonhosted|https?://[^ ]*(?:/simple\b|registry\.npmjs)")
    for name in listed.stdout.split("\n"):
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".lock", ".txt", ".json", ".yml", ""} and path.is_file():
            found = forbidden.search(path.read_text(encoding="utf-8", errors="ignore"))
            assert not found or path == Path(__file__), f"{name}: {found and found[0]}"


def test_every_dependency_says_why() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text.split("dependencies = [", 1)[1].split("]", 1)[0]
    for line in filter(None, (line.strip() for line in block.split("\n"))):
        assert "#" in line, f"no reason given for {line}"
