"""Keys, problems and remembered answers."""

import json
import threading

import pytest
from django.db import connection
from django.test import Client

from apps.accounts.models import ApiKey, RememberedAnswer
from apps.consortia.models import Invitation

pytestmark = pytest.mark.django_db
INVITE = {"organisation_name": "Kestrel", "email": "kim@kestrel.example"}


def post(client, path, body, **headers):
    return client.post(path, body, content_type="application/json", headers=headers)


@pytest.fixture
def path(cast):
    return f"/api/v1/consortia/{cast.consortium.pk}/invitations/"


def count():
    return Invitation.objects.unscoped("test").count()


def test_a_key_acts_for_the_organisation_it_was_made_for(client, cast):
    client.force_login(cast.alice)
    key = post(client, "/api/v1/keys/", {"label": "plant"}).json()["key"]
    stranger = Client()
    answer = stranger.get("/api/v1/me/", headers={"Authorization": f"Token {key}"})
    assert (answer.status_code, answer.json()["organisation_name"]) == (200, "Alder Metals")
    assert key not in json.dumps(list(ApiKey.objects.values()), default=str)


def test_a_key_ends_with_the_role(client, cast):
    client.force_login(cast.alice)
    key = post(client, "/api/v1/keys/", {"label": "plant"}).json()["key"]
    from django.utils import timezone

    cast.alice.memberships.update(until=timezone.now())
    assert Client().get("/api/v1/me/", headers={"Authorization": f"Token {key}"}).status_code == 403


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Token ck_wrong"}])
def test_nobody_gets_a_401_problem(client, headers):
    answer = client.get("/api/v1/me/", headers=headers)
    assert (answer.status_code, answer.headers["Content-Type"]) == (401, "application/problem+json")
    assert set(answer.json()) == {"type", "title", "status", "detail"}


def test_every_error_is_a_problem(client, cast, path):
    client.force_login(cast.iris)
    wrong = [
        post(client, path, "{"),
        post(client, path, {"email": "no"}),
        client.delete(path),
        client.get("/api/v1/consortia/00000000-0000-4000-8000-000000000000/members/"),
    ]
    assert [answer.status_code for answer in wrong] == [400, 400, 405, 404]
    assert {answer.headers["Content-Type"] for answer in wrong} == {"application/problem+json"}
    assert {"field": "email", "detail": "Enter a valid email address."} in wrong[1].json()["errors"]


def test_the_same_key_and_request_is_answered_from_memory(client, cast, path):
    client.force_login(cast.iris)
    first, second = (post(client, path, INVITE, **{"Idempotency-Key": "a"}) for _time in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert (first.json(), second.headers["Idempotent-Replay"], count()) == (second.json(), "true", 1)


def test_the_same_key_with_another_request_is_refused(client, cast, path):
    client.force_login(cast.iris)
    post(client, path, INVITE, **{"Idempotency-Key": "a"})
    other = post(client, path, INVITE | {"email": "x@kestrel.example"}, **{"Idempotency-Key": "a"})
    assert (other.status_code, count()) == (422, 1)


def test_a_refusal_for_now_is_not_remembered(client, cast, path):
    client.force_login(cast.iris)
    post(client, path, INVITE)
    assert post(client, path, INVITE, **{"Idempotency-Key": "b"}).status_code == 409
    assert not RememberedAnswer.objects.exists()


def test_a_key_of_one_person_says_nothing_to_another(client, cast, path):
    client.force_login(cast.iris)
    post(client, path, INVITE, **{"Idempotency-Key": "a"})
    client.force_login(cast.hana)
    assert post(client, path, INVITE, **{"Idempotency-Key": "a"}).status_code == 403


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_key_do_the_work_once(cast, path):
    barrier, seen = threading.Barrier(4), []

    def send():
        client = Client()
        client.force_login(cast.iris)
        barrier.wait()
        seen.append(post(client, path, INVITE, **{"Idempotency-Key": "a"}).status_code)
        connection.close()

    threads = [threading.Thread(target=send) for _number in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert count() == 1
    assert set(seen) <= {201, 409}
    assert 201 in seen


def test_the_schema_describes_every_operation_with_its_problems(client):
    schema = client.get("/api/v1/schema/", headers={"Accept": "application/json"}).json()
    operations = [
        (path, verb, said) for path, verbs in schema["paths"].items() for verb, said in verbs.items()
    ]
    assert len(operations) > 10
    for path, verb, said in operations:
        assert {"401", "403", "404", "409", "422"} <= set(said["responses"]), (path, verb)
        assert said.get("description") or said.get("summary"), (path, verb)
    assert schema["openapi"].startswith("3.")


def test_the_browsable_page_comes_from_our_own_server(client):
    page = client.get("/api/v1/docs/").content.decode()
    assert "https://" not in page.replace("http://www.w3.org", "")


def test_a_repeated_key_request_makes_one_key_and_never_stores_it(client, cast):
    client.force_login(cast.alice)
    first, second = (
        post(client, "/api/v1/keys/", {"label": "plant"}, **{"Idempotency-Key": "k"}) for _time in range(2)
    )
    assert (first.status_code, second.status_code, second.json()) == (201, 201, {"key": None})
    assert ApiKey.objects.count() == 1
    assert first.json()["key"] not in RememberedAnswer.objects.get().body
