"""The tables of moves: every move out of turn or by the wrong person is refused; the database agrees."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.core.errors import Conflict, NotAllowed
from apps.studies import services
from apps.studies.models import Characteristic, Enrolment, Item, Result, Sheet, Study
from apps.studies.states import FLOW, READER, SHEET_FLOW, SheetState, StudyState
from tests.studies import world

pytestmark = pytest.mark.django_db

STANDINGS = {"coordinator", "candidate laboratory", "laboratory", ""}
# A study is concluded by a move of its own; until there is one, none can be brought there.
REACHED = [state for state in StudyState.values if any(state == move.target for move in FLOW.moves.values())]
MOVES = {
    "add": lambda study, actor: services.add_characteristic(
        study_id=study.pk, code="Zz", name_en="Z", name_tr="Z", unit="MPa", method="M", actor=actor
    ),
    "revise": lambda study, actor: services.revise_plan(
        study_id=study.pk, changes={"title": "Another"}, actor=actor
    ),
    "change": lambda study, actor: services.change_characteristic(
        study_id=study.pk, code="Fe", changes={"method": "XRF"}, actor=actor
    ),
    "amend": lambda study, actor: services.amend(
        study_id=study.pk, reason="A slip.", changes={"laboratories_wanted": 9}, actor=actor
    ),
    "remove": lambda study, actor: services.remove_characteristic(study_id=study.pk, code="Fe", actor=actor),
    "open": lambda study, actor: services.open_study(study_id=study.pk, actor=actor),
    "enrol": lambda study, actor: services.enrol(study_id=study.pk, actor=actor),
    "hand_in": lambda study, actor: services.hand_in(
        study_id=study.pk, file_name="x.csv", content=b"x", actor=actor
    ),
    "close": lambda study, actor: services.close_study(study_id=study.pk, actor=actor),
}
WHO = {"coordinator": "iris", "candidate laboratory": "hana", "laboratory": "carol", "": "ike"}


def study_in(cast, state):
    """A study in a state; a planned one is seen by its convener alone."""
    if state == StudyState.CLOSED:
        return world.closed(cast)
    if state == StudyState.OPEN:
        study = world.opened(cast)
        world.enrolled(cast, study, "carol")
        return study
    return world.with_characteristics(cast, world.planned(cast))


def test_every_move_of_the_table_is_a_service():
    assert set(MOVES) == set(FLOW.moves)


REFUSED = [
    (move, standing, state)
    for move in sorted(MOVES)
    for state in REACHED
    # A planned study is known to its convener alone; the others' refusals are in test_embargo.py.
    for standing in (["coordinator", ""] if state == StudyState.PLANNED else sorted(STANDINGS))
    if standing not in FLOW.moves[move].by or state not in FLOW.moves[move].sources
]


@pytest.mark.parametrize(("move", "standing", "state"), REFUSED)
def test_a_study_refuses_every_wrong_person_and_every_wrong_moment(cast, move, standing, state):
    study, actor = study_in(cast, state), cast.actor(WHO[standing])
    # A laboratory that enrols twice is told that it has, which is a conflict too.
    expected = Conflict if standing in FLOW.moves[move].by else (NotAllowed, Conflict)
    with pytest.raises(expected):
        MOVES[move](study, actor)
    assert Study.objects.unscoped("test").get(pk=study.pk).state == state


@pytest.mark.parametrize("state", SheetState.values)
@pytest.mark.parametrize("move", sorted(SHEET_FLOW.moves))
def test_a_sheet_is_moved_by_the_platform_alone_and_in_turn(move, state):
    with pytest.raises(NotAllowed):
        SHEET_FLOW.move(move, state, {"laboratory"})
    if state not in SHEET_FLOW.moves[move].sources:
        with pytest.raises(Conflict):
            SHEET_FLOW.move(move, state, {READER})


def test_the_database_keeps_times_with_the_state(open_study):
    rows = Study.objects.unscoped("test").filter(pk=open_study.pk)
    for wrong in (
        {"opened_at": None},
        {"closed_at": timezone.now()},
        {"state": "planned"},
        {"state": "closed"},
        {"replicates": 0},
        {"replicates": 51},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)


def test_the_database_keeps_codes_and_limits(cast, open_study):
    item = open_study.items.first()
    iron = Characteristic.objects.get(study=open_study, code="Fe")
    carol, colin = world.enrolled(cast, open_study, "carol", "colin")
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.exclude(pk=item.pk).update(code=item.code)
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.exclude(pk=item.pk).update(material=item.material)
    with pytest.raises(IntegrityError), transaction.atomic():
        Characteristic.objects.filter(code="Cu").update(code="Fe")
    with pytest.raises(IntegrityError), transaction.atomic():
        Characteristic.objects.filter(pk=iron.pk).update(lower=2, upper=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.unscoped("test").filter(pk=carol.pk).update(code=colin.code)
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrolment.objects.unscoped("test").filter(pk=carol.pk).update(organisation=colin.organisation)


def test_the_database_keeps_one_taken_sheet_and_its_report(cast, open_study):
    (carol,) = world.enrolled(cast, open_study, "carol")
    sheet = world.hand_in(cast, open_study, "carol")
    with pytest.raises(IntegrityError), transaction.atomic():
        Sheet.objects.create(
            enrolment=carol,
            file_name="x",
            sha256="0" * 64,
            state="taken",
            handed_in_by=carol.enrolled_by,
            read_at=timezone.now(),
        )
    rows = Sheet.objects.unscoped("test").filter(pk=sheet.pk)
    for wrong in ({"read_at": None}, {"state": "received"}, {"state": "refused"}, {"fault_count": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
    first, second = Result.objects.filter(sheet=sheet).order_by("pk")[:2]
    with pytest.raises(IntegrityError), transaction.atomic():
        Result.objects.filter(pk=second.pk).update(
            item=first.item, characteristic=first.characteristic, replicate=first.replicate
        )


def test_nothing_is_handed_in_after_closing(cast, closed_study):
    before = Sheet.objects.unscoped("test").count()
    with pytest.raises(Conflict):
        world.hand_in(cast, closed_study, "carol")
    assert Sheet.objects.unscoped("test").count() == before


def test_a_day_that_has_passed_does_not_close_a_study_by_itself(cast, open_study):
    world.enrolled(cast, open_study, "carol")
    late = cast.actor("carol").at(cast.actor("carol").now + timedelta(days=60))
    sheet = services.hand_in(
        study_id=open_study.pk,
        file_name="late.csv",
        content=world.own_sheet(cast, open_study, "carol"),
        actor=late,
    )
    assert sheet.state == "taken"
