"""Texts of PPTX slides, their notes, comments and properties; old slides (.ppt, .odp) are told as unread."""

import re
from collections.abc import Iterator

from gongkai.rules.findings import Finding
from gongkai.sources.archive import Archive
from gongkai.sources.kinds import refusal
from gongkai.sources.markup import descendants, local, parse_xml
from gongkai.sources.messages import TextPart
from gongkai.sources.texts_notices import of_package
from gongkai.sources.texts_office import Found, rest_of_package

SLIDE = re.compile(r"ppt/(slides/slide|notesSlides/notesSlide)(\d+)\.xml")


def of_slides(data: bytes, name: str) -> Iterator[Found]:
    """Yield every text of a PPTX file; raises BadInput for slides of another format."""
    if not data.startswith(b"PK"):
        raise refusal("slides", name)
    archive = Archive(data, name)
    if "ppt/presentation.xml" not in archive.names:
        raise refusal("slides", name)
    done = set()
    for member in archive.matching("ppt/", ".xml"):
        if member.startswith(("ppt/slideLayouts/", "ppt/slideMasters/", "ppt/notesMasters/", "ppt/handoutMasters/")):
            done.add(member)  # the sample words of the template
        elif match := SLIDE.fullmatch(member):
            done.add(member)
            notes = match[1].startswith("notes")
            place = f"第{match[2]}张幻灯片" + ("的备注" if notes else "")
            root = parse_xml(archive.read(member), name)
            hidden = not notes and root.get("show") in ("0", "false")
            if hidden:
                yield Finding("hidden_text", "warning", f"{place}是隐藏的", field=place)
            for number, paragraph in enumerate(descendants(root, "p"), 1):
                text = "".join(each.text or "" for each in paragraph.iter() if local(each) == "t")
                if text.strip():
                    yield TextPart(f"{place}第{number}段", text, notes or hidden)
    yield from of_package(archive)
    yield from rest_of_package(archive, done)
