"""Results typed into the form: they become a file, and go through the same door as any other."""

from io import BytesIO
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.core.actor import Actor
from apps.core.errors import Invalid
from apps.studies.models import Sheet
from apps.studies.projections.faults import fault_line
from apps.studies.rules.faults import Fault
from apps.studies.rules.grid import Line, Rows, Typed, rows_of
from apps.studies.rules.sheets import read_file
from apps.studies.services.drafts import go_on_from
from apps.studies.services.handing_in import enrolled_and_locked, hand_in
from apps.studies.services.reading import expected_of


@transaction.atomic
def enter_results(
    *,
    study_id: UUID,
    lines: list[Line],
    typed: Typed,
    actor: Actor,
    draft_id: UUID | None = None,
    analyst: str = "",
    instrument: str = "",
) -> Sheet:
    """Keep what was typed as a draft, in the place of an earlier draft if one is named.

    Raises `Invalid` with the faults by field, and keeps nothing then; else as `hand_in`.
    """
    _study, enrolment = enrolled_and_locked(actor, study_id)
    rows = rows_of(lines, typed)
    faults = read_file(BytesIO(rows.content), expected_of(enrolment)).faults
    if faults.count:
        found = _by_field(rows, faults.listed)
        of_none = found.pop("", [_("Some results cannot be read.")])
        raise Invalid(" ".join(of_none), fields=found)
    said = {"file_name": _("Typed into the form"), "analyst": analyst, "instrument": instrument}
    if draft_id:
        return go_on_from(sheet_id=draft_id, content=rows.content, actor=actor, **said)
    return hand_in(study_id=study_id, content=rows.content, keep_as_draft=True, actor=actor, **said)


def _by_field(rows: Rows, faults: list[Fault]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for fault in faults:
        sentences = found.setdefault(rows.field_of(fault), [])
        if (sentence := fault_line(fault.as_dict()).text) not in sentences:
            sentences.append(sentence)
    return found
