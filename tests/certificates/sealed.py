"""A sealed certificate of the printed example, made once a process, and what people do to it."""

import json
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from apps.certificates.documents import paper, release
from apps.certificates.rules.authenticity import judged
from apps.certificates.rules.numbers import certificate_number
from apps.certificates.sealing.found import Trust
from apps.certificates.sealing.material import PEM, made_material, read_material
from apps.certificates.sealing.reading import read_pdf
from apps.certificates.sealing.seal import sealed
from apps.certificates.services import Printing
from apps.core.canonical import canonical, sha256

MOMENT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
NUMBER = certificate_number(year=2026, place=7)
EXAMPLE = Path(__file__).parents[1] / "data" / "certificate_facts_example.json"


@cache
def material(name="Seal of the office"):
    return read_material(made_material(name, MOMENT))


def printing(**changes):
    facts = json.loads(EXAMPLE.read_text()) | {"schema": "consortium-certificate/1"} | changes
    for row in facts["results"]:
        row.setdefault("dots", [])
        row.setdefault("exact", {"mean": None})
    text = canonical(facts)
    return Printing(UUID(int=7), NUMBER, MOMENT, text, sha256(text), facts["language"])


@cache
def unsealed():
    return paper.printed(printing())


@cache
def certificate():
    """The file as it goes out, through the gate."""
    return release.released(printing(), material())


def root_of(one):
    return one.root.public_bytes(PEM).decode()


def trust(*, pinned=True):
    own = material()
    return Trust((root_of(own),), (own.fingerprint,) if pinned else None)


def verdict(pdf, **said):
    return judged(read_pdf(pdf, trust(**said))).verdict


def resaved(pdf):
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(out)
    return out.getvalue()


def without_seal(pdf):
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        del opened.Root.AcroForm, opened.Root.Perms
        for page in opened.pages:
            if "/Annots" in page:
                del page.Annots
        opened.save(out)
    return out.getvalue()


def appended(pdf, change):
    """Change the file as readers do that keep what was there: an update at its end."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def other_language(writer):
    writer.root["/Lang"] = generic.pdf_string("tr")
    writer.update_root()


def other_content(writer):
    place, _resources = writer.find_page_for_modification(0)
    page = place.get_object()
    stream = generic.StreamObject(stream_data=b"BT /F1 12 Tf (PASS) Tj ET")
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), writer.add_object(stream)])
    writer.mark_update(place)


def sealed_by_somebody_of_the_same_name():
    return sealed(unsealed(), read_material(made_material("Seal of the office", MOMENT)), MOMENT)
