"""Samples: prepared at enrolment under codes of their own, checked, sent, received, replaced."""

import json
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from apps.core.errors import Conflict, Invalid, Missing, NotAllowed
from apps.studies import selectors, services
from apps.studies.models import ItemCheck, Sample
from apps.studies.services.checking import Measured
from tests.studies import world

pytestmark = pytest.mark.django_db


def samples(study, code=None):
    rows = Sample.objects.unscoped("test").filter(study=study).order_by("code")
    return list(rows.filter(enrolment__code=code) if code else rows)


def judged(cast, study):
    """Waive the homogeneity of both items."""
    for item in world.item_codes(study):
        services.waive_check(
            study_id=study.pk, item=item, kind="homogeneity", reason="One melt.", actor=cast.actor("iris")
        )


def sent(cast, study):
    judged(cast, study)
    return services.dispatch(
        study_id=study.pk,
        sample_ids=[one.pk for one in samples(study)],
        carrier="Post 17",
        actor=cast.actor("iris"),
    )


def test_no_two_laboratories_share_a_code(cast, open_study):
    world.enrolled(cast, open_study, "carol", "colin", "bob")
    codes = [one.code for one in samples(open_study)]
    assert len(codes) == len(set(codes)) == 6
    assert not set(codes) & set(world.item_codes(open_study))


def test_a_laboratory_knows_its_own_samples_and_never_what_they_are(cast, open_study):
    carol, colin = world.enrolled(cast, open_study, "carol", "colin")
    views = selectors.samples_of(cast.actor("carol"), open_study)
    assert [view.code for view in views] == [one.code for one in samples(open_study, carol.code)]
    assert {(view.item_code, view.material, view.role_label, view.laboratory) for view in views} == {
        (None, None, None, None)
    }
    with pytest.raises(Missing):
        selectors.sample_for(cast.actor("carol"), samples(open_study, colin.code)[0].pk)
    assert selectors.samples_of(cast.actor("hana"), open_study) == []


def test_nothing_leaves_before_its_item_is_judged(cast, open_study):
    world.enrolled(cast, open_study, "carol")
    first = [one.pk for one in samples(open_study)]
    said = {"study_id": open_study.pk, "sample_ids": first, "carrier": "", "actor": cast.actor("iris")}
    with pytest.raises(Conflict, match="homogeneity check"):
        services.dispatch(**said)
    judged(cast, open_study)
    assert {one.state for one in services.dispatch(**said)} == {"dispatched"}
    with pytest.raises(Conflict):
        services.dispatch(**said)


def test_an_item_that_is_not_homogeneous_does_not_leave(cast, open_study):
    world.enrolled(cast, open_study, "carol")
    judged(cast, open_study)
    uneven = "\n".join(f"{value} {value}.01" for value in range(1, 12))
    item = world.item_codes(open_study)[0]
    tested = Measured(characteristic="Fe", values=uneven, sigma=Decimal("0.1"))
    check = services.check_item(
        study_id=open_study.pk, item=item, kind="homogeneity", tested=tested, actor=cast.actor("iris")
    )
    assert check.verdict == "not_adequate"
    with pytest.raises(Conflict, match="not homogeneous enough"):
        services.dispatch(
            study_id=open_study.pk,
            sample_ids=[one.pk for one in samples(open_study)],
            carrier="",
            actor=cast.actor("iris"),
        )


def test_judges_stability_by_the_means_before_and_after(cast, open_study):
    tested = Measured(
        characteristic="Fe",
        before="1.00 1.02\n1.01 1.03",
        values="1.01 1.03\n1.02 1.00",
        sigma=Decimal("0.2"),
    )
    item = world.item_codes(open_study)[0]
    said = {"study_id": open_study.pk, "item": item, "kind": "stability", "actor": cast.actor("iris")}
    check = services.check_item(**said, tested=tested)
    assert check.verdict == "adequate"
    numbers = json.loads(check.numbers)
    assert (numbers["before"], numbers["after"]) == (pytest.approx(1.015), pytest.approx(1.015))
    moved = Measured(
        characteristic="Fe", before="1.00 1.02\n1.01 1.03", values="2.01\n2.02", sigma=Decimal("0.2")
    )
    assert services.check_item(**said, tested=moved).verdict == "not_adequate"


@pytest.mark.parametrize(
    ("values", "sigma", "sentence"),
    [
        ("1.0 1.1", "1", "at least two units"),
        ("1.0 1.1\n1.0 x", "1", "Line 2"),
        ("1.0 1.1\n1.0 1.2", None, "no margin"),
        ("", "1", "at least two units"),
    ],
)
def test_refuses_what_cannot_be_judged(cast, open_study, values, sigma, sentence):
    tested = Measured(characteristic="Fe", values=values, sigma=Decimal(sigma) if sigma else None)
    with pytest.raises(Invalid) as refusal:
        services.check_item(
            study_id=open_study.pk,
            item=world.item_codes(open_study)[0],
            kind="homogeneity",
            tested=tested,
            actor=cast.actor("iris"),
        )
    assert sentence in str(refusal.value)
    assert not ItemCheck.objects.exists()


def test_a_waiver_needs_its_reason(cast, open_study):
    with pytest.raises(Invalid, match="Say why"):
        services.waive_check(
            study_id=open_study.pk,
            item=world.item_codes(open_study)[0],
            kind="homogeneity",
            reason=" ",
            actor=cast.actor("iris"),
        )


def test_the_laboratory_alone_confirms_receipt_and_once(cast, open_study):
    world.enrolled(cast, open_study, "carol", "colin")
    sent(cast, open_study)
    mine = next(one for one in samples(open_study) if one.enrolment.organisation == cast.cedar)
    said = {"sample_id": mine.pk, "condition": "Dry, seal intact"}
    with pytest.raises(Missing):
        services.receive(**said, actor=cast.actor("colin"))
    with pytest.raises(NotAllowed):
        services.receive(**said, actor=cast.actor("iris"))
    assert services.receive(**said, actor=cast.actor("carol")).state == "received"
    with pytest.raises(Conflict):
        services.receive(**said, actor=cast.actor("carol"))


def test_a_damaged_sample_is_replaced_under_a_new_code(cast, open_study):
    world.enrolled(cast, open_study, "carol")
    sent(cast, open_study)
    broken = samples(open_study)[0]
    new = services.report_damage(sample_id=broken.pk, condition="Broken glass", actor=cast.actor("carol"))
    assert (new.state, new.item_id) == ("prepared", broken.item_id)
    assert new.code != broken.code
    view = selectors.study_view(cast.actor("carol"), selectors.study_for(cast.actor("carol"), open_study.pk))
    assert new.code in view.own.samples
    assert broken.code not in view.own.samples
    text = f"{world.HEADER}\n{broken.code},Fe,1,0.05,{world.UNIT}".encode()
    refused = services.hand_in(
        study_id=open_study.pk, file_name="a.csv", content=text, actor=cast.actor("carol")
    )
    assert (refused.state, refused.faults[0]["code"]) == ("refused", "unknown_sample")


def test_the_custody_stands_in_the_sample_s_own_chain(cast, open_study):
    from apps.audit.models import Entry

    world.enrolled(cast, open_study, "carol")
    sent(cast, open_study)
    one = samples(open_study)[0]
    services.receive(sample_id=one.pk, condition="Dry", actor=cast.actor("carol"))
    events = Entry.objects.filter(chain=f"sample:{one.pk}").order_by("seq").values_list("event", flat=True)
    assert list(events) == ["studies.SampleDispatched", "studies.SampleReceived"]
    told = Entry.objects.filter(chain=f"study:{open_study.pk}").values_list("payload", flat=True)
    assert not any(one.code in payload for payload in told)


def test_the_database_keeps_the_custody(cast, open_study):
    world.enrolled(cast, open_study, "carol")
    first, second = samples(open_study)
    rows = Sample.objects.unscoped("test")
    for wrong in (
        {"state": "dispatched"},
        {"state": "received"},
        {"code": second.code},
        {"item": second.item},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.filter(pk=first.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        ItemCheck.objects.create(item=first.item, kind="homogeneity", verdict="waived", recorded_by=first.pk)
