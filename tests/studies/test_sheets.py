"""Handing in: taken whole, refused whole, replaced by a later one, whatever the file."""

import json
import threading
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from apps.audit.models import Entry
from apps.core.errors import Conflict, Invalid, NotAllowed
from apps.studies import services
from apps.studies.models import Sheet
from apps.studies.services.handing_in import READ_AT_ONCE
from tests.studies import world
from tests.studies.test_sheet_rules import BAD

pytestmark = pytest.mark.django_db


@pytest.fixture
def study(cast, open_study):
    world.enrolled(cast, open_study, "carol", "colin")
    return open_study


def sheets():
    return Sheet.objects.unscoped("test").order_by("created_at")


def files():
    return sorted(Path(settings.MEDIA_ROOT).glob("sheets/*"))


def test_a_good_sheet_is_taken_at_once_with_its_digits(cast, study):
    sheet = world.hand_in(cast, study, "carol", world.sheet(study, "0.0500"))
    assert (sheet.state, sheet.rows_total, sheet.rows_done, sheet.fault_count) == ("taken", 12, 12, 0)
    reported = [(one.reported, one.value) for one in world.stored()[:2]]
    assert reported == [("0.0500", Decimal("0.0500")), ("0.0501", Decimal("0.0501"))]


def test_a_power_of_ten_is_stored_as_its_value_and_as_written(cast, study):
    world.hand_in(cast, study, "carol", world.sheet(study).replace(b"0.050", b"5.0e-2", 1))
    first = world.stored()[0]
    assert (first.value, first.reported) == (Decimal("0.05"), "5.0e-2")


def test_the_file_lies_under_its_hash_whatever_it_is_called(cast, study):
    name = "../../../etc/<b>passwd</b>\x00\n.csv"
    sheet = world.hand_in(cast, study, "carol", file_name=name)
    assert [file.name for file in files()] == [sheet.sha256]
    assert files()[0].read_bytes() == world.own_sheet(cast, study, "carol")
    assert sheet.file_name == "../../../etc/<b>passwd</b>��.csv"


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_a_report_and_changes_nothing(cast, study, name):
    good = world.hand_in(cast, study, "carol")
    before = world.stored()
    content, _sentence = BAD[name]
    sheet = world.hand_in(cast, study, "carol", content if isinstance(content, bytes) else content.encode())
    assert (sheet.state, bool(sheet.faults)) == ("refused", True)
    assert sheet.fault_count >= len(sheet.faults)
    assert world.stored() == before
    assert sheets().get(pk=good.pk).state == "taken"


def test_a_sheet_with_one_fault_among_many_good_rows_stores_none_of_them(cast, study):
    content = world.sheet(study).replace(b"0.055", b"0,055", 1)
    assert world.hand_in(cast, study, "carol", content).state == "refused"
    assert not world.stored()


def test_a_later_sheet_replaces_the_earlier(cast, study):
    first = world.hand_in(cast, study, "carol")
    second = world.hand_in(cast, study, "carol", world.sheet(study, "0.060"))
    assert [sheet.state for sheet in sheets()] == ["replaced", "taken"]
    entry = Entry.objects.get(event="studies.SheetReplaced")
    assert entry.chain == f"sheet:{first.pk}"
    assert json.loads(entry.payload)["body"]["by_sheet_id"] == str(second.pk)


def test_the_same_file_twice_is_one_file_and_two_sheets(cast, study):
    world.hand_in(cast, study, "carol")
    world.hand_in(cast, study, "carol")
    assert len(files()) == 1
    assert [sheet.state for sheet in sheets()] == ["replaced", "taken"]


def test_a_file_that_is_too_large_is_not_even_stored(cast, study):
    with pytest.raises(Invalid, match="larger than 8 MB"):
        world.hand_in(cast, study, "carol", b"x" * (settings.UPLOAD_LIMIT_BYTES + 1))
    assert not files()
    assert not sheets().exists()


def test_who_is_not_enrolled_hands_nothing_in(cast, study):
    for who in ("hana", "iris", "emil"):
        with pytest.raises(NotAllowed):
            world.hand_in(cast, study, who)
    assert not sheets().exists()


def test_a_colleague_without_the_role_hands_nothing_in(cast, study):
    world.enrolled(cast, study, "bob")
    with pytest.raises(NotAllowed):
        world.hand_in(cast, study, "pia")


def large(study):
    """A valid sheet that is too large to be read at once: blanks around the cells."""
    lines = world.sheet(study).decode().splitlines()
    content = "\n".join([lines[0], *(" " * 20_000 + line for line in lines[1:])]).encode()
    assert len(content) > READ_AT_ONCE
    return content


def test_a_large_sheet_waits_for_the_worker(cast, study, deliver_news):
    sheet = world.hand_in(cast, study, "carol", large(study))
    assert (sheet.state, sheet.rows_total, sheet.rows_done) == ("received", 12, 0)
    assert not world.stored()
    deliver_news()
    sheet = sheets().get()
    assert (sheet.state, sheet.rows_done) == ("taken", 12)
    assert len(world.stored()) == 12


def test_reading_a_second_time_changes_nothing(cast, study, deliver_news):
    sheet = world.hand_in(cast, study, "carol", large(study))
    deliver_news()
    before = Entry.objects.count()
    services.read_sheet(sheet_id=sheet.pk, now=sheet.created_at)
    assert Entry.objects.count() == before
    assert len(world.stored()) == 12


def test_a_sheet_that_a_later_one_has_overtaken_does_not_come_back(cast, study, deliver_news):
    early = cast.actor("carol")
    sheet = services.hand_in(
        study_id=study.pk,
        file_name="large.csv",
        content=world.under_own_codes(cast, study, "carol", large(study)),
        actor=early,
    )
    world.hand_in(cast, study, "carol", world.sheet(study, "0.060"))
    deliver_news()
    overtaken = sheets().get(pk=sheet.pk)
    assert (overtaken.state, overtaken.faults[0]["code"]) == ("refused", "later_sheet")
    assert world.stored()[0].reported == "0.060"


def test_what_was_handed_in_before_closing_is_read_before_closing(cast, study, deliver_news):
    world.hand_in(cast, study, "colin")
    sheet = world.hand_in(cast, study, "carol", large(study))
    services.close_study(study_id=study.pk, actor=cast.actor("iris"))
    assert sheets().get(pk=sheet.pk).state == "taken"
    deliver_news()
    assert len(world.stored()) == 24


def test_the_laboratory_alone_is_told_what_became_of_its_sheet(cast, study, deliver_news):
    from apps.notifications.models import Notice

    deliver_news()
    Notice.objects.all().delete()
    world.hand_in(cast, study, "carol", b"junk")
    deliver_news()
    assert list(Notice.objects.values_list("user", flat=True)) == [cast.carol.pk]


@pytest.mark.django_db(transaction=True)
def test_others_see_the_rows_done_while_a_large_sheet_is_read(cast, monkeypatch):
    from apps.studies.rules import sheets as rules
    from apps.studies.services import progress

    monkeypatch.setattr(rules, "TELL_EVERY", 4)
    monkeypatch.setattr(progress, "TELL_SECONDS", 0)
    study = world.opened(cast)
    world.enrolled(cast, study, "carol")
    sheet = world.hand_in(cast, study, "carol", large(study))
    seen = []

    def look():
        with connection.cursor() as cursor:
            cursor.execute("SELECT rows_done FROM studies_sheet")
            seen.append(cursor.fetchone()[0])
        connection.close()

    plain = rules.read_sheet

    def watched(lines, expected, tell):
        def told(rows_done):
            tell(rows_done)
            other = threading.Thread(target=look)
            other.start()
            other.join()

        return plain(lines, expected, told)

    monkeypatch.setattr(rules, "read_sheet", watched)
    services.read_sheet(sheet_id=sheet.pk, now=sheet.created_at, tell_progress=True)
    assert seen == [4, 8, 12]


@pytest.mark.django_db(transaction=True)
def test_of_closing_and_handing_in_at_once_one_comes_first(cast):
    study = world.opened(cast)
    world.enrolled(cast, study, "carol", "colin", "bob")
    world.hand_in(cast, study, "carol")
    world.hand_in(cast, study, "colin")
    iris, bob, content = cast.actor("iris"), cast.actor("bob"), world.own_sheet(cast, study, "bob", "0.051")
    barrier, out = threading.Barrier(2), {}

    def run(name, call):
        barrier.wait()
        try:
            out[name] = call()
        except Conflict as refused:
            out[name] = refused
        finally:
            connection.close()

    threads = [
        threading.Thread(
            target=run, args=("close", lambda: services.close_study(study_id=study.pk, actor=iris))
        ),
        threading.Thread(
            target=run,
            args=(
                "sheet",
                lambda: services.hand_in(study_id=study.pk, file_name="b.csv", content=content, actor=bob),
            ),
        ),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    from apps.studies.selectors import results_of, study_for

    counted = results_of(study_for(iris, study.pk))[0].numbers["labs"]
    assert counted == (2 if isinstance(out["sheet"], Conflict) else 3)
    assert not isinstance(out["close"], Conflict)
