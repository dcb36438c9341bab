"""Paper: the same bytes for the same facts, nothing fetched from outside, an archive-proof file."""

import contextlib
import hashlib
import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pikepdf.pdfa
import pytest
from django.template.loader import render_to_string
from django.utils import translation

from apps.core.charts import LabCell, LabDots, Line, render
from apps.core.pdf import FONT_FOLDER, Enclosed, ForbiddenAddressError, render_pdf, with_days
from apps.core.templatetags.figures import day

HERE = Path(__file__).parents[2]
STYLES = HERE / "consortium" / "static" / "css"
SHEETS = (STYLES / "tokens.css", STYLES / "paper.css")
FACTS = HERE / "tests" / "data" / "certificate_facts_example.json"
ISSUED = datetime(2026, 5, 4, 7, 12, tzinfo=UTC)
QR = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><path d="M0 0h1v1h-1z"/></svg>'
URL = "https://consortium.example/v/CB-2026-0007?h=9f2c41d07be833a1"


def paper(html: str, *sheets: Path, enclosed: tuple[Enclosed, ...] = ()) -> bytes:
    return render_pdf(
        html,
        stylesheets=sheets or SHEETS,
        identifier=bytes(range(16)),
        created=ISSUED,
        attachments=enclosed,
        title="Certificate CB-2026-0007",
        lang="en",
    )


def page(content: str) -> str:
    return f'<!DOCTYPE html>\n<html lang="en"><head><title>A page</title></head><body>{content}</body></html>'


def certificate(lang: str = "en", **changes: object) -> bytes:
    twin = Enclosed(name="certificate.json", content=FACTS.read_bytes())
    return paper(certificate_page(lang, **changes), enclosed=(twin,))


def certificate_page(lang: str = "en", **changes: object) -> str:
    facts = json.loads(FACTS.read_text()) | changes
    plot = render(
        LabDots(
            title="Both laboratories meet the limit",
            description="Two laboratories.",
            laboratories=(
                LabCell(label="L1", replicates=(1.0, 1.2)),
                LabCell(label="L2", replicates=(1.1, 1.4)),
            ),
            x_title="Laboratory",
            y_title="Capacity (mAh/g)",
            limits=(Line(value=0.9, label="at least 0.9"),),
        )
    )
    with translation.override(lang):
        return render_to_string(
            "certificates/paper.html",
            {
                "facts": with_days(facts, written=lambda text: day(date.fromisoformat(text)))
                | {"pictures": [facts["plot"] | {"svg": plot}]},
                "qr_svg": QR,
                "verify_url": URL,
                "fingerprint": "9f2c",
            },
        )


def words(pdf: bytes, tmp_path: Path) -> str:
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf)
    run = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True)
    return run.stdout.decode()


@pytest.fixture(scope="module")
def issued() -> bytes:
    return certificate()


def test_it_has_the_same_bytes_twice(issued: bytes) -> None:
    paper(page("<p>another document in between</p>"))
    assert certificate() == issued


SCRIPT = """
import hashlib, django
django.setup()
from tests.core.test_pdf import certificate
print(hashlib.sha256(certificate()).hexdigest())
"""


@pytest.mark.parametrize("seed", ["1", "2"])
def test_it_has_the_same_bytes_in_another_process(issued: bytes, seed: str) -> None:
    surroundings = os.environ | {"PYTHONHASHSEED": seed, "TZ": "Pacific/Auckland", "LC_ALL": "C.UTF-8"}
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, check=True, cwd=HERE, env=surroundings, text=True
    )
    assert run.stdout.split()[-1] == hashlib.sha256(issued).hexdigest()


def test_it_passes_the_archive_gate(issued: bytes) -> None:
    report = pikepdf.pdfa.validate_written(BytesIO(issued), "3b")
    assert (report.passed, list(report.findings)) == (True, [])


def test_it_is_tagged_named_and_carries_its_twin(issued: bytes) -> None:
    with pikepdf.open(BytesIO(issued)) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "en"
        assert pdf.docinfo["/Title"] == "Certificate CB-2026-0007"
        assert pdf.attachments["certificate.json"].get_file().read_bytes() == FACTS.read_bytes()
        assert str(pdf.Root.AF[0].AFRelationship) == "/Data"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle


def test_turkish_letters_can_be_read_back(issued: bytes, tmp_path: Path) -> None:
    text = words(issued, tmp_path)
    for name in ("Gülşen Işık", "Ömer Çağlayan", "Çınar Test Merkezi", "Şimşek Kimya", "Doğu Anadolu", "µm"):
        assert name in text


def test_every_page_has_number_place_and_end(issued: bytes, tmp_path: Path) -> None:
    pages = words(issued, tmp_path).rstrip("\f").split("\f")
    for place, page in enumerate(pages, start=1):
        assert "CB-2026-0007" in page
        assert f"Page {place} of {len(pages)}" in page
        assert "not a valid certificate" in page
    assert "End of certificate CB-2026-0007" in pages[-1]


def test_a_real_certificate_carries_no_test_mark(tmp_path: Path) -> None:
    text = words(certificate(test=False), tmp_path)
    lines = [line.strip() for line in text.splitlines()]
    assert ("TEST" in lines, "DEMONSTRATION" in text) == (False, False)


def test_numbers_on_turkish_paper_have_a_comma(tmp_path: Path) -> None:
    text = words(certificate("tr"), tmp_path)
    assert ("361,4" in text, "3 Mayıs 2026" in text) == (True, True)


def test_names_are_text_and_never_markup(tmp_path: Path) -> None:
    holder = {"name": "<img src=file:///etc/passwd> & Co", "address": ["<style>*{display:none}</style>"]}
    text = words(certificate(holder=holder), tmp_path)
    assert "<img src=file:///etc/passwd> & Co" in text


PROBES = [
    "http://169.254.169.254/latest/meta-data/",
    "https://example.org/x.png",
    "ftp://example.org/x.png",
    "file:///etc/passwd",
    "file://localhost/etc/passwd",
    f"file://{FONT_FOLDER}/../../../../../etc/passwd",
    f"file://{FONT_FOLDER}/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/hostname",
    f"file://{FONT_FOLDER}/%2e%2e/dejavu/DejaVuSans.ttf",
    f"file://{FONT_FOLDER}/",
    "FILE:///etc/passwd",
    "//example.org/x.png",
    "/etc/passwd",
]
PLACES = [
    '<img src="{}"/>',
    '<link rel="stylesheet" href="{}"/>',
    '<link rel="attachment" href="{}"/><p>x</p>',
    '<object data="{}"></object>',
    "<style>@import '{}';</style>",
    "<style>p {{ background: url('{}') }}</style><p>x</p>",
    "<style>@font-face {{ font-family: x; src: url('{}') }} p {{ font-family: x }}</style><p>x</p>",
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{}" width="9" height="9"/></svg>',
]


@pytest.mark.parametrize("address", PROBES)
@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_fetched_from_outside(place: str, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    paper(page("<p>the fonts of the house are loaded before</p>"))
    opened: list[str] = []
    monkeypatch.setattr(
        "weasyprint.urls.URLFetcher.fetch", lambda _self, url, _headers=None: opened.append(url)
    )
    with contextlib.suppress(ForbiddenAddressError):  # some places are not even looked at
        paper(page(place.format(address)))
    assert opened == []


@pytest.mark.parametrize("place", [PLACES[0], PLACES[1], PLACES[4], PLACES[5], PLACES[6]])
def test_a_refusal_stops_the_paper(place: str) -> None:
    with pytest.raises(ForbiddenAddressError):
        paper(page(place.format("file:///etc/passwd")))


def test_data_addresses_are_allowed() -> None:
    dot = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    assert paper(page(f'<img src="{dot}" alt="dot"/>')).startswith(b"%PDF-1.7")


def test_days_and_moments_become_dates() -> None:
    facts = {
        "valid_on": "2026-05-03",
        "rows": [{"at": "x", "issued_at": "2026-05-04T07:12:00+00:00"}],
        "n": "1.0",
    }
    assert with_days(facts) == {
        "valid_on": date(2026, 5, 3),
        "rows": [{"at": "x", "issued_at": ISSUED}],
        "n": "1.0",
    }
