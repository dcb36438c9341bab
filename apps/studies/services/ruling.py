"""Outlying cells: the coordinator rules with a reason, a second person confirms or sends back."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.audit.services import record
from apps.core.actor import Actor
from apps.core.errors import Conflict, Invalid, Missing, NotAllowed
from apps.studies.events import FlagConfirmed, FlagReturned, FlagRuled, StudyConcluded
from apps.studies.models import OutlierFlag, Study
from apps.studies.selectors.analysis import open_flags_of, run_of
from apps.studies.selectors.inputs import inputs_of
from apps.studies.selectors.studies import standings_of, study_for
from apps.studies.services.locking import locked, locked_for
from apps.studies.services.running import run_analysis
from apps.studies.states import EXCLUSIONS, FLAG_FLOW, FLOW, rulings_on


@transaction.atomic
def rule(*, study_id: UUID, flag_id: int, ruling: str, reason: str, actor: Actor) -> OutlierFlag:
    """Rule on what a test points at: keep it or leave it out, with a reason.

    Of a cell with one bad result, that alone may be left out. Raises `Invalid`, `Conflict`, `NotAllowed`.
    """
    study, flag = _locked(actor, study_id, flag_id, "rule")
    move = FLAG_FLOW.move("rule", flag.state, standings_of(actor, study))
    _check_reason(reason)
    _check_ruling(flag, ruling)
    flag.state, flag.ruling, flag.reason = move.target, ruling, reason.strip()
    flag.ruled_by, flag.ruled_at = actor.pseudonym, actor.now
    flag.save(update_fields=["state", "ruling", "reason", "ruled_by", "ruled_at"])
    told = _told(flag) | {"test": flag.test, "ruling": ruling, "reason": flag.reason}
    record(FlagRuled(study_id=str(study.pk), **told), actor=actor)
    return flag


@transaction.atomic
def confirm(*, study_id: UUID, flag_id: int, actor: Actor) -> OutlierFlag:
    """Confirm a ruling, as somebody else than who ruled. A confirmed exclusion makes a new run at once."""
    study, flag = _locked(actor, study_id, flag_id, "confirm")
    move = FLAG_FLOW.move("confirm", flag.state, standings_of(actor, study))
    _check_second(flag, actor)
    flag.state, flag.confirmed_by, flag.confirmed_at = move.target, actor.pseudonym, actor.now
    flag.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    record(FlagConfirmed(study_id=str(study.pk), **_told(flag), ruling=flag.ruling), actor=actor)
    if flag.ruling in EXCLUSIONS:
        run_analysis(study, actor, inputs_of(study))
    return flag


@transaction.atomic
def send_back(*, study_id: UUID, flag_id: int, reason: str, actor: Actor) -> OutlierFlag:
    """Send a ruling back to the coordinator, with a reason."""
    study, flag = _locked(actor, study_id, flag_id, "confirm")
    move = FLAG_FLOW.move("return", flag.state, standings_of(actor, study))
    _check_second(flag, actor)
    _check_reason(reason)
    flag.state, flag.ruling, flag.reason = move.target, "", ""
    flag.ruled_by = flag.ruled_at = None
    flag.save(update_fields=["state", "ruling", "reason", "ruled_by", "ruled_at"])
    told = FlagReturned(study_id=str(study.pk), **_told(flag), reason=reason.strip())
    record(told, actor=actor)
    return flag


@transaction.atomic
def conclude(*, study_id: UUID, actor: Actor) -> Study:
    """Conclude a closed study with its newest run. Raises `Conflict` while a flag is not ruled on and confirmed."""
    study, move = locked_for(actor, study_id, "conclude")
    open_flags = open_flags_of(study).count()
    if open_flags:
        raise Conflict(
            _("%(count)s outlying cells wait for a ruling or its confirmation.") % {"count": open_flags}
        )
    study.state, study.concluded_at = move.target, actor.now
    study.save(update_fields=["state", "concluded_at"])
    record(StudyConcluded(study_id=str(study.pk), number=run_of(study).number), actor=actor)
    return study


def _locked(actor: Actor, study_id: UUID, flag_id: int, move: str) -> tuple[Study, OutlierFlag]:
    found = study_for(actor, study_id)
    standings = standings_of(actor, found)
    study = locked(study_id)
    FLOW.move(move, study.state, standings)
    rows = OutlierFlag.objects.select_for_update(of=("self",)).select_related(
        "enrolment", "item", "characteristic"
    )
    flag = rows.filter(study=study, pk=flag_id).first()
    if flag is None:
        raise Missing("")
    return study, flag


def _check_second(flag: OutlierFlag, actor: Actor) -> None:
    if flag.ruled_by == actor.pseudonym:
        raise NotAllowed(_("Somebody else than who ruled must confirm."))


def _check_ruling(flag: OutlierFlag, ruling: str) -> None:
    possible = rulings_on(flag.scope)
    if ruling not in possible:
        sentence = _("Choose one of: %(rulings)s.") % {"rulings": ", ".join(map(str, possible.values()))}
        raise Invalid(sentence, fields={"ruling": [sentence]})


def _check_reason(reason: str) -> None:
    if not reason.strip():
        sentence = _("Give the reason; it stands in the report.")
        raise Invalid(sentence, fields={"reason": [sentence]})


def _told(flag: OutlierFlag) -> dict[str, Any]:
    return {
        "flag_id": flag.pk,
        "laboratory": flag.enrolment.code,
        "level": flag.level,
        "replicate": flag.replicate,
    }
