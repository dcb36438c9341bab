"""The tables of moves: every move out of turn or by the wrong person is refused; the database agrees."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.core.errors import Conflict, NotAllowed
from apps.studies import services
from apps.studies.models import Characteristic, Enrolment, Item, Sheet, Study
from apps.studies.states import (
    CANDIDATE_LABORATORY,
    COORDINATOR,
    FLAG_FLOW,
    FLOW,
    LABORATORY,
    READER,
    SAMPLE_FLOW,
    SECOND,
    SHEET_FLOW,
    StudyState,
)
from tests.studies import world

pytestmark = pytest.mark.django_db

STANDINGS = {"coordinator", "second person", "candidate laboratory", "laboratory", ""}
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
    "check": lambda study, actor: services.waive_check(
        study_id=study.pk, item="M-2A", kind="homogeneity", reason="One melt.", actor=actor
    ),
    "dispatch": lambda study, actor: services.dispatch(
        study_id=study.pk, sample_ids=[], carrier="", actor=actor
    ),
    "close": lambda study, actor: services.close_study(study_id=study.pk, actor=actor),
    "rule": lambda study, actor: services.rule(
        study_id=study.pk, flag_id=flag_of(study), ruling="keep", reason="Looked at.", actor=actor
    ),
    "confirm": lambda study, actor: services.confirm(study_id=study.pk, flag_id=flag_of(study), actor=actor),
    "conclude": lambda study, actor: services.conclude(study_id=study.pk, actor=actor),
}
# Iris coordinates and so may plan too; Ike plans for the same convener; Bea only watches.
WHO = {
    "coordinator": "iris",
    "second person": "ike",
    "candidate laboratory": "hana",
    "laboratory": "carol",
    "": "bea",
}


def flag_of(study):
    """A flag that is ruled on, as far as there is one."""
    return getattr(world.flag_of(study), "pk", 0)


def study_in(cast, state):
    """A study in a state; a planned one is seen by its convener alone."""
    if state == StudyState.CONCLUDED:
        return world.concluded(cast)
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
    for state in StudyState.values
    # A planned study is known to its convener alone; the others' refusals are in test_embargo.py.
    for standing in (["coordinator", "second person"] if state == StudyState.PLANNED else sorted(STANDINGS))
    if standing not in FLOW.moves[move].by or state not in FLOW.moves[move].sources
    # Who coordinates may plan, so is a second person to others' rulings; never to their own: test_ruling.py.
    if (move, standing) != ("confirm", "coordinator")
]


@pytest.mark.parametrize(("move", "standing", "state"), REFUSED)
def test_a_study_refuses_every_wrong_person_and_every_wrong_moment(cast, move, standing, state):
    study, actor = study_in(cast, state), cast.actor(WHO[standing])
    # A laboratory that enrols twice is told that it has, which is a conflict too.
    expected = Conflict if standing in FLOW.moves[move].by else (NotAllowed, Conflict)
    with pytest.raises(expected):
        MOVES[move](study, actor)
    assert Study.objects.unscoped("test").get(pk=study.pk).state == state


SMALL = [
    (flow, move, state)
    for flow in (SHEET_FLOW, SAMPLE_FLOW, FLAG_FLOW)
    for move in sorted(flow.moves)
    for state in flow.states
]


@pytest.mark.parametrize(
    ("flow", "move", "state"), SMALL, ids=[f"{move}-{state}" for _flow, move, state in SMALL]
)
def test_sheets_samples_and_flags_move_by_the_right_hand_and_in_turn(flow, move, state):
    for standing in {COORDINATOR, SECOND, LABORATORY, CANDIDATE_LABORATORY, READER} - flow.moves[move].by:
        with pytest.raises(NotAllowed):
            flow.move(move, state, {standing})
    if state not in flow.moves[move].sources:
        with pytest.raises(Conflict):
            flow.move(move, state, flow.moves[move].by)


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
            version=2,
            reason="A slip.",
            handed_in_by=carol.enrolled_by,
            handed_in_at=timezone.now(),
            read_at=timezone.now(),
        )
    rows = Sheet.objects.unscoped("test").filter(pk=sheet.pk)
    for wrong in ({"read_at": None}, {"state": "received"}, {"state": "refused"}, {"fault_count": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)


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
