"""Who will be told of a report by duty of office, before it is sent."""

from dataclasses import dataclass

from apps.accounts.models import Organisation
from apps.accounts.selectors import organisations_of_kind
from apps.changes.models import Report
from apps.changes.rules import REPORTING_DUTY, STATISTICS_DUTY
from apps.changes.selectors.shares import CLOSED, DUTY
from apps.core.errors import Words


@dataclass(frozen=True)
class DutyLine:
    """A party that a sent report is opened to by law, and which groups of it."""

    party: str
    kind: Words
    marks: tuple[str, ...]
    legal_basis: str


def told_by_duty() -> list[DutyLine]:
    """Give the administration with all groups, then the industry bodies with none."""
    count = len(Report.SHARING.groups)
    offices = organisations_of_kind(Organisation.Kind.ADMINISTRATION)[:1]
    bodies = organisations_of_kind(Organisation.Kind.INDUSTRY_BODY)
    return [
        *(DutyLine(one.name, one.get_kind_display(), (DUTY,) * count, REPORTING_DUTY) for one in offices),
        *(DutyLine(one.name, one.get_kind_display(), (CLOSED,) * count, STATISTICS_DUTY) for one in bodies),
    ]
