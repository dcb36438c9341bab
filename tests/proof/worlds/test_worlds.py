"""What a viewer may not know changes nothing of what it receives: not a status, not a header, not a byte.

The ordinary run asks eleven viewers and fifteen worlds of hypothesis; `PROOF=whole` asks everybody everything,
`PROOF_EXAMPLES=500` is for a night.
"""

import os

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.proof.worlds.comparing import WHOLE_PROOF, differences
from tests.proof.worlds.granted import missing
from tests.proof.worlds.tables import forgotten
from tests.proof.worlds.unthought import REPORT, make

pytestmark = pytest.mark.django_db

# Owner's lead and engineer, grantee, grantee through the consortium and laboratory, industry body, administration,
# convener, certification body, stranger, one that left, a visitor.
VIEWERS = ["alice", "bob", "hana", "carol", "ivy", "dora", "iris", "emil", "eve", "fay", None]
if WHOLE_PROOF:
    VIEWERS += ["pia", "colin", "ike", "dan", "bea"]
EXAMPLES = int(os.environ.get("PROOF_EXAMPLES", "15"))


@pytest.mark.parametrize("person", VIEWERS, ids=str)
def test_tells_nothing_beyond_what_the_oracle_grants(world, person):
    assert [str(one) for one in differences(world, person)] == []


@pytest.mark.parametrize("person", VIEWERS, ids=str)
def test_tells_all_that_the_oracle_grants(world, person):
    assert missing(world, person) == []


def test_the_oracle_knows_every_table(world):
    assert forgotten() == []


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=EXAMPLES < 100,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    said=st.lists(REPORT, min_size=1, max_size=3),
    viewer=st.sampled_from(["hana", "carol", "iris", "fay", "eve", "ivy"]),
)
def test_tells_nothing_in_a_world_that_nobody_thought_of(world, said, viewer):
    with transaction.atomic():
        made = [make(world, number, one) for number, one in enumerate(said, start=20)]
        names = ("api-report", "changes:report", "changes:report_record")
        paths = [reverse(name, args=[row.pk]) for row in made for name in names]
        lists = [reverse(name) for name in ("api-reports", "changes:list_csv")]
        paths += [*lists, f"{lists[0]}?country_mined=CN", f"{lists[0]}?country_mined=GN"]
        assert [str(one) for one in differences(world, viewer, paths)] == []
        assert missing(world, viewer, only={str(row.pk) for row in made}) == []
        transaction.set_rollback(True)
