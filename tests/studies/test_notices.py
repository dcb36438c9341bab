"""Who is told what of a study, and nobody else: samples, rulings, the conclusion, a new coordinator."""

import pytest

from apps.consortia.models import ConsortiumMembership
from apps.notifications.models import Notice
from apps.studies import services
from apps.studies.models import Sample
from tests.studies import world

pytestmark = pytest.mark.django_db


def told(part):
    """The first names of those who have a notice with these words, and its texts."""
    rows = Notice.objects.filter(words__contains=part).select_related("user")
    return {row.user.name.split()[0].lower() for row in rows}, {
        row.words.format(**row.values) for row in rows
    }


def test_each_laboratory_is_told_of_its_own_samples_alone(cast, open_study, deliver_news):
    world.enrolled(cast, open_study, "carol", "colin")
    samples = Sample.objects.unscoped("test").filter(study=open_study)
    own = samples.filter(enrolment__organisation=cast.actor("carol").organisation_id)
    world.dispatched(cast, open_study, own)
    deliver_news()
    people, texts = told("on its way to you")
    assert {"carol"} <= people
    assert people.isdisjoint({"colin", "iris", "ike", "alice", "bob", "hana"})
    assert texts == {
        f"The sample {sample.code} of {open_study.reference} is on its way to you; confirm when it comes in."
        for sample in own
    }


def test_the_convener_is_told_of_a_damaged_sample(cast, open_study, deliver_news):
    world.enrolled(cast, open_study, "carol")
    first, *_others = world.dispatched(cast, open_study)
    services.report_damage(sample_id=first.pk, condition="Broken glass", actor=cast.actor("carol"))
    deliver_news()
    people, texts = told("came in damaged")
    assert people == {"iris", "ike"}
    assert texts == {f"A sample of {open_study.reference} came in damaged; a new one is to be sent."}


def test_who_may_confirm_is_told_of_a_ruling_but_not_who_ruled(cast, deliver_news):
    study = world.outlying(cast)
    flag = world.ruled(cast, study)
    deliver_news()
    people, _texts = told("waits for a second person")
    assert people == {"ike"}
    notice = Notice.objects.get(words__contains="waits for a second person")
    assert notice.url == f"/studies/{study.pk}/outliers/{flag.pk}/"
    assert notice.values == {"reference": study.reference}


def test_those_who_see_the_study_are_told_of_its_conclusion(cast, deliver_news):
    study = world.closed(cast)
    # Cypress has left the consortium since: it took part, but the study is out of its sight now.
    left = ConsortiumMembership.objects.filter(organisation=cast.actor("colin").organisation_id)
    left.update(left_at=cast.actor("iris").now)
    services.conclude(study_id=study.pk, actor=cast.actor("iris"))
    deliver_news()
    people, texts = told("is concluded")
    assert {"carol", "alice", "bob", "ike"} <= people
    assert people.isdisjoint({"iris", "colin", "eve"})
    assert texts == {f"The study {study.reference} is concluded."}


def test_the_conveners_people_are_told_of_another_coordinator(cast, open_study, deliver_news):
    services.name_coordinator(study_id=open_study.pk, person_id=cast.ike.pseudonym, actor=cast.actor("ike"))
    deliver_news()
    assert told("another coordinator")[0] == {"iris"}
