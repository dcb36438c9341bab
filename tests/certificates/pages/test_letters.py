"""Sending by mail, by page and by API: what is asked, what comes back, who sees it."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.certificates import services
from apps.certificates.models import Letter

pytestmark = pytest.mark.django_db
OUTSIDE = "buyer@customer.example"
ASKED = {"address": OUTSIDE, "line": "For order 4711", "language": "en"}


def url(name, row):
    return reverse(f"certificates:{name}", args=[row.pk])


def as_(client, world, who):
    client.force_login(getattr(world.cast, who))
    return client


def post(client, row, key="", **said):
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(
        f"/api/v1/certificates/{row.pk}/letters/",
        json.dumps(said),
        content_type="application/json",
        headers=headers,
    )


def test_the_holder_sends_and_sees_what_became_of_it(client, world):
    row = world.issued()
    client = as_(client, world, "pia")
    assert url("send", row) in client.get(url("detail", row)).content.decode()
    assert client.get(url("send", row)).status_code == 200
    answer = client.post(url("send", row), ASKED, follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain == [(url("detail", row), 302)]
    for said in (OUTSIDE, "For order 4711", "Pia Polat", "on its way"):
        assert said in page
    letter = Letter.objects.get()
    services.end_refused(letter_id=letter.pk, sentence="550 No such <mailbox>", actor=world.system())
    page = client.get(url("detail", row)).content.decode()
    assert "refused by the mail server" in page
    assert "550 No such &lt;mailbox&gt;" in page


def test_a_wrong_address_comes_back_with_one_sentence(client, world):
    row = world.issued()
    answer = as_(client, world, "alice").post(url("send", row), ASKED | {"address": "a@b.example\nBcc: c@d"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert (
        page.count("Write one e-mail address, like name@company.com.") == 2
    )  # in the summary and at the field
    assert Letter.objects.count() == 0


@pytest.mark.parametrize("who", ["bea", "emil", "bob", "hana", "eve"])
def test_nobody_else_finds_the_form_or_the_list(client, world, who):
    row = world.issued()
    services.send_certificate(
        certificate_id=row.pk, actor=world.actor("alice"), address=OUTSIDE, language="en"
    )
    client = as_(client, world, who)
    assert client.get(url("send", row)).status_code == 404
    page = client.get(url("detail", row))
    assert (OUTSIDE in page.content.decode()) == (who == "bob")
    assert OUTSIDE not in client.get(url("record", row)).content.decode()
    answer = client.get(f"/api/v1/certificates/{row.pk}/letters/")
    assert answer.status_code == {"bob": 200, "bea": 403, "emil": 403}.get(who, 404)
    assert (OUTSIDE in answer.content.decode()) == (who == "bob")


@pytest.mark.parametrize("state", ["suspended", "withdrawn", "superseded", "approved"])
def test_what_is_not_valid_has_no_button_and_no_form(client, world, state):
    row = getattr(world, state)()
    client = as_(client, world, "alice")
    assert url("send", row) not in client.get(url("detail", row)).content.decode()
    assert client.get(url("send", row)).status_code == 409
    assert post(client, row, **ASKED).status_code == 409
    assert Letter.objects.count() == 0


def test_by_api_the_same_key_sends_once(client, world):
    row = world.issued()
    client = as_(client, world, "alice")
    first, second = post(client, row, key="k", **ASKED), post(client, row, key="k", **ASKED)
    assert (first.status_code, second.json()) == (201, first.json())
    assert (first.json()["state"], first.json()["sender"]) == ("waiting", "Alice Aydın")
    assert post(client, row, **ASKED).status_code == 409
    (told,) = client.get(f"/api/v1/certificates/{row.pk}/letters/").json()["results"]
    assert told == first.json()
    assert Letter.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"address": "a@b.example\r\nBcc: c@d.example"}, {"line": "a\nb"}, {"language": "de"}]
)
def test_by_api_what_cannot_be_is_a_problem_with_its_field(client, world, wrong):
    row = world.issued()
    answer = post(as_(client, world, "alice"), row, **ASKED | wrong)
    assert answer.status_code in {400, 422}
    assert [one["field"] for one in answer.json()["errors"]] == list(wrong)
    assert Letter.objects.count() == 0


def test_the_list_of_letters_is_read_in_pages(client, world):
    row, now = world.issued(), timezone.now()
    put(row, world, 60, now)
    client = as_(client, world, "alice")
    first = client.get(f"/api/v1/certificates/{row.pk}/letters/").json()
    second = client.get(first["next"]).json()
    assert (len(first["results"]), len(second["results"]), second["next"]) == (50, 10, None)


def put(row, world, count, now):
    Letter.objects.bulk_create(
        Letter(
            certificate=row, address=f"{n}.{count}@b.example", language="en", sent_by=world.cast.alice.pseudonym,
            message_id=f"<{n}.{count}@x>", created_at=now, due_at=now,
        )
        for n in range(count)
    )  # fmt: skip


def test_the_page_costs_the_same_for_one_and_fifty_letters(client, world):
    row, now = world.issued(), timezone.now()
    client = as_(client, world, "alice")
    counted = []
    for count in (1, 49):
        put(row, world, count, now)
        with CaptureQueriesContext(connection) as queries:
            client.get(url("detail", row))
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 15
