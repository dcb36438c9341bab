"""A large sheet and a real worker that is killed while it reads."""

import pytest
from django.db import connection, transaction

from apps.audit.models import Delivery
from apps.studies import services
from apps.studies.models import Item, Sheet
from tests.studies import world
from tests.workers import own_broker, running_worker, wait_until

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


def test_a_worker_killed_while_it_reads_takes_the_sheet_once(cast):
    with own_broker():
        study = world.planned(cast, replicates=50)
        world.with_characteristics(cast, study, [f"C{number}" for number in range(30)])
        services.open_study(study_id=study.pk, actor=cast.actor("iris"))
        world.enrolled(cast, study, "carol")
        content = world.sheet(study, replicates=50) + b"\n" * 200_000
        sheet = world.hand_in(cast, study, "carol", content)
        assert sheet.state == "received"
        with running_worker() as worker:
            wait_until(lambda: Delivery.objects.filter(attempts__gte=1).exists(), every=0.005)
            worker.kill()
        assert len(world.stored()) in {0, 3000}
        Delivery.objects.filter(delivered_at=None).update(due_at=sheet.created_at)
        with running_worker():
            wait_until(lambda: Sheet.objects.unscoped("test").get(pk=sheet.pk).state == "taken")
        assert len(world.stored()) == 3000


def test_a_worker_killed_while_it_stores_leaves_nothing_and_the_sheet_is_read_again(cast):
    with own_broker():
        study = world.planned(cast, replicates=50)
        world.with_characteristics(cast, study, [f"C{number}" for number in range(30)])
        services.open_study(study_id=study.pk, actor=cast.actor("iris"))
        world.enrolled(cast, study, "carol")
        sheet = world.hand_in(cast, study, "carol", world.sheet(study, replicates=50) + b"\n" * 200_000)
        with transaction.atomic():
            # All is read and written, but not committed: the check of what results refer to waits for this lock.
            list(Item.objects.select_for_update().filter(study=study))
            with running_worker() as worker:
                wait_until(_somebody_stores)
                worker.kill()
        wait_until(lambda: not _somebody_stores())
        assert world.stored() == []
        assert Sheet.objects.unscoped("test").get(pk=sheet.pk).state == "received"
        Delivery.objects.filter(delivered_at=None).update(due_at=sheet.created_at)
        with running_worker():
            wait_until(lambda: Sheet.objects.unscoped("test").get(pk=sheet.pk).state == "taken")
        assert len(world.stored()) == 3000


def _somebody_stores():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'COPY studies_cell%' AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]
