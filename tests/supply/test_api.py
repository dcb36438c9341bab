"""The API of reference data."""

from itertools import chain

import pytest

from apps.consortia.selectors.consortia import BY_NAME
from apps.materials.models import CriticalInput
from apps.supply.models import Country
from apps.supply.services import load_reference

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference(db):
    load_reference()


def test_it_lists_inputs_with_decimals_as_text(client, cast):
    client.force_login(cast.pia)
    found = {row["code"]: row for row in client.get("/api/v1/inputs/").json()["results"]}
    assert found["gallium"]["top"]["share"] == "0.990099"
    assert found["gallium"]["hs6"] == "811292"


def test_it_gives_one_input_by_country(client, cast):
    client.force_login(cast.pia)
    found = client.get("/api/v1/inputs/magnesium/?year=2022").json()
    assert found["unpublished"] == [{"code": "US", "name": "United States"}]
    assert found["years"] == [2023, 2022, 2021]
    assert found["shares"][0]["country"]["code"] == "CN"


@pytest.mark.parametrize("address", ["inputs/nothing/", "inputs/cobalt/?year=1900", "inputs/cobalt/?year=x"])
def test_what_is_not_there_is_a_problem(client, cast, address):
    client.force_login(cast.pia)
    answer = client.get(f"/api/v1/{address}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_it_lists_countries_and_wants_a_sign_in(client, cast):
    assert client.get("/api/v1/countries/").status_code == 401
    client.force_login(cast.pia)
    assert client.get("/api/v1/countries/").json()["results"][0] == {"code": "AD", "name": "Andorra"}


def pages(client, address, **headers):
    """Follow a list to its end."""
    while address:
        page = client.get(address, headers=headers).json()
        yield [row["code"] for row in page["results"]]
        address = page["next"]


def test_countries_go_on_at_their_next_address_until_all_are_told(client, cast):
    client.force_login(cast.pia)
    found = list(pages(client, "/api/v1/countries/"))
    assert [len(codes) for codes in found] == [50, 50, 50, 50, 49]
    codes = [*chain(*found)]
    assert codes == sorted(set(Country.objects.values_list("code", flat=True)))


def test_a_cursor_holds_when_the_language_changes(client, cast):
    client.force_login(cast.pia)
    first = client.get("/api/v1/countries/").json()
    rest = list(pages(client, first["next"], **{"Accept-Language": "tr"}))
    assert len([*chain(*rest)]) == 249 - 50


def test_inputs_go_on_at_their_next_address_with_two_queries_a_page(client, cast, monkeypatch):
    monkeypatch.setattr("apps.core.rest.paging.A_PAGE", 3)
    client.force_login(cast.pia)
    found = list(pages(client, "/api/v1/inputs/"))
    assert [len(codes) for codes in found] == [3, 3, 2]
    assert [*chain(*found)] == sorted(CriticalInput.objects.values_list("code", flat=True))


@pytest.mark.parametrize("rows", [1, 3, 50])
@pytest.mark.parametrize(("address", "queries"), [("inputs", 6), ("countries", 5)])
def test_a_list_costs_the_same_whatever_its_length(
    client, cast, monkeypatch, django_assert_num_queries, address, queries, rows
):
    monkeypatch.setattr("apps.core.rest.paging.A_PAGE", rows)
    client.force_login(cast.pia)
    with django_assert_num_queries(queries):
        client.get(f"/api/v1/{address}/")


def test_a_cursor_of_another_list_is_refused(client, cast):
    client.force_login(cast.pia)
    theirs = {"cursor": BY_NAME._token(cast.consortium)}
    assert client.get("/api/v1/countries/", theirs).status_code == 422
