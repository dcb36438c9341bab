"""The proof itself is tested: each leak that is put in must be caught, and nothing is caught without one."""

import pytest

from tests.proof.leaks.seeds import SEEDS, Seed
from tests.proof.places import places
from tests.proof.worlds.asked import asked
from tests.proof.worlds.comparing import differences
from tests.proof.worlds.granted import missing

pytestmark = pytest.mark.django_db


def paths_of(world, seed: Seed) -> list[str]:
    """Give what is asked in the part of the house where the leak is."""
    addresses = {place.path for place in places(world) if place.name in seed.names}
    return [path for path in asked(world) if path.split("?")[0] in addresses]


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name)
def test_is_caught(world, seed: Seed, monkeypatch):
    seed.patch(monkeypatch)
    found = differences(world, seed.viewer, paths_of(world, seed))
    assert found != []


def test_there_are_enough_of_them():
    assert len(SEEDS) >= 10


def test_a_rule_that_hides_everything_is_caught(world, monkeypatch):
    monkeypatch.setattr(
        "apps.changes.selectors.reports.masks", lambda _actor, rows: {row.pk: 0 for row in rows}
    )
    assert missing(world, "hana") != []
