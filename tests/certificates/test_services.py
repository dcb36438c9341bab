"""From request to decision and withdrawal: who, when, and what is refused."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.accounts.models import Membership, Organisation, User
from apps.accounts.selectors import actor_of, live_memberships
from apps.audit.models import Entry
from apps.certificates import selectors, services
from apps.certificates.models import Certificate
from apps.certificates.rules import decisions
from apps.certificates.sealing.reading import LONGEST_ENCLOSED
from apps.certificates.states import FLOW, CertificateState
from apps.consortia.models import ConsortiumMembership
from apps.core.canonical import canonical, sha256
from apps.core.errors import Conflict, Invalid, Missing, NotAllowed
from apps.studies import services as studies
from apps.studies.models import Item, OutlierFlag, Study
from tests.certificates.world import LABS, World, again
from tests.studies import world as making

pytestmark = pytest.mark.django_db
ACTS = {
    "evaluate": (services.evaluate, {"evaluation": "Looked at all."}),
    "approve": (services.approve, {"reasons": "Carried.", "months": 12}),
    "refuse": (services.refuse, {"reasons": "Not carried."}),
    "withdraw": (services.withdraw, {"reason": "Wrong alloy."}),
    "suspend": (services.suspend, {"code": "misuse", "reason": "It stands on another alloy."}),
    "reinstate": (services.reinstate, {"code": "corrected", "reason": "The labels are gone."}),
}


def events(row):
    return [
        name.split(".")[1]
        for name in Entry.objects.filter(chain=f"certificate:{row.pk}")
        .order_by("seq")
        .values_list("event", flat=True)
    ]


def in_state(world, state):
    reach = {
        "requested": world.requested, "evaluated": world.evaluated, "approved": world.approved,
        "refused": world.refused, "issued": world.issued, "withdrawn": world.withdrawn,
        "suspended": world.suspended, "superseded": world.superseded,
    }  # fmt: skip
    if state in reach:
        return reach[state]()
    row = world.approved()
    services.begin_issue(certificate_id=row.pk, actor=world.system())
    if state == "failed":
        Certificate.objects.unscoped("test").filter(pk=row.pk).update(attempts=5)
        services.note_trouble(certificate_id=row.pk, error="no ink", actor=world.system())
    return again(row)


def test_the_journey_of_a_certificate_is_told_step_by_step(world):
    row = world.withdrawn()
    assert events(row) == [
        "CertificationRequested", "Evaluated", "CertificationApproved", "CertificateNumbered",
        "CertificateIssued", "CertificateWithdrawn",
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["alice", "pia", "hana"])
def test_a_lead_or_procurement_lead_of_a_member_asks(world, who):
    row = world.requested(by=who)
    assert row.holder_id == world.actor(who).organisation_id
    assert row.requested_by == world.actor(who).pseudonym


@pytest.mark.parametrize(
    ("who", "refusal"), [("bob", NotAllowed), ("iris", NotAllowed), ("emil", NotAllowed), ("eve", Missing)]
)
def test_others_do_not_ask(world, who, refusal):
    with pytest.raises(refusal):
        world.requested(by=who)


def test_a_certification_body_holds_no_certificates(world):
    person = User.objects.create_user("lead@birch.example", "correct horse battery", name="Lea")
    since = timezone.now() - timedelta(days=1)
    Membership.objects.create(user=person, organisation=world.cast.birch, role="lead", since=since)
    other = Organisation.objects.create(name="Beech", kind="certification_body")
    join(world, other)
    with pytest.raises(NotAllowed):
        services.request_certification(
            study_id=world.study.pk, material_id=world.cast.candidate.pk, body_id=other.pk,
            actor=actor_of(live_memberships(person).get()),
        )  # fmt: skip


def join(world, organisation):
    first = ConsortiumMembership.objects.filter(consortium=world.cast.consortium).first()
    ConsortiumMembership.objects.create(
        consortium=world.cast.consortium, organisation=organisation, role="observer", agreement=first.agreement,
        accepted_by=first.accepted_by,
    )  # fmt: skip


def test_a_convener_that_has_left_nothing_cannot_ask_for_a_study_of_a_consortium_it_is_not_in(world):
    ConsortiumMembership.objects.filter(organisation=world.cast.oak).update(left_at=timezone.now())
    with pytest.raises(NotAllowed):
        world.requested(by="ike")


def test_only_candidates_and_only_bodies_of_the_consortium_can_be_named(world):
    stranger = Organisation.objects.create(name="Far Certification", kind="certification_body")
    for wrong in (
        {"material_id": world.cast.incumbent.pk},
        {"body_id": stranger.pk},
        {"body_id": world.cast.cedar.pk},
        {"language": "de"},
    ):
        asked = {
            "study_id": world.study.pk,
            "material_id": world.cast.candidate.pk,
            "body_id": world.cast.birch.pk,
        } | wrong
        with pytest.raises(Invalid):
            services.request_certification(actor=world.actor("alice"), **asked)
    assert not Certificate.objects.unscoped("test").exists()


def test_an_open_study_carries_nothing(world):
    Study.objects.unscoped("test").update(state="open", closed_at=None)
    with pytest.raises(Conflict, match="not closed"):
        world.requested()


def test_a_certifying_study_is_certified_from_only_once_it_is_concluded(world):
    Study.objects.unscoped("test").update(certifying=True)
    assert selectors.closed_studies(world.actor("alice")) == []
    with pytest.raises(Conflict, match="must be concluded first"):
        world.requested()
    for flag in OutlierFlag.objects.filter(study=world.study):
        making.confirmed(world.cast, world.study, "keep", flag=flag)
    studies.conclude(study_id=world.study.pk, actor=world.actor("iris"))
    assert [row.pk for row in selectors.closed_studies(world.actor("alice"))] == [world.study.pk]
    assert world.requested().study_id == world.study.pk


def test_a_concluded_study_that_does_not_certify_may_still_be_certified_from(world):
    for flag in OutlierFlag.objects.filter(study=world.study):
        making.confirmed(world.cast, world.study, "keep", flag=flag)
    studies.conclude(study_id=world.study.pk, actor=world.actor("iris"))
    assert world.requested().study_id == world.study.pk


@pytest.mark.parametrize("state", ["requested", "evaluated", "approved", "issuing", "issued", "suspended"])
def test_one_certification_at_a_time_for_a_holder(world, state):
    in_state(world, state)
    with pytest.raises(Conflict, match="already"):
        world.requested()
    assert world.requested(by="hana").pk


@pytest.mark.parametrize("state", ["refused", "failed", "withdrawn"])
def test_after_an_end_it_may_be_asked_again(world, state):
    in_state(world, state)
    assert world.requested().state == "requested"


@pytest.mark.parametrize("state", CertificateState.values)
def test_an_act_out_of_turn_is_a_conflict_and_changes_nothing(world, state):
    row = in_state(world, state)
    wrong = [act for act in ACTS if state not in FLOW.moves[act].sources]
    for act in wrong:
        service, said = ACTS[act]
        with pytest.raises(Conflict):
            service(certificate_id=row.pk, actor=world.actor("emil" if act == "evaluate" else "bea"), **said)
        assert again(row).state == state
    assert len(wrong) >= 2


@pytest.mark.parametrize("act", ACTS)
def test_an_act_by_the_wrong_person_is_refused(world, act):
    row = in_state(world, min(FLOW.moves[act].sources))
    service, said = ACTS[act]
    right = "emil" if act == "evaluate" else "bea"
    for who in {"alice", "bob", "emil", "bea", "hana", "eve", "dora", "iris"} - {right}:
        inside = world.actor(who).organisation_id in {row.holder_id, row.body_id}
        with pytest.raises(NotAllowed if inside else Missing):
            service(certificate_id=row.pk, actor=world.actor(who), **said)
    assert again(row).state in FLOW.moves[act].sources


def test_who_evaluated_does_not_decide_even_with_both_roles(world):
    row = world.evaluated()
    Membership.objects.filter(user=world.cast.emil).update(role="certifier")
    for act in ("approve", "refuse"):
        service, said = ACTS[act]
        with pytest.raises(NotAllowed, match="somebody else"):
            service(certificate_id=row.pk, actor=world.actor("emil"), **said)
    assert again(row).state == "evaluated"


def test_words_are_wanted(world):
    row = world.evaluated()
    with pytest.raises(Invalid):
        services.approve(certificate_id=row.pk, actor=world.actor("bea"), reasons="  ", months=12)
    with pytest.raises(Invalid):
        services.approve(certificate_id=row.pk, actor=world.actor("bea"), reasons="Good.", months=0)


@pytest.mark.parametrize(
    ("world_of", "sentence"),
    [
        ({"shift": {"Cu": "2"}}, "Copper does not conform"),
        ({"labs": LABS[:2]}, "at least 3 are needed"),
    ],
)
def test_what_the_data_do_not_carry_is_not_approved(cast, quick_paper, quiet_press, world_of, sentence):
    world = World(cast, **world_of)
    with pytest.raises(Conflict, match=sentence):
        world.approved()
    row = Certificate.objects.unscoped("test").get()
    assert (row.state, row.facts, row.number) == ("evaluated", "", None)
    services.refuse(certificate_id=row.pk, actor=world.actor("bea"), reasons="Not carried.")


def test_an_inconclusive_characteristic_does_not_block_and_is_printed_as_such(cast, quick_paper, quiet_press):
    facts = json.loads(World(cast, shift={"Fe": "0.448"}).approved().facts)
    verdicts = {row["code"]: row["verdict"] for row in facts["results"]}
    assert verdicts == {"Cu": "pass", "Fe": "inconclusive", "Mg": "not-assessed"}
    assert "Not decided, because the uncertainty crosses a limit: Iron, Fe." in facts["statement"]


def test_a_study_without_results_for_the_material_carries_nothing(world):
    row = world.evaluated()
    Item.objects.filter(study=world.study, role="candidate").update(code="Z")
    with pytest.raises(Conflict, match="no results"):
        services.approve(certificate_id=row.pk, actor=world.actor("bea"), reasons="Yes.", months=12)


def test_approval_freezes_all_that_is_printed(world):
    row = world.approved(months=36)
    facts = json.loads(row.facts)
    assert row.facts == canonical(facts)
    assert row.facts_sha256 == sha256(row.facts)
    assert facts["holder"]["name"] == "Alder Metals"
    assert facts["body"]["name"] == "Birch Certification"
    assert facts["product"] == {
        "material": "AlCu4Mg1 secondary", "grade": "EN AW-2024", "producer": "Alder",
        "incumbent": "AlCu4Mg1 primary, EN AW-2024", "critical_input": "Aluminium alloy",
    }  # fmt: skip
    assert facts["study"]["number"] == world.study.reference
    assert facts["study"]["inputs_sha256"] == world.study.analyses.get().inputs_sha256
    assert facts["study"]["number_of_laboratories"] == 4
    assert facts["test"] is True
    copper = facts["results"][0]
    assert (copper["value"], copper["uncertainty"], copper["verdict"]) == ("4.406", "0.014", "pass")
    assert copper["exact"]["mean"].startswith("4.4055")
    assert len(copper["dots"]) == len(LABS)
    assert all(len(values) == 3 for _code, values in copper["dots"])
    assert [person["name"] for person in facts["signatories"]] == ["Bea Başar", "Emil Eren"]
    assert row.valid_until.isoformat() == facts["valid_until_on"]
    assert (row.valid_until - row.valid_from).days in {1094, 1095}


def test_no_number_in_the_facts_is_a_float(world):
    def walk(value):
        if isinstance(value, dict):
            return [line for part in value.values() for line in walk(part)]
        if isinstance(value, list):
            return [line for part in value for line in walk(part)]
        return [value]

    assert not [value for value in walk(json.loads(world.approved().facts)) if isinstance(value, float)]


def test_facts_are_written_in_the_certificates_language_not_the_deciders(world):
    facts = json.loads(world.approved(language="tr").facts)
    assert [row["characteristic"] for row in facts["results"]] == ["Bakır", "Demir", "Magnezyum"]
    assert facts["product"]["critical_input"] == "Alüminyum alaşımı"
    assert facts["holder"]["address"] == ["Türkiye"]


def test_what_changes_later_does_not_change_the_facts(world):
    row = world.issued()
    before = row.facts
    Organisation.objects.filter(pk=world.cast.alder.pk).update(name="Alder Holding")
    assert again(row).facts == before
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        Certificate.objects.unscoped("test").filter(pk=row.pk).update(facts="{}")


@pytest.mark.parametrize(
    ("letter", "told"),
    [
        ("字", "“字” (U+5B57)"),
        ("\u202e", "U+202E"),
        ("\u200b", "U+200B"),
        ("₂", "“₂” (U+2082)"),
        ("\x07", "U+0007"),
    ],
)
def test_what_paper_cannot_print_is_refused_with_a_sentence(world, letter, told):
    row = world.evaluated()
    world.cast.alder.name = f"Alder{letter} Metals"
    world.cast.alder.save()
    with pytest.raises(Conflict) as refused:
        services.approve(certificate_id=row.pk, actor=world.actor("bea"), reasons="Carried.", months=12)
    assert f"The paper cannot print {told}." in str(refused.value)
    assert again(row).state == "evaluated"


def test_a_certificate_takes_no_more_results_than_a_worker_can_print():
    judged = [decisions.Judged(f"C{at}", 8, "pass") for at in range(401)]
    assert decisions.blocking(judged[:400]) == []
    assert decisions.blocking(judged) == [
        "The material has 401 characteristics; one certificate takes 400. Divide the study."
    ]


def test_facts_that_could_not_be_read_back_are_not_approved(world, monkeypatch):
    row = world.evaluated()
    monkeypatch.setattr("apps.certificates.rules.decisions.LONGEST_FACTS", 2_000)
    with pytest.raises(Conflict, match="Divide the study"):
        services.approve(certificate_id=row.pk, actor=world.cast.actor("bea"), reasons="Carried.", months=24)
    assert (again(row).state, again(row).facts) == ("evaluated", "")


def test_what_is_enclosed_at_most_can_be_read_back():
    assert decisions.LONGEST_FACTS < LONGEST_ENCLOSED
