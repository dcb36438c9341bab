import os, time, collections
import pytest
from tests.proof.worlds.comparing import differences, asked
from tests.proof.worlds import comparing
pytestmark = pytest.mark.django_db
P = os.environ.get("WHO","alice").split(",")
@pytest.mark.parametrize("person", P)
def test_dbg(world, person):
    person = None if person == "None" else person
    paths = asked(world)
    print(len(paths))
    t=time.process_time()
    from tests.proof.asking import Asker
    a = Asker(world, person)
    times = collections.defaultdict(list); st=collections.Counter()
    for p in paths:
        t0=time.process_time(); r=a.ask(p); times[p.split("?")[0][:22]].append(time.process_time()-t0); st[r.status]+=1
        if r.status>=500: print("500!", p)
    print("A", time.process_time()-t, st)
    for k,v in sorted(times.items(), key=lambda i:-sum(i[1]))[:12]: print(f"{sum(v):.2f}s {len(v)} {k}")
    t=time.process_time()
    for d in differences(world, person): print("DIFF", str(d)[:420])
    print("differences", time.process_time()-t)
