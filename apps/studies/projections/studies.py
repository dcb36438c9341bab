"""A study as one viewer sees it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from apps.core.errors import Words
from apps.core.language import in_language

TONES: Final = {"planned": "neutral", "open": "info", "closed": "warn", "concluded": "good"}


@dataclass(frozen=True, kw_only=True)
class OwnPlace:
    """The viewer's own laboratory in a study; `samples` are the codes of its own live samples."""

    enrolment_id: UUID
    code: str
    has_handed_in: bool
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StudyLine:
    """A study in a list."""

    id: UUID
    reference: str
    title: str
    critical_input: str
    consortium: str
    convener: str
    state: str
    state_label: Words
    results_due_on: date
    created_at: datetime
    own: OwnPlace | None

    @property
    def tone(self) -> str:
        """The tone of the state's pill."""
        return TONES[self.state]


@dataclass(frozen=True, kw_only=True)
class ItemView:
    """An item, for the convener, and for all after closing. Before, a laboratory knows its samples alone."""

    code: str
    role: str
    role_label: Words
    material_id: UUID
    material: str


@dataclass(frozen=True, kw_only=True)
class CharacteristicView:
    """A characteristic of the protocol."""

    id: int
    code: str
    name_en: str
    name_tr: str
    unit: str
    method: str
    lower: Decimal | None
    upper: Decimal | None
    direction: str
    margin_kind: str
    margin_low: Decimal | None
    margin_high: Decimal | None
    transformation: str
    counts_from: datetime | None

    @property
    def is_compared(self) -> bool:
        """Tell whether candidate and incumbent are compared on it: it has a margin."""
        return self.margin_low is not None or self.margin_high is not None

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name_en, self.name_tr)


@dataclass(frozen=True, kw_only=True)
class LaboratoryLine:
    """An enrolled laboratory, for the convener's eyes."""

    code: str
    name: str
    enrolled_at: datetime
    has_handed_in: bool


@dataclass(frozen=True, kw_only=True)
class StudyView:
    """A study with its protocol. `laboratories` is None for everybody but the convener.

    `protocol_salt` is None until the study closes: with it, which code is which could be tried out.
    """

    id: UUID
    reference: str
    title: str
    purpose: str
    consortium: str
    convener_id: UUID
    convener: str
    critical_input: str
    state: str
    state_label: Words
    replicates: int
    laboratories_wanted: int
    certifying: bool
    publication: str
    publication_label: Words
    samples_due_on: date | None
    results_due_on: date
    created_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    concluded_at: datetime | None
    protocol_sha256: str
    protocol_salt: str | None
    items: tuple[ItemView, ...]
    characteristics: tuple[CharacteristicView, ...]
    own: OwnPlace | None
    laboratories: tuple[LaboratoryLine, ...] | None
    moves: tuple[str, ...]

    @property
    def tone(self) -> str:
        """The tone of the state's pill."""
        return TONES[self.state]

    @property
    def is_closed(self) -> bool:
        """Tell whether the embargo is over."""
        return self.closed_at is not None
