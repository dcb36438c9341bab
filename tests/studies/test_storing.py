"""Results as they are stored: all or none, and what they refer to stands as long as they do."""

import threading
from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from apps.studies import services
from apps.studies.models import Cell, Characteristic, Enrolment, Item, Sheet
from apps.studies.rules import sheets as rules
from apps.studies.services import progress
from tests.benchmarks.bench_reading import open_study, sheet_of
from tests.studies import world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft(cast):
    study = world.opened(cast)
    world.enrolled(cast, study, "carol")
    return world.hand_in(cast, study, "carol", keep_as_draft=True, reason="")


@pytest.fixture
def cell(draft):
    """A cell as it could be stored once more, were it not there."""
    found = Cell.objects.filter(sheet=draft).select_related("item", "characteristic").first()
    Cell.objects.filter(pk=found.pk).delete()
    return found


@pytest.fixture
def protocol_not_locked(db):
    """The lock of a protocol would refuse before the guard that is meant."""
    execute("ALTER TABLE studies_characteristic DISABLE TRIGGER studies_protocol_locked")
    yield
    execute("ALTER TABLE studies_characteristic ENABLE TRIGGER studies_protocol_locked")


def sheets():
    return Sheet.objects.unscoped("test")


def fill(cell, **changes):
    said = {"sheet": cell.sheet_id, "item": cell.item_id, "characteristic": cell.characteristic_id} | changes
    return Cell.objects.create(reported=["0.05"], **{f"{name}_id": key for name, key in said.items()})


def execute(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_one_bad_row_at_the_end_of_a_hundred_thousand_stores_nothing_and_is_named(cast):
    study = open_study(cast, 100_000, 50)
    good = world.under_own_codes(cast, study, "carol", sheet_of(study))
    bad = good[: good.rindex(b",%")] + b"x" + good[good.rindex(b",%") :]
    states = []
    for content in (bad, good):
        sheet = world.hand_in(cast, study, "carol", content)
        read = services.read_sheet(sheet_id=sheet.pk, now=sheet.created_at, tell_progress=True)
        states.append((read.state, read.rows_done, [(one["row"], one["column"]) for one in read.faults]))
        assert Cell.objects.filter(sheet=sheet).count() == (2000 if content == good else 0)
    assert states == [("refused", 100_000, [(100_001, "value")]), ("taken", 100_000, [])]


def test_the_page_shows_how_far_the_reader_is(cast, client, monkeypatch):
    monkeypatch.setattr(rules, "TELL_EVERY", 4)
    monkeypatch.setattr(progress, "TELL_SECONDS", 0)
    study = world.opened(cast)
    world.enrolled(cast, study, "carol")
    content = world.sheet(study) + b"\n" * 200_000
    sheet = world.hand_in(cast, study, "carol", content)
    client.force_login(cast.carol)
    address = reverse("studies:progress", args=[study.pk, sheet.pk])
    shown, before = [], progress.progress_of

    def look():
        shown.append(client.get(address, headers={"HX-Request": "true"}).content.decode())
        connection.close()

    @contextmanager
    def watched(sheet_id):
        with before(sheet_id) as tell:

            def told(rows):
                tell(rows)
                run(look)

            yield told

    monkeypatch.setattr("apps.studies.services.reading.progress_of", watched)
    services.read_sheet(sheet_id=sheet.pk, now=sheet.created_at, tell_progress=True)
    assert ["4 of 12" in shown[0], "8 of 12" in shown[1], "12 of 12" in shown[2]] == [True] * 3


def test_a_reader_that_is_done_before_the_first_step_tells_nothing(cast, draft):
    with progress.progress_of(draft.pk) as tell:
        tell(4)
    assert sheets().get(pk=draft.pk).rows_done == 12


# What results refer to


@pytest.mark.parametrize("name", ["sheet", "item", "characteristic"])
def test_the_database_takes_no_results_of_what_is_not_there(cell, name):
    nobody = "00000000-0000-0000-0000-000000000000" if name == "sheet" else 2**40
    with pytest.raises(IntegrityError, match="of one study"):
        fill(cell, **{name: nobody})


@pytest.mark.parametrize("name", ["item", "characteristic"])
def test_the_database_takes_no_results_of_another_study(cast, cell, name):
    other = world.opened(cast, title="Another")
    with pytest.raises(IntegrityError, match="of one study"):
        fill(cell, **{name: getattr(other, f"{name}s").first().pk})


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM studies_sheet WHERE id = %s",
        "UPDATE studies_sheet SET enrolment_id = gen_random_uuid() WHERE id = %s",
        "UPDATE studies_sheet SET id = gen_random_uuid() WHERE id = %s",
    ],
)
def test_a_sheet_with_results_stays(draft, statement):
    with pytest.raises(IntegrityError, match="Results refer to it"):
        execute(statement, draft.pk)


@pytest.mark.parametrize(
    "statement", ["DELETE FROM {table} WHERE id = %s", "UPDATE {table} SET id = 2 ^ 40 WHERE id = %s"]
)
@pytest.mark.parametrize("name", ["item", "characteristic"])
@pytest.mark.usefixtures("protocol_not_locked")
def test_an_item_and_a_characteristic_with_results_stay(draft, name, statement):
    found = Cell.objects.filter(sheet=draft).values_list(f"{name}_id", flat=True)[0]
    execute("DELETE FROM studies_sample")
    with pytest.raises(IntegrityError, match="Results refer to it"):
        execute(statement.format(table=f"studies_{name}"), found)


@pytest.mark.parametrize("name", ["sheet", "item", "characteristic"])
def test_results_stay_where_they_are(draft, name):
    other = "gen_random_uuid()" if name == "sheet" else "2 ^ 40"
    with pytest.raises(IntegrityError, match="Results stay on their sheet"):
        execute(f"UPDATE studies_cell SET {name}_id = {other}")


@pytest.mark.parametrize("model", [Characteristic, Item])
def test_what_no_result_refers_to_goes(cast, model):
    study = world.with_characteristics(cast, world.planned(cast))
    model.objects.filter(study=study).first().delete()
    assert model.objects.filter(study=study).count() == 1


# The same of two at once. The lock that one holds is seen before the other is asked how it ended.


def run(call):
    thread = threading.Thread(target=call)
    thread.start()
    thread.join()


def beside(call):
    """Start a call on a connection of its own, wait until it waits for a lock; gives what tells its end."""
    ended = []

    def go():
        try:
            call()
            ended.append("done")
        except IntegrityError as error:
            ended.append(str(error))
        finally:
            connection.close()

    thread = threading.Thread(target=go)
    thread.start()
    for _attempt in range(1000):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                break
        thread.join(0.01)
    else:
        pytest.fail("it did not wait")

    def end():
        thread.join()
        return ended[0]

    return end


@pytest.fixture
def unsampled(cell):
    """The same cell, whose item and characteristic nothing else holds."""
    execute("DELETE FROM studies_sample")
    Cell.objects.all().delete()
    return cell


@pytest.mark.usefixtures("protocol_not_locked")
@pytest.mark.parametrize("name", ["sheet", "item", "characteristic"])
def test_who_deletes_waits_for_who_stores_and_is_refused(unsampled, name):
    table, key = f"studies_{name}", getattr(unsampled, f"{name}_id")
    with transaction.atomic():
        fill(unsampled)
        end = beside(lambda: execute(f"DELETE FROM {table} WHERE id = %s", key))
    assert "Results refer to it" in end()
    assert Cell.objects.count() == 1


@pytest.mark.parametrize("name", ["sheet", "item", "characteristic"])
def test_who_stores_waits_for_who_deletes_and_is_refused(unsampled, name):
    table, key = f"studies_{name}", getattr(unsampled, f"{name}_id")
    with transaction.atomic():
        execute(f"DELETE FROM {table} WHERE id = %s", key)
        end = beside(lambda: fill(unsampled))
    assert "of one study" in end()
    assert not Cell.objects.exists()


def test_who_stores_goes_on_when_the_deletion_is_taken_back(unsampled):
    with transaction.atomic():
        execute("DELETE FROM studies_item WHERE id = %s", unsampled.item_id)
        end = beside(lambda: fill(unsampled))
        transaction.set_rollback(True)
    assert end() == "done"


def test_two_who_store_do_not_wait_for_each_other(cast, unsampled):
    study = unsampled.item.study
    world.enrolled(cast, study, "colin")
    other = sheets().create(
        enrolment=Enrolment.objects.unscoped("test").get(organisation=cast.cypress),
        file_name="x",
        sha256="0" * 64,
        handed_in_by=cast.colin.pseudonym,
    )
    done = []
    with transaction.atomic():
        fill(unsampled)
        run(lambda: (fill(unsampled, sheet=other.pk), done.append(True), connection.close()))
    assert done == [True]
