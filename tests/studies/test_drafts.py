"""Drafts: read and kept, known to their laboratory alone, handed in as a locked version, or discarded."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from apps.audit.models import Entry
from apps.core.errors import Conflict, Invalid, Missing, NotAllowed
from apps.notifications.models import Notice
from apps.studies import selectors, services
from apps.studies.models import Attachment, Cell, Characteristic, Sample, Sheet
from tests.studies import world
from tests.studies.test_workbooks import book

LATER = datetime(2099, 1, 1, tzinfo=UTC)  # fixed: each process of a run must name its tests alike
pytestmark = pytest.mark.django_db


@pytest.fixture
def study(cast, open_study):
    world.enrolled(cast, open_study, "carol", "colin")
    return open_study


@pytest.fixture
def draft(cast, study):
    return drafted(cast, study)


def drafted(cast, study, who="carol", content=None, **more):
    return world.hand_in(cast, study, who, content, keep_as_draft=True, **({"reason": ""} | more))


def submit(cast, sheet, who="carol", **more):
    return services.submit_draft(sheet_id=sheet.pk, actor=cast.actor(who), **more)


def again(sheet):
    return Sheet.objects.unscoped("test").get(pk=sheet.pk)


def states():
    return list(Sheet.objects.unscoped("test").order_by("created_at").values_list("state", flat=True))


def events(sheet):
    rows = Entry.objects.filter(chain=f"sheet:{sheet.pk}").order_by("seq")
    return [event.removeprefix("studies.") for event in rows.values_list("event", flat=True)]


def test_a_draft_is_read_whole_and_does_not_count(cast, study, draft):
    assert (draft.state, draft.version, draft.handed_in_at) == ("draft", None, None)
    assert len(world.stored(draft)) == 12
    line = selectors.study_lines(cast.actor("carol"), [study])[0]
    assert line.own.has_handed_in is False
    with pytest.raises(Conflict, match="Two laboratories must have handed in"):
        services.close_study(study_id=study.pk, actor=cast.actor("iris"))


def test_a_bad_draft_is_refused_whole_like_any_sheet(cast, study):
    sheet = drafted(cast, study, content=b"junk")
    assert (sheet.state, sheet.fault_count > 0) == ("refused", True)


def test_handing_it_in_locks_it_as_version_one(cast, study, draft):
    later = cast.actor("carol").at(cast.actor("carol").now + timedelta(hours=2))
    sheet = services.submit_draft(sheet_id=draft.pk, actor=later)
    assert (sheet.state, sheet.version, sheet.handed_in_at, sheet.reason) == ("taken", 1, later.now, "")
    assert events(draft) == ["SheetReceived", "SheetDrafted", "SheetTaken"]
    with pytest.raises(Conflict):
        submit(cast, draft)
    with pytest.raises(Conflict):
        services.discard_draft(sheet_id=draft.pk, actor=cast.actor("carol"))


def test_a_correction_is_the_next_version_with_its_reason_and_the_old_is_kept(cast, study, draft):
    submit(cast, draft)
    second = drafted(cast, study, content=world.sheet(study, "0.060"))
    with pytest.raises(Invalid) as refused:
        submit(cast, second, reason="  ")
    assert list(refused.value.fields) == ["reason"]
    assert submit(cast, second, reason=" The balance was off. ").version == 2
    assert states() == ["replaced", "taken"]
    assert again(second).reason == "The balance was off."
    assert len(world.stored(draft)) == 12
    view = selectors.own_sheets(cast.actor("carol"), study)
    assert [(one.version, one.state) for one in view.versions] == [(2, "taken"), (1, "replaced")]
    assert view.drafts == view.others == ()


def test_a_reason_that_was_said_with_the_draft_counts_as_well(cast, study, draft):
    submit(cast, draft)
    second = drafted(cast, study, reason="A slip.")
    assert submit(cast, second).reason == "A slip."


def test_a_draft_asks_for_no_reason_before_it_is_handed_in(cast, study, draft):
    submit(cast, draft)
    assert drafted(cast, study).state == "draft"


def test_a_discarded_draft_never_counts_and_stays_in_the_own_list(cast, study, draft):
    services.discard_draft(sheet_id=draft.pk, actor=cast.actor("carol"))
    assert states() == ["discarded"]
    with pytest.raises(Conflict):
        submit(cast, draft)
    view = selectors.own_sheets(cast.actor("carol"), study)
    assert [one.state for one in view.others] == ["discarded"]


def test_a_draft_is_its_laboratory_s_alone(cast, study, draft):
    for who in ("colin", "iris", "ike", "hana", "eve"):
        for ask in (
            submit,
            lambda cast, sheet, who: services.discard_draft(sheet_id=sheet.pk, actor=cast.actor(who)),
        ):
            with pytest.raises(Missing):
                ask(cast, draft, who)
    assert states() == ["draft"]


def test_a_colleague_without_the_role_reads_it_and_does_nothing_with_it(cast, study):
    world.enrolled(cast, study, "bob")
    sheet = drafted(cast, study, "bob")
    assert selectors.sheet_of(cast.actor("pia"), sheet.pk).state == "draft"
    with pytest.raises(NotAllowed):
        submit(cast, sheet, "pia")
    with pytest.raises(NotAllowed):
        services.discard_draft(sheet_id=sheet.pk, actor=cast.actor("pia"))


def test_another_may_hand_in_what_a_colleague_drafted(cast, study):
    world.enrolled(cast, study, "bob")
    sheet = drafted(cast, study, "bob")
    assert submit(cast, sheet, "alice").handed_in_by == cast.alice.pseudonym


def test_a_draft_is_not_handed_in_after_closing(cast, study, draft):
    world.enrolled(cast, study, "bob")
    world.hand_in(cast, study, "bob")
    world.hand_in(cast, study, "colin")
    services.close_study(study_id=study.pk, actor=cast.actor("iris"))
    with pytest.raises(Conflict):
        submit(cast, draft)
    assert again(draft).state == "draft"


def test_a_large_draft_waits_for_the_worker_and_its_laboratory_is_told(cast, study, deliver_news):
    lines = world.own_sheet(cast, study, "carol").decode().splitlines()
    content = "\n".join([lines[0], *(" " * 20_000 + line for line in lines[1:])]).encode()
    sheet = drafted(cast, study, content=content)
    assert sheet.state == "received"
    later = cast.actor("carol").at(cast.actor("carol").now + timedelta(minutes=1))
    services.hand_in(
        study_id=study.pk,
        file_name="b.csv",
        content=world.own_sheet(cast, study, "carol", "0.06"),
        actor=later,
    )
    deliver_news()
    assert again(sheet).state == "draft"  # a sheet handed in since does not refuse a draft
    words = Notice.objects.filter(user=cast.carol).values_list("words", flat=True)
    assert "Your draft for {reference} was read; check it and hand it in." in words


def test_who_sees_the_draft_at_once_is_not_told_of_it(cast, study, draft, deliver_news):
    Notice.objects.all().delete()
    deliver_news()
    submit(cast, draft)
    deliver_news()
    assert not Notice.objects.filter(user=cast.carol, words__contains="sheet").exists()
    assert not Notice.objects.filter(words__contains="draft").exists()


def test_a_draft_that_is_large_when_the_study_closes_stays_a_draft(cast, study):
    world.enrolled(cast, study, "bob")
    world.hand_in(cast, study, "bob")
    world.hand_in(cast, study, "colin")
    lines = world.own_sheet(cast, study, "carol").decode().splitlines()
    sheet = drafted(
        cast, study, content="\n".join([lines[0], *(" " * 20_000 + line for line in lines[1:])]).encode()
    )
    services.close_study(study_id=study.pk, actor=cast.actor("iris"))
    assert again(sheet).state == "draft"


def test_a_draft_from_before_an_amendment_that_wants_new_results_is_refused(cast, study, draft):
    Characteristic.objects.filter(study=study, code="Fe").update(counts_from=timezone.now())
    with pytest.raises(Conflict, match="asks for new results"):
        submit(cast, draft)


def test_a_draft_from_before_a_sample_was_replaced_is_refused(cast, study, draft):
    Sample.objects.unscoped("test").filter(enrolment=draft.enrolment).update(
        created_at=draft.created_at + timedelta(days=1)
    )
    with pytest.raises(Conflict, match="A sample was replaced"):
        submit(cast, draft)


def test_the_analyst_and_the_instrument_are_kept(cast, study):
    sheet = drafted(cast, study, analyst=" C. Ceylan ", instrument="ICP\x00 7")
    assert (sheet.analyst, sheet.instrument) == ("C. Ceylan", "ICP� 7")


def test_limits_gaps_and_uncertainties_are_stored_as_written(cast, study):
    item = world.item_codes(study)[0]
    unit = world.UNIT
    rows = [
        f"{world.HEADER},uncertainty",
        f"{item},Fe,1,0.0520,{unit},0.0020",
        f"{item},Fe,2,<0.010,{unit},",
        f"{item},Fe,3,ND,{unit},",
        f"{item},Cu,1,> 2.0e0,{unit},",
        f"{item},Cu,2,,{unit},",
    ]
    sheet = drafted(cast, study, content="\n".join(rows).encode())
    assert (sheet.state, sheet.rows_done) == ("draft", 5)
    assert [one[1:] for one in world.stored(sheet)] == [
        ("", Decimal("0.052"), "0.0520", Decimal("0.002")),
        ("<", Decimal("0.01"), "0.010", None),
        ("ND", None, "", None),
        (">", Decimal(2), "2.0e0", None),
    ]
    iron, copper = selectors.own_results(cast.actor("carol"), sheet.pk)
    assert [(one.text, one.uncertainty) for one in iron.values] == [
        ("0.0520", "0.002"),
        ("<0.010", ""),
        ("not detected", ""),
    ]
    assert [(one.replicate, one.text) for one in copper.values] == [(1, ">2.0e0")]


def test_a_workbook_is_handed_in_like_a_file(cast, study):
    enrolment = selectors.own_enrolment(cast.actor("carol"), study)
    codes = Sample.objects.unscoped("test").filter(enrolment=enrolment).values_list("code", flat=True)
    rows = [(code, "Fe", at, f"0.05{at}", world.UNIT) for code in codes for at in (1, 2, 3)]
    sheet = services.hand_in(
        study_id=study.pk,
        file_name="results.xlsx",
        content=book(*rows),
        keep_as_draft=True,
        actor=cast.actor("carol"),
    )
    assert (sheet.state, sheet.rows_total) == ("draft", 6)
    assert submit(cast, sheet).state == "taken"


def test_a_workbook_that_unpacks_to_much_is_left_to_the_worker(cast, study, deliver_news):
    gaps = [("", "", None, None, "")] * 9
    content = book(
        ("S-9XX9", "Fe", 1, "0.1", world.UNIT), *gaps, *([("S-9XX9", "Fe", 1, "0.1", world.UNIT)] * 9000)
    )
    assert len(content) < 200_000
    sheet = services.hand_in(
        study_id=study.pk, file_name="x.xlsx", content=content, actor=cast.actor("carol")
    )
    assert (sheet.state, sheet.rows_total) == ("received", 9010)
    deliver_news()
    assert (again(sheet).state, again(sheet).fault_count) == ("refused", 9001)


def test_hints_are_told_with_a_draft_and_never_stand_in_the_way(cast, study):
    item = world.item_codes(study)[0]
    rows = [
        world.HEADER,
        *(f"{item},Fe,{at},{value},{world.UNIT}" for at, value in enumerate(("0.052", "0.53", "0.051"), 1)),
    ]
    sheet = drafted(cast, study, content="\n".join(rows).encode())
    (hint,) = selectors.sheet_of(cast.actor("carol"), sheet.pk).hints
    assert (hint.code, hint.characteristic) == ("factor", "Fe")
    assert "Replicate 2 is 0.53" in hint.sentence
    assert submit(cast, sheet).state == "taken"


def test_hints_know_nothing_of_what_others_found(cast, study):
    """The same sheet gets the same hints whatever another laboratory has handed in."""
    alone = drafted(cast, study)
    services.discard_draft(sheet_id=alone.pk, actor=cast.actor("carol"))
    world.hand_in(cast, study, "colin", world.sheet(study, "4.900"))
    beside = drafted(cast, study)
    assert beside.hints == alone.hints
    assert not alone.hints


def test_what_waits_at_home_is_the_draft(cast, study, draft):
    (line,) = selectors.waiting_for(cast.actor("carol"))
    assert str(line.what) == "Check your draft and hand it in"


# The database keeps it too


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": None},
        {"handed_in_at": None},
        {"version": 2},
        {"state": "draft"},
        {"state": "discarded"},
        {"state": "received"},
        {"reason": "Another"},
        {"sha256": "0" * 64},
        {"analyst": "Somebody"},
        {"handed_in_at": LATER},
    ],
    ids=str,
)
def test_the_database_locks_what_is_handed_in(cast, study, draft, wrong):
    submit(cast, draft)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sheet.objects.unscoped("test").filter(pk=draft.pk).update(**wrong)


def test_the_database_locks_results_and_raw_files_of_what_is_handed_in(cast, study, draft):
    kept = services.attach_file(
        sheet_id=draft.pk, file_name="raw.txt", content=b"1", actor=cast.actor("carol")
    )
    submit(cast, draft)
    cells = Cell.objects.filter(sheet=draft)
    one = cells.first()
    for change in (
        lambda: cells.update(reported=["9"]),
        one.delete,
        lambda: Cell.objects.create(
            sheet=draft, item=one.item, characteristic=one.characteristic, reported=["9"]
        ),
        lambda: Attachment.objects.filter(pk=kept.pk).update(file_name="other"),
        kept.delete,
        lambda: Attachment.objects.create(
            sheet=draft,
            file_name="x",
            sha256="1" * 64,
            size=1,
            attached_by=kept.attached_by,
            attached_at=kept.attached_at,
        ),
        lambda: Sheet.objects.unscoped("test").filter(pk=draft.pk).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": 1},
        {"handed_in_at": LATER},
        {"state": "taken"},
        {"read_at": None},
        {"fault_count": 1},
        {"state": "taken", "version": 2, "handed_in_at": LATER, "reason": ""},
    ],
    ids=str,
)
def test_the_database_wants_a_version_of_what_is_handed_in_and_of_nothing_else(draft, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Sheet.objects.unscoped("test").filter(pk=draft.pk).update(**wrong)


def test_the_database_takes_each_version_of_a_laboratory_once(cast, study, draft):
    submit(cast, draft)
    other = drafted(cast, study)
    with pytest.raises(IntegrityError, match="studies_sheet_version_once"), transaction.atomic():
        Sheet.objects.unscoped("test").filter(pk=other.pk).update(
            state="replaced", version=1, handed_in_at=timezone.now()
        )


@pytest.mark.parametrize(
    ("wrong", "promise"),
    [
        ({"qualifiers": ["ND", "", ""]}, "studies_cell_value_unless_not_detected"),
        (
            {"qualifiers": ["<", "", ""], "reported": [None, "1", "1"]},
            "studies_cell_value_unless_not_detected",
        ),
        ({"qualifiers": ["=", "", ""]}, "studies_cell_value_unless_not_detected"),
        ({"qualifiers": ["<"]}, "studies_cell_by_replicate"),
        ({"reported": []}, "studies_cell_by_replicate"),
        ({"qualifiers": []}, "studies_cell_by_replicate"),
        ({"uncertainties": []}, "studies_cell_by_replicate"),
        ({"uncertainties": [Decimal(1)]}, "studies_cell_by_replicate"),
        ({"uncertainties": [None, Decimal(0), None]}, "studies_uncertainty_positive"),
        ({"uncertainties": [Decimal(-1), None, None]}, "studies_uncertainty_positive"),
        ({"reported": ["1", "NaN", "1"]}, "studies_cell_numbers"),
        ({"reported": ["1", None, "-Infinity"]}, "studies_cell_numbers"),
        ({"reported": ["1", "1", "1e15"]}, "studies_cell_numbers"),
    ],
    ids=str,
)
def test_the_database_keeps_value_qualifier_and_uncertainty_together(draft, wrong, promise):
    with pytest.raises(IntegrityError, match=promise), transaction.atomic():
        Cell.objects.filter(pk=Cell.objects.filter(sheet=draft).first().pk).update(**wrong)


def test_the_database_takes_numbers_alone(draft):
    with pytest.raises(DataError, match="numeric"), transaction.atomic():
        Cell.objects.filter(sheet=draft).update(reported=["1", "about 1", "1"])


def test_the_database_takes_each_result_and_each_raw_file_of_a_sheet_once(cast, draft):
    first = Cell.objects.filter(sheet=draft).first()
    with pytest.raises(IntegrityError, match="studies_cell_pkey"), transaction.atomic():
        Cell.objects.create(sheet=draft, item=first.item, characteristic=first.characteristic, reported=["1"])
    kept = services.attach_file(
        sheet_id=draft.pk, file_name="raw.txt", content=b"1", actor=cast.actor("carol")
    )
    with pytest.raises(IntegrityError, match="studies_attachment_once_per_sheet"), transaction.atomic():
        Attachment.objects.create(
            sheet=draft,
            file_name="x",
            sha256=kept.sha256,
            size=1,
            attached_by=kept.attached_by,
            attached_at=kept.attached_at,
        )
