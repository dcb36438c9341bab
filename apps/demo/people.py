"""The invented people of the demonstration, and how one signs in as them."""

from dataclasses import dataclass
from typing import Final

from apps.accounts.models import User
from apps.accounts.selectors import live_memberships
from apps.core.errors import Words

PASSWORD: Final = "substitute 40 percent"  # noqa: S105 - shown on the landing page of the demonstration


@dataclass(frozen=True)
class Person:
    """Somebody of the cast: the address is made of key and organisation."""

    key: str
    name: str
    organisation: str
    role: str

    @property
    def email(self) -> str:
        """The person's address; the domain is reserved for examples."""
        return f"{self.key}@{self.organisation}.example"


@dataclass(frozen=True)
class House:
    """An organisation of the cast."""

    key: str
    name: str
    kind: str
    is_sme: bool = False
    country: str = "TR"
    address: str = ""


OAK: Final = House(
    "oak", "Oak Research Institute", "institution", address="Üniversiteler Mah. 5, 06800 Ankara"
)
OFFICE: Final = House("office", "Critical Supply Administration", "administration", address="Ankara")
ASSOCIATION: Final = House("association", "Light Metals Association", "industry_body", address="İstanbul")
BIRCH: Final = House(
    "birch", "Birch Certification", "certification_body", address="Atatürk Bulvarı 120, 06680 Ankara"
)
ALDER: Final = House("alder", "Alder Metals", "firm", address="Organize Sanayi Bölgesi 4. Cadde 18, Kütahya")
HAZEL: Final = House("hazel", "Hazel Aerostructures", "firm", address="Sanayi Cad. 7, Eskişehir")
KESTREL: Final = House("kestrel", "Kestrel Alloys", "firm", is_sme=True, address="Işıklar Sok. 3, Çorum")
HERON: Final = House(
    "heron", "Heron Ceramics", "firm", is_sme=True, address="Seramik Organize Sanayi Bölgesi 9, Kütahya"
)
ELM: Final = House("elm", "Elm Trading", "firm", address="İzmir")

FOUNDING: Final = (OAK, OFFICE, ASSOCIATION, ELM, BIRCH)
INVITED: Final = ((ALDER, "member"), (HAZEL, "member"), (BIRCH, "observer"))

LABORATORIES: Final = tuple(
    House(key, f"{name}", "laboratory")
    for key, name in [
        ("cedar", "Cedar Laboratories"),
        ("cypress", "Cypress Analytics"),
        ("linden", "Linden Test House"),
        ("maple", "Maple Spectrometry"),
        ("rowan", "Rowan Testing"),
        ("juniper", "Juniper Metallurgy"),
        ("hornbeam", "Hornbeam Laboratory"),
        ("spruce", "Spruce Chemical Analysis"),
        ("walnut", "Walnut Materials Testing"),
        ("poplar", "Poplar Foundry Laboratory"),
        ("willow", "Willow Institute Laboratory"),
        ("larch", "Larch Quality"),
        ("chestnut", "Chestnut Analysis"),
        ("acacia", "Acacia Laboratories"),
        ("plane", "Plane Tree Testing"),
    ]
)

HOUSES: Final = {
    house.key: house for house in (*FOUNDING, *(one for one, _role in INVITED), KESTREL, HERON, *LABORATORIES)
}

IRIS: Final = Person("iris", "Iris İnan", "oak", "coordinator")
NORA: Final = Person("nora", "Nora Nalbant", "oak", "coordinator")
DORA: Final = Person("dora", "Dora Demir", "office", "reviewer")
DAN: Final = Person("dan", "Dan Doğan", "office", "approver")
IVY: Final = Person("ivy", "Ivy Işıl", "association", "officer")
EVE: Final = Person("eve", "Eve Erdem", "elm", "lead")
ALICE: Final = Person("alice", "Alice Aydın", "alder", "lead")
BOB: Final = Person("bob", "Bob Bulut", "alder", "engineer")
PIA: Final = Person("pia", "Pia Polat", "alder", "procurement")
HANA: Final = Person("hana", "Hana Hızal", "hazel", "lead")
BEA: Final = Person("bea", "Bea Başar", "birch", "certifier")
BERK: Final = Person("berk", "Berk Bayram", "birch", "lead")
EMIL: Final = Person("emil", "Emil Eren", "birch", "evaluator")
KIM: Final = Person("kim", "Kim Kaya", "kestrel", "lead")
GWEN: Final = Person("gwen", "Gwen Güneş", "heron", "lead")
CAROL: Final = Person("carol", "Carol Çelik", "cedar", "lead")

SHOWN: Final = (ALICE, PIA, KIM, GWEN, CAROL, IRIS, NORA, EMIL, BEA, DORA, DAN, IVY, EVE)


@dataclass(frozen=True)
class SignIn:
    """A line of the table of sign-ins."""

    name: str
    role: Words
    organisation: str
    email: str
    password: str


def sign_ins() -> list[SignIn]:
    """Give the sign-ins of the people who exist by now, in the order of the story."""
    found = {person.email: person for person in User.objects.filter(email__in=[one.email for one in SHOWN])}
    lines = []
    for one in SHOWN:
        membership = live_memberships(found[one.email]).first() if one.email in found else None
        if membership:
            organisation = membership.organisation
            lines.append(
                SignIn(one.name, membership.get_role_display(), organisation.name, one.email, PASSWORD)
            )
    return lines
