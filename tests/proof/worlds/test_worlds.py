"""What a viewer may not know changes nothing of what it receives: not a status, not a header, not a byte."""

import pytest

from tests.proof.worlds.comparing import WHOLE_PROOF, differences
from tests.proof.worlds.tables import forgotten

pytestmark = pytest.mark.django_db

# Owner's lead and engineer, grantee, grantee through the consortium and laboratory, industry body, administration,
# convener, certification body, stranger, one that left, a visitor; PROOF=whole asks the others too.
VIEWERS = ["alice", "bob", "hana", "carol", "ivy", "dora", "iris", "emil", "eve", "fay", None]
if WHOLE_PROOF:
    VIEWERS += ["pia", "colin", "ike", "dan", "bea"]


@pytest.mark.parametrize("person", VIEWERS, ids=str)
def test_tells_nothing_beyond_what_the_oracle_grants(world, person):
    assert [str(one) for one in differences(world, person)] == []


def test_the_oracle_knows_every_table(world):
    assert forgotten() == []
