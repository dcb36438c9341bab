"""Two people at once: one wins, the other is told that the state has moved."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from apps.changes import services
from apps.changes.models import Case, Decision, Report
from apps.core.errors import Conflict
from tests.cast import make_cast
from tests.changes.conftest import World

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db):
    from apps.supply.services import load_reference

    cast = make_cast()
    load_reference()
    return World(cast)


def at_once(*calls):
    barrier, ends = Barrier(len(calls)), []

    def run(call):
        barrier.wait()
        try:
            call()
            ends.append("won")
        except Conflict:
            ends.append("late")
        except Exception as error:  # noqa: BLE001 - the test names whatever else went wrong
            ends.append(repr(error))
        finally:
            connection.close()

    threads = [Thread(target=run, args=[call]) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


def test_two_people_decide_at_once_and_one_decision_stands(world):
    from apps.accounts.models import Membership, User

    second = User.objects.create_user("deniz@office.example", "correct horse battery", name="Deniz")
    Membership.objects.create(user=second, organisation=world.cast.office, role="approver")
    world.cast.people["deniz"] = second
    case = world.recommended()

    def decides(who, outcome):
        actor = world.actor(who)
        return lambda: services.decide(actor=actor, case_id=case.pk, outcome=outcome, reasons="So.")

    assert at_once(decides("dan", "approve"), decides("deniz", "refuse")) == ["late", "won"]
    decision = Decision.objects.get()
    settled = {"approve": "approved", "refuse": "refused"}[decision.outcome]
    assert Case.objects.unscoped("test").get().state == settled
    assert Report.objects.unscoped("test").get().state == settled


def test_a_report_sent_twice_at_once_opens_one_case(world):
    report = world.complete()
    actor = world.actor("pia")
    ends = at_once(*[lambda: services.submit_report(actor=actor, report_id=report.pk)] * 2)
    assert ends == ["late", "won"]
    assert Case.objects.unscoped("test").count() == 1


def test_drafts_begun_at_once_take_different_references(world):
    actor = world.actor("pia")
    ends = at_once(*[lambda: services.draft_report(actor=actor, critical_input="aluminium")] * 4)
    assert ends == ["won"] * 4
    references = set(Report.objects.unscoped("test").values_list("reference", flat=True))
    assert len(references) == 4
