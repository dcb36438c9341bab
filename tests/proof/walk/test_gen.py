import json, collections, pytest
from tests.proof.walk.asking import Walker, people, walked
pytestmark = pytest.mark.django_db
def test_gen(world):
    import time
    t=time.process_time(); n=0
    out=collections.defaultdict(lambda: collections.defaultdict(dict)); wrote=[]
    ps=list(walked(world))
    for who in people(world):
        w=Walker(world, who)
        for p in ps:
            for m in p.methods:
                s, wr = w.status(p, m); n+=1
                out[p.name][m].setdefault(p.word,{})[str(who)]=s
                if wr and m=="GET": wrote.append((who,p.name,p.word,sorted(wr)))
                if s>=500: print("500!", who, m, p.path)
    json.dump({"t":out,"wrote":wrote}, open("/tmp/walk.json","w"))
    print("WALK", n, len(ps), time.process_time()-t)
