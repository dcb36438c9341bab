"""Every list of the API has one shape and a cursor, every POST honours a key. One that does not fails here."""

import re

import pytest
from drf_spectacular.generators import SchemaGenerator

from tests.architecture.test_doors import ALL

KNOWN = re.compile(r"\{(consortium_id|study_id|report_id|sheet_id|certificate_id|code)\}")


def described():
    return SchemaGenerator().get_schema(request=None, public=True)


SCHEMA = described()


def followed(schema, found):
    while "$ref" in found:
        found = schema["components"]["schemas"][found["$ref"].rsplit("/", 1)[1]]
    return found


def answers(schema):
    """Give, for each GET operation that answers in JSON, its path, its description and the shape of its answer."""
    for path, operations in schema["paths"].items():
        said = operations.get("get")
        content = said["responses"]["200"].get("content", {}) if said else {}
        if "application/json" in content:
            yield path, said, followed(schema, content["application/json"]["schema"])


def bare(schema):
    return [path for path, _said, shape in answers(schema) if shape.get("type") != "object"]


ANSWERS = {path: (said, shape) for path, said, shape in answers(SCHEMA)}
LISTS = [path for path, (_said, shape) in ANSWERS.items() if "results" in shape.get("properties", {})]
POSTS = [
    (path, view.cls.post)
    for path, _name, view in ALL
    if hasattr(getattr(view, "cls", None), "post") and not getattr(view.cls, "changes_nothing", "")
]


@pytest.fixture
def ids(cast):
    """One object for each parameter that a list has in its address; Alice may see them all."""
    from apps.certificates.models import Certificate
    from apps.changes.services import draft_report
    from apps.studies.models import Sheet
    from apps.supply.services import load_reference
    from tests.studies import world

    load_reference()
    study = world.closed(cast)
    sheet = Sheet.objects.unscoped("test").get(enrolment__study=study, enrolment__organisation=cast.alder)
    certificate = Certificate.objects.create(
        study=study, material=cast.candidate, holder=cast.alder, body=cast.birch,
        requested_by=cast.alice.pseudonym,
    )  # fmt: skip
    return {
        "consortium_id": cast.consortium.pk,
        "study_id": study.pk,
        "sheet_id": sheet.pk,
        "report_id": draft_report(actor=cast.actor("alice"), critical_input="aluminium").pk,
        "certificate_id": certificate.pk,
        "code": "aluminium",
    }


def test_no_operation_answers_with_a_bare_array():
    assert bare(SCHEMA) == []


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_described_as_a_page_with_a_cursor(path):
    said, shape = ANSWERS[path]
    assert set(shape["properties"]) == {"next", "results"}
    assert shape["properties"]["next"]["nullable"]
    assert "cursor" in {one["name"] for one in said["parameters"]}


def test_answers_are_what_the_description_says(client, ids, cast):
    client.force_login(cast.alice)
    asked = [path for path in ANSWERS if "{" not in KNOWN.sub("", path)]
    for name in ("power/", "protocol/file/"):  # one needs a guess, the other is the protocol itself
        asked.remove(f"/api/v1/studies/{{study_id}}/{name}")
    told = {path: client.get(path.format(**ids)) for path in asked}
    assert set(LISTS) <= set(told)
    assert {path: one.status_code for path, one in told.items() if one.status_code != 200} == {}
    wrong = {path for path, one in told.items() if set(one.json()) != set(ANSWERS[path][1]["properties"])}
    assert wrong == set()


def test_a_torn_cursor_is_refused_by_every_list(client, ids, cast):
    client.force_login(cast.alice)
    told = {path: client.get(path.format(**ids), {"cursor": "torn"}) for path in LISTS}
    assert {path: one.status_code for path, one in told.items()} == dict.fromkeys(LISTS, 422)
    assert {one.json()["errors"][0]["field"] for one in told.values()} == {"cursor"}


@pytest.mark.parametrize(("path", "post"), POSTS, ids=[path for path, _post in POSTS])
def test_every_post_honours_a_key_and_says_so(path, post):
    assert getattr(post, "honours_key", False)
    said = SCHEMA["paths"]["/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path)]["post"]
    assert "Idempotency-Key" in {one["name"] for one in said["parameters"]}


def test_the_walk_finds_the_lists():
    named = {path.removeprefix("/api/v1/") for path in LISTS}
    assert {"consortia/", "calls/", "inputs/", "countries/", "reports/{report_id}/shares/"} <= named
    assert len(LISTS) >= 13
    assert len(POSTS) >= 20


def test_a_bare_array_would_be_found():
    forgotten = {"200": {"content": {"application/json": {"schema": {"type": "array"}}}}}
    schema = SCHEMA | {"paths": {"/api/v1/new/": {"get": {"responses": forgotten}}}}
    assert bare(schema) == ["/api/v1/new/"]
