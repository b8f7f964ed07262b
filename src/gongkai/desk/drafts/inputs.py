"""The fields of the form that are made from an item's content elements: what each shows, and how what is typed is read.

Each typed field can be filled with plain words instead (``words``), because a name only suggests what its value is.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from gongkai.disclosures import elements
from gongkai.disclosures.elements import Kind, NotOfThisKind, Pointer

POINTERS = (Kind.FILES, Kind.LIST)
TYPED = (Kind.DATE, Kind.MONEY, Kind.CREDIT_CODE)
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Around:
    """What of the disclosure an element may point to: its files and lists by name, and whether its body says anything."""

    files: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    has_body: bool = False


@dataclass(slots=True)
class ElementInput:
    """One content element on the form. ``value`` is its stored text; ``typed`` is what the person wrote, kept where it is wrong."""

    name: str
    kind: Kind
    value: str = ""
    in_catalogue: bool = True
    alone: bool = False  # the only element whose content is elsewhere: it is filled by itself
    around: Around = field(default_factory=Around)
    error: str = ""
    typed: str = ""

    @property
    def key(self) -> str:
        """Return the name of its field: stable, whatever the order of the elements."""
        return key_of(self.name)

    @property
    def shown(self) -> str:
        """Return what stands in the typed field."""
        if self.error:
            return self.typed
        if self.kind == Kind.MONEY:
            return elements.money_parts(self.value)[0] if self.is_plain else ""
        return self.value if self.is_plain else ""

    @property
    def words(self) -> str:
        """Return the plain words that stand in place of a typed value."""
        return "" if self.is_plain else self.value

    @property
    def is_plain(self) -> bool:
        """Tell whether the value is of its kind, and not words instead."""
        return elements.is_of_kind(self.kind, self.value)

    @property
    def unit(self) -> str:
        """Return the unit in which an amount is shown."""
        if self.value and self.is_plain:
            return elements.money_parts(self.value)[1]
        return elements.unit_of(self.name)

    @property
    def note(self) -> str:
        """Return what is said besides where the content is."""
        return own_words(self.value) if self.alone else self.pointer.note

    @property
    def auto(self) -> str:
        """Return where the content of the one pointing element is now."""
        return str(everything(self.kind, self.around, self.note))

    @property
    def pointer(self) -> Pointer:
        """Return where the content of the element is said to be."""
        return elements.pointer_of(self.value, files=self.around.files, lists=self.around.lists)

    def read(self, data: Mapping[str, str], chosen: Sequence[str] = ()) -> None:
        """Take what a form sent; ``chosen`` are the ticks of a pointer. What is wrong is said in ``error``."""
        if self.kind in POINTERS:
            self._read_pointer(data.get(f"{self.key}-note", ""), chosen)
            return
        self.typed = data.get(self.key, "").strip().replace("\r\n", "\n")
        words = data.get(f"{self.key}-words", "").strip()
        try:
            if words or self.kind not in TYPED:
                self.value = words or self.typed
            elif self.kind == Kind.MONEY and self.typed:
                self.value = elements.money_text(elements.money_of(self.typed, data.get(f"{self.key}-unit", "元")))
            else:
                self.value = elements.canonical(self.kind, self.typed)
        except NotOfThisKind as error:
            self.error = str(error)
        if len(self.value) > LONGEST:
            self.error = f"太长（{len(self.value)}字）：请写进正文，或作为附件上传。"

    def _read_pointer(self, note: str, chosen: Sequence[str]) -> None:
        note = note.strip()
        if self.alone:
            self.value = str(everything(self.kind, self.around, note))
            return
        files = tuple(name for name in self.around.files if f"file:{name}" in chosen)
        lists = tuple(name for name in self.around.lists if f"list:{name}" in chosen)
        self.value = str(Pointer("body" in chosen, files, lists, note))


def key_of(name: str) -> str:
    """Return the name of an element's field."""
    return "e-" + hashlib.sha256(name.encode()).hexdigest()[:12]


def everything(kind: Kind, around: Around, note: str) -> Pointer:
    """Return where the content of the one pointing element is: in all files and lists, or else in the body."""
    named = bool(around.lists) if kind == Kind.LIST else False
    in_body = around.has_body and not named and (kind == Kind.FILES or not around.files)
    return Pointer(in_body, around.files, around.lists, note)


def own_words(text: str) -> str:
    """Return the words of a pointer that point nowhere: what names a file or list that is gone by now is not among them.

    >>> own_words("见正文；见名单：旧名单；共12家；以原件为准")
    '共12家；以原件为准'
    """
    starts = (elements.IN_FILES, elements.IN_LISTS)
    return elements.NOTE.join(one for one in text.split(elements.NOTE) if one != elements.IN_BODY and not one.startswith(starts))


def inputs_for(names: Sequence[str], values: Mapping[str, object], around: Around) -> list[ElementInput]:
    """Return the fields in the catalogue's order; then values whose element the catalogue no longer has."""
    kinds = {name: elements.kind_of(name) for name in names}
    alone = sum(kind in POINTERS for kind in kinds.values()) == 1
    made = [
        ElementInput(name, kind, str(values.get(name) or ""), True, alone and kind in POINTERS, around) for name, kind in kinds.items()
    ]
    old = [name for name in values if name not in kinds and values[name]]
    return made + [ElementInput(name, Kind.TEXT, str(values[name]), in_catalogue=False) for name in old]


def pointed(names: Sequence[str], values: Mapping[str, object], around: Around) -> dict[str, object]:
    """Return the values with the one pointing element brought up to date with the files, lists and body there are."""
    made = dict(values)
    for one in inputs_for(names, values, around):
        if one.alone:
            made[one.name] = one.auto
            if not made[one.name] and one.name not in values:
                del made[one.name]
    return made


def money_hint(text: str, unit: str) -> str:
    """Say an amount in both units, or what is wrong with it."""
    try:
        amount: Decimal = elements.money_of(text, unit)
    except NotOfThisKind as error:
        return str(error)
    return elements.money_text(amount)
