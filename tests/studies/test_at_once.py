"""Two requests of one laboratory at once: one takes the place, the other is told that it is taken."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from apps.audit.models import Entry
from apps.core.errors import Conflict
from apps.studies import services
from apps.studies.models import Enrolment
from tests.studies import world

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(calls):
    """Make all calls at one instant; gives how each ended."""
    barrier, ends = Barrier(len(calls)), []

    def run(call):
        barrier.wait()
        try:
            call()
            ends.append("enrolled")
        except Conflict:
            ends.append("late")
        except Exception as error:  # noqa: BLE001 - the test names whatever else went wrong
            ends.append(repr(error))
        finally:
            connection.close()

    threads = [Thread(target=run, args=[call]) for call in calls]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return sorted(ends)


@pytest.mark.parametrize("times", [2, 12])
def test_an_organisation_that_enrols_at_once_is_enrolled_once(cast, times):
    study = world.opened(cast)
    actor = cast.actor("carol")
    ends = at_once([lambda: services.enrol(study_id=study.pk, actor=actor)] * times)
    assert ends == ["enrolled", *["late"] * (times - 1)]
    assert Enrolment.objects.unscoped("test").count() == 1
    assert Entry.objects.filter(event="studies.LaboratoryEnrolled").count() == 1


def test_people_of_one_organisation_at_once_enrol_it_once(cast):
    study = world.opened(cast)
    actors = [cast.actor("alice"), cast.actor("bob")]
    ends = at_once([lambda actor=actor: services.enrol(study_id=study.pk, actor=actor) for actor in actors])
    assert ends == ["enrolled", "late"]


def test_laboratories_that_enrol_at_once_get_codes_that_differ(cast):
    study = world.opened(cast)
    actors = [cast.actor(who) for who in ("carol", "colin", "bob", "hana")]
    ends = at_once([lambda actor=actor: services.enrol(study_id=study.pk, actor=actor) for actor in actors])
    assert ends == ["enrolled"] * 4
    assert len(set(Enrolment.objects.unscoped("test").values_list("code", flat=True))) == 4
