"""A study is handed over by who leads its convener, when its only coordinator is gone."""

from uuid import uuid4

import pytest
from django.urls import reverse

from apps.accounts.models import Membership
from apps.audit.models import Entry
from apps.core.errors import Conflict, Invalid, Missing, NotAllowed
from apps.studies import selectors, services
from tests.studies import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def study(cast):
    return world.with_characteristics(cast, world.planned(cast), ["Fe"])


def name(cast, study, by, person_id):
    return services.name_coordinator(study_id=study.pk, person_id=person_id, actor=cast.actor(by))


def test_a_study_whose_coordinator_left_is_opened_by_the_next(cast, study):
    now = cast.actor("ike").now
    Membership.objects.filter(user=cast.iris).update(until=now)
    with pytest.raises(NotAllowed):
        services.open_study(study_id=study.pk, actor=cast.actor("ike"))
    name(cast, study, "ike", cast.ike.pseudonym)
    assert services.open_study(study_id=study.pk, actor=cast.actor("ike")).state == "open"


def test_who_coordinated_so_far_does_so_no_longer(cast, study):
    name(cast, study, "ike", cast.ike.pseudonym)
    with pytest.raises(NotAllowed):
        services.open_study(study_id=study.pk, actor=cast.actor("iris"))
    assert [one.coordinates for one in selectors.planners_of(cast.actor("ike"), study)] == [True, False]
    name(cast, study, "ike", cast.iris.pseudonym)
    assert services.open_study(study_id=study.pk, actor=cast.actor("iris")).state == "open"


@pytest.mark.parametrize(("who", "refusal"), [("iris", NotAllowed), ("carol", Missing), ("eve", Missing)])
def test_nobody_else_hands_a_planned_study_over(cast, study, who, refusal):
    with pytest.raises(refusal):
        name(cast, study, who, cast.iris.pseudonym)


def test_the_lead_of_a_laboratory_does_not_hand_an_open_study_over(cast, open_study):
    with pytest.raises(NotAllowed):
        name(cast, open_study, "carol", cast.carol.pseudonym)
    assert selectors.planners_of(cast.actor("carol"), open_study) == []


def test_only_people_of_the_convener_who_plan_are_named(cast, study):
    for stranger in (cast.carol.pseudonym, uuid4()):
        with pytest.raises(Invalid) as refusal:
            name(cast, study, "ike", stranger)
        assert list(refusal.value.fields) == ["person_id"]
    with pytest.raises(Conflict, match="already"):
        name(cast, study, "ike", cast.iris.pseudonym)


def test_the_trail_tells_that_there_is_another_not_who(cast, study):
    name(cast, study, "ike", cast.ike.pseudonym)
    entry = Entry.objects.filter(chain=f"study:{study.pk}").order_by("-seq").first()
    assert (entry.event, str(cast.ike.pseudonym) in entry.payload) == ("studies.CoordinatorNamed", True)


def test_the_page_of_laboratories_offers_it_to_the_lead_alone(cast, client, study):
    address = reverse("studies:laboratories", args=[study.pk])
    client.force_login(cast.iris)
    assert "Hand the study over" not in client.get(address).content.decode()
    client.force_login(cast.ike)
    assert "Hand the study over" in client.get(address).content.decode()
    wrong = client.post(reverse("studies:hand_over", args=[study.pk]), {"person_id": "x"}, follow=True)
    assert "Choose one of your people" in wrong.content.decode()
    said = client.post(
        reverse("studies:hand_over", args=[study.pk]), {"person_id": str(cast.ike.pseudonym)}, follow=True
    )
    assert "The study has another coordinator." in said.content.decode()
    assert selectors.planners_of(cast.actor("ike"), study)[0].coordinates


def test_programs_hand_it_over_too(cast, client, study):
    address = reverse("api-study-coordinators", args=[study.pk])
    client.force_login(cast.ike)
    assert [one["coordinates"] for one in client.get(address).json()["people"]] == [False, True]
    said = client.post(address, {"person_id": str(cast.ike.pseudonym)}, content_type="application/json")
    assert (said.status_code, [one["coordinates"] for one in said.json()["people"]]) == (201, [True, False])
    client.force_login(cast.iris)
    assert client.get(address).json() == {"people": []}
