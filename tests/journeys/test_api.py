"""The main job end to end, by programs through /api/v1/ alone, with a real worker: invitation to decision.

Acts in tests/journeys/calls. Some people come by session with its CSRF token, the others with a key; what
creates carries an Idempotency-Key. One thing has no operation, and happens by the services: colleagues are
added.
"""

import pytest

from tests.journeys import stage
from tests.journeys.calls import certifying, joining, reporting, testing
from tests.journeys.calls.walk import Walk
from tests.workers import own_broker, running_worker

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def walk(settings, tmp_path):
    """Give the world as it was before, and a worker with its mail."""
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    stage.found_the_world()
    with own_broker(), running_worker(mail=tmp_path / "mail"):
        yield Walk()


def test_the_main_job_end_to_end_through_the_api(walk):
    joining.play(walk)
    testing.play(walk)
    certifying.play(walk)
    reporting.play(walk)
    assert stage.the_trail_holds() > 60
