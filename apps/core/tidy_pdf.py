"""What the renderer's PDF says twice or in vain is dropped before it is written.

A paper becomes a fifth smaller by it, and its check and every later reading that much faster.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pydyf
from weasyprint.pdf.stream import Stream

EMPTY_RESOURCES: Final = ("Pattern", "Shading", "XObject", "ExtGState")
BARE: Final = {"Type", "S", "K", "Pg", "P"}
"""What an element of the structure tree has that says nothing but its kind, its place and its content."""
OWNERS: Final = {
    *("/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6"),
    *("/Lbl", "/LBody", "/TH", "/TD", "/Caption", "/Span", "/Link"),
}
"""Kinds that may own content themselves; those that group others may not (ISO 32000-1, 14.8.4)."""


def tidied(_document: Any, pdf: pydyf.PDF) -> None:
    """Drop empty resources, shifts by 0 between letters, and tags that say no more than the one around them."""
    for part in pdf.objects:
        if isinstance(part, pydyf.Dictionary):
            _drop_empty_resources(part)
        elif isinstance(part, Stream):  # what is drawn; fonts and enclosed files are pydyf's own streams
            part.stream = [_without_idle_shifts(line) for line in part.stream]
    dropped = _drop_bare_spans(pdf)
    pdf.objects[1:] = [
        _Dropped() if part.number in dropped else _Written(part) for part in pdf.objects[1:]
    ]  # the first one is the head of the free ones


def _drop_empty_resources(resource: pydyf.Dictionary) -> None:
    """PDF/A checkers do not like them."""
    for kind in EMPTY_RESOURCES:
        if isinstance(resource.get(kind), dict) and not resource[kind]:
            del resource[kind]


def _without_idle_shifts(line: Any) -> Any:
    """Join what a line of text shows: its strings are hexadecimal, so that `>0<` is never text itself.

    WeasyPrint writes such a shift after nearly every letter.
    """
    return line.replace(b">0<", b"") if isinstance(line, bytes) and line.endswith(b"] TJ") else line


def _drop_bare_spans(pdf: pydyf.PDF) -> set[int]:
    """Give the content of each Span without attributes to the element around it; the numbers of those emptied.

    WeasyPrint makes one for every piece of a line: half of the elements of a paper.
    """
    elements = {part.reference: part for part in pdf.objects if _is_element(part)}
    adopted = {
        reference: (element["K"][0], element["P"])
        for reference, element in elements.items()
        if _is_bare_span(element) and _may_own(elements.get(element["P"], {}), element["Pg"])
    }
    for element in elements.values():
        element["K"][:] = [adopted[child][0] if child in adopted else child for child in element["K"]]
    for owners in _owners_of_content(pdf):
        owners[:] = [adopted[owner][1] if owner in adopted else owner for owner in owners]
    return {elements[reference].number for reference in adopted}


def _is_element(part: Any) -> bool:
    return isinstance(part, pydyf.Dictionary) and part.get("Type") == "/StructElem"


def _is_bare_span(element: pydyf.Dictionary) -> bool:
    content = element["K"]
    return (
        element["S"] == "/Span"
        and len(content) == 1
        and isinstance(content[0], int)
        and BARE.issuperset(element)
    )


def _may_own(element: Mapping[str, Any], page: bytes) -> bool:
    return element.get("S") in OWNERS and element.get("Pg") == page


def _owners_of_content(pdf: pydyf.PDF) -> Iterator[list[Any]]:
    """Give, page by page, the elements that own its pieces of content (ISO 32000-1, 14.7.4.4)."""
    for part in pdf.objects:
        if isinstance(part, pydyf.Dictionary) and part.get("Type") == "/StructTreeRoot":
            tree = pdf.objects[int(part["ParentTree"].split()[0])]
            yield from (owners for owners in tree["Nums"] if isinstance(owners, list))


class _Written(pydyf.Object):
    """An object as it is written. pydyf writes each twice, once only to hash it, and compresses it each time."""

    compressible = None
    data = None

    def __init__(self, part: pydyf.Object) -> None:
        super().__init__()
        self.number, self.generation, self.free = part.number, part.generation, part.free
        self.compressible, self.data = part.compressible, part.data


class _Dropped(pydyf.Object):
    """A free entry of the cross-reference table."""

    compressible = False

    def __init__(self) -> None:
        super().__init__()
        self.number, self.free = 0, "f"
