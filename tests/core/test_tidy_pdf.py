"""A tidied paper looks, reads and is tagged as before; it is only smaller."""

import re
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from apps.core import pdf
from apps.core.pdf import Enclosed
from tests.core.test_pdf import certificate_page, page, paper
from tests.core.test_printed_page import words_of

LINES = "".join(f"<tr><th>{n}</th><td>AVAT <b>Wall</b> {n}</td></tr>" for n in range(40))
PAGES = {
    "certificate": certificate_page,
    "over pages": lambda: page(
        f"<h1>Kerning: AVAT, Wa</h1><p>{'A word and another. ' * 500}</p><table><tbody>{LINES}</tbody></table>"
    ),
    "kinds": lambda: page(
        '<ul><li>one</li><li>two <span class="x">three</span></li></ul><p>a <a href="https://example.org">link</a></p>'
        '<p lang="tr">Işık <i>ve</i> su</p><div>bare<br/>lines</div>'
    ),
}


@pytest.fixture(params=sorted(PAGES))
def both(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[bytes, bytes]:
    """Give a paper tidied, and as WeasyPrint writes it."""
    html = PAGES[request.param]()
    tidied = paper(html)
    monkeypatch.setattr(pdf, "tidied", lambda _document, _pdf: None)
    return tidied, paper(html)


def drawn(made: bytes, folder: Path) -> bytes:
    file = folder / "paper.pdf"
    file.write_bytes(made)
    return subprocess.run(["pdftoppm", "-r", "60", str(file)], capture_output=True, check=True).stdout


def test_it_looks_the_same(both: tuple[bytes, bytes], tmp_path: Path) -> None:
    tidied, before = (drawn(made, tmp_path) for made in both)
    assert len(before) > 100_000
    assert tidied == before


def test_it_reads_the_same(both: tuple[bytes, bytes], tmp_path: Path) -> None:
    tidied, before = (words_of(made, tmp_path) for made in both)
    assert tidied == before


def tags(made: bytes, folder: Path) -> list[str]:
    """Give kinds and texts in the order of reading, as poppler sees them, without the bare spans."""
    file = folder / "paper.pdf"
    file.write_bytes(made)
    run = subprocess.run(["pdfinfo", "-struct-text", str(file)], capture_output=True, check=True)
    lines = [line.strip() for line in run.stdout.decode().splitlines()]
    return [line for line in lines if line and not line.startswith("Span")]


def test_it_is_tagged_the_same(both: tuple[bytes, bytes], tmp_path: Path) -> None:
    tidied, before = (tags(made, tmp_path) for made in both)
    assert len(before) > 5
    assert tidied == before


def marked(document: pikepdf.Pdf) -> list[tuple[int, int]]:
    """Give page and number of each marked piece of content."""
    return [
        (place, int(command.operands[1].MCID))
        for place, one in enumerate(document.pages)
        for command in pikepdf.parse_content_stream(one)
        if str(command.operator) == "BDC"
    ]


def test_each_piece_of_content_is_owned_by_the_element_that_has_it(both: tuple[bytes, bytes]) -> None:
    with pikepdf.open(BytesIO(both[0])) as document:
        numbers: Any = document.Root.StructTreeRoot.ParentTree.Nums
        owners = {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}
        pieces = marked(document)
        assert len(pieces) > 3
        for place, number in pieces:
            owner = owners[place][number]
            assert number in [kid for kid in owner.K if isinstance(kid, int)]
            assert owner.Pg.objgen == document.pages[place].objgen


GROUPS = {
    "/Document",
    "/Part",
    "/Art",
    "/Sect",
    "/Div",
    "/NonStruct",
    "/L",
    "/LI",
    "/Table",
    "/TR",
    "/THead",
    "/TBody",
}


def test_what_groups_others_owns_no_content_itself(both: tuple[bytes, bytes]) -> None:
    """ISO 32000-1, 14.8.4: grouping elements have other elements as children, not content."""
    with pikepdf.open(BytesIO(both[0])) as document:
        elements = [
            one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") in GROUPS
        ]
        assert elements
        assert not [one for one in elements if any(isinstance(kid, int) for kid in one.get("/K", []))]


def test_an_enclosed_file_is_left_alone() -> None:
    content = b"[<0041>0<0042>] TJ\nx>0<y] TJ"
    made = paper(page("<p>a</p>"), enclosed=(Enclosed(name="notes.txt", content=content),))
    with pikepdf.open(BytesIO(made)) as document:
        assert document.attachments["notes.txt"].get_file().read_bytes() == content


def test_it_is_smaller_and_whole(both: tuple[bytes, bytes], tmp_path: Path) -> None:
    tidied, before = both
    assert len(tidied) < len(before)
    file = tmp_path / "paper.pdf"
    file.write_bytes(tidied)
    subprocess.run(["qpdf", "--check", str(file)], check=True, capture_output=True)
    with pikepdf.open(BytesIO(tidied)) as document:
        shown = b"".join(one.Contents.read_bytes() for one in document.pages)
    assert re.search(rb"\] TJ", shown)
    assert b">0<" not in shown
    assert spans_in(tidied) < spans_in(before)


def spans_in(made: bytes) -> int:
    with pikepdf.open(BytesIO(made)) as document:
        return sum(
            isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Span" for one in document.objects
        )
