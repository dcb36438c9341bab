"""States of a study and of a result sheet, and the tables of their moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.flow import Flow, move
from apps.studies.events import (
    CharacteristicAdded,
    CharacteristicRemoved,
    LaboratoryEnrolled,
    SheetReceived,
    SheetRefused,
    SheetReplaced,
    SheetTaken,
    StudyClosed,
    StudyOpened,
)


class StudyState(models.TextChoices):
    """Planned: the protocol is written. Open: laboratories enrol and hand in. Closed: analysed, embargo over."""

    PLANNED = "planned", _("planned")
    OPEN = "open", _("open for results")
    CLOSED = "closed", _("closed and analysed")


PLANNED, OPEN, CLOSED = StudyState.values
# Standings: acts for the convener and holds the right; may take part; takes part.
COORDINATOR, CANDIDATE_LABORATORY, LABORATORY = "coordinator", "candidate laboratory", "laboratory"

FLOW = Flow(
    PLANNED,
    move("add", _("Add a characteristic"), {PLANNED}, PLANNED, by={COORDINATOR}, event=CharacteristicAdded),
    move("remove", _("Remove"), {PLANNED}, PLANNED, by={COORDINATOR}, event=CharacteristicRemoved),
    move("open", _("Open for enrolment and results"), {PLANNED}, OPEN, by={COORDINATOR}, event=StudyOpened),
    move(
        "enrol", _("Enrol as a laboratory"), {OPEN}, OPEN, by={CANDIDATE_LABORATORY}, event=LaboratoryEnrolled
    ),
    move("hand_in", _("Hand in results"), {OPEN}, OPEN, by={LABORATORY}, event=SheetReceived),
    move("close", _("Close and analyse"), {OPEN}, CLOSED, by={COORDINATOR}, event=StudyClosed),
)


class SheetState(models.TextChoices):
    """A received sheet is read by a worker and taken whole, or refused whole with a report."""

    RECEIVED = "received", _("being read")
    TAKEN = "taken", _("handed in")
    REFUSED = "refused", _("refused")
    REPLACED = "replaced", _("replaced by a later sheet")


RECEIVED, TAKEN, REFUSED, REPLACED = SheetState.values
READER = "reader"  # the platform itself

SHEET_FLOW = Flow(
    RECEIVED,
    move("take", _("Take"), {RECEIVED}, TAKEN, by={READER}, event=SheetTaken),
    move("refuse", _("Refuse"), {RECEIVED}, REFUSED, by={READER}, event=SheetRefused),
    move("replace", _("Replace"), {TAKEN}, REPLACED, by={READER}, event=SheetReplaced),
)
