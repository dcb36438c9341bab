"""The paper itself: the same facts are the same bytes, it is PDF/A-3b, and it says what was frozen."""

import io
import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from apps.certificates import services, tasks
from apps.certificates.documents import paper, pictures
from apps.certificates.selectors import pdf_path
from apps.certificates.services import Printing
from apps.core.canonical import sha256
from tests.certificates.world import World, again

ROOT = Path(__file__).parents[2]
real_paper = paper.printed


@pytest.fixture
def printing(db, cast, quiet_press):
    """What a worker gets to print, of a Turkish certificate with an undecided characteristic."""
    return begun(World(cast, shift={"Fe": "0.448"}), "tr")


def begun(world, language="en"):
    row = world.approved(language=language)
    return services.begin_issue(certificate_id=row.pk, actor=world.system())


def text_of(pdf):
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_the_same_facts_are_the_same_bytes_also_in_another_process(printing, tmp_path):
    first = paper.printed(printing)
    assert paper.printed(printing) == first
    said = {name: str(getattr(printing, name)) for name in Printing.__dataclass_fields__}
    (tmp_path / "said.json").write_text(json.dumps(said))
    code = (
        "import json, sys, hashlib, django; django.setup();"
        "from datetime import datetime; from uuid import UUID;"
        "from apps.certificates.documents import paper; from apps.certificates.services import Printing;"
        "said = json.load(open(sys.argv[1]));"
        "said['numbered_at'] = datetime.fromisoformat(said['numbered_at']);"
        "said['certificate_id'] = UUID(said['certificate_id']);"
        "print(hashlib.sha256(paper.printed(Printing(**said))).hexdigest())"
    )
    elsewhere = os.environ | {
        "DJANGO_SETTINGS_MODULE": "consortium.settings",
        "PYTHONHASHSEED": "7",
        "TZ": "Asia/Tokyo",
    }
    command = [sys.executable, "-c", code, str(tmp_path / "said.json")]
    done = subprocess.run(command, cwd=ROOT, env=elsewhere, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == sha256(first)


def test_it_is_pdf_a_3b_with_title_language_and_the_day_of_its_number(printing):
    pdf = paper.printed(printing)
    assert pikepdf.pdfa.validate_written(io.BytesIO(pdf), "3b").passed
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert str(file.Root.Lang) == "tr"
        assert printing.number in str(file.docinfo["/Title"])
        assert str(file.docinfo["/CreationDate"]).startswith(printing.numbered_at.strftime("D:%Y%m%d"))


def test_it_says_what_was_frozen_and_who_decided(printing):
    said = text_of(paper.printed(printing))
    names = (
        "Alder Metals",
        "Birch Certification",
        "AlCu4Mg1 secondary",
        "EN AW-2024",
        "Bea Başar",
        "Emil Eren",
    )
    rows = ("Bakır", "Magnezyum", "4,406", "ST-2026-001")
    for words in (printing.number, printing.facts_sha256, *names, *rows):
        assert words in said, words


def test_the_qr_code_and_the_printed_address_open_the_register_with_the_fingerprint(printing, settings):
    address = f"{settings.SITE_URL}/v/{printing.number}?h={printing.facts_sha256[:16]}"
    assert paper.verify_address(printing.number, printing.facts_sha256) == address
    assert address.replace(" ", "") in text_of(paper.printed(printing)).replace(" ", "")
    assert paper.qr(address).startswith("<svg")


def test_a_reader_of_codes_reads_the_address_off_the_rendered_page(printing, tmp_path):
    (tmp_path / "paper.pdf").write_bytes(paper.printed(printing))
    command = [
        "pdftoppm",
        "-r",
        "110",
        "-f",
        "1",
        "-l",
        "1",
        "-png",
        "paper.pdf",
        "page",
    ]  # a poor photograph
    subprocess.run(command, cwd=tmp_path, check=True)
    (page,) = tmp_path.glob("page*.png")
    (read,) = zxingcpp.read_barcodes(Image.open(page))
    assert read.text == paper.verify_address(printing.number, printing.facts_sha256)


def test_every_figure_says_what_it_shows(printing):
    with pikepdf.open(io.BytesIO(paper.printed(printing))) as pdf:
        figures = [
            one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]
        said = [str(one.Alt) for one in figures]
    assert said[:2] == ["Süsleme", "Doğrulama adresinin karekodu"]
    assert len(said) == 3


def test_no_style_of_paper_asks_for_font_features(settings):
    """WeasyPrint 70 loses memory with each text that has some: 0.2 MB a certificate."""
    for sheet in paper.STYLESHEETS:
        text = (Path(settings.STATICFILES_DIRS[0]) / "css" / sheet).read_text()
        assert not re.search(r"font-(variant|feature)", text), sheet


def test_it_draws_the_characteristic_that_comes_closest_to_a_limit(printing):
    facts = json.loads(printing.facts)
    plot = pictures.results_picture(facts)
    assert plot["title"] == "Iron, Fe lies too close to a limit to be decided".replace("Iron, Fe", "Demir")
    assert "<svg" in plot["svg"]
    assert all(code in plot["svg"] for code, _values in facts["results"][0]["dots"])


def test_it_draws_nothing_where_nothing_was_measured():
    nothing = {"results": [], "study": {"precision": [], "conclusion": None}}
    assert pictures.pictures_of(nothing) == []


def test_without_limits_the_picture_says_only_who_measured(cast, quiet_press):
    facts = json.loads(begun(World(cast)).facts)
    facts["results"] = [row for row in facts["results"] if row["code"] == "Mg"]
    plot = pictures.results_picture(facts)
    assert plot["title"] == "Magnesium as 4 laboratories measured it"


def test_words_from_people_stay_words(cast, quiet_press):
    cast.alder.name = '<img src="file:///etc/passwd"> & Söhne'
    cast.alder.save()
    assert '<img src="file:///etc/passwd"> & Söhne' in text_of(paper.printed(begun(World(cast))))


def test_a_real_one_is_made_by_the_task(cast, quiet_press):
    row = World(cast).approved()
    tasks.issue(str(row.pk))
    made = again(row)
    assert made.state == "issued", made.last_error
    assert pdf_path(made).read_bytes().startswith(b"%PDF-")


def test_no_identity_but_the_facts_goes_into_it():
    fields = {"certificate_id", "number", "numbered_at", "facts", "facts_sha256", "language"}
    assert set(Printing.__dataclass_fields__) == fields
    assert Printing(uuid4(), "CC", datetime.now(UTC), "{}", "0" * 64, "en").facts == "{}"


def test_an_amendment_says_on_page_one_what_it_replaces_why_and_what_changed(cast, quiet_press, quick_paper):
    world = World(cast)
    old = world.issued(language="tr")
    cast.alder.name, cast.alder.address = "Alder Holding", "Organize Sanayi Bölgesi 4. Cadde"
    cast.alder.save()
    cast.candidate.producer = ""
    cast.candidate.save()
    new = world.amendment(old, until="approved", reason="The holder has a new name.")
    facts = json.loads(new.facts)
    measured = {"fact": "Sonuç", "characteristic": "Bakır", "old": "4.406", "new": "4.410", "figures": True}
    facts["replaces"]["changes"].insert(0, measured)
    facts["replaces"]["changes"] += [measured | {"characteristic": f"Özellik {place}"} for place in range(40)]
    begun = services.begin_issue(certificate_id=new.pk, actor=world.system())
    pdf = real_paper(Printing(**{**vars(begun), "facts": json.dumps(facts)}))
    assert pikepdf.pdfa.validate_written(io.BytesIO(pdf), "3b").passed
    done = subprocess.run(
        ["pdftotext", "-l", "1", "-raw", "-", "-"], input=pdf, capture_output=True, check=True
    )
    first = " ".join(done.stdout.decode().split())
    assert f"{old.number}. The holder has a new name." in first
    assert "Bakır, Sonuç: 4,406 → 4,410" in first
    assert "Belge sahibi: Alder Metals → Alder Holding" in first
    assert "44 değişiklik" in first
    assert begun.number in first
    whole = text_of(pdf)
    assert "Ne değişti" in whole
    assert "Özellik 39, Sonuç 4,406 4,410" in whole
