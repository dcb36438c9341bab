"""A version of a protocol, and what it changed, in the words of who reads it."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.core.errors import Words
from apps.core.language import in_language
from apps.core.templatetags.figures import day, number
from apps.studies.models import Direction, MarginKind, ProtocolVersion, Transformation

OF_STUDY: Final[dict[str, Words]] = {
    "laboratories_wanted": gettext_lazy("Laboratories wanted"),
    "replicates": gettext_lazy("Replicates"),
    "samples_due_on": gettext_lazy("Samples due on"),
    "results_due_on": gettext_lazy("Results due on"),
}
OF_CHARACTERISTICS: Final[dict[str, Words]] = {
    "method": gettext_lazy("Method"),
    "lower": gettext_lazy("Lower limit"),
    "upper": gettext_lazy("Upper limit"),
    "direction": gettext_lazy("Direction"),
    "margin_kind": gettext_lazy("Margins as"),
    "margin_low": gettext_lazy("Margin below"),
    "margin_high": gettext_lazy("Margin above"),
    "transformation": gettext_lazy("Transformation"),
}
CHOICES: Final[dict[str, Any]] = {
    "direction": Direction,
    "margin_kind": MarginKind,
    "transformation": Transformation,
}
LIMITS: Final = frozenset({"lower", "upper"})
MARGINS: Final = frozenset({"margin_low", "margin_high"})

Said = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One thing that an amendment changed: of the study, or of the characteristic named by `code`.

    Without `before` it was added, without `after` taken out.
    """

    code: str
    what: Words
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class VersionView:
    """A locked version. `text` is canonical JSON whose SHA-256 is `sha256`; None while it is secret."""

    number: int
    sha256: str
    reason: str
    invalidates: tuple[str, ...]
    locked_at: datetime
    by: str
    changes: tuple[Change, ...]
    text: str | None


def version_view(row: ProtocolVersion, *, text_before: str | None, by: str, tells_text: bool) -> VersionView:
    """Show a version beside the one before it."""
    return VersionView(
        number=row.number,
        sha256=row.sha256,
        reason=row.reason,
        invalidates=tuple(row.invalidates),
        locked_at=row.locked_at,
        by=by,
        changes=changes_between(json.loads(text_before), json.loads(row.text)) if text_before else (),
        text=row.text if tells_text else None,
    )


def changes_between(before: Said, after: Said) -> tuple[Change, ...]:
    """Tell what differs between two texts of a protocol, in words. Items never do."""
    changes = [
        Change("", what, _worded(name, before), _worded(name, after))
        for name, what in OF_STUDY.items()
        if before.get(name) != after.get(name)
    ]
    old, new = (_by_code(said) for said in (before, after))
    for code in [*old, *(code for code in new if code not in old)]:
        changes += _of_characteristic(code, old.get(code), new.get(code))
    return tuple(changes)


def _by_code(said: Said) -> dict[str, Said]:
    return {one["code"]: one for one in said["characteristics"]}


def _of_characteristic(code: str, before: Said | None, after: Said | None) -> list[Change]:
    if before is None or after is None:
        return [Change(code, _("Characteristic"), _name(before), _name(after))]
    return [
        Change(code, what, _worded(name, before), _worded(name, after))
        for name, what in OF_CHARACTERISTICS.items()
        if before.get(name) != after.get(name)
    ]


def _name(said: Said | None) -> str:
    return in_language(said["name_en"], said["name_tr"]) if said else ""


def _worded(name: str, said: Said) -> str:
    value = said.get(name)
    if value is None:
        return _("none")
    if name.endswith("_on"):
        return day(date.fromisoformat(value))
    if name in CHOICES:
        return str(CHOICES[name](value).label)
    if name in LIMITS or (name in MARGINS and said["margin_kind"] == MarginKind.ABSOLUTE):
        return f"{number(value)} {said['unit']}"
    return number(value) if name in MARGINS else str(value)
