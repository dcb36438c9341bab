"""The pages of a record: every entry once, newest first, at one query a page, and no place told by an address."""

import re

import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from apps.accounts.events import KeyMade, OrganisationDescribed
from apps.audit import selectors
from apps.audit.models import Entry
from apps.audit.selectors import record_of
from apps.audit.services import record

pytestmark = pytest.mark.django_db
OLDER = re.compile(r'href="(\?before=[0-9a-f]{64})#entries"')


def keys_made(cast, count, who="alice"):
    """Write so many entries into the chain of a person's organisation."""
    actor = cast.actor(who)
    with transaction.atomic():
        for number in range(count):
            record(KeyMade(organisation_id=str(actor.organisation_id), label=f"key {number}"), actor=actor)
    return f"organisation:{actor.organisation_id}"


def turned(chain, **narrowing):
    """Turn all pages of a record."""
    page = record_of(chain, **narrowing)
    yield page
    while page.older:
        page = record_of(chain, before=page.older, **narrowing)
        yield page


def test_tells_every_entry_once_newest_first(cast):
    chain = keys_made(cast, 2 * selectors.A_PAGE + 1)
    pages = list(turned(chain))
    assert [len(page.rows) for page in pages] == [selectors.A_PAGE, selectors.A_PAGE, 1]
    assert [line.seq for page in pages for line in page.rows] == list(range(2 * selectors.A_PAGE + 1, 0, -1))
    assert [page.is_later for page in pages] == [False, True, True]


def test_a_full_last_page_names_no_older_one(cast):
    assert record_of(keys_made(cast, selectors.A_PAGE)).older == ""


def test_a_narrowed_record_tells_its_entries_and_no_place_in_the_chain(cast, monkeypatch):
    monkeypatch.setattr(selectors, "A_PAGE", 2)
    actor, chain = cast.actor("alice"), keys_made(cast, 3)
    with transaction.atomic():
        record(OrganisationDescribed(organisation_id=str(actor.organisation_id)), actor=actor)
    keys_made(cast, 2)
    for narrowing in (
        {"events": frozenset({KeyMade.name})},
        {"but": Q(event=OrganisationDescribed.name)},
    ):
        pages = list(turned(chain, **narrowing))
        told = [line.body["label"] for page in pages for line in page.rows]
        assert told == ["key 1", "key 0", "key 2", "key 1", "key 0"]
        assert {line.seq for page in pages for line in page.rows} == {0}
        assert [page.older for page in pages] == [pages[0].rows[-1].hash, pages[1].rows[-1].hash, ""]


@pytest.mark.parametrize("before", ["unknown", "0" * 64, "\x00", "' or 1=1", "١٢"])
def test_what_is_no_entry_of_the_record_is_the_first_page(cast, before):
    chain = keys_made(cast, 3)
    assert record_of(chain, before=before).rows == record_of(chain).rows


def test_an_entry_of_another_chain_or_one_that_is_not_told_is_the_first_page(cast):
    chain, elsewhere = keys_made(cast, 2), keys_made(cast, 2, "hana")
    actor = cast.actor("alice")
    with transaction.atomic():
        hidden = record(OrganisationDescribed(organisation_id=str(actor.organisation_id)), actor=actor)
    hashes = dict(Entry.objects.values_list("pk", "hash"))
    foreign = Entry.objects.filter(chain=elsewhere).latest("seq")
    told = frozenset({KeyMade.name})
    for entry in (hidden, foreign):
        assert len(record_of(chain, events=told, before=hashes[entry.pk]).rows) == 2


def test_each_page_is_one_query(cast, django_assert_num_queries):
    chain = keys_made(cast, selectors.A_PAGE + 1)
    with django_assert_num_queries(1):
        first = record_of(chain)
    with django_assert_num_queries(1):
        assert len(record_of(chain, before=first.older).rows) == 1


def test_the_page_links_older_entries_at_the_same_cost(client, cast):
    keys_made(cast, selectors.A_PAGE + 3)
    client.force_login(cast.alice)
    address = "/account/organisation/"
    with CaptureQueriesContext(connection) as first:
        shown = client.get(address).content.decode()
    following = OLDER.search(shown)
    assert following
    assert "Newest entries" not in shown
    with CaptureQueriesContext(connection) as second:
        older = client.get(address + following[1]).content.decode()
    assert "Newest entries" in older
    assert OLDER.search(older) is None
    assert [f"key {number}" in older for number in (0, 2, 3)] == [True, True, False]
    assert len(second) == len(first)
