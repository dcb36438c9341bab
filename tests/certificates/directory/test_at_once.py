"""Several at once: the directory never says a state that the certificate has not, and holds one row of each."""

import threading

import pytest
from django.db import connection

from apps.certificates import services
from apps.certificates.models import Listing
from apps.core.errors import Conflict
from tests.certificates.test_life import entries
from tests.certificates.world import World, again

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Do all at once; give what was refused. Anything else that goes wrong is told."""
    together, refused, trouble = threading.Barrier(len(acts)), [], []

    def do(act):
        together.wait()
        try:
            act()
        except Conflict as refusal:
            refused.append(str(refusal))
        except Exception as error:  # noqa: BLE001 - whatever it is, the test tells it
            trouble.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert trouble == []
    return refused


def listing_of(row):
    return Listing.objects.unscoped("test").filter(certificate=row)


@pytest.fixture
def world(cast, quick_paper, quiet_press):
    return World(cast)


def test_published_by_two_people_at_once_it_stands_there_once(world):
    row = world.issued()
    actors = [world.actor(who) for who in ("alice", "pia", "alice", "pia")]

    def publish(actor):
        return lambda: services.list_publicly(certificate_id=row.pk, actor=actor, level="entry")

    assert at_once(*map(publish, actors)) == []
    assert listing_of(row).count() == 1
    assert len(entries(row, "CertificateListed")) == 1


@pytest.mark.parametrize("_turn", range(5))
def test_published_while_it_is_withdrawn_it_says_withdrawn_or_is_refused(world, _turn):
    row = world.issued()
    alice, bea = world.actor("alice"), world.actor("bea")
    refused = at_once(
        lambda: services.list_publicly(certificate_id=row.pk, actor=alice, level="results"),
        lambda: services.withdraw(certificate_id=row.pk, actor=bea, reason="The alloy changed."),
    )
    assert again(row).state == "withdrawn"
    states = list(listing_of(row).values_list("state", flat=True))
    assert (states, len(refused)) in [(["withdrawn"], 0), ([], 1)]


def test_taken_out_while_it_is_suspended_nothing_comes_back(world):
    row = world.issued()
    alice, bea = world.actor("alice"), world.actor("bea")
    services.list_publicly(certificate_id=row.pk, actor=alice, level="entry")
    at_once(
        lambda: services.unlist(certificate_id=row.pk, actor=alice),
        lambda: services.suspend(certificate_id=row.pk, actor=bea, code="misuse", reason="On another alloy."),
    )
    left = listing_of(row).get()
    assert (left.entry, left.unlisted_at is None) == ("", False)
