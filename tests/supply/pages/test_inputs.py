"""Pages of critical inputs."""

import pytest

from apps.supply.services import load_reference

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _reference(db):
    load_reference()


def test_every_signed_in_person_reads_the_list(client, cast, django_assert_num_queries):
    client.force_login(cast.eve)
    with django_assert_num_queries(7):
        page = client.get("/supply/").content.decode()
    assert "Gallium" in page and "above the line" in page


def test_a_visitor_is_sent_to_sign_in(client):
    assert client.get("/supply/").status_code == 302


def test_an_input_shows_picture_table_and_source(client, cast):
    client.force_login(cast.dora)
    page = client.get("/supply/magnesium/").content.decode()
    assert "<svg" in page
    assert "China: 88 % of published production" in page
    assert "Withheld or not available" in page
    assert "Mineral Commodity Summaries 2024, figures for 2023" in page


def test_an_earlier_year_can_be_chosen(client, cast):
    client.force_login(cast.dora)
    assert "figures for 2020" in client.get("/supply/cobalt/?year=2020").content.decode()


@pytest.mark.parametrize(
    "address", ["/supply/nothing/", "/supply/cobalt/?year=1900", "/supply/cobalt/?year=x"]
)
def test_what_is_not_there_is_404(client, cast, address):
    client.force_login(cast.dora)
    assert client.get(address).status_code == 404


def test_an_input_without_figures_says_so(client, cast):
    from apps.supply.models import Production

    Production.objects.filter(commodity="Germanium").update(value=None)
    client.force_login(cast.dora)
    assert "withholds" in client.get("/supply/germanium/").content.decode()
    assert "No figures by country" in client.get("/supply/").content.decode()
