"""What a viewer may not know changes nothing of what it receives: not a status, not a header, not a byte."""

import pytest

from tests.proof.worlds.comparing import differences
from tests.proof.worlds.tables import forgotten

pytestmark = pytest.mark.django_db

VIEWERS = [
    "alice", "bob", "hana", "carol", "colin", "ivy", "dora", "dan", "iris", "emil", "bea", "eve", "fay", None,
]  # fmt: skip


@pytest.mark.parametrize("person", VIEWERS, ids=str)
def test_tells_nothing_beyond_what_the_oracle_grants(world, person):
    assert [str(one) for one in differences(world, person)] == []


def test_the_oracle_knows_every_table(world):
    assert forgotten() == []
