"""What the docs promise, the code keeps: rooms, commands, settings and glossary words all exist."""

import re
from pathlib import Path

from gongkai.project.cli import COMMANDS

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "gongkai"
ALL_CODE = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_room_is_in_the_tour_and_every_toured_room_exists() -> None:
    toured = set(re.findall(r"^\*\*([a-z]+)\*\*", read("docs/rooms.md"), re.MULTILINE))
    assert toured == {path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists()}


def test_every_command_is_in_the_clerks_guide_and_every_named_command_exists() -> None:
    guide = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs" / "guide").glob("*.md"))
    for words in COMMANDS:
        assert f"gongkai {' '.join(words)}" in guide, f"{words} is not explained"
    groups = {words[0] for words in COMMANDS if len(words) == 2}
    named = re.findall(r"`gongkai ([a-z]+)(?: ([a-z]+))?", guide + read("README.md") + read("README.zh-CN.md"))
    for first, second in named:
        words = (first, second) if first in groups and second else (first,)
        assert words in COMMANDS or first in groups, f"gongkai {first} {second} does not exist"


def test_every_setting_from_the_environment_is_explained() -> None:
    names = set(re.findall(r'environ(?:\.get\(|\[)"(GONGKAI_[A-Z_]+|DATABASE_URL)"', ALL_CODE))
    guide = read("docs/guide/operate.md")
    assert names <= set(re.findall(r"[A-Z_]{6,}", guide)), names - set(re.findall(r"[A-Z_]{6,}", guide))


def test_every_glossary_word_exists_in_the_code() -> None:
    rows = re.findall(r"^\| `([A-Za-z_.]+)` \| ([^|]+) \|", read("docs/glossary.md"), re.MULTILINE)
    assert len(rows) > 40
    assert len({word for word, _ in rows}) == len(rows), "a word stands twice"
    for word, _ in rows:
        assert re.search(rf"\b{re.escape(word.rpartition('.')[2])}\b", ALL_CODE), f"{word} is not in the code"


def test_every_model_is_in_the_glossary() -> None:
    glossary = read("docs/glossary.md")
    for path in (*SOURCE.glob("*/models.py"), *SOURCE.glob("*/models/*.py")):
        for name in re.findall(r"^class (\w+)\((?:models\.Model|AbstractUser)\)", path.read_text(encoding="utf-8"), re.MULTILINE):
            assert f"| `{name}` |" in glossary, f"{name} has no place in the glossary"


def test_readmes_show_the_two_commands_and_a_picture_on_their_first_screen() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        first_screen = "\n".join(read(name).split("\n")[:40])
        assert "make run" in first_screen and "make test" in first_screen
        picture = re.search(r"!\[[^]]*\]\(([^)]+)\)", first_screen)
        assert picture and (ROOT / picture[1]).exists()
