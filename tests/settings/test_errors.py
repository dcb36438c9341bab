"""Every error of the API is a problem, those of Django's own too; every error of a page is a page."""

import pytest

pytestmark = pytest.mark.django_db
KIND = "application/problem+json"


def test_an_unknown_address_of_the_api_is_a_problem(client):
    answer = client.get("/api/v1/nothing/")
    assert (answer.status_code, answer.headers["Content-Type"], answer.json()["title"]) == (
        404,
        KIND,
        "missing",
    )


def test_an_unknown_page_is_a_page(client):
    answer = client.get("/nothing/")
    assert answer.status_code == 404
    assert "There is nothing here for you" in answer.content.decode()


@pytest.mark.parametrize(("path", "kind"), [("/api/v1/me/", KIND), ("/", "text/html; charset=utf-8")])
def test_a_fault_is_told_and_shows_nothing_of_itself(client, cast, monkeypatch, path, kind):
    def broken(*_args, **_kwargs):
        raise RuntimeError("secret detail")

    client.force_login(cast.alice)
    client.raise_request_exception = False
    monkeypatch.setattr("apps.accounts.selectors.actor_of", broken)
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (500, kind)
    assert "secret detail" not in answer.content.decode()


def test_an_unsafe_request_of_a_session_needs_its_csrf_token(cast):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.alice)
    page = client.post("/news/read/")
    assert page.status_code == 403
    api = client.post("/api/v1/keys/", {"label": "x"}, content_type="application/json")
    assert (api.status_code, api.headers["Content-Type"]) == (403, KIND)
