"""The main job end to end, by page, in a real browser, with a real worker: invitation to decision.

Acts in tests/journeys/acts; the SME's joining and the firm's report are walked without JavaScript. On the key
pages axe-core finds nothing, in English on a light desk and in Turkish on a dark phone; nothing scrolls
sideways on a phone; no page breaks its content security policy or asks anything of another site.
"""

import pytest

from tests.journeys import stage
from tests.journeys.acts import caring, certifying, comparing, joining, reporting, testing
from tests.journeys.acts.journey import Journey
from tests.journeys.browser import Watch, find_chromium, running_chromium
from tests.journeys.looks import Looks
from tests.workers import own_broker, running_worker

pytestmark = [
    pytest.mark.browser,
    pytest.mark.worker,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(900),  # two whole stories in a browser: minutes on a busy machine
]


@pytest.fixture
def journey(live_server, settings, tmp_path, monkeypatch):
    """Give a browser, a server, a worker with its mail, and the world as it was before."""
    find_chromium()  # or fail at once
    settings.SITE_URL = live_server.url
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    monkeypatch.setenv("SITE_URL", live_server.url)  # the worker writes this address on paper and in mail
    stage.found_the_world()
    with own_broker(), running_worker(mail=tmp_path / "mail") as worker, running_chromium() as browser:
        watch = Watch(live_server.url)
        yield Journey(browser, watch, Looks(browser, watch), worker)


def test_the_main_job_end_to_end_by_page(journey):
    journey.looks.glance("first page", journey.nobody(), "/")
    joining.play(journey)
    stage.outside(stage.members_join)
    testing.play(journey)
    certifying.play(journey)
    caring.play(journey)
    reporting.play(journey)
    comparing.play(journey)

    assert stage.outside(stage.the_trail_holds) > 60
    assert not journey.watch.troubles, "\n".join(journey.watch.troubles)
    assert not journey.looks.wrong, "\n".join(journey.looks.wrong)
