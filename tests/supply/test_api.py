"""The API of reference data."""

import pytest

from apps.supply.services import load_reference

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference(db):
    load_reference()


def test_it_lists_inputs_with_decimals_as_text(client, cast):
    client.force_login(cast.pia)
    found = {row["code"]: row for row in client.get("/api/v1/inputs/").json()}
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
    assert len(client.get("/api/v1/countries/").json()) == 249
