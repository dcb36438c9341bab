"""States of a study, a sample, a result sheet, an outlier flag and a report, and the tables of their moves."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from apps.core.errors import Words
from apps.core.flow import Flow, move
from apps.studies.events import (
    CharacteristicAdded,
    CharacteristicChanged,
    CharacteristicRemoved,
    FileAttached,
    FileDetached,
    FlagConfirmed,
    FlagReturned,
    FlagRuled,
    ItemChecked,
    LaboratoryEnrolled,
    PaperFailed,
    PaperMade,
    PaperOrdered,
    PaperOutdated,
    ProtocolAmended,
    SampleDamaged,
    SampleDispatched,
    SampleReceived,
    SheetDiscarded,
    SheetDrafted,
    SheetReceived,
    SheetRefused,
    SheetReplaced,
    SheetTaken,
    StudyClosed,
    StudyConcluded,
    StudyOpened,
    StudyRevised,
)


class StudyState(models.TextChoices):
    """Planned: the protocol is written. Open: laboratories enrol and hand in. Closed: analysed, embargo
    over, outliers are ruled on. Concluded: the last run stands.
    """

    PLANNED = "planned", _("planned")
    OPEN = "open", _("open for results")
    CLOSED = "closed", _("closed and analysed")
    CONCLUDED = "concluded", _("concluded")


PLANNED, OPEN, CLOSED, CONCLUDED = StudyState.values
# Standings: acts for the convener and holds the right; plans for the convener, whoever coordinates; may
# take part; takes part.
COORDINATOR, SECOND = "coordinator", "second person"
CANDIDATE_LABORATORY, LABORATORY = "candidate laboratory", "laboratory"

FLOW = Flow(
    PLANNED,
    move("revise", _("Change the plan"), {PLANNED}, PLANNED, by={COORDINATOR}, event=StudyRevised),
    move("add", _("Add a characteristic"), {PLANNED}, PLANNED, by={COORDINATOR}, event=CharacteristicAdded),
    move(
        "change",
        _("Change a characteristic"),
        {PLANNED},
        PLANNED,
        by={COORDINATOR},
        event=CharacteristicChanged,
    ),
    move("remove", _("Remove"), {PLANNED}, PLANNED, by={COORDINATOR}, event=CharacteristicRemoved),
    move("open", _("Open for enrolment and results"), {PLANNED}, OPEN, by={COORDINATOR}, event=StudyOpened),
    move("amend", _("Amend the protocol"), {OPEN}, OPEN, by={COORDINATOR}, event=ProtocolAmended),
    move(
        "enrol", _("Enrol as a laboratory"), {OPEN}, OPEN, by={CANDIDATE_LABORATORY}, event=LaboratoryEnrolled
    ),
    move("hand_in", _("Hand in results"), {OPEN}, OPEN, by={LABORATORY}, event=SheetReceived),
    move("check", _("Record a check of an item"), {OPEN}, OPEN, by={COORDINATOR}, event=ItemChecked),
    move("dispatch", _("Dispatch samples"), {OPEN}, OPEN, by={COORDINATOR}, event=SampleDispatched),
    move("close", _("Close and analyse"), {OPEN}, CLOSED, by={COORDINATOR}, event=StudyClosed),
    move("rule", _("Rule on an outlying cell"), {CLOSED}, CLOSED, by={COORDINATOR}, event=FlagRuled),
    move("confirm", _("Confirm the ruling"), {CLOSED}, CLOSED, by={SECOND}, event=FlagConfirmed),
    move("conclude", _("Conclude the study"), {CLOSED}, CONCLUDED, by={COORDINATOR}, event=StudyConcluded),
)


class SampleState(models.TextChoices):
    """Chain of custody of a sample."""

    PREPARED = "prepared", _("prepared")
    DISPATCHED = "dispatched", _("on its way")
    RECEIVED = "received", _("received")
    DAMAGED = "damaged", _("came in damaged")


PREPARED, DISPATCHED, SAMPLE_RECEIVED, DAMAGED = SampleState.values

SAMPLE_FLOW = Flow(
    PREPARED,
    move("dispatch", _("Dispatch"), {PREPARED}, DISPATCHED, by={COORDINATOR}, event=SampleDispatched),
    move(
        "receive", _("Confirm receipt"), {DISPATCHED}, SAMPLE_RECEIVED, by={LABORATORY}, event=SampleReceived
    ),
    move(
        "damage",
        _("Report as damaged"),
        {DISPATCHED, SAMPLE_RECEIVED},
        DAMAGED,
        by={LABORATORY},
        event=SampleDamaged,
    ),
)


class SheetState(models.TextChoices):
    """A received sheet is read by a worker, then a draft or taken whole, or refused whole with a report."""

    RECEIVED = "received", _("being read")
    DRAFT = "draft", _("draft")
    TAKEN = "taken", _("handed in")
    REFUSED = "refused", _("refused")
    REPLACED = "replaced", _("replaced by a later sheet")
    DISCARDED = "discarded", _("discarded draft")


RECEIVED, DRAFT, TAKEN, REFUSED, REPLACED, DISCARDED = SheetState.values
READER = "reader"  # the platform itself

SHEET_FLOW = Flow(
    RECEIVED,
    move("take", _("Take"), {RECEIVED}, TAKEN, by={READER}, event=SheetTaken),
    move("keep", _("Keep as a draft"), {RECEIVED}, DRAFT, by={READER}, event=SheetDrafted),
    move("refuse", _("Refuse"), {RECEIVED}, REFUSED, by={READER}, event=SheetRefused),
    move("attach", _("Attach a file"), {DRAFT}, DRAFT, by={LABORATORY}, event=FileAttached),
    move("detach", _("Take the file away"), {DRAFT}, DRAFT, by={LABORATORY}, event=FileDetached),
    move("submit", _("Hand in"), {DRAFT}, TAKEN, by={LABORATORY}, event=SheetTaken),
    move("discard", _("Discard the draft"), {DRAFT}, DISCARDED, by={LABORATORY}, event=SheetDiscarded),
    move("replace", _("Replace"), {TAKEN}, REPLACED, by={READER}, event=SheetReplaced),
)


class Ruling(models.TextChoices):
    """What is done with what a test points at: all of it is left out, or, of a cell, the one result alone."""

    KEEP = "keep", _("keep")
    EXCLUDE = "exclude", _("leave out")
    EXCLUDE_RESULT = "exclude_result", _("leave out the one result")


EXCLUSIONS = (Ruling.EXCLUDE, Ruling.EXCLUDE_RESULT)


class Scope(models.TextChoices):
    """What a flag points at."""

    CELL = "cell", _("a cell")
    RESULT = "result", _("one result of a cell")
    LABORATORY = "laboratory", _("a laboratory everywhere")


def rulings_on(scope: Scope) -> dict[str, Words]:
    """Give the rulings there are on what a flag points at, with what each means there."""
    if scope is Scope.LABORATORY:
        return {Ruling.KEEP.value: Ruling.KEEP.label, Ruling.EXCLUDE.value: _("leave out everywhere")}
    if scope is Scope.CELL:
        return {Ruling.KEEP.value: Ruling.KEEP.label, Ruling.EXCLUDE.value: _("leave out")}
    return {
        Ruling.KEEP.value: Ruling.KEEP.label,
        Ruling.EXCLUDE_RESULT.value: Ruling.EXCLUDE_RESULT.label,
        Ruling.EXCLUDE.value: _("leave out the whole cell"),
    }


class FlagState(models.TextChoices):
    """A flag is proposed by a run, ruled on with a reason, confirmed by somebody else."""

    PROPOSED = "proposed", _("to be ruled on")
    RULED = "ruled", _("to be confirmed")
    CONFIRMED = "confirmed", _("confirmed")


PROPOSED, RULED, CONFIRMED = FlagState.values

FLAG_FLOW = Flow(
    PROPOSED,
    move("rule", _("Rule"), {PROPOSED}, RULED, by={COORDINATOR}, event=FlagRuled),
    move("confirm", _("Confirm"), {RULED}, CONFIRMED, by={SECOND}, event=FlagConfirmed),
    move("return", _("Send back"), {RULED}, PROPOSED, by={SECOND}, event=FlagReturned),
)


class PaperState(models.TextChoices):
    """A report is made by a worker; one whose rulings change before it is made is outdated."""

    ORDERED = "ordered", _("being made")
    MADE = "made", pgettext_lazy("report", "made")
    FAILED = "failed", _("could not be made")
    OUTDATED = "outdated", _("not made: the rulings changed")


ORDERED, MADE, FAILED, OUTDATED = PaperState.values
# Standings: sees the closed study; the platform itself.
VIEWER, PRINTER = "viewer", "printer"

PAPER_FLOW = Flow(
    ORDERED,
    move("make", _("Make the PDF"), {ORDERED}, MADE, by={PRINTER}, event=PaperMade),
    move("fail", _("Give up"), {ORDERED}, FAILED, by={PRINTER}, event=PaperFailed),
    move("outdate", _("Give up"), {ORDERED}, OUTDATED, by={PRINTER}, event=PaperOutdated),
    move("order", _("Make the PDF"), {FAILED, OUTDATED}, ORDERED, by={VIEWER, PRINTER}, event=PaperOrdered),
)
