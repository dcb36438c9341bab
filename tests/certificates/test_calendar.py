"""The calendar: what expires, which surveillance is due, and reminders that are sent once."""

import threading
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from apps.audit.models import Entry
from apps.certificates import selectors, services, tasks
from apps.certificates.models import Certificate, Reminder, Surveillance
from apps.certificates.rules.calendar import reminder_days, surveillance_days
from apps.core.errors import Conflict, Invalid, Missing, NotAllowed
from apps.notifications.models import Notice
from tests.certificates.world import World, again

FIRST = date(2026, 5, 4)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (FIRST, date(2029, 5, 3), [date(2027, 5, 4), date(2028, 5, 4)]),
        (FIRST, date(2027, 5, 3), []),
        (FIRST, date(2026, 6, 3), []),
        (date(2028, 2, 29), date(2030, 2, 27), [date(2029, 2, 28)]),
    ],
)
def test_surveillance_is_due_every_twelve_months_within_the_validity(first, last, days):
    assert surveillance_days(first, last) == days


@pytest.mark.parametrize(
    ("kind", "left", "days"),
    [
        ("expiry", 91, None), ("expiry", 90, 90), ("expiry", 31, 90), ("expiry", 30, 30), ("expiry", 0, 30),
        ("expiry", -1, None), ("surveillance", 31, None), ("surveillance", 30, 30), ("surveillance", 0, 30),
        ("surveillance", -1, None),
    ],
)  # fmt: skip
def test_a_reminder_comes_so_many_days_before_or_on_the_next_day_it_can(kind, left, days):
    assert reminder_days(kind, FIRST, FIRST - timedelta(days=left)) == days


def in_(days):
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=False)


def before(day, days):
    """Noon, so many days before a day."""
    at = datetime.combine(day - timedelta(days=days), datetime.min.time()) + timedelta(hours=12)
    return time_machine.travel(timezone.make_aware(at), tick=False)


def watched(world, row, who="emil", **said):
    due_on = surveillance_days(row.valid_from, row.valid_until)[0]
    said = {"due_on": due_on, "done_on": row.valid_from, "note": "Visited; all in order."} | said
    return services.record_surveillance(certificate_id=row.pk, actor=world.actor(who), **said)


def told(person):
    return [
        notice.words.format_map(notice.values)
        for notice in Notice.objects.filter(user=person, url__startswith="/certificates/").order_by("pk")
        if "valid until" in notice.words or "due on" in notice.words
    ]


@pytest.mark.django_db
def test_people_of_both_sides_are_reminded_once_however_often_the_clock_comes(world, deliver_news):
    row = world.issued(months=12)
    said = f"Certificate {row.number} for AlCu4Mg1 secondary is valid until {row.valid_until}."
    for days, times in ((91, 0), (90, 1), (89, 1), (31, 1), (30, 2), (29, 2), (0, 2), (-1, 2)):
        with before(row.valid_until, days):
            tasks.remind()
            tasks.remind()
        deliver_news()
        for who in ("alice", "pia", "bea", "emil"):
            assert told(getattr(world.cast, who)) == [said] * times, (who, days)
    assert told(world.cast.bob) == told(world.cast.hana) == []
    assert Entry.objects.filter(event="certificates.ExpiryNear").count() == 2


@pytest.mark.django_db
def test_a_surveillance_is_reminded_of_until_it_is_done(world, deliver_news):
    row = world.issued(months=36)
    first, second = surveillance_days(row.valid_from, row.valid_until)
    for days, times in ((31, 0), (30, 1), (1, 1)):
        with before(first, days):
            tasks.remind()
        assert Reminder.objects.count() == times, days
    with before(second, 40):
        for due_on in (first, second):
            watched(world, row, due_on=due_on)
    with before(second, 30):
        tasks.remind()
    assert Reminder.objects.count() == 1
    deliver_news()
    said = f"The surveillance of certificate {row.number} for AlCu4Mg1 secondary is due on {first}."
    assert told(world.cast.alice) == told(world.cast.bea) == [said]


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["withdrawn", "superseded"])
def test_nobody_is_reminded_of_what_does_not_count_any_more(world, state):
    row = getattr(world, state)(months=1)
    with before(row.valid_until, 20):
        tasks.remind()
    assert not Reminder.objects.filter(certificate=row).exists()
    assert (
        services.remind(certificate_id=row.pk, kind="expiry", day=row.valid_until, actor=world.system())
        is False
    )


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_remind_once(cast, quick_paper, quiet_press):
    world = World(cast)
    row = world.issued(months=1)
    together, made, trouble = threading.Barrier(3), [], []

    def work():
        try:
            together.wait()
            asked = {"certificate_id": row.pk, "kind": "expiry", "day": row.valid_until}
            made.append(services.remind(**asked, actor=world.system()))
        except Exception as error:  # noqa: BLE001 - whatever it is, the test tells it
            trouble.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (trouble, sorted(made)) == ([], [False, False, True])
    assert Entry.objects.filter(event="certificates.ExpiryNear").count() == 1


@pytest.mark.django_db
def test_a_surveillance_is_recorded_once_with_a_note_by_the_body(world):
    row = world.issued(months=36)
    with in_(330):
        for who, refusal in (("alice", NotAllowed), ("hana", Missing)):
            with pytest.raises(refusal):
                watched(world, row, who)
        for wrong in (
            {"note": " "},
            {"due_on": row.valid_until},
            {"due_on": surveillance_days(row.valid_from, row.valid_until)[1]},  # a year too early
            {"done_on": timezone.localdate() + timedelta(days=1)},
            {"done_on": row.valid_from - timedelta(days=1)},
        ):
            with pytest.raises(Invalid):
                watched(world, row, **wrong)
        done = watched(world, row)
        with pytest.raises(Conflict, match="already recorded"):
            watched(world, row, "bea")
    assert (done.note, done.done_by) == ("Visited; all in order.", world.cast.emil.pseudonym)
    (entry,) = Entry.objects.filter(chain=f"certificate:{row.pk}", event="certificates.SurveillanceDone")
    assert "Visited; all in order." in entry.payload


@pytest.mark.django_db
def test_the_database_keeps_one_surveillance_and_one_reminder_of_a_day(world):
    row = world.issued(months=36)
    with in_(330):
        done = watched(world, row)
    said = {"certificate": row, "due_on": done.due_on, "done_on": done.done_on, "done_by": done.done_by}
    with pytest.raises(IntegrityError, match="certificates_surveillance_done_once"), transaction.atomic():
        Surveillance.objects.create(**said, note="Twice.")
    with pytest.raises(IntegrityError, match="certificates_surveillance_has_its_note"), transaction.atomic():
        Surveillance.objects.create(**said | {"due_on": row.valid_from}, note="")
    said = {"certificate": row, "kind": "expiry", "day": row.valid_until, "days_before": 90}
    Reminder.objects.create(**said)
    with pytest.raises(IntegrityError, match="certificates_reminded_once"), transaction.atomic():
        Reminder.objects.create(**said)


@pytest.mark.django_db
def test_what_was_withdrawn_is_under_no_surveillance(world):
    row = world.withdrawn(months=36)
    with in_(330), pytest.raises(Conflict, match="under surveillance"):
        watched(world, row)


def shown(calendar):
    return [(month.first_on, [(line.kind, line.day) for line in month.lines]) for month in calendar.months]


@pytest.mark.django_db
def test_the_calendar_groups_twelve_months_and_tells_what_is_overdue(world):
    row = world.issued(months=36)
    first, second = surveillance_days(row.valid_from, row.valid_until)
    assert shown(selectors.calendar_of(world.actor("alice"))) == [
        (first.replace(day=1), [("surveillance", first)])
    ]
    with before(second, -1):
        calendar = selectors.calendar_of(world.actor("bea").at(timezone.now()))
    assert [line.day for line in calendar.overdue] == [first, second]
    assert shown(calendar) == [(row.valid_until.replace(day=1), [("expiry", row.valid_until)])]
    assert all(line.may_record for line in calendar.overdue)
    assert not selectors.calendar_of(world.actor("hana")).months
    with before(row.valid_until, -1):
        assert not selectors.calendar_of(world.actor("bea").at(timezone.now())).overdue


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_calendar_costs_two_queries_for_any_length(world, count, django_assert_num_queries):
    first = world.issued(months=36)
    rows = [again(first) for _copy in range(count - 1)]
    for place, row in enumerate(rows):
        study = world.study
        study.pk, study.reference, study._state.adding = None, f"ST-{place}", True
        from uuid import uuid4

        study.pk = uuid4()
        study.save()
        row.pk, row.study, row.number, row._state.adding = uuid4(), study, f"CC-2026-9{place:05d}-0", True
    Certificate.objects.bulk_create(rows)
    actor = world.actor("alice")
    with django_assert_num_queries(2):
        calendar = selectors.calendar_of(actor)
    assert sum(len(month.lines) for month in calendar.months) == count


@pytest.mark.django_db
def test_from_the_calendar_a_surveillance_is_recorded_by_page(client, world):
    row = world.issued(months=36)
    due_on = surveillance_days(row.valid_from, row.valid_until)[0]
    address = reverse("certificates:surveillance", args=[row.pk])
    client.force_login(world.cast.emil)
    assert reverse("certificates:calendar") in client.get(reverse("certificates:list")).content.decode()
    assert "No surveillance is due" in client.get(address).content.decode()
    with before(due_on, 10):
        client.force_login(world.cast.emil)
        page = client.get(reverse("certificates:calendar")).content.decode()
        assert address in page
        assert f"{due_on:%B %Y}" in page
        assert client.post(address, {"due_on": str(due_on), "done_on": "", "note": "x"}).status_code == 422
        said = {"due_on": str(due_on), "done_on": str(timezone.localdate()), "note": "Visited."}
        assert client.post(address, said).url == reverse("certificates:calendar")
        assert address not in client.get(reverse("certificates:calendar")).content.decode()
        client.force_login(world.cast.alice)
        assert client.get(address).status_code == 404
        assert "Visited." in client.get(reverse("certificates:detail", args=[row.pk])).content.decode()
        client.cookies["django_language"] = "tr"
        assert "Belge takvimi" in client.get(reverse("certificates:calendar")).content.decode()


@pytest.mark.django_db
def test_a_surveillance_is_recorded_by_api_once_for_a_key(client, world):
    from tests.certificates.test_api import LIST, post

    row = world.issued(months=36)
    due_on = surveillance_days(row.valid_from, row.valid_until)[0]
    with before(due_on, 10):
        client.force_login(world.cast.bea)
        said = {"due_on": due_on, "done_on": timezone.localdate(), "note": "Visited."}
        told = [post(client, f"{LIST}{row.pk}/surveillance/", key="w1", **said) for _twice in range(2)]
        assert [answer.status_code for answer in told] == [201, 201]
        assert post(client, f"{LIST}{row.pk}/surveillance/", **said).status_code == 409
        assert post(client, f"{LIST}{row.pk}/surveillance/", note="x").status_code == 400
    assert Surveillance.objects.count() == 1


def test_the_clock_reminds_once_a_day(settings):
    (entry,) = [
        one
        for one in settings.CELERY_BEAT_SCHEDULE.values()
        if one["task"] == "apps.certificates.tasks.remind"
    ]
    assert (entry["schedule"].hour, entry["schedule"].minute) == ({4}, {17})
