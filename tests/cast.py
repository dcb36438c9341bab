"""The standing cast: works for Alice, Bob may, Eve gets 404.

Alice leads Alder Metals (firm, member), Bob is her engineer, Pia her procurement lead; Carol runs the
laboratory Cedar, Colin the laboratory Cypress; Hana leads Hazel Alloys, another member firm and competitor;
Iris coordinates at the convening institution, Ike leads it; Emil evaluates and Bea decides at Birch
Certification; Dora reviews at the administration, Dan signs second; Ivy is at the industry body; Eve leads
Elm Trading, a firm that belongs to nothing.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from apps.accounts.models import Membership, Organisation, User
from apps.accounts.selectors import actor_of, live_memberships
from apps.consortia.models import AgreementVersion, Consortium, ConsortiumMembership
from apps.core.actor import Actor
from apps.materials.models import CriticalInput, Material

ORGANISATIONS = {
    "alder": ("Alder Metals", "firm"),
    "hazel": ("Hazel Alloys", "firm"),
    "elm": ("Elm Trading", "firm"),
    "cedar": ("Cedar Laboratories", "laboratory"),
    "cypress": ("Cypress Analytics", "laboratory"),
    "oak": ("Oak Research Institute", "institution"),
    "birch": ("Birch Certification", "certification_body"),
    "ivybody": ("Battery and Alloy Association", "industry_body"),
    "office": ("Critical Supply Administration", "administration"),
}
PEOPLE = {
    "alice": ("Alice Aydın", "alder", "lead"),
    "bob": ("Bob Bulut", "alder", "engineer"),
    "pia": ("Pia Polat", "alder", "procurement"),
    "hana": ("Hana Hızal", "hazel", "lead"),
    "eve": ("Eve Erdem", "elm", "lead"),
    "carol": ("Carol Çelik", "cedar", "lead"),
    "colin": ("Colin Can", "cypress", "lead"),
    "ike": ("Ike Işık", "oak", "lead"),
    "iris": ("Iris İnan", "oak", "coordinator"),
    "emil": ("Emil Eren", "birch", "evaluator"),
    "bea": ("Bea Başar", "birch", "certifier"),
    "dora": ("Dora Demir", "office", "reviewer"),
    "dan": ("Dan Doğan", "office", "approver"),
    "ivy": ("Ivy Işıl", "ivybody", "officer"),
}
MEMBERS = {
    "oak": "convener",
    "alder": "member",
    "hazel": "member",
    "cedar": "laboratory",
    "cypress": "laboratory",
}
OBSERVERS = {"birch": "observer"}


@dataclass
class Cast:
    """People, organisations and one consortium. `cast.alice` is a User, `cast.actor("alice")` her Actor."""

    organisations: dict[str, Organisation]
    people: dict[str, User]
    consortium: Consortium
    critical_input: CriticalInput
    candidate: Material
    incumbent: Material
    _actors: dict[str, Actor] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User | Organisation:
        for group in ("people", "organisations"):
            if name in self.__dict__.get(group, {}):
                return self.__dict__[group][name]
        raise AttributeError(name)

    def actor(self, name: str) -> Actor:
        """Build the actor of a person, now."""
        return actor_of(live_memberships(self.people[name]).get())


def make_cast() -> Cast:
    """Make the cast and the consortium "Light alloys" with its first agreement; the year begins here."""
    now = timezone.now() - timedelta(days=1)
    organisations = {
        key: Organisation.objects.create(name=name, kind=kind, is_sme=key == "alder")
        for key, (name, kind) in ORGANISATIONS.items()
    }
    people = {}
    for key, (name, organisation, role) in PEOPLE.items():
        people[key] = User.objects.create_user(
            f"{key}@{organisation}.example", "correct horse battery", name=name
        )
        Membership.objects.create(
            user=people[key], organisation=organisations[organisation], role=role, since=now
        )
    critical_input, _made = CriticalInput.objects.get_or_create(
        code="aluminium",
        defaults={
            "name_en": "Aluminium alloy",
            "name_tr": "Alüminyum alaşımı",
            "hs6": "760120",
            "commodity": "Aluminum",
            "stage": "Smelter production",
        },
    )
    consortium = _consortium(organisations, people, critical_input, now)
    shared = {"owner": consortium, "critical_input": critical_input}
    candidate = Material.objects.create(
        **shared, name="AlCu4Mg1 secondary", grade="EN AW-2024", producer="Alder"
    )
    incumbent = Material.objects.create(
        **shared, name="AlCu4Mg1 primary", grade="EN AW-2024", producer="Abroad"
    )
    return Cast(organisations, people, consortium, critical_input, candidate, incumbent)


def _consortium(organisations, people, critical_input, now):  # type: ignore[no-untyped-def]
    consortium = Consortium.objects.create(
        name="Light alloys",
        convener=organisations["oak"],
        critical_input=critical_input,
        purpose="Replace it.",
    )
    agreement = AgreementVersion.objects.create(
        consortium=consortium,
        version="1.0",
        summary_en="Be fair.",
        summary_tr="Adil olun.",
        text_en="Members are fair.",
        text_tr="Üyeler adildir.",
        sha256="0" * 64,
        effective_at=now,
    )
    for key, role in {**MEMBERS, **OBSERVERS}.items():
        ConsortiumMembership.objects.create(
            consortium=consortium,
            organisation=organisations[key],
            role=role,
            agreement=agreement,
            accepted_by=next(iter(people.values())).pseudonym,
            joined_at=now,
        )
    return consortium
