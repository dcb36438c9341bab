import time
import pytest
from django.db import transaction
from tests.proof.worlds.comparing import oracle_for
from tests.proof.worlds.other import others
pytestmark = pytest.mark.django_db
def test_prof(world):
    t=time.process_time(); o=oracle_for(world,"alice"); print("snapshot", time.process_time()-t)
    t=time.process_time(); ws=list(others(o)); print("others", time.process_time()-t, [len(w.statements) for _,w in ws])
    for _,w in ws:
        t=time.process_time(); p=time.perf_counter()
        with transaction.atomic():
            w.apply(); print("apply", time.process_time()-t, time.perf_counter()-p)
            transaction.set_rollback(True)
