"""What pages and API receive: published production as shares. Reference data hides nothing."""

from dataclasses import dataclass
from decimal import Decimal

from apps.core.errors import Words


@dataclass(frozen=True)
class CountryView:
    """A country in the reader's language."""

    code: str
    name: str


@dataclass(frozen=True)
class InputView:
    """A critical input in the reader's language."""

    code: str
    name: str
    hs6: str
    stage: Words


@dataclass(frozen=True)
class CountryShare:
    """Production of one country in a year, and its share (0 to 1) of all that is published."""

    country: CountryView
    amount: Decimal
    share: Decimal
    estimated: bool


@dataclass(frozen=True, kw_only=True)
class Concentration:
    """Where an input comes from in one year.

    `shares` are the named countries that produce, largest first; `rest` is the printed "other countries".
    `unpublished` are countries whose figure is withheld or not available: they are in no share. `hhi_upper`
    counts the rest as if it were one country.
    """

    input: InputView
    year: int | None = None
    edition: int | None = None
    unit: Words = ""
    shares: tuple[CountryShare, ...] = ()
    rest: Decimal | None = None
    rest_share: Decimal | None = None
    unpublished: tuple[CountryView, ...] = ()
    hhi: int | None = None
    hhi_upper: int | None = None
    tone: str = "neutral"
    years: tuple[int, ...] = ()

    @property
    def top(self) -> CountryShare | None:
        """The country with the largest share."""
        return self.shares[0] if self.shares else None

    @property
    def total(self) -> Decimal:
        """The sum of all published figures of the year."""
        return sum((row.amount for row in self.shares), self.rest or Decimal(0))
