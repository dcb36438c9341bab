"""The laboratory's own pages: template, upload, draft, hand in, correct, type in, raw files."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from apps.studies import services
from apps.studies.models import Attachment, Sample, Sheet
from tests.studies import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def study(cast, open_study):
    world.enrolled(cast, open_study, "carol", "colin")
    return open_study


@pytest.fixture
def page(client, cast):
    """Ask for a page of a study as somebody; a dict of data makes it a POST."""

    def ask(who, name, *args, data=None, follow=False):
        client.force_login(getattr(cast, who))
        address = reverse(f"studies:{name}", args=[getattr(one, "pk", one) for one in args])
        if data is None:
            return client.get(address, follow=follow)
        return client.post(address, data, follow=follow)

    return ask


@pytest.fixture
def codes(cast, study):
    rows = Sample.objects.unscoped("test").filter(enrolment__organisation=cast.cedar).order_by("code")
    return list(rows.values_list("code", flat=True))


def text(answer):
    return answer.content.decode()


def upload(content, name="results.csv", **more):
    return {"file": SimpleUploadedFile(name, content)} | more


def the_sheet():
    return Sheet.objects.unscoped("test").order_by("-created_at", "-pk").first()


def drafted(cast, study, **more):
    return world.hand_in(cast, study, "carol", keep_as_draft=True, reason="", **more)


def test_a_file_is_read_as_a_draft_checked_and_handed_in(cast, page, study):
    content = world.own_sheet(cast, study, "carol", "0.0500")
    data = upload(content, analyst="C. Ceylan", instrument="ICP 7")
    said = text(page("carol", "results", study, data=data, follow=True))
    for words in (
        "A draft.",
        "12 rows were read without a fault",
        "0.0500",
        "C. Ceylan",
        "ICP 7",
        "Nothing looks like a slip",
    ):
        assert words in said
    assert "A draft waits to be handed in" in text(page("carol", "results", study))
    said = text(page("carol", "submit_draft", study, the_sheet(), data={}, follow=True))
    assert "Handed in as version 1." in said
    assert "Handed in.</strong>" in said
    listed = text(page("carol", "results", study))
    assert "A draft waits" not in listed
    assert "Carol" in listed


def test_a_correction_asks_why_and_both_versions_are_listed(cast, page, study):
    world.hand_in(cast, study, "carol")
    draft = drafted(cast, study)
    answer = page("carol", "submit_draft", study, draft, data={"reason": ""})
    assert answer.status_code == 422
    assert "<title>Error:" in text(answer).replace("\n", "")
    assert "This field is required." in text(answer)
    said = text(
        page("carol", "submit_draft", study, draft, data={"reason": "The balance was off."}, follow=True)
    )
    assert "Handed in as version 2." in said
    listed = text(page("carol", "results", study))
    assert listed.index("The balance was off.") < listed.rindex("replaced")
    assert "version 1" in text(page("carol", "sheet", study, Sheet.objects.unscoped("test").get(version=1)))


def test_a_draft_is_discarded(cast, page, study):
    draft = drafted(cast, study)
    said = text(page("carol", "discard_draft", study, draft, data={}, follow=True))
    assert "The draft is discarded." in said
    assert "discarded draft" in said
    assert "it never counted" in text(page("carol", "sheet", study, draft))


def test_a_draft_that_fits_no_more_says_so_on_its_page(cast, page, study):
    draft = drafted(cast, study)
    study.characteristics.update(counts_from=cast.actor("carol").now)
    answer = page("carol", "submit_draft", study, draft, data={})
    assert (answer.status_code, "asks for new results" in text(answer)) == (422, True)


def test_slips_are_shown_before_handing_in(cast, page, study, codes):
    rows = [
        world.HEADER,
        *(
            f"{codes[0]},Fe,{at},{value},{world.UNIT}"
            for at, value in enumerate(("0.052", "0.53", "0.051"), 1)
        ),
    ]
    said = text(page("carol", "results", study, data=upload("\n".join(rows).encode()), follow=True))
    assert "1 thing looks like a slip." in said
    assert "Replicate 2 is 0.53, the others lie around 0.0515: about 10 times as much." in said
    page("carol", "submit_draft", study, the_sheet(), data={})
    assert the_sheet().state == "taken"


def test_the_template_is_filled_in_for_one_laboratory(cast, page, study, codes):
    answer = page("carol", "empty_workbook", study)
    assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="{study.reference}-L')
    book = load_workbook(io.BytesIO(answer.content))
    sheet = book.worksheets[0]
    rows = list(sheet.values)
    assert rows[0] == ("sample", "characteristic", "replicate", "value", "unit", "uncertainty")
    assert rows[1] == (codes[0], "Fe", 1, None, world.UNIT, None)
    assert len(rows) == 1 + 2 * 2 * 3
    assert {row[0] for row in rows[1:]} == set(codes)
    assert (sheet["D2"].number_format, sheet["F2"].number_format) == ("@", "@")
    for row in range(2, len(rows) + 1):
        sheet.cell(row, 4).value = "0.0520"
    file = io.BytesIO()
    book.save(file)
    page("carol", "results", study, data=upload(file.getvalue(), "results.xlsx"))
    assert the_sheet().state == "draft"
    assert {one.reported for one in world.stored()} == {"0.0520"}


def test_the_same_template_is_the_same_bytes(page, study):
    first = page("carol", "empty_workbook", study).content
    with time_machine.travel(study.created_at + timedelta(days=3)):
        assert page("carol", "empty_workbook", study).content == first


def test_the_templates_are_for_laboratories_alone(page, study):
    for who in ("iris", "hana", "eve"):
        for name in ("empty_sheet", "empty_workbook", "enter"):
            assert page(who, name, study).status_code == 404


def fields(codes, **values):
    return {
        f"v.{codes[0]}.Fe.{name[1:]}" if name != "u" else f"u.{codes[0]}.Fe": value
        for name, value in values.items()
    }


def test_results_are_typed_in_and_become_a_draft(cast, page, study, codes):
    said = text(page("carol", "enter", study))
    assert f'name="v.{codes[1]}.Cu.3"' in said
    data = fields(codes, v1="0.0520", v2="<0.010", v3="ND", u="0.002") | {"analyst": "C. Ceylan"}
    said = text(page("carol", "enter", study, data=data, follow=True))
    assert "3 rows were read without a fault" in said
    for words in ("0.0520", "± 0.002", "&lt;0.010", "not detected", "C. Ceylan", "Typed into the form"):
        assert words in said
    assert the_sheet().state == "draft"


def test_faults_stand_at_their_fields_and_what_was_typed_stays(page, study, codes):
    data = fields(codes, v1="0,052", v2="0.051", v3="about 5") | {"analyst": "C. Ceylan"}
    answer = page("carol", "enter", study, data=data)
    said = text(answer)
    assert answer.status_code == 422
    for words in (
        "&quot;0,052&quot; has a comma; use 0.052.",
        "&quot;about 5&quot; is not a number",
        'value="0.051"',
        'value="0,052"',
        'value="C. Ceylan"',
    ):
        assert words in said
    assert f'href="#id_v.{codes[0]}.Fe.1"' in said
    assert not Sheet.objects.unscoped("test").exists()


def test_an_empty_form_keeps_nothing(page, study):
    answer = page("carol", "enter", study, data={})
    assert (answer.status_code, "There is no result in the file." in text(answer)) == (422, True)


def test_a_draft_is_gone_on_with_and_its_raw_files_come_along(cast, page, study, codes):
    page("carol", "enter", study, data=fields(codes, v1="0.0520", v2="<0.010", u="0.002"))
    first = the_sheet()
    services.attach_file(sheet_id=first.pk, file_name="raw.dat", content=b"1", actor=cast.actor("carol"))
    said = text(page("carol", "go_on", study, first))
    for words in ('value="0.0520"', 'value="&lt;0.010"', 'value="0.002"'):
        assert words in said
    page("carol", "go_on", study, first, data=fields(codes, v1="0.0520", v2="<0.010", v3="0.0510", u="0.002"))
    second = the_sheet()
    assert (Sheet.objects.unscoped("test").get(pk=first.pk).state, second.state) == ("discarded", "draft")
    assert len(world.stored(second)) == 3
    assert Attachment.objects.get().sheet_id == second.pk
    assert page("carol", "go_on", study, first).status_code == 409


def test_a_draft_with_a_fault_in_the_form_stays_as_it_was(page, study, codes):
    page("carol", "enter", study, data=fields(codes, v1="0.0520"))
    first = the_sheet()
    assert page("carol", "go_on", study, first, data=fields(codes, v1="x")).status_code == 422
    assert the_sheet() == first
    assert the_sheet().state == "draft"


def test_hints_of_a_draft_stand_in_the_form(page, study, codes):
    page("carol", "enter", study, data=fields(codes, v1="0.052", v2="0.53", v3="0.051"))
    assert "about 10 times as much" in text(page("carol", "go_on", study, the_sheet()))


def test_a_draft_with_other_uncertainties_by_replicate_is_not_for_the_form(cast, page, study, codes):
    rows = [
        f"{world.HEADER},uncertainty",
        *(f"{codes[0]},Fe,{at},0.05{at},{world.UNIT},0.00{at}" for at in (1, 2)),
    ]
    draft = drafted(cast, study, content="\n".join(rows).encode())
    answer = page("carol", "go_on", study, draft)
    assert (answer.status_code, "other uncertainties" in text(answer)) == (409, True)


def test_a_study_with_very_many_results_is_not_for_a_form(cast, page):
    study = world.with_characteristics(
        cast, world.planned(cast, replicates=50), [f"C{at}" for at in range(9)]
    )
    services.open_study(study_id=study.pk, actor=cast.actor("iris"))
    world.enrolled(cast, study, "carol")
    assert "type the results in here" not in text(page("carol", "results", study))
    assert page("carol", "enter", study).status_code == 409


def test_raw_files_are_attached_saved_and_taken_away(cast, page, study):
    draft = drafted(cast, study)
    said = text(
        page("carol", "attach_file", study, draft, data=upload(b"\x00raw", "Lauf ü <7>.dat"), follow=True)
    )
    assert "Lauf ü &lt;7&gt;.dat is attached." in said
    kept = Attachment.objects.get()
    answer = page("carol", "raw_file", study, draft, kept)
    assert answer.content == b"\x00raw"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''Lauf%20%C3%BC")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    for who in ("colin", "iris", "eve"):
        assert page(who, "raw_file", study, draft, kept).status_code == 404
        assert page(who, "sheet_file", study, draft).status_code == 404
    assert "None yet." in text(page("carol", "detach_file", study, draft, kept, data={}, follow=True))
    assert page("carol", "raw_file", study, draft, kept).status_code == 404


def test_a_raw_file_that_is_none_is_refused_on_the_page(cast, page, study):
    draft = drafted(cast, study)
    assert page("carol", "attach_file", study, draft, data={}).status_code == 422
    answer = page("carol", "attach_file", study, draft, data=upload(b"x" * 9_000_000))
    assert (answer.status_code, "larger than 8 MB" in text(answer)) == (422, True)
    page("carol", "attach_file", study, draft, data=upload(b"1"))
    answer = page("carol", "attach_file", study, draft, data=upload(b"1"))
    assert (answer.status_code, "attached already" in text(answer)) == (422, True)


def test_a_sheet_is_given_back_byte_by_byte(cast, page, study):
    content = world.own_sheet(cast, study, "carol")
    page("carol", "results", study, data=upload(content, "my results.csv"))
    answer = page("carol", "sheet_file", study, the_sheet())
    assert answer.content == content
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my results.csv"'


def test_what_is_of_one_study_is_not_of_another(cast, page, study):
    other = world.opened(cast)
    world.enrolled(cast, other, "carol")
    draft = drafted(cast, study)
    kept = services.attach_file(sheet_id=draft.pk, file_name="raw", content=b"1", actor=cast.actor("carol"))
    for name in ("sheet_file", "go_on"):
        assert page("carol", name, other, draft).status_code == 404
    for name in ("submit_draft", "discard_draft", "attach_file"):
        assert page("carol", name, other, draft, data={}).status_code == 404
    assert page("carol", "raw_file", other, draft, kept).status_code == 404
    assert page("carol", "detach_file", other, draft, kept, data={}).status_code == 404


@pytest.mark.parametrize("number", [1, 3, 20])
def test_the_pages_take_the_same_queries_for_any_number_of_sheets(
    cast, client, study, django_assert_num_queries, number
):
    for _ in range(number):
        drafted(cast, study)
        world.hand_in(cast, study, "carol")
        world.hand_in(cast, study, "carol", b"junk")
    client.force_login(cast.carol)
    with django_assert_num_queries(11):
        client.get(reverse("studies:results", args=[study.pk]))
