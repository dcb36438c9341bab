"""Who sees which study and what of it; what waits for whom; how many queries a list takes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.core.errors import Missing
from apps.core.paging import Place
from apps.studies import selectors, services
from tests.studies import world

pytestmark = pytest.mark.django_db


def seen(cast, who):
    return [line.reference for line in selectors.studies_of(cast.actor(who)).rows]


def whats(lines):
    return [str(line.what) for line in lines]


def test_a_planned_study_is_known_to_its_convener_alone(cast, planned_study):
    assert [who for who in cast.people if seen(cast, who)] == ["ike", "iris"]
    with pytest.raises(Missing):
        selectors.study_for(cast.actor("carol"), planned_study.pk)


def test_an_open_study_is_known_to_the_consortium(cast, open_study):
    known = {who for who in cast.people if seen(cast, who)}
    assert known == {"alice", "bob", "pia", "hana", "carol", "colin", "ike", "iris", "emil", "bea"}


def test_which_code_is_which_material_is_told_to_the_convener_and_after_closing_to_all(cast, open_study):
    def told(who):
        study = selectors.study_for(cast.actor(who), open_study.pk)
        return {(item.code, item.material) for item in selectors.study_view(cast.actor(who), study).items}

    everything = {(item.code, str(item.material)) for item in open_study.items.select_related("material")}
    assert len(everything) == 2
    assert (told("iris"), told("carol"), told("alice")) == (everything, set(), set())
    world.enrolled(cast, open_study, "carol", "colin")
    world.hand_in(cast, open_study, "carol")
    world.hand_in(cast, open_study, "colin")
    services.close_study(study_id=open_study.pk, actor=cast.actor("iris"))
    assert told("carol") == told("alice") == everything


def test_the_names_of_laboratories_are_told_to_the_convener_only_also_after_closing(cast, closed_study):
    view = {
        who: selectors.study_view(cast.actor(who), selectors.study_for(cast.actor(who), closed_study.pk))
        for who in ("iris", "ike", "carol", "alice")
    }
    assert {row.name for row in view["iris"].laboratories} == {
        "Cedar Laboratories",
        "Cypress Analytics",
        "Alder Metals",
    }
    assert view["ike"].laboratories == view["iris"].laboratories
    assert view["carol"].laboratories is view["alice"].laboratories is None
    assert view["carol"].own.code in {row.code for row in view["iris"].laboratories}


def test_the_record_tells_enrolments_to_the_convener_and_to_each_laboratory_its_own(cast, closed_study):
    def enrolments(who):
        lines = selectors.record_for(cast.actor(who), closed_study).rows
        return [line.acting_for for line in lines if line.event == "studies.LaboratoryEnrolled"]

    assert len(enrolments("iris")) == 3
    assert enrolments("carol") == [cast.cedar.pk]
    assert enrolments("hana") == []
    assert {line.seq for line in selectors.record_for(cast.actor("hana"), closed_study).rows} == {0}


def many(cast, number):
    for at in range(number):
        study = world.with_characteristics(cast, world.planned(cast), ["Fe"])
        services.open_study(study_id=study.pk, actor=cast.actor("iris"))
        world.enrolled(cast, study, "carol")
        if at % 5 == 0:
            world.hand_in(cast, study, "carol")


def queries(call):
    with CaptureQueriesContext(connection) as captured:
        call()
    return len(captured)


@pytest.mark.parametrize("number", [1, 3, 50])
def test_lists_take_the_same_queries_for_any_number(cast, number):
    many(cast, number)
    carol, iris = cast.actor("carol"), cast.actor("iris")
    assert queries(lambda: selectors.studies_of(carol, most=50)) == 2
    assert queries(lambda: selectors.studies_of(iris, most=50)) == 2
    assert queries(lambda: selectors.waiting_for(carol)) == 3
    assert queries(lambda: selectors.in_progress_for(carol)) == 1
    assert queries(lambda: selectors.waiting_for(iris)) == 2
    assert queries(lambda: selectors.in_progress_for(iris)) == 2


def test_one_study_and_its_results_take_few_queries(cast, closed_study):
    carol = cast.actor("carol")
    study = selectors.study_for(carol, closed_study.pk)
    assert queries(lambda: selectors.study_for(carol, closed_study.pk)) == 1
    assert queries(lambda: selectors.study_view(carol, study)) == 4
    assert queries(lambda: selectors.figures_of(study)) == 4
    assert queries(lambda: selectors.results_of(study)) == 8


def test_pages_follow_each_other_without_gap_or_double(cast):
    for _ in range(5):
        world.planned(cast)
    actor, place, found = cast.actor("iris"), None, []
    while True:
        page = selectors.studies_of(actor, most=2, before=place)
        found += [line.reference for line in page.rows]
        if not page.next_token:
            break
        place = Place.read(page.next_token)
    assert found == sorted(found, reverse=True)
    assert len(found) == 5


def test_what_waits_for_a_laboratory_moves_with_the_study(cast, open_study):
    carol = cast.actor("carol")
    assert whats(selectors.waiting_for(carol)) == ["Enrol in the joint study"]
    world.enrolled(cast, open_study, "carol", "colin")
    (line,) = selectors.waiting_for(carol)
    assert (str(line.what), line.due_on) == ("Hand in your results", open_study.results_due_on)
    world.hand_in(cast, open_study, "carol")
    assert selectors.waiting_for(carol) == []
    assert whats(selectors.in_progress_for(carol)) == ["Your results are handed in"]


def test_a_member_firm_is_not_pressed_to_enrol(cast, open_study):
    assert selectors.waiting_for(cast.actor("bob")) == []


def test_what_waits_for_the_coordinator_moves_with_the_study(cast, planned_study):
    iris = cast.actor("iris")
    assert whats(selectors.waiting_for(iris)) == ["Finish the protocol and open the study"]
    assert selectors.waiting_for(cast.actor("ike")) == []
    world.with_characteristics(cast, planned_study)
    services.open_study(study_id=planned_study.pk, actor=iris)
    world.enrolled(cast, planned_study, "carol", "colin", "bob")
    world.hand_in(cast, planned_study, "carol")
    world.hand_in(cast, planned_study, "colin")
    # Two have handed in what they got by other means; the third waits for its samples.
    assert whats(selectors.waiting_for(iris)) == ["Dispatch the samples"]
    assert whats(selectors.in_progress_for(iris)) == ["Open for results"]
    late = iris.at(iris.now + timedelta(days=40))
    closing = "Close the study and see the analysis"
    assert sorted(whats(selectors.waiting_for(late))) == [closing, "Dispatch the samples"]
    world.hand_in(cast, planned_study, "bob")
    assert whats(selectors.waiting_for(iris)) == ["Close the study and see the analysis"]
    services.close_study(study_id=planned_study.pk, actor=iris)
    assert whats(selectors.waiting_for(iris)) == ["Conclude the study"]
    services.conclude(study_id=planned_study.pk, actor=iris)
    assert selectors.waiting_for(iris) == selectors.in_progress_for(iris) == []


def test_samples_wait_for_the_coordinator_then_for_their_laboratory(cast, open_study):
    iris, carol = cast.actor("iris"), cast.actor("carol")
    assert selectors.waiting_for(iris) == []
    world.enrolled(cast, open_study, "carol")
    assert whats(selectors.waiting_for(iris)) == ["Dispatch the samples"]
    assert "Confirm that your samples came in" not in whats(selectors.waiting_for(carol))
    sent = world.dispatched(cast, open_study)
    assert selectors.waiting_for(iris) == []
    assert "Confirm that your samples came in" in whats(selectors.waiting_for(carol))
    assert "Confirm that your samples came in" not in whats(selectors.waiting_for(cast.actor("colin")))
    for sample in sent:
        services.receive(sample_id=sample.pk, condition="Dry", actor=carol)
    assert whats(selectors.waiting_for(carol)) == ["Hand in your results"]


def test_a_flag_waits_for_the_coordinator_then_for_somebody_else(cast):
    study = world.outlying(cast)
    iris, ike = cast.actor("iris"), cast.actor("ike")
    assert (whats(selectors.waiting_for(iris)), selectors.waiting_for(ike)) == (
        ["Rule on the outlying cells"],
        [],
    )
    world.ruled(cast, study, "keep")
    assert selectors.waiting_for(iris) == []
    (line,) = selectors.in_progress_for(iris)
    assert (str(line.what), str(line.next_mover)) == (
        "Rulings wait for their confirmation",
        "a second person",
    )
    assert whats(selectors.waiting_for(ike)) == ["Confirm a ruling on an outlying cell"]
    services.confirm(study_id=study.pk, flag_id=world.flag_of(study).pk, actor=ike)
    assert (whats(selectors.waiting_for(iris)), selectors.waiting_for(ike)) == (["Conclude the study"], [])
    assert selectors.waiting_for(cast.actor("carol")) == []


def test_counts_studies_by_state_in_the_order_of_their_life(cast, planned_study):
    world.opened(cast)
    world.opened(cast)
    assert selectors.count_by_state(cast.actor("iris")) == [("planned", 1), ("open for results", 2)]
    assert selectors.count_by_state(cast.actor("eve")) == []


def test_news_of_opening_and_closing_reaches_those_concerned(cast, deliver_news):
    from apps.notifications.models import Notice

    world.closed(cast)
    deliver_news()
    opened = {row.user.name.split()[0].lower() for row in Notice.objects.filter(words__contains="is open")}
    closed = {row.user.name.split()[0].lower() for row in Notice.objects.filter(words__contains="is closed")}
    assert opened == {"alice", "bob", "hana", "carol", "colin", "ike"}
    assert closed == {"alice", "bob", "carol", "colin", "ike"}
