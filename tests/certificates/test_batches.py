"""Many certificates approved at once: each judged as a single one, none twice, none held up by another."""

import threading
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import Membership
from apps.audit.models import Entry
from apps.certificates import selectors, services, tasks
from apps.certificates.documents.bundle import zipped
from apps.certificates.models import Batch, BatchLine, Certificate
from apps.certificates.rules.batches import MOST_IN_BATCH
from apps.certificates.selectors import pdf_path
from apps.core.errors import Conflict, Invalid, Missing, NotAllowed, Refusal
from tests.certificates.test_selectors import copy_of
from tests.certificates.world import LABS, World, again

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """What no handler catches, as a kill -9 is not caught."""


@pytest.fixture
def worlds(cast, quick_paper, quiet_press):
    """Two studies that carry a certificate, and one of two laboratories that does not."""
    return [World(cast, title="one"), World(cast, title="two"), World(cast, labs=LABS[:2], title="few")]


def order(world, rows, by="bea", months=36, reasons="The data carry it.", **more):
    return services.order_batch(
        certificate_ids=[row.pk for row in rows],
        actor=world.actor(by),
        reasons=reasons,
        months=months,
        **more,
    )


def lines(batch):
    return list(BatchLine.objects.filter(batch=batch).order_by("pk"))


def judged(batch):
    for line in lines(batch):
        tasks.approve_line(line.pk)
    return lines(batch)


def approvals(row):
    return Entry.objects.filter(
        chain=f"certificate:{row.pk}", event="certificates.CertificationApproved"
    ).count()


def test_each_is_judged_by_itself_and_a_blocked_one_holds_up_no_other(worlds):
    good, other, few = (world.evaluated() for world in worlds)
    batch = order(worlds[0], [good, few, other])
    assert [again(row).state for row in (good, few, other)] == ["evaluated"] * 3  # the worker judges
    assert [line.outcome for line in judged(batch)] == ["approved", "blocked", "approved"]
    assert [again(row).state for row in (good, few, other)] == ["approved", "evaluated", "approved"]
    row = again(good)
    assert (row.decided_by, row.reasons) == (worlds[0].cast.bea.pseudonym, "The data carry it.")
    blocked = BatchLine.objects.get(certificate=few)
    with pytest.raises(Conflict) as single:
        services.approve(certificate_id=few.pk, actor=worlds[0].actor("bea"), reasons="Carried.", months=36)
    assert blocked.blocked_because == str(single.value)
    assert "measured by 2 laboratories" in blocked.blocked_because


def test_who_evaluated_does_not_decide_by_a_batch_either(worlds):
    world = worlds[0]
    row = world.evaluated()
    Membership.objects.filter(user=world.cast.emil).update(role="certifier")
    (line,) = judged(order(world, [row], by="emil"))
    assert (line.outcome, line.blocked_because) == (
        "blocked",
        "You evaluated this yourself; somebody else decides.",
    )
    assert again(row).state == "evaluated"


def test_who_may_decide_no_more_decides_nothing_that_was_waiting(worlds):
    world = worlds[0]
    row = world.evaluated()
    batch = order(world, [row])
    Membership.objects.filter(user=world.cast.bea).update(until=timezone.now())
    (line,) = judged(batch)
    assert line.blocked_because == "Who ordered this does not decide for the certification body any more."
    assert again(row).state == "evaluated"


def test_the_sentence_is_in_the_language_of_who_gave_the_order(worlds):
    world = worlds[2]
    world.cast.bea.language = "tr"
    world.cast.bea.save()
    (line,) = judged(order(world, [world.evaluated()]))
    assert "laboratuvar" in line.blocked_because


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"certificate_ids": []}, "certificate_ids"),
        ({"certificate_ids": [uuid4()]}, "certificate_ids"),
        ({"certificate_ids": [uuid4() for _each in range(MOST_IN_BATCH + 1)]}, "certificate_ids"),
        ({"reasons": " "}, "reasons"),
        ({"months": 61}, "months"),
    ],
)
def test_an_order_that_cannot_be_right_changes_nothing(world, change, field):
    row = world.evaluated()
    said = {"certificate_ids": [row.pk], "reasons": "Carried.", "months": 12} | change
    with pytest.raises(Invalid) as refused:
        services.order_batch(actor=world.actor("bea"), **said)
    assert field in refused.value.fields
    assert (Batch.objects.count(), BatchLine.objects.count()) == (0, 0)


def test_one_that_is_not_theirs_spoils_the_whole_order(world):
    row = world.evaluated()
    with pytest.raises(Invalid, match="not yours to decide on"):
        services.order_batch(
            certificate_ids=[row.pk, uuid4()], actor=world.actor("bea"), reasons="Carried.", months=12
        )
    assert Batch.objects.count() == 0


@pytest.mark.parametrize("who", ["emil", "alice", "eve"])
def test_only_who_decides_orders(world, who):
    row = world.evaluated()
    with pytest.raises(NotAllowed):
        order(world, [row], by=who)


def test_the_same_order_sent_twice_is_one_batch(worlds):
    world, key = worlds[0], uuid4()
    row = world.evaluated()
    first = order(world, [row], request_key=key)
    assert order(world, [row], request_key=key).pk == first.pk
    judged(first)
    assert order(world, [row], request_key=key).pk == first.pk
    assert (Batch.objects.count(), BatchLine.objects.count(), approvals(row)) == (1, 1, 1)


def test_two_batches_of_the_same_certificate_approve_it_once(worlds):
    world = worlds[0]
    row = world.evaluated()
    first, second = order(world, [row]), order(world, [row])
    outcomes = [line.outcome for batch in (first, second) for line in judged(batch)]
    assert outcomes == ["approved", "blocked"]
    assert "not possible any more" in lines(second)[0].blocked_because
    assert approvals(row) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_judge_it_once(worlds):
    world = worlds[0]
    row = world.evaluated()
    waiting = [*lines(order(world, [row])), *lines(order(world, [row]))]
    together = threading.Barrier(4)

    def work(line):
        together.wait(10)
        tasks.approve_line(line.pk)
        connection.close()

    workers = [threading.Thread(target=work, args=[line]) for line in [*waiting, *waiting]]
    for one in workers:
        one.start()
    for one in workers:
        one.join(30)
    found = sorted(BatchLine.objects.values_list("outcome", flat=True))
    assert found == ["approved", "blocked"]
    assert approvals(row) == 1


@pytest.mark.parametrize(
    "where", ["apps.certificates.tasks.services.judge_line", "apps.certificates.services.deciding.record"]
)
def test_a_worker_that_dies_leaves_a_line_that_the_sweeper_finishes(worlds, monkeypatch, where):
    world = worlds[0]
    row = world.evaluated()
    batch = order(world, [row])

    def die(*_args, **_kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(where, die)
        with pytest.raises(Killed):
            judged(batch)
    assert again(row).state == "evaluated"
    (line,) = lines(batch)
    assert (line.outcome, line.attempts) == ("waiting", 1)
    assert selectors.lines_due(now=line.due_at, most=9) == [line.pk]
    BatchLine.objects.update(due_at=timezone.now())
    assert [line.outcome for line in judged(batch)] == ["approved"]


def test_what_fails_again_and_again_is_blocked_in_a_sentence(worlds, monkeypatch):
    world = worlds[0]
    row = world.evaluated()
    batch = order(world, [row])
    monkeypatch.setattr("apps.certificates.services.batches.approve", lambda **_said: 1 / 0)
    for _attempt in range(6):
        BatchLine.objects.filter(outcome="waiting").update(due_at=timezone.now())
        judged(batch)
    (line,) = lines(batch)
    assert (line.attempts, line.blocked_because) == (
        5,
        "It could not be judged here. Decide on it by itself.",
    )


def test_it_tells_where_each_stands(worlds):
    world, (good, other, few) = worlds[0], [world.evaluated() for world in worlds]
    batch = order(world, [good, other, few])
    shown = selectors.batch_for(world.actor("emil"), batch.pk)
    assert (shown.waiting, shown.done, shown.total, shown.finished) == (3, 0, 3, False)
    judged(batch)
    tasks.issue(str(good.pk))
    shown = selectors.batch_for(world.actor("bea"), batch.pk)
    assert (shown.issued, shown.making, shown.blocked, shown.finished) == (1, 1, 1, False)
    tasks.issue(str(other.pk))
    shown = selectors.batch_for(world.actor("bea"), batch.pk)
    assert (shown.issued, shown.done, shown.finished) == (2, 3, True)
    assert [line.number for line in shown.lines] == [again(good).number, again(other).number, ""]


@pytest.mark.parametrize("who", ["alice", "hana", "iris", "eve"])
def test_a_batch_is_known_to_its_body_alone(world, who):
    batch = order(world, [world.evaluated()])
    for ask in (selectors.batch_for, selectors.batch_files):
        with pytest.raises(Missing):
            ask(world.actor(who), batch.pk)
    assert selectors.batches_page(world.actor(who)).rows == []


def test_the_files_of_a_finished_batch_are_one_zip(worlds):
    world, rows = worlds[0], [world.evaluated() for world in worlds]
    batch = order(world, rows)
    with pytest.raises(Conflict, match="still being made"):
        selectors.batch_files(world.actor("bea"), batch.pk)
    judged(batch)
    for row in rows[:2]:
        tasks.issue(str(row.pk))
    files = selectors.batch_files(world.actor("bea"), batch.pk)
    pieces = list(zipped(files))
    assert len(pieces) == 3  # a file each, and the list at the end
    with ZipFile(BytesIO(b"".join(pieces))) as bundle:
        assert bundle.testzip() is None
        for row in map(again, rows[:2]):
            assert bundle.read(f"{row.number}.pdf") == pdf_path(row).read_bytes()
        assert len(bundle.namelist()) == 2


def test_a_zip_that_would_lack_a_file_is_not_given(worlds):
    world = worlds[0]
    row = world.evaluated()
    batch = order(world, [row])
    judged(batch)
    tasks.issue(str(row.pk))
    files = selectors.batch_files(world.actor("bea"), batch.pk)
    pdf_path(again(row)).write_bytes(b"something else")
    with pytest.raises(Refusal, match="not in the archive"):
        list(zipped(files))
    pdf_path(again(row)).unlink()
    with pytest.raises(Refusal, match="not in the archive"):
        zipped(files)


def test_nothing_issued_is_said_instead_of_an_empty_zip(worlds):
    world = worlds[2]
    batch = order(world, [world.evaluated()])
    judged(batch)
    with pytest.raises(Conflict, match="None of these"):
        selectors.batch_files(world.actor("bea"), batch.pk)


def evaluated_copies(world, count):
    """Put many evaluated certificates into the world, of a study each; of use where queries are counted."""
    there = Certificate.objects.unscoped("test").count()
    for number in range(there, there + count):
        copy_of(world, number)
    rows = Certificate.objects.unscoped("test").filter(state="requested")
    rows.update(state="evaluated", evaluated_by=world.cast.emil.pseudonym, evaluated_at=timezone.now())
    return list(Certificate.objects.unscoped("test").filter(state="evaluated"))


def queries_of(client, url):
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
        assert answer.status_code == 200
    return len(queries), answer.content.decode()


@pytest.mark.parametrize("name", ["batch", "batch_progress", "api-batch"])
def test_looking_costs_the_same_for_three_and_three_hundred(client, world, name):
    rows = evaluated_copies(world, 300)
    client.force_login(world.cast.bea)
    counted = []
    for count in (3, 50, 300):
        batch = order(world, rows[:count])
        url = reverse(name if name.startswith("api-") else f"certificates:{name}", args=[batch.pk])
        queries, page = queries_of(client, url)
        assert str(count) in page
        counted.append(queries)
    assert len(set(counted)) == 1
    assert counted[0] <= 9


def test_ordering_costs_the_same_for_three_and_three_hundred(world):
    rows = evaluated_copies(world, 300)
    counted = []
    for count in (3, 50, 300):
        with CaptureQueriesContext(connection) as queries:
            order(world, rows[:count])
        counted.append(len(queries))
    assert len(set(counted)) == 1


def test_what_waits_for_a_decision_costs_the_same_for_three_and_fifty(client, world):
    client.force_login(world.cast.bea)
    counted = []
    for count in (3, 47):
        evaluated_copies(world, count)
        queries, page = queries_of(client, reverse("certificates:decisions"))
        counted.append((queries, page.count('type="checkbox"')))
    assert counted[0][0] == counted[1][0] <= 8
    assert [boxes for _queries, boxes in counted] == [3, 50]
