"""What the oracle grants, arrives; what it does not grant, is not there."""

import pytest

from tests.proof.worlds.granted import missing
from tests.proof.worlds.test_worlds import VIEWERS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", VIEWERS, ids=str)
def test_receives_all_that_the_oracle_grants(world, person):
    assert missing(world, person) == []
