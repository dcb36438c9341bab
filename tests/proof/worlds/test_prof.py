import time, cProfile, pstats, pytest
from tests.proof.worlds.comparing import differences
pytestmark = pytest.mark.django_db
def test_prof(world):
    differences(world, "hana")
    t=time.process_time(); w=time.perf_counter(); differences(world, "hana"); print("CPU", time.process_time()-t, time.perf_counter()-w)
    pr=cProfile.Profile(); pr.enable(); differences(world, "hana"); pr.disable()
    pstats.Stats(pr).sort_stats("tottime").print_stats(45)
