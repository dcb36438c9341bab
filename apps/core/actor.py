"""Who asks: a person acting for one organisation, built once a request, task or command."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import UUID

NOBODY = UUID(int=0)


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A person acting for one organisation, now.

    `parties` are the ids of everything this organisation receives as: itself and its consortia.
    `purposes` are what such an organisation may use shared data for. `capabilities` follow from its role.
    """

    user_id: int
    pseudonym: UUID
    person_name: str
    organisation_id: UUID
    organisation_name: str
    organisation_kind: str
    role: str
    capabilities: frozenset[str]
    parties: tuple[UUID, ...]
    purposes: frozenset[str]
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def may(self, capability: str) -> bool:
        """Tell whether the role of this person in this organisation includes a capability."""
        return capability in self.capabilities

    def at(self, moment: datetime) -> "Actor":
        """Give the same actor at another time, so that a year can pass in a test."""
        return replace(self, now=moment)

    @property
    def organisation_initials(self) -> str:
        """Two letters that tell organisations apart in the bar."""
        words = [word for word in self.organisation_name.split() if word[0].isalnum()]
        return "".join(word[0] for word in words[:2]).upper()


def system_actor(*, now: datetime | None = None) -> Actor:
    """Give the platform itself as the actor of what a clock or a worker does."""
    return Actor(
        user_id=0,
        pseudonym=NOBODY,
        person_name="",
        organisation_id=NOBODY,
        organisation_name="",
        organisation_kind="",
        role="",
        capabilities=frozenset(),
        parties=(),
        purposes=frozenset(),
        now=now or datetime.now(UTC),
    )
