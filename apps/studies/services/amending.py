"""Amending a locked protocol: a new version with its reason, and with what it invalidates."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from apps.audit.services import record
from apps.core.actor import Actor
from apps.core.errors import Conflict
from apps.studies.events import ProtocolAmended
from apps.studies.models import Characteristic, ProtocolVersion, Sheet, Study
from apps.studies.rules import amending as rules
from apps.studies.rules.characteristics import Described, described
from apps.studies.rules.protocol import check_named
from apps.studies.services.characteristics import put, rewrite
from apps.studies.services.locking import locked_for
from apps.studies.services.opening import check_ready
from apps.studies.services.planning import planned
from apps.studies.services.versions import lock_version, protocol_of
from apps.studies.states import REFUSED

Values = Mapping[str, Any]


@transaction.atomic
def amend(
    *,
    study_id: UUID,
    reason: str,
    actor: Actor,
    changes: Values | None = None,
    characteristics: Mapping[str, Values] | None = None,
    added: Sequence[Described] = (),
    removed: Collection[str] = (),
    invalidates: Collection[str] = (),
) -> ProtocolVersion:
    """Amend the protocol of an open study and lock it as its next version.

    `changes` are of the study (`rules.amending.ALWAYS`), `characteristics` of characteristics by code; what
    is the same as before is no change. Results of the `invalidates` codes that were handed in before now
    count no more. After the first result only days, laboratories wanted, methods, limits and more
    replicates can change: `Conflict` for the rest. Raises `Invalid` with a sentence per field; a field of a
    characteristic is named `Fe.upper`.
    """
    study, _move = locked_for(actor, study_id, "amend")
    rules.check_reason(reason)
    before = protocol_of(study)
    rewritten = _rewritten(study, characteristics or {})
    if removed or added or any(_decides(row, said) for row, said in rewritten):
        rules.check_no_results(has_results=_has_results(study))
    _amend_study(study, dict(changes or {}), actor)
    for row, said in rewritten:
        rewrite(row, said, prefix=f"{row.code}.")
    _swap(study, removed, added)
    _invalidate(study, invalidates, actor)
    check_ready(study)
    rules.check_changes_something(changes=protocol_of(study) != before)
    version = lock_version(study, actor, reason=reason.strip(), invalidates=sorted(set(invalidates)))
    amended = ProtocolAmended(
        study_id=str(study.pk),
        version=version.number,
        protocol_sha256=version.sha256,
        reason=version.reason,
        invalidates=", ".join(version.invalidates),
    )
    record(amended, actor=actor)
    return version


def _rewritten(study: Study, changes: Mapping[str, Values]) -> list[tuple[Characteristic, Described]]:
    """Give the characteristics that change, with what they become."""
    rows = {row.code: row for row in study.characteristics.all()}
    rules.check_known(changes, rows, field="characteristics")
    amended = []
    for code, values in changes.items():
        check_named(values, (*rules.ALWAYS_OF_CHARACTERISTICS, *rules.BEFORE_RESULTS))
        said = described(rows[code]).changed(dict(values))
        if said != described(rows[code]):
            amended.append((rows[code], said))
    return amended


def _decides(row: Characteristic, said: Described) -> bool:
    return any(getattr(row, name) != getattr(said, name) for name in rules.BEFORE_RESULTS)


def _has_results(study: Study) -> bool:
    """A sheet that was not refused is a result, read or not, draft or not: its laboratory knows the values."""
    rows = Sheet.objects.unscoped("that there are results, not whose").filter(enrolment__study=study)
    return rows.exclude(state=REFUSED).exists()


def _amend_study(study: Study, changes: dict[str, Any], actor: Actor) -> None:
    check_named(changes, rules.ALWAYS)
    changed = {name: value for name, value in changes.items() if value != getattr(study, name)}
    replicates_before = study.replicates
    for name, value in changed.items():
        setattr(study, name, value)
    today = actor.now.date()
    rules.check_amended_plan(
        planned(study), changed=changed, replicates_before=replicates_before, today=today
    )
    study.save(update_fields=list(changed))


def _swap(study: Study, removed: Collection[str], added: Sequence[Described]) -> None:
    known = set(study.characteristics.values_list("code", flat=True))
    rules.check_known(removed, known, field="removed")
    try:
        Characteristic.objects.filter(study=study, code__in=removed).delete()
    except ProtectedError as error:
        raise Conflict(_("A check of an item rests on this characteristic; it cannot be removed.")) from error
    for said in added:
        put(study, said, prefix="added.")


def _invalidate(study: Study, codes: Collection[str], actor: Actor) -> None:
    rows = study.characteristics
    rules.check_known(codes, rows.values_list("code", flat=True), field="invalidates")
    rows.filter(code__in=codes).update(counts_from=actor.now)
