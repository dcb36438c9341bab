"""Paper's HTML read as XML: the same page as a browser reads, and its pictures' texts where they were."""

import re
import subprocess
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pikepdf
import pytest
import tinyhtml5

from apps.core import printed_page
from apps.core.pdf import NoFetch
from apps.core.printed_page import SVG, PrintedPage
from tests.core.test_pdf import certificate_page, page, paper

XMLNS = "{http://www.w3.org/2000/xmlns/}xmlns"
BOX = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="60" font-family="Liberation Sans" font-size="12px">'
    "<title>A picture</title><g>{}</g></svg>"
)


def read(html: str) -> ET.Element:
    return PrintedPage(html, NoFetch()).etree_element


def flat(root: ET.Element) -> list[tuple[str, dict[str, str], str, str]]:
    """Give a tree as a list, white space as a browser shows it."""
    return [
        (
            element.tag,
            {name: value for name, value in element.attrib.items() if name != XMLNS},
            " ".join((element.text or "").split()),
            " ".join((element.tail or "").split()),
        )
        for element in root.iter()
        if isinstance(element.tag, str)
    ]


@pytest.mark.parametrize("lang", ["en", "tr"])
def test_a_browser_would_read_the_same_page(lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printed_page, "begin_texts_at_their_start", lambda _picture: None)
    html = certificate_page(lang, holder={"name": 'Öz & <b>Işık</b> "Co"', "address": ["a's"]})
    assert flat(read(html)) == flat(tinyhtml5.parse(html, namespace_html_elements=False))


def words_of(made: bytes, tmp_path: Path) -> list[tuple[str, list[float]]]:
    """Give each word with its box in points."""
    file = tmp_path / "paper.pdf"
    file.write_bytes(made)
    run = subprocess.run(["pdftotext", "-bbox", str(file), "-"], capture_output=True, check=True)
    found = BOX.findall(run.stdout.decode())
    return sorted((word, [float(place) for place in box]) for *box, word in found)


def groups_in(made: bytes) -> int:
    with pikepdf.open(BytesIO(made)) as document:
        return sum(1 for one in document.objects if isinstance(one, pikepdf.Stream) and "/Group" in one)


def test_texts_of_a_picture_stand_where_their_anchors_put_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled = paper(certificate_page())
    monkeypatch.setattr(printed_page, "begin_texts_at_their_start", lambda _picture: None)
    anchored = paper(certificate_page())
    assert (groups_in(settled), groups_in(anchored) > 5) == (0, True)
    for (word, box), (same, where) in zip(
        words_of(settled, tmp_path), words_of(anchored, tmp_path), strict=True
    ):
        assert word == same
        assert box == pytest.approx(where, abs=0.05)  # points: a seventieth of a millimetre


def text_of(html: str) -> ET.Element:
    (text,) = read(page(PICTURE.format(html))).iter(f"{SVG}text")
    return text


@pytest.mark.parametrize(
    ("text", "begins_at"),
    [
        # Advance of W in Liberation Sans: 1933 of 2048 units, as in Arial and Helvetica (0.944 em).
        ('<text x="100" text-anchor="end">WW</text>', 100 - 2 * 12 * 1933 / 2048),
        ('<text x="100" text-anchor="middle">WW</text>', 100 - 12 * 1933 / 2048),
        ('<text text-anchor="middle" font-size="20px">W</text>', -10 * 1933 / 2048),
        ('<text text-anchor="middle" font-weight="bold">W</text>', -6 * 1933 / 2048),
        ('<text text-anchor="end">ı</text>', -12 * 569 / 2048),
    ],
)
def test_a_text_is_moved_by_the_widths_of_its_letters(text: str, begins_at: float) -> None:
    found = text_of(text)
    assert (float(found.get("x", "")), found.get("text-anchor")) == (
        pytest.approx(begins_at, abs=0.001),
        "start",
    )


@pytest.mark.parametrize(
    "text",
    [
        '<text x="9" text-anchor="end">材料</text>',
        '<text x="9" text-anchor="end" font-family="Courier">W</text>',
        '<text x="9" text-anchor="end" font-size="1em">W</text>',
        '<text x="9" text-anchor="end" font-weight="300">W</text>',
        '<text x="9" text-anchor="end" dx="2">W</text>',
        '<text x="9" text-anchor="end">W<tspan>W</tspan></text>',
        '<text x="9" text-anchor="end">A  B</text>',
        '<text x="9" text-anchor="end"> A</text>',
        '<text x="9" text-anchor="end">A </text>',
        '<text x="9" text-anchor="end">A\u00adB</text>',
        '<text x="9" text-anchor="end">A\u0301B</text>',
    ],
)
def test_what_it_cannot_measure_keeps_its_anchor(text: str) -> None:
    found = text_of(text)
    assert (found.get("x"), found.get("text-anchor")) == ("9", "end")


def test_a_mistake_in_a_template_is_an_error_and_no_guess() -> None:
    with pytest.raises(ET.ParseError):
        read(page("<p>not closed"))


def test_letters_that_xml_cannot_hold_are_shown_as_lost() -> None:
    root = read(page("<p>a\x00b\x0bc\ufffed\ud800e</p>"))
    assert [one.text for one in root.iter("p")] == ["a\ufffdb\ufffdc\ufffdd\ufffde"]
