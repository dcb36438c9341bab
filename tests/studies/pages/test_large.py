"""Pages of an analysis take the same queries for any number of characteristics and laboratories."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.studies import services
from apps.studies.models import OutlierFlag
from tests.studies import rounds

pytestmark = pytest.mark.django_db

SIZES = [(2, 3), (50, 3), (2, 30)]
PAGES = {
    "/studies/{}/analysis/": 18,
    "/studies/{}/outliers/": 15,
    "/studies/{}/conclusion/": 19,
    "/api/v1/studies/{}/analysis/": 15,
}


@pytest.fixture
def closed(cast):
    def of(characteristics, laboratories):
        study = rounds.opened(cast, characteristics)
        rounds.handed_in(study, laboratories, cast.actor("iris"))
        return services.close_study(study_id=study.pk, actor=cast.actor("iris"))

    return of


@pytest.mark.parametrize(("characteristics", "laboratories"), SIZES)
def test_pages_take_the_same_queries_for_any_size(cast, client, closed, characteristics, laboratories):
    study = closed(characteristics, laboratories)
    client.force_login(cast.iris)
    found = {}
    for page in PAGES:
        client.get(page.format(study.pk))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(page.format(study.pk)).status_code == 200
        found[page] = len(seen)
    assert found == PAGES


def test_flags_come_in_pages(cast, client, closed, monkeypatch):
    study = closed(2, 30)
    first = OutlierFlag.objects.filter(study=study).order_by("order").first()
    OutlierFlag.objects.filter(study=study).exclude(pk=first.pk).delete()
    more = {
        name: getattr(first, name) for name in ("study", "enrolment", "item", "characteristic", "verdict")
    }
    OutlierFlag.objects.bulk_create(
        OutlierFlag(**more, test=f"grubbs_{number}", order=number) for number in range(1, 61)
    )
    monkeypatch.setattr("apps.studies.pages.conclusion.flag_tests", Names)
    client.force_login(cast.iris)
    address = f"/studies/{study.pk}/outliers/"
    page = client.get(address)
    assert next(flag.id for flag, _test in page.context["flags"]) == first.pk
    seen = [flag.test for flag, _test in page.context["flags"]]
    rest = client.get(page.context["next_url"])
    seen += [flag.test for flag, _test in rest.context["flags"]]
    assert seen == [first.test, *(f"grubbs_{number}" for number in range(1, 61))]
    assert (rest.context["next_url"], rest.context["previous_url"]) == ("", address)
    torn = client.get(f"{address}?after=torn")
    assert next(flag.id for flag, _test in torn.context["flags"]) == first.pk


class Names(dict):
    """A name for any test."""

    def __missing__(self, test):
        return test
