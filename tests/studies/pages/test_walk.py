"""The journey on pages: plan, write, open, enrol, hand in, close, read."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from apps.materials.models import Material
from apps.studies.models import Sheet, Study
from apps.studies.rules.sheets import COLUMNS, OPTIONAL
from tests.studies import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, cast):
    """Ask for a page of a study as somebody; a dict of data makes it a POST."""

    def ask(who, name, *args, data=None, query="", follow=False):
        client.force_login(getattr(cast, who))
        address = reverse(f"studies:{name}", args=[getattr(one, "pk", one) for one in args]) + query
        if data is None:
            return client.get(address, follow=follow)
        return client.post(address, data, follow=follow)

    return ask


def upload(content, name="results.csv"):
    return {"file": SimpleUploadedFile(name, content, content_type="text/csv")}


def plan(cast, **changes):
    due = cast.actor("iris").now.date() + timedelta(days=20)
    said = {
        "consortium_id": cast.consortium.pk,
        "title": "Recycled alloy",
        "candidate_id": cast.candidate.pk,
        "incumbent_id": "",
        "laboratories_wanted": 8,
        "replicates": 2,
        "results_due_on": due.isoformat(),
        "publication": "nothing",
    }
    return said | changes


IRON = {
    "code": "Fe",
    "name_en": "Iron",
    "name_tr": "Demir",
    "unit": "% (m/m)",
    "method": "ICP",
    "upper": "0.5",
    "direction": "target",
    "margin_kind": "absolute",
}


def test_a_study_is_walked_from_plan_to_analysis(cast, page):
    assert page("iris", "plan").status_code == 200
    assert "Write its characteristics" in page("iris", "plan", data=plan(cast), follow=True).content.decode()
    study = Study.objects.unscoped("test").get()
    assert page("iris", "protocol", study, data=IRON).status_code == 302
    assert "Iron" in page("iris", "protocol", study).content.decode()
    page("iris", "open", study, data={})
    for who in ("carol", "colin"):
        said = page(who, "enrol", study, data={}, follow=True).content.decode()
        assert "your code is L" in said
    for who, start in (("carol", "0.050"), ("colin", "0.053")):
        answer = page(
            who,
            "results",
            study,
            data=upload(world.own_sheet(cast, study, who, start, replicates=2)),
            follow=True,
        )
        assert "A draft.</strong> 2 rows" in answer.content.decode()
        handed_in = page(who, "submit_draft", study, answer.context["sheet"].id, data={}, follow=True)
        assert "Handed in.</strong> 2 rows" in handed_in.content.decode()
    assert "2 laboratories have handed in" in page("iris", "close", study).content.decode()
    analysis = page("iris", "close", study, data={}, follow=True).content.decode()
    for words in ("Mean and precision", "Outlier tests", "Mandel", "Iron", "<svg"):
        assert words in analysis
    assert "Closed the study and analysed 2 sheets" in page("carol", "record", study).content.decode()


def test_the_list_shows_where_my_laboratory_stands(cast, page, open_study):
    (row,) = world.enrolled(cast, open_study, "carol")
    assert row.code in page("carol", "list").content.decode()
    assert "not enrolled" in page("colin", "list").content.decode()
    assert "No studies yet" in page("eve", "list").content.decode()
    assert "Plan the first one" not in page("eve", "list").content.decode()


def test_the_list_goes_on_on_a_next_page(cast, page):
    for _ in range(27):
        world.planned(cast)
    first = page("iris", "list")
    assert first.content.decode().count("ST-") == 25
    second = page("iris", "list", query=first.context["next_url"].partition("/studies/")[2])
    assert second.content.decode().count("ST-") == 2


def test_a_plan_with_a_fault_comes_back_with_its_sentence(cast, page):
    answer = page("iris", "plan", data=plan(cast, results_due_on="2020-01-01"))
    assert answer.status_code == 422
    assert "Choose a day after today." in answer.content.decode()
    other = page("iris", "plan", data=plan(cast, incumbent_id=cast.candidate.pk))
    assert "Choose an incumbent other than the candidate" in other.content.decode()


def test_a_material_is_added_from_the_plan(cast, page):
    said = {
        "owner_id": cast.consortium.pk,
        "critical_input": "aluminium",
        "name": "AlMg3",
        "grade": "EN AW-5754",
        "producer": "",
    }
    answer = page("iris", "add_material", data=said, follow=True)
    assert "AlMg3, EN AW-5754 is in the catalogue." in answer.content.decode()
    assert Material.objects.unscoped("test").filter(name="AlMg3", owner=cast.consortium).exists()
    again = page("iris", "add_material", data=said)
    assert (again.status_code, "in the catalogue already" in again.content.decode()) == (422, True)


def test_a_characteristic_with_a_fault_comes_back_with_its_sentence(cast, page, planned_study):
    answer = page("iris", "protocol", planned_study, data=IRON | {"unit": "spoon"})
    assert answer.status_code == 422
    assert "is not a unit we know" in answer.content.decode()


def test_a_characteristic_is_taken_out_on_the_page(cast, page, planned_study):
    world.with_characteristics(cast, planned_study)
    answer = page("iris", "remove_characteristic", planned_study, data={"code": "Fe"}, follow=True)
    assert "Fe is out of the protocol." in answer.content.decode()
    assert list(planned_study.characteristics.values_list("code", flat=True)) == ["Cu"]


def test_a_study_without_characteristics_does_not_open(cast, page, planned_study):
    answer = page("iris", "open", planned_study, data={}, follow=True)
    assert "Add at least one characteristic" in answer.content.decode()


def test_a_bad_sheet_shows_its_report_by_row_and_column(cast, page, open_study):
    world.enrolled(cast, open_study, "carol")
    content = world.own_sheet(cast, open_study, "carol").replace(b"0.052", b"0,052", 1)
    said = page("carol", "results", open_study, data=upload(content), follow=True).content.decode()
    assert "Refused: 1 fault." in said
    assert "Row 4, value: &quot;0,052&quot; has a comma; use 0.052." in said


def test_a_report_of_many_faults_says_how_many_more(cast, page, open_study):
    world.enrolled(cast, open_study, "carol")
    content = (",".join(COLUMNS) + "\n" + "x,y,z,w,v\n" * 100).encode()
    said = page("carol", "results", open_study, data=upload(content), follow=True).content.decode()
    assert "Refused: 400 faults." in said
    assert "And 200 more." in said


@pytest.mark.parametrize("content", [b"", b"\x00" * 50, "Çelik".encode("cp1254")])
def test_an_empty_or_foreign_file_gets_a_report_too(cast, page, open_study, content):
    world.enrolled(cast, open_study, "carol")
    assert (
        "Refused:" in page("carol", "results", open_study, data=upload(content), follow=True).content.decode()
    )


def test_ten_megabytes_are_refused_before_anything_stores_them(cast, page, open_study):
    world.enrolled(cast, open_study, "carol")
    answer = page("carol", "results", open_study, data=upload(b"\xff" * 10_000_000))
    assert answer.status_code == 422
    assert "larger than 8 MB" in answer.content.decode()
    assert not Sheet.objects.unscoped("test").exists()
    assert not list(settings.MEDIA_ROOT.glob("sheets/*"))


def test_a_form_without_a_file_says_so(cast, page, open_study):
    world.enrolled(cast, open_study, "carol")
    assert page("carol", "results", open_study, data={}).status_code == 422


def test_the_name_of_a_file_is_shown_and_never_run(cast, page, open_study):
    world.enrolled(cast, open_study, "carol")
    said = page(
        "carol",
        "results",
        open_study,
        data=upload(world.sheet(open_study), "<script>alert(1)</script>.csv"),
        follow=True,
    ).content.decode()
    assert "<script>alert" not in said
    assert "&lt;script&gt;" in said or "script&gt;.csv" in said


def test_a_large_sheet_shows_how_far_it_is_until_it_is_read(cast, page, client, open_study, deliver_news):
    world.enrolled(cast, open_study, "carol")
    lines = world.sheet(open_study).decode().splitlines()
    content = "\n".join([lines[0], *(" " * 20_000 + line for line in lines[1:])]).encode()
    said = page("carol", "results", open_study, data=upload(content), follow=True).content.decode()
    sheet = Sheet.objects.unscoped("test").get()
    places = [open_study.pk, sheet.pk]
    assert f'hx-get="{reverse("studies:progress", args=places)}"' in said
    assert reverse("studies:sheet", args=places) in said
    fragment = client.get(reverse("studies:progress", args=places), headers={"HX-Request": "true"})
    assert "HX-Refresh" not in fragment.headers
    assert fragment.content.decode().strip() in said
    deliver_news()
    fragment = client.get(reverse("studies:progress", args=places), headers={"HX-Request": "true"})
    assert fragment.headers["HX-Refresh"] == "true"
    assert page("carol", "progress", *places).status_code == 302


def test_the_empty_sheet_is_taken_once_its_values_are_filled_in(cast, page, open_study):
    world.enrolled(cast, open_study, "carol")
    answer = page("carol", "empty_sheet", open_study)
    assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="{open_study.reference}-L')
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert (lines[0], len(lines)) == (",".join((*COLUMNS, OPTIONAL)), 1 + 2 * 2 * 3)
    filled = "\n".join([lines[0], *(line.replace(",,", ",0.05,") for line in lines[1:])])
    assert world.hand_in(cast, open_study, "carol", filled.encode()).state == "taken"


def test_my_own_values_are_shown_with_the_digits_i_wrote(cast, page, open_study):
    world.enrolled(cast, open_study, "carol")
    sheet = world.hand_in(cast, open_study, "carol", world.sheet(open_study, "0.0500"))
    assert "0.0500" in page("carol", "sheet", open_study, sheet).content.decode()


def test_a_sheet_of_one_study_is_not_a_page_of_another(cast, page, open_study):
    other = world.opened(cast)
    world.enrolled(cast, open_study, "carol")
    sheet = world.hand_in(cast, open_study, "carol")
    assert page("carol", "sheet", other, sheet).status_code == 404


def test_the_numbers_are_saved_as_a_table_that_runs_nothing(cast, page, closed_study):
    closed_study.characteristics.filter(code="Fe").update(name_en="=1+1")
    lines = page("carol", "analysis_csv", closed_study).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 5
    assert lines[0].startswith(
        "item,characteristic,name,unit,lower,upper,laboratories,results,mean,u_mean,s_r"
    )
    assert ",Fe,'=1+1,% (m/m),0.01,5,3,9," in lines[1]


def test_each_characteristic_has_its_own_analysis(cast, page, closed_study):
    item = closed_study.items.get(role="incumbent").code
    said = page("carol", "analysis", closed_study, query=f"?level={item}%2FCu").content.decode()
    assert "Cu content" in said
    assert "Within the limits: the interval" in said
    assert page("carol", "analysis", closed_study, query="?level=nonsense").status_code == 200


@pytest.mark.parametrize("language", ["en", "tr"])
def test_every_page_reads_in_both_languages(cast, page, closed_study, client, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for name in ("detail", "protocol", "laboratories", "results", "analysis", "record"):
        assert page("carol", name, closed_study).status_code == 200
        assert f'<html lang="{language}">' in page("carol", name, closed_study).content.decode()


def test_out_of_scope_is_not_found(cast, page, open_study):
    for name in ("detail", "protocol", "laboratories", "results", "analysis", "record", "close"):
        assert page("eve", name, open_study).status_code == 404
    for name in ("plan", "add_material"):
        assert page("carol", name).status_code == 404


def test_the_buttons_are_those_that_may_be_pressed(cast, page, open_study):
    assert "Enrol my laboratory" in page("carol", "detail", open_study).content.decode()
    assert "Enrol my laboratory" not in page("emil", "detail", open_study).content.decode()
    assert "Close and analyse" in page("iris", "detail", open_study).content.decode()
    assert "Close and analyse" not in page("ike", "detail", open_study).content.decode()
    assert page("ike", "close", open_study, data={}).status_code == 403
