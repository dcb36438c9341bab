"""Homogeneity and stability of the items, judged and recorded before samples leave (ISO 13528, Annex B)."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.audit.services import record
from apps.core.actor import Actor
from apps.core.canonical import canonical
from apps.core.errors import Invalid, Missing
from apps.studies.events import ItemChecked
from apps.studies.models import Characteristic, Item, ItemCheck, MarginKind, Study
from apps.studies.rules.checks import cells_of, read_values, sigma_of
from apps.studies.services.locking import locked_for
from apps.studies.statistics import homogeneity_of, stability_of
from apps.studies.statistics.plain import plain


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What was measured: the characteristic's code, the values as text, and sigma_pt if it is stated.

    `values` holds a line for each unit; for stability they are the values after, `before` those before.
    """

    characteristic: str
    values: str
    before: str = ""
    sigma: Decimal | None = None


@transaction.atomic
def check_item(*, study_id: UUID, item: str, kind: str, tested: Measured, actor: Actor) -> ItemCheck:
    """Judge and record a check of an item (by its code). Raises `Invalid` for what cannot be judged."""
    study, _move = locked_for(actor, study_id, "check")
    row = _item(study, item)
    _check_kind(kind)
    characteristic = Characteristic.objects.filter(study=study, code=tested.characteristic).first()
    if characteristic is None:
        sentence = _("Choose a characteristic of the protocol.")
        raise Invalid(sentence, fields={"characteristic": [sentence]})
    numbers, is_adequate = _judged(kind, tested, sigma_of(_margin(characteristic), tested.sigma))
    verdict = ItemCheck.Verdict.ADEQUATE if is_adequate else ItemCheck.Verdict.NOT_ADEQUATE
    said = {key: str(value) for key, value in asdict(tested).items() if value}
    return _recorded(
        study,
        ItemCheck(
            item=row, characteristic=characteristic, kind=kind, values=said, numbers=numbers, verdict=verdict
        ),
        actor,
    )


@transaction.atomic
def waive_check(*, study_id: UUID, item: str, kind: str, reason: str, actor: Actor) -> ItemCheck:
    """Record that a check of an item cannot be made, and why. Raises `Invalid` without a reason."""
    study, _move = locked_for(actor, study_id, "check")
    _check_kind(kind)
    if not reason.strip():
        sentence = _("Say why the check is waived; the report says it too.")
        raise Invalid(sentence, fields={"reason": [sentence]})
    waived = ItemCheck(
        item=_item(study, item), kind=kind, verdict=ItemCheck.Verdict.WAIVED, reason=reason.strip()
    )
    return _recorded(study, waived, actor)


def _judged(kind: str, tested: Measured, sigma: float) -> tuple[str, bool]:
    after = cells_of(read_values(tested.values))
    if kind == ItemCheck.Kind.STABILITY:
        before = cells_of(read_values(tested.before, field="before"))
        stability = stability_of(before, after, sigma)
        is_adequate = stability.stable or bool(stability.stable_expanded)
        return canonical(plain(stability) | {"sigma": sigma}), is_adequate
    homogeneity = homogeneity_of(after, sigma)
    is_adequate = bool(homogeneity.sufficient or homogeneity.sufficient_expanded)
    return canonical(plain(homogeneity) | {"sigma": sigma}), is_adequate


def _margin(characteristic: Characteristic) -> Decimal | None:
    """Give the narrower margin in the unit; None where there is none, or one of a ratio."""
    if characteristic.margin_kind != MarginKind.ABSOLUTE:
        return None
    set_ones = [one for one in (characteristic.margin_low, characteristic.margin_high) if one is not None]
    return min(set_ones, default=None)


def _check_kind(kind: str) -> None:
    if kind not in ItemCheck.Kind.values:
        sentence = _("Choose homogeneity or stability.")
        raise Invalid(sentence, fields={"kind": [sentence]})


def _item(study: Study, code: str) -> Item:
    row = Item.objects.filter(study=study, code=code).first()
    if row is None:
        raise Missing("")
    return row


def _recorded(study: Study, check: ItemCheck, actor: Actor) -> ItemCheck:
    check.recorded_by, check.recorded_at = actor.pseudonym, actor.now
    check.save()
    record(ItemChecked(study_id=str(study.pk), check_id=check.pk), actor=actor)
    return check
