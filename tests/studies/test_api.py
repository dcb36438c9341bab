"""The API: the journey, problems as problem details, a sheet as JSON and as a form, repeats."""

import json
import time
from datetime import timedelta
from decimal import Decimal
from itertools import chain

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts.services import make_api_key
from apps.materials.models import Material
from apps.materials.services import add_material
from apps.studies.models import Enrolment, Sheet, Study
from apps.studies.serializers.sheets import RowsField
from tests.studies import world
from tests.studies.test_workbooks import book

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(cast):
    """Ask the API as somebody, with an API key."""

    def ask(who, method, path, data=None, **headers):
        client = APIClient(raise_request_exception=False)
        key = make_api_key(actor=cast.actor(who), label="test")
        shape = {} if data is None else {"format": "json", "data": data}
        if isinstance(data, dict) and "file" in data:
            shape["format"] = "multipart"
        return getattr(client, method)(
            f"/api/v1/{path}", headers={"Authorization": f"Token {key}"} | headers, **shape
        )

    return ask


def plan(cast):
    return {
        "consortium_id": str(cast.consortium.pk),
        "title": "Recycled alloy",
        "candidate_id": str(cast.candidate.pk),
        "replicates": 3,
        "results_due_on": (cast.actor("iris").now.date() + timedelta(days=20)).isoformat(),
    }


IRON = {
    "code": "Fe",
    "name_en": "Iron",
    "name_tr": "Demir",
    "unit": "% (m/m)",
    "method": "ICP",
    "upper": "0.5",
}


def as_json(content):
    return {"file_name": "results.csv", "content": content.decode()}


def test_a_study_is_walked_from_plan_to_analysis(cast, api):
    made = api("iris", "post", "studies/", plan(cast))
    assert made.status_code == 201
    path = f"studies/{made.json()['id']}/"
    added = api("iris", "post", f"{path}characteristics/", IRON)
    assert [row["upper"] for row in added.json()["characteristics"]] == ["0.5"]
    assert api("iris", "post", f"{path}open/").json()["state"] == "open"
    study = Study.objects.unscoped("test").get()
    for who, start in (("carol", "0.050"), ("colin", "0.052")):
        code = api(who, "post", f"{path}enrol/").json()["own"]["code"]
        sheet = api(who, "post", f"{path}sheets/", as_json(world.own_sheet(cast, study, who, start)))
        assert (sheet.status_code, sheet.json()["state"]) == (201, "taken")
    assert api("iris", "post", f"{path}close/").json()["state"] == "closed"
    analysis = api("colin", "get", f"{path}analysis/").json()
    (level,) = analysis["levels"]
    assert analysis["own_code"] == code
    assert level["numbers"]["labs"] == 2
    assert level["results"][code] == [0.052, 0.053, 0.054]
    assert level["against_limits"] == "within"


def test_the_list_gives_what_the_page_gives(cast, api, open_study):
    world.enrolled(cast, open_study, "carol")
    (line,) = api("carol", "get", "studies/").json()["results"]
    assert (line["reference"], line["own"]["has_handed_in"]) == (open_study.reference, False)
    assert api("eve", "get", "studies/").json()["results"] == []


def test_a_sheet_comes_as_a_form_with_a_file_too(cast, api, open_study):
    world.enrolled(cast, open_study, "carol")
    file = SimpleUploadedFile(
        "results.csv", world.own_sheet(cast, open_study, "carol"), content_type="text/csv"
    )
    answer = api("carol", "post", f"studies/{open_study.pk}/sheets/", {"file": file})
    assert (answer.status_code, answer.json()["state"]) == (201, "taken")


def test_a_refused_sheet_answers_with_its_report_and_can_be_read_again(cast, api, open_study):
    world.enrolled(cast, open_study, "carol")
    content = world.own_sheet(cast, open_study, "carol").replace(b"0.052", b'"0,052"', 1)
    answer = api("carol", "post", f"studies/{open_study.pk}/sheets/", as_json(content)).json()
    assert (answer["state"], answer["fault_count"]) == ("refused", 1)
    assert answer["faults"] == [
        {
            "row": 4,
            "column": "value",
            "code": "decimal_comma",
            "sentence": 'Row 4, value: "0,052" has a comma; use 0.052.',
        }
    ]
    again = api("carol", "get", f"studies/{open_study.pk}/sheets/{answer['id']}/").json()
    assert again == answer
    assert api("carol", "get", f"studies/{open_study.pk}/sheets/").json() == {
        "next": None,
        "results": [answer],
    }


def rows_of(content):
    header, *lines = content.decode().splitlines()
    return [dict(zip(header.split(","), line.split(","), strict=True)) for line in lines]


def test_rows_are_read_as_a_file_is(cast, api, open_study):
    world.enrolled(cast, open_study, "carol")
    rows = rows_of(world.own_sheet(cast, open_study, "carol", "0.0500"))
    rows[0] |= {"uncertainty": "0.0020", "replicate": 1}
    rows[1]["value"] = "<0.010"
    said = {"rows": rows, "draft": True, "analyst": "C. Ceylan", "instrument": "ICP 7"}
    answer = api("carol", "post", f"studies/{open_study.pk}/sheets/", said)
    assert (answer.status_code, answer.json()["state"], answer.json()["rows_done"]) == (201, "draft", 12)
    assert (answer.json()["analyst"], answer.json()["instrument"]) == ("C. Ceylan", "ICP 7")
    stored = [(one.qualifier, one.reported, one.uncertainty) for one in world.stored()[:2]]
    assert list(stored) == [("", "0.0500", Decimal("0.002")), ("<", "0.010", None)]


def test_faults_of_rows_are_those_of_a_file_the_first_row_being_the_second(cast, api, open_study):
    world.enrolled(cast, open_study, "carol")
    rows = rows_of(world.own_sheet(cast, open_study, "carol"))
    rows[0]["value"], rows[1]["unit"], rows[2]["value"] = "0,052", "=1+1", 'a"b\n,c'
    rows[3]["sample"] = "\ud800"
    answer = api("carol", "post", f"studies/{open_study.pk}/sheets/", {"rows": rows[:3]}).json()
    assert [(one["row"], one["column"], one["code"]) for one in answer["faults"]] == [
        (2, "value", "decimal_comma"),
        (3, "unit", "formula"),
        (4, "value", "control_characters"),
    ]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ({"sample": "S"}, "Send a list of rows."),
        (["S"], "Row 2 is no object"),
        ([{"sample": "S"}], "Row 2 is no object"),
        ([dict.fromkeys(("sample", "characteristic", "replicate", "value", "unit", "lab"), "1")], "Row 2 is no object"),
        ([dict.fromkeys(("sample", "characteristic", "replicate", "unit"), "1") | {"value": 0.05}], "Row 2, value: write it as text"),
        ([dict.fromkeys(("sample", "characteristic", "unit", "value"), "1") | {"replicate": True}], "Row 2, replicate: write it as text"),
    ],
    ids=["no list", "no object", "missing", "unknown", "a number", "true"],
)  # fmt: skip
def test_rows_of_another_shape_are_no_request(cast, api, open_study, rows, sentence):
    world.enrolled(cast, open_study, "carol")
    answer = api("carol", "post", f"studies/{open_study.pk}/sheets/", {"rows": rows})
    assert (answer.status_code, sentence in answer.content.decode()) == (400, True)
    assert not Sheet.objects.unscoped("test").exists()


def test_content_and_rows_are_one_or_the_other(cast, api, open_study):
    world.enrolled(cast, open_study, "carol")
    for said in ({}, {"content": "x", "rows": []}):
        answer = api("carol", "post", f"studies/{open_study.pk}/sheets/", said)
        assert (answer.status_code, "Send either content or rows." in answer.content.decode()) == (400, True)


def test_many_rows_are_taken_in_quickly(cast, api, open_study):
    row = dict.fromkeys(("sample", "characteristic", "replicate", "unit"), "1") | {"value": ""}
    began = time.process_time()
    field = RowsField()
    assert len(field.to_internal_value([row] * 100_000)) == 100_000
    assert time.process_time() - began < 2


def test_a_draft_is_handed_in_corrected_and_discarded(cast, api, open_study):
    world.enrolled(cast, open_study, "carol")
    path = f"studies/{open_study.pk}/sheets/"
    content = as_json(world.own_sheet(cast, open_study, "carol"))

    def draft():
        return f"{path}{api('carol', 'post', path, content | {'draft': True}).json()['id']}/"

    first, second, third = draft(), draft(), draft()
    answer = api("carol", "post", f"{first}submission/", **{"Idempotency-Key": "k1"})
    assert (answer.status_code, answer.json()["state"], answer.json()["version"]) == (200, "taken", 1)
    again = api("carol", "post", f"{first}submission/", **{"Idempotency-Key": "k1"})
    assert again.json() == answer.json()
    assert api("carol", "post", f"{first}submission/").status_code == 409
    assert api("carol", "post", f"{second}submission/").status_code == 422
    corrected = api("carol", "post", f"{second}submission/", {"reason": "The balance was off."}).json()
    assert (corrected["version"], corrected["reason"]) == (2, "The balance was off.")
    assert api("carol", "delete", third).status_code == 204
    assert api("carol", "delete", second).status_code == 409
    states = [(one["state"], one["version"]) for one in api("carol", "get", path).json()["results"]]
    assert states == [("discarded", None), ("taken", 2), ("replaced", 1)]
    for who in ("colin", "iris", "eve"):
        assert api(who, "post", f"{second}submission/").status_code == 404
        assert api(who, "delete", second).status_code == 404


def test_a_draft_answers_with_its_hints(cast, api, open_study):
    world.enrolled(cast, open_study, "carol")
    rows = rows_of(world.own_sheet(cast, open_study, "carol"))[:3]
    for row, value in zip(rows, ("0.052", "0.53", "0.051"), strict=True):
        row["value"] = value
    answer = api("carol", "post", f"studies/{open_study.pk}/sheets/", {"rows": rows, "draft": True}).json()
    assert [(one["code"], one["sample"]) for one in answer["hints"]] == [("factor", rows[0]["sample"])]


def test_a_workbook_comes_as_a_form(cast, api, open_study):
    world.enrolled(cast, open_study, "carol")
    (one, *_rest) = rows_of(world.own_sheet(cast, open_study, "carol"))
    file = SimpleUploadedFile("results.xlsx", book(tuple(one.values())))
    answer = api("carol", "post", f"studies/{open_study.pk}/sheets/", {"file": file, "draft": "true"})
    assert (answer.status_code, answer.json()["state"]) == (201, "draft")


def test_raw_files_are_attached_listed_given_back_and_taken_away(cast, api, open_study):
    world.enrolled(cast, open_study, "carol", "colin")
    path = f"studies/{open_study.pk}/sheets/"
    content = as_json(world.own_sheet(cast, open_study, "carol")) | {"draft": True}
    sheet = f"{path}{api('carol', 'post', path, content).json()['id']}/"
    file = {"file": SimpleUploadedFile("run 7.dat", b"\x00raw")}
    kept = api("carol", "post", f"{sheet}files/", file)
    assert (kept.status_code, kept.json()["size"], kept.json()["file_name"]) == (201, 4, "run 7.dat")
    assert api("carol", "get", f"{sheet}files/").json() == {"next": None, "results": [kept.json()]}
    one = f"{sheet}files/{kept.json()['id']}/"
    given = api("carol", "get", one)
    assert given.content == b"\x00raw"
    assert given.headers["Content-Disposition"] == 'attachment; filename="run 7.dat"'
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    for who in ("colin", "iris", "eve"):
        for method, address in (("get", f"{sheet}files/"), ("get", one), ("delete", one)):
            assert api(who, method, address).status_code == 404
    assert (
        api(
            "carol", "post", f"{sheet}files/", {"file": SimpleUploadedFile("b", b"x" * 9_000_000)}
        ).status_code
        == 422
    )
    assert api("carol", "delete", one).status_code == 204
    assert api("carol", "get", one).status_code == 404
    api("carol", "post", f"{sheet}submission/")
    late = {"file": SimpleUploadedFile("late.dat", b"1")}
    assert api("carol", "post", f"{sheet}files/", late).status_code == 409


def test_text_that_is_no_text_gets_a_report_and_is_no_fault_of_the_server(cast, open_study):
    world.enrolled(cast, open_study, "carol")
    client = APIClient(raise_request_exception=False)
    client.force_login(cast.carol)
    for text, code in (("\\ud800", "not_utf_8"), ("\\u0000", "control_characters")):
        body = f'{{"content": "{text}", "file_name": "{text}.csv"}}'
        answer = client.post(
            f"/api/v1/studies/{open_study.pk}/sheets/", body, content_type="application/json"
        ).json()
        assert (answer["state"], answer["faults"][0]["code"]) == ("refused", code)
        assert answer["file_name"] == "�.csv"


@pytest.mark.parametrize("size", [9_000_000, 30_000_000])
@pytest.mark.parametrize("shape", ["json", "form"])
def test_a_file_that_is_too_large_is_refused_with_a_sentence(cast, api, open_study, size, shape):
    world.enrolled(cast, open_study, "carol")
    junk = b"x" * size
    data = as_json(junk) if shape == "json" else {"file": SimpleUploadedFile("x.csv", junk)}
    answer = api("carol", "post", f"studies/{open_study.pk}/sheets/", data)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "larger than 8 MB" in answer.json()["detail"]
    assert not Sheet.objects.unscoped("test").exists()
    assert not list(settings.MEDIA_ROOT.glob("sheets/*"))


@pytest.mark.parametrize("shape", ["json", "form"])
def test_a_repeat_with_the_same_key_hands_in_once_also_with_a_large_file(cast, api, open_study, shape):
    world.enrolled(cast, open_study, "carol")
    content = world.sheet(open_study) + b"\n" * 4_000_000

    def data():
        return as_json(content) if shape == "json" else {"file": SimpleUploadedFile("x.csv", content)}

    answers = [
        api("carol", "post", f"studies/{open_study.pk}/sheets/", data(), **{"Idempotency-Key": "k1"})
        for _ in range(2)
    ]
    assert answers[0].status_code == answers[1].status_code == 201
    assert answers[0].json() == answers[1].json()
    assert answers[1].headers["Idempotent-Replay"] == "true"
    assert Sheet.objects.unscoped("test").count() == 1


def test_a_session_hands_in_a_form_with_a_key_too(cast, open_study):
    world.enrolled(cast, open_study, "carol")
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(cast.carol)
    page = client.get("/studies/")
    token = page.context["csrf_token"]
    file = SimpleUploadedFile("results.csv", world.own_sheet(cast, open_study, "carol"))
    answer = client.post(
        f"/api/v1/studies/{open_study.pk}/sheets/",
        {"file": file},
        format="multipart",
        headers={"X-CSRFToken": str(token), "Idempotency-Key": "k1"},
    )
    assert (answer.status_code, answer.json()["state"]) == (201, "taken")


class Unread:
    """A body that nobody may read."""

    def read(self, *_args):
        message = "the body was read"
        raise AssertionError(message)

    readline = readlines = __iter__ = read


def unread(client, path, **headers):
    size = str(settings.UPLOAD_LIMIT_BYTES)
    return client.generic(
        "POST",
        path,
        content_type="text/csv",
        headers=headers,
        **{"wsgi.input": Unread(), "CONTENT_LENGTH": size},
    )


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Token ck_wrong"}, {"Idempotency-Key": "k"}])
def test_nobody_s_upload_is_refused_before_it_is_read(open_study, headers):
    answer = unread(APIClient(), f"/api/v1/studies/{open_study.pk}/sheets/", **headers)
    assert (answer.status_code, answer.headers["Content-Type"]) == (401, "application/problem+json")


def test_who_acts_for_nobody_any_more_is_refused_before_the_upload_is_read(cast, open_study):
    key = make_api_key(actor=cast.actor("carol"), label="test")
    cast.carol.memberships.update(until=timezone.now())
    path = f"/api/v1/studies/{open_study.pk}/sheets/"
    assert unread(APIClient(), path, Authorization=f"Token {key}").status_code == 403


def test_the_body_of_somebody_is_read(cast, open_study):
    path = f"/api/v1/studies/{open_study.pk}/sheets/"
    key = make_api_key(actor=cast.actor("carol"), label="test")
    with pytest.raises(AssertionError, match="was read"):
        unread(APIClient(), path, Authorization=f"Token {key}")


def test_a_session_without_its_token_hands_in_nothing(cast, open_study):
    world.enrolled(cast, open_study, "carol")
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(cast.carol)
    path = f"/api/v1/studies/{open_study.pk}/sheets/"
    assert client.post(path, as_json(world.sheet(open_study)), format="json").status_code == 403
    assert not Sheet.objects.unscoped("test").exists()


def told(api, who, address, name):
    """Follow a list to its end."""
    found = []
    while address:
        page = api(who, "get", address).json()
        found.append([row[name] for row in page["results"]])
        address = (page["next"] or "").removeprefix("http://testserver/api/v1/")
    return found


def test_sheets_and_materials_and_studies_go_on_until_all_are_told(cast, api, open_study, monkeypatch):
    monkeypatch.setattr("apps.core.rest.paging.A_PAGE", 2)
    world.enrolled(cast, open_study, "carol", "colin")
    world.hand_in(cast, open_study, "colin", file_name="theirs")
    for number in range(5):
        world.hand_in(cast, open_study, "carol", file_name=f"{number}.csv")
        world.planned(cast)
    listed = told(api, "carol", f"studies/{open_study.pk}/sheets/", "file_name")
    assert listed == [["4.csv", "3.csv"], ["2.csv", "1.csv"], ["0.csv"]]
    assert told(api, "hana", f"studies/{open_study.pk}/sheets/", "file_name") == [[]]
    for name in ("Çinko", "Zamak", "Bronz"):
        said = {"name": name, "grade": "1", "critical_input": "aluminium", "owner_id": cast.consortium.pk}
        add_material(**said, actor=cast.actor("iris"))
    materials = told(api, "carol", "materials/", "name")
    assert materials == [["AlCu4Mg1 primary", "AlCu4Mg1 secondary"], ["Bronz", "Çinko"], ["Zamak"]]
    studies = told(api, "iris", "studies/", "reference")
    assert [len(page) for page in studies] == [2, 2, 2]
    assert [*chain(*studies)] == sorted(Study.objects.unscoped("test").values_list("reference", flat=True))[
        ::-1
    ]


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_lists_cost_the_same_whatever_their_length(cast, open_study, rows, django_assert_num_queries):
    world.enrolled(cast, open_study, "carol")
    enrolment = Enrolment.objects.unscoped("test").get()
    Sheet.objects.bulk_create(
        Sheet(enrolment=enrolment, file_name="x", sha256=f"{number:064}", handed_in_by=cast.carol.pseudonym)
        for number in range(rows)
    )  # fmt: skip
    Material.objects.bulk_create(
        Material(owner=cast.consortium, critical_input=cast.critical_input, name=f"M{number}", grade="1")
        for number in range(rows)
    )
    client = APIClient()
    client.force_login(cast.carol)
    with django_assert_num_queries(6):
        client.get(f"/api/v1/studies/{open_study.pk}/sheets/")
    with django_assert_num_queries(5):
        client.get("/api/v1/materials/")


def test_refusals_are_problem_details(cast, api, open_study, planned_study):
    def problem(who, method, path, data=None):
        answer = api(who, method, f"studies/{path}", data)
        assert answer.headers["Content-Type"] == "application/problem+json"
        return answer.status_code, answer.json()["title"]

    sheet = as_json(b"x")
    assert problem("eve", "get", f"{open_study.pk}/") == (404, "missing")
    assert problem("carol", "get", f"{planned_study.pk}/") == (404, "missing")
    assert problem("carol", "post", f"{open_study.pk}/sheets/", sheet) == (403, "not-allowed")
    assert problem("carol", "get", f"{open_study.pk}/analysis/") == (409, "conflict")
    assert problem("iris", "post", f"{open_study.pk}/close/") == (409, "conflict")
    assert problem("iris", "post", f"{planned_study.pk}/open/") == (422, "invalid")
    assert problem("iris", "post", "", plan(cast) | {"replicates": 99}) == (400, "invalid")
    wrong = IRON | {"unit": "spoon"}
    assert problem("iris", "post", f"{planned_study.pk}/characteristics/", wrong) == (422, "invalid")
    nobodys = "0f8fad5b-d9cb-469f-a165-70867728950e"
    assert problem("carol", "get", f"{open_study.pk}/sheets/{nobodys}/") == (404, "missing")


def test_a_characteristic_is_taken_out(cast, api, planned_study):
    world.with_characteristics(cast, planned_study)
    assert api("iris", "delete", f"studies/{planned_study.pk}/characteristics/Fe/").status_code == 204
    assert api("iris", "delete", f"studies/{planned_study.pk}/characteristics/Fe/").status_code == 404


def test_the_catalogue_lists_and_takes_materials(cast, api):
    said = {
        "name": "AlMg3",
        "grade": "EN AW-5754",
        "critical_input": "aluminium",
        "owner_id": str(cast.consortium.pk),
    }
    assert api("iris", "post", "materials/", said).status_code == 201
    assert "AlMg3" in {row["name"] for row in api("carol", "get", "materials/").json()["results"]}
    assert api("eve", "get", "materials/").json()["results"] == []
    assert api("carol", "post", "materials/", said).status_code == 403


def test_the_engine_s_numbers_are_those_that_are_stored(cast, api, closed_study):
    levels = api("hana", "get", f"studies/{closed_study.pk}/analysis/").json()["levels"]
    stored = json.loads(closed_study.analyses.get().numbers)["levels"]
    assert sorted((level["numbers"] for level in levels), key=lambda one: one["level"]) == sorted(
        stored, key=lambda one: one["level"]
    )
