"""Choosing, ordering and watching a batch, by page and by API."""

import json
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.urls import reverse

from apps.certificates import tasks
from apps.certificates.models import Batch, BatchLine
from tests.certificates.world import LABS, World, again

pytestmark = pytest.mark.django_db
DECISIONS = reverse("certificates:decisions")
API = "/api/v1/certificates/batches/"


@pytest.fixture
def rows(cast, quick_paper, quiet_press):
    """Two that can be approved, one whose data do not carry it."""
    worlds = [World(cast, title="one"), World(cast, title="two"), World(cast, labs=LABS[:2], title="few")]
    return [world.evaluated() for world in worlds]


def url(name, batch):
    return reverse(f"certificates:{name}", args=[batch.pk])


def asked(rows, **changes):
    said = {"request_key": str(uuid4()), "reasons": "The data carry it.", "months": "36"}
    return said | {"certificate_ids": [str(row.pk) for row in rows]} | changes


def work():
    for line in BatchLine.objects.filter(outcome="waiting"):
        tasks.approve_line(line.pk)


def test_choose_order_watch_and_take_the_files(client, cast, rows):
    client.force_login(cast.bea)
    page = client.get(DECISIONS).content.decode()
    assert (page.count('type="checkbox"'), page.count(" checked")) == (3, 0)
    assert client.get(f"{DECISIONS}?all").content.decode().count(" checked") == 3
    answer = client.post(DECISIONS, asked(rows))
    batch = Batch.objects.get()
    assert answer.url == url("batch", batch)
    page = client.get(answer.url).content.decode()
    assert "0 of 3" in page
    assert f'hx-get="{url("batch_progress", batch)}"' in page
    assert url("batch_files", batch) not in page
    assert client.get(url("batch_files", batch)).status_code == 409
    work()
    for row in rows[:2]:
        tasks.issue(str(row.pk))
    progress = client.get(url("batch_progress", batch), headers={"HX-Request": "true"})
    assert progress["HX-Refresh"] == "true"
    page = client.get(answer.url).content.decode()
    assert "3 of 3" in page
    assert "hx-get" not in page.split("<main")[1]
    assert "measured by 2 laboratories" in page
    assert again(rows[0]).number in page
    files = client.get(url("batch_files", batch))
    assert (files["Content-Type"], "no-store" in files["Cache-Control"]) == ("application/zip", True)
    with ZipFile(BytesIO(b"".join(files.streaming_content))) as bundle:
        assert sorted(bundle.namelist()) == sorted(f"{again(row).number}.pdf" for row in rows[:2])


def test_the_fragment_equals_what_the_page_has(client, cast, rows):
    client.force_login(cast.bea)
    client.post(DECISIONS, asked(rows))
    batch = Batch.objects.get()
    fragment = client.get(url("batch_progress", batch))
    assert fragment.content.decode().strip() in client.get(url("batch", batch)).content.decode()
    assert "HX-Refresh" not in fragment


def test_the_form_sent_twice_is_one_batch(client, cast, rows):
    client.force_login(cast.bea)
    said = asked(rows)
    assert client.post(DECISIONS, said).url == client.post(DECISIONS, said).url
    assert (Batch.objects.count(), BatchLine.objects.count()) == (1, 3)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"certificate_ids": []}, "Choose one certificate or more."),
        ({"certificate_ids": [str(uuid4())]}, "One of these certificates is not yours to decide on."),
        ({"certificate_ids": ["x"]}, "Select a valid choice."),
        ({"reasons": ""}, "This field is required."),
        ({"months": "0"}, "1"),
    ],
)
def test_what_cannot_be_comes_back_with_a_sentence_and_the_choice(client, cast, rows, change, sentence):
    client.force_login(cast.bea)
    answer = client.post(DECISIONS, asked(rows, **change))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "There is a problem" in page
    assert sentence in page
    if "certificate_ids" not in change:
        assert page.count(" checked") == 3
    assert Batch.objects.count() == 0


@pytest.mark.parametrize(("who", "status"), [("emil", 200), ("alice", 404), ("hana", 404), ("eve", 404)])
def test_it_is_seen_by_the_body_alone(client, cast, rows, who, status):
    client.force_login(cast.bea)
    client.post(DECISIONS, asked(rows[2:]))
    work()
    batch = Batch.objects.get()
    client.force_login(getattr(cast, who))
    assert client.get(DECISIONS).status_code == 404
    assert client.get(url("batch", batch)).status_code == status
    assert client.get(url("batch_progress", batch)).status_code == status
    assert client.get(url("batch_files", batch)).status_code == (409 if status == 200 else 404)
    assert client.get(f"{API}{batch.pk}/").status_code == status
    assert len(client.get(API).json()["results"]) == (1 if status == 200 else 0)


def post(client, key="", **said):
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(API, json.dumps(said, default=str), content_type="application/json", headers=headers)


def test_by_api_the_same_key_orders_once_and_the_lines_tell(client, cast, rows):
    client.force_login(cast.bea)
    said = {"certificate_ids": [row.pk for row in rows], "reasons": "Carried.", "months": 24}
    first, second = post(client, key="k", **said), post(client, key="k", **said)
    assert (first.status_code, second.json()) == (201, first.json())
    assert (first.json()["waiting"], Batch.objects.count()) == (3, 1)
    work()
    for row in rows[:2]:
        tasks.issue(str(row.pk))
    told = client.get(f"{API}{first.json()['id']}/").json()
    assert (told["issued"], told["blocked"], told["finished"]) == (2, 1, True)
    assert [line["stands"] for line in told["lines"]] == ["issued", "issued", "blocked"]
    files = client.get(f"{API}{told['id']}/files/", headers={"Accept": "application/zip"})
    assert ZipFile(BytesIO(b"".join(files.streaming_content))).testzip() is None


@pytest.mark.parametrize(
    ("who", "change", "status"),
    [
        ("bea", {"certificate_ids": []}, 422),
        ("bea", {"certificate_ids": ["x"]}, 400),
        ("bea", {"certificate_ids": [str(uuid4())]}, 422),
        ("bea", {"months": 0}, 400),
        ("emil", {}, 403),
        ("alice", {}, 403),
    ],
)
def test_by_api_what_cannot_be_changes_nothing(client, cast, rows, who, change, status):
    client.force_login(getattr(cast, who))
    said = {"certificate_ids": [row.pk for row in rows], "reasons": "Carried.", "months": 24}
    assert post(client, **said | change).status_code == status
    assert Batch.objects.count() == 0
