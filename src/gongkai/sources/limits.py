"""How much of a received file is read at most, in one place: beyond these sizes a file is refused, with its reason.

A clerk's catalogue has a few hundred rows and an attachment a few thousand; every limit lies far above that and far
below what would trouble a small server.
"""

MEGABYTE = 1024 * 1024

FILE_BYTES = 64 * MEGABYTE  # the file itself, before a byte of it is read
UNPACKED_BYTES = 256 * MEGABYTE  # everything inside a ZIP, XLSX, DOCX or OFD together
XML_BYTES = 48 * MEGABYTE  # one XML part that is held as a tree: about ten times that in memory
RATIO = 500  # unpacked to packed; ordinary sheets stay below 100
RATIO_FROM_BYTES = 16 * MEGABYTE  # below this size no ratio is suspicious: a small file of blanks packs well
MEMBERS = 5_000
CELLS = 1_000_000  # cells with text in one file
CELL_CHARACTERS = 131_072  # in one cell of a CSV: a quote left open swallows the rest of the file
BOX_CELLS = 5_000_000  # places between the first and the last used cell of one sheet
ROWS = 200_000  # lines of a text
TAGS = 3_000_000  # of a web page
ATTRIBUTES = 1_000  # of one tag; the parser takes time by their square
COLUMNS = 1_000
SPAN = 1_000  # columns that one cell may cover; HTML has the same limit
TABLES = 2_000
PDF_PAGES = 300
PDF_TEXT_PAGES = 2_000
PDF_PAGE_OBJECTS = 100_000  # characters and lines on one page
ZIP_DEPTH = 3

CHILD_SECONDS = 60  # far more than any table needs
SLOW_SECONDS = 180  # for what is slow to read: pages of PDF, packed attachments
CHILD_BYTES = 1024 * MEGABYTE  # address space of the reading process, its libraries included


def seconds_for(module: str) -> int:
    """Return how long a reader may take, in seconds of processor time and of the clock."""
    return SLOW_SECONDS if module in ("pdf", "texts_inside", "stripping_inside") else CHILD_SECONDS
