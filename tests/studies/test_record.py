"""The record of a study, page by page: what is not told to a viewer leaves no trace in its pages either."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.audit import selectors as audit
from apps.audit.services import record
from apps.studies import selectors
from apps.studies.events import CharacteristicAdded, LaboratoryEnrolled
from tests.studies import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(cast):
    """A study whose record is a few pages long, every third entry an enrolment of another's laboratory."""
    study = world.opened(cast)
    convener, laboratory = cast.actor("iris"), cast.actor("colin")
    with transaction.atomic():
        for number in range(audit.A_PAGE):
            for code in (f"C{number}", f"D{number}"):
                record(CharacteristicAdded(study_id=str(study.pk), code=code), actor=convener)
            record(LaboratoryEnrolled(study_id=str(study.pk), enrolment_id=str(number)), actor=laboratory)
    return study


def turned(actor, study):
    page = selectors.record_for(actor, study)
    yield page
    while page.older:
        page = selectors.record_for(actor, study, before=page.older)
        yield page


@pytest.mark.parametrize(
    ("who", "enrolments"), [("iris", audit.A_PAGE), ("colin", audit.A_PAGE), ("alice", 0)]
)
def test_tells_each_viewer_all_that_is_theirs_in_full_pages(cast, busy, who, enrolments):
    pages = list(turned(cast.actor(who), busy))
    lines = [line for page in pages for line in page.rows]
    assert {len(page.rows) for page in pages[:-1]} == {audit.A_PAGE}
    assert sum(line.event == LaboratoryEnrolled.name for line in lines) == enrolments
    assert sum(line.event == CharacteristicAdded.name for line in lines) >= 2 * audit.A_PAGE
    assert len({line.hash for line in lines}) == len(lines)


def test_only_the_convener_is_told_places(cast, busy):
    places = {
        who: {line.seq for line in selectors.record_for(cast.actor(who), busy).rows}
        for who in ("iris", "alice")
    }
    assert len(places["iris"]) == audit.A_PAGE
    assert places["alice"] == {0}


@pytest.mark.parametrize("who", ["iris", "alice"])
def test_older_pages_cost_what_the_first_one_costs(client, cast, busy, who):
    client.force_login(cast.people[who])
    address = f"/studies/{busy.pk}/record/"
    costs, page = [], selectors.record_for(cast.actor(who), busy)
    for query in ("", f"?before={page.older}"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address + query).status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1]
