"""Texts that XLSX and DOCX share: properties, links, drawings, charts, custom data, pictures, embedded files."""

from collections.abc import Iterator

from gongkai.sources.archive import Archive
from gongkai.sources.errors import BadInput
from gongkai.sources.markup import local, parse_xml
from gongkai.sources.messages import TextPart, Told, Unreadable
from gongkai.sources.texts_pictures import properties

Found = Told | tuple[str, bytes]

NO_TEXT = (
    "styles", "theme", "fontTable", "webSettings", "numbering", "calcChain", "tableStyles", "stylesWithEffects",
    "printerSettings", "activeX", "fonts",
)  # fmt: skip
PLACES: tuple[tuple[str, str, bool], ...] = (
    ("docProps/", "文档属性", True),
    ("customXml/", "自定义数据", True),
    ("xl/drawings/", "图形里的文字", False),
    ("xl/charts/", "图表数据", False),
    ("word/charts/", "图表数据", False),
    ("word/diagrams/", "图示里的文字", False),
    ("xl/diagrams/", "图示里的文字", False),
    ("ppt/charts/", "图表数据", False),
    ("ppt/diagrams/", "图示里的文字", False),
    ("ppt/comments/", "批注", True),
    ("ppt/commentAuthors", "批注人员", True),
    ("ppt/authors", "批注人员", True),
    ("xl/pivotCache/", "数据透视表的缓存数据", True),
    ("xl/pivotTables/", "数据透视表", False),
    ("xl/externalLinks/", "外部链接的缓存数据", True),
    ("xl/tables/", "表格名称和列名", False),
    ("xl/persons/", "批注人员", True),
    ("word/people", "批注人员", True),
    ("word/settings", "文档变量", True),
    ("word/glossary/", "文档部件", True),
)
VALUES = {"v", "val", "displayName", "name", "author", "userId", "uniqueName"}
TEXT_ATTRIBUTES = ("ppt/commentAuthors", "ppt/authors", "xl/pivotCache/", "xl/persons/", "word/people", "word/settings", "xl/tables/")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".svg", ".wdp", ".webp")


def rest_of_package(archive: Archive, done: set[str]) -> Iterator[Found]:
    """Yield the texts of every member not ``done``; pictures as Unreadable, embedded files as name and bytes."""
    for member in dict.fromkeys(info.filename for info in archive.infos):
        lower = member.lower()
        if member in done or member == "[Content_Types].xml" or member.rpartition("/")[2].startswith(NO_TEXT):
            continue
        if lower.endswith(".rels"):
            yield from links(archive, member)
        elif "/embeddings/" in lower:
            yield f"嵌入的文件 {member.rpartition('/')[2]}", archive.read(member)
        elif lower.endswith(PICTURES):
            place = f"图片 {member.rpartition('/')[2]}"
            yield from picture_properties(archive.read(member), place)
            yield Unreadable(place, "图片里的文字无法检查，请打开查看。")
        elif lower.endswith((".xml", ".vml")):
            yield from xml_texts(archive, member)
        elif not lower.endswith((".bin", ".odttf")):
            yield Unreadable(member, f"文档里的“{member}”不认得，无法检查。")


def picture_properties(data: bytes, place: str) -> Iterator[Told]:
    """Yield what the properties of a picture inside a document tell; a picture that is no picture tells nothing."""
    try:
        yield from properties(data, place, place)
    except (BadInput, OSError, ValueError, SyntaxError):
        return


def links(archive: Archive, member: str) -> Iterator[TextPart]:
    """Yield the addresses that a part links to outside the document: they may hold telephone numbers and mailboxes."""
    for each in parse_xml(archive.read(member), archive.name):
        if each.get("TargetMode") == "External":
            yield TextPart("超链接", each.get("Target", ""), True)


def xml_texts(archive: Archive, member: str) -> Iterator[TextPart]:
    """Yield the text of one part, a line for each element that has some."""
    known = ((where, unseen) for start, where, unseen in PLACES if member.startswith(start))
    place, hidden = next(known, (member, True))
    with_attributes = member.startswith(TEXT_ATTRIBUTES)
    pieces = []
    for element in parse_xml(archive.read(member), archive.name).iter():
        if not local(element) or (member.startswith("word/settings") and local(element) != "docVar"):
            continue
        pieces.append((element.text or "").strip())
        if with_attributes:
            pieces.extend(str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] in VALUES)
    text = "\n".join(piece for piece in pieces if piece)
    if text:
        yield TextPart(place, text, hidden)
