"""Before closing: whether another laboratory handed in shows nowhere, in no page, API answer, notice or trail."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from apps.audit.models import Entry
from apps.studies import services
from apps.studies.models import Sheet
from tests.studies import world

pytestmark = pytest.mark.django_db

PAGES = (
    "detail",
    "protocol",
    "laboratories",
    "results",
    "empty_sheet",
    "empty_workbook",
    "enter",
    "samples",
    "close",
    "analysis",
    "analysis_csv",
    "record",
)
API = ("api-study", "api-sheets", "api-analysis")
OF_A_SHEET = (
    "studies:sheet",
    "studies:progress",
    "studies:sheet_file",
    "studies:go_on",
    "api-sheet",
    "api-sheet-files",
)
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]+')


@pytest.fixture
def study(cast, open_study):
    world.enrolled(cast, open_study, "carol", "colin")
    world.hand_in(cast, open_study, "colin", world.sheet(open_study, "0.070"))
    return open_study


def addresses(study, sheet):
    named = [reverse(f"studies:{page}", args=[study.pk]) for page in PAGES]
    named += [reverse(name, args=[study.pk]) for name in API]
    named += [reverse("studies:list"), reverse("home"), reverse("notifications:news"), "/api/v1/studies/"]
    for name in OF_A_SHEET:
        named.append(reverse(name, args=[study.pk, sheet]))
    return named


def world_of(cast, who, study, sheet):
    """Everything a person can read of a study: status, headers and bytes of every address."""
    client = Client()
    client.force_login(getattr(cast, who))
    answers = {}
    for address in addresses(study, sheet):
        answer = client.get(address)
        headers = {name: value for name, value in answer.items() if name != "Set-Cookie"}
        answers[address] = (answer.status_code, headers, TOKEN.sub(rb"\1", answer.content))
    return answers


@pytest.mark.parametrize("who", ["colin", "hana", "alice", "bob", "emil", "eve"])
@pytest.mark.parametrize("file", ["good", "bad"])
def test_another_reads_the_same_bytes_whether_or_not_a_laboratory_handed_in(
    cast, study, who, file, deliver_news
):
    nobodys = "0f8fad5b-d9cb-469f-a165-70867728950e"
    deliver_news()
    before = world_of(cast, who, study, nobodys)
    sheet = world.hand_in(cast, study, "carol", world.sheet(study) if file == "good" else b"junk")
    deliver_news()
    assert world_of(cast, who, study, nobodys) == before
    own = {address: answer for address, answer in before.items() if nobodys in address}
    now = world_of(cast, who, study, sheet.pk)
    for address, answer in own.items():
        there = now[address.replace(nobodys, str(sheet.pk))]
        assert there[0] == answer[0] == 404
        assert there[2].replace(str(sheet.pk).encode(), nobodys.encode()) == answer[2]


@pytest.mark.parametrize("who", ["colin", "hana", "alice", "emil", "eve", "iris", "ike"])
def test_nobody_reads_whether_a_laboratory_keeps_a_draft(cast, study, who, deliver_news):
    """Not even the convener, who reads "handed in": a draft, its hints and its raw files are nobody's business."""
    nobodys = "0f8fad5b-d9cb-469f-a165-70867728950e"
    deliver_news()
    before = world_of(cast, who, study, nobodys)
    content = world.sheet(study).replace(b"0.051", b"5.1", 1)
    sheet = world.hand_in(cast, study, "carol", content, keep_as_draft=True, analyst="C. Ceylan")
    raw = services.attach_file(
        sheet_id=sheet.pk, file_name="burn 7.dat", content=b"counts", actor=cast.actor("carol")
    )
    assert sheet.hints
    deliver_news()
    assert world_of(cast, who, study, nobodys) == before
    services.discard_draft(sheet_id=sheet.pk, actor=cast.actor("carol"))
    deliver_news()
    assert world_of(cast, who, study, nobodys) == before
    now = world_of(cast, who, study, sheet.pk)
    assert {status for address, (status, *_rest) in now.items() if str(sheet.pk) in address} == {404}
    client = Client()
    client.force_login(getattr(cast, who))
    for name in ("studies:raw_file", "api-sheet-file"):
        assert client.get(reverse(name, args=[study.pk, sheet.pk, raw.pk])).status_code == 404


def test_the_laboratory_itself_reads_the_difference(cast, study):
    nobodys = "0f8fad5b-d9cb-469f-a165-70867728950e"
    before = world_of(cast, "carol", study, nobodys)
    world.hand_in(cast, study, "carol")
    after = world_of(cast, "carol", study, nobodys)
    detail = reverse("studies:detail", args=[study.pk])
    assert before[detail][0] == after[detail][0] == 200
    assert {address for address in before if before[address] != after[address]} >= {
        detail,
        reverse("studies:results", args=[study.pk]),
        reverse("studies:list"),
        reverse("api-study", args=[study.pk]),
        reverse("api-sheets", args=[study.pk]),
        "/api/v1/studies/",
    }


def test_the_trail_of_the_study_does_not_grow_when_a_laboratory_hands_in(cast, study):
    before = Entry.objects.filter(chain=f"study:{study.pk}").count()
    world.hand_in(cast, study, "carol")
    assert Entry.objects.filter(chain=f"study:{study.pk}").count() == before


def test_the_coordinator_reads_who_has_handed_in_and_no_more(cast, study, client):
    client.force_login(cast.iris)
    page = client.get(reverse("studies:laboratories", args=[study.pk])).content.decode()
    assert page.count("handed in") >= 1
    assert "Cedar Laboratories" in page
    assert not re.search(r"0[.]07|results? *:? *[0-9]", page.partition("<main")[2])
    sheet = Sheet.objects.unscoped("test").get()
    for name in ("studies:sheet", "studies:progress", "api-sheet"):
        assert client.get(reverse(name, args=[study.pk, sheet.pk])).status_code == 404
    assert client.get(reverse("studies:analysis", args=[study.pk])).status_code == 409
    assert client.get(reverse("studies:results", args=[study.pk])).status_code == 404
    assert client.get(reverse("api-sheets", args=[study.pk])).json() == {"next": None, "results": []}


def test_the_coordinator_reads_the_same_whatever_the_values_are(cast, open_study):
    world.enrolled(cast, open_study, "carol", "colin")
    nobodys = "0f8fad5b-d9cb-469f-a165-70867728950e"
    world.hand_in(cast, open_study, "colin", world.sheet(open_study, "0.070"))
    before = world_of(cast, "iris", open_study, nobodys)
    few = b"\n".join(world.sheet(open_study, "0.990").splitlines()[:4])
    world.hand_in(cast, open_study, "colin", few)
    assert world_of(cast, "iris", open_study, nobodys) == before


def test_the_embargo_ends_for_all_who_see_the_study_by_code(cast, closed_study, client):
    for who in ("hana", "emil", "carol"):
        client.force_login(getattr(cast, who))
        answer = client.get(reverse("api-analysis", args=[closed_study.pk])).json()
        assert len(answer["levels"]) == 4
        said = client.get(reverse("studies:analysis", args=[closed_study.pk])).content.decode()
        assert "Cypress" not in said
        assert ("(you)" in said) == (who == "carol")
