"""Writing studies: plan, open, enrol, hand in, close."""

from apps.studies.services.amending import amend
from apps.studies.services.characteristics import (
    add_characteristic,
    change_characteristic,
    remove_characteristic,
)
from apps.studies.services.checking import check_item, waive_check
from apps.studies.services.closing import close_study
from apps.studies.services.custody import dispatch, receive, report_damage
from apps.studies.services.enrolling import enrol
from apps.studies.services.handing_in import hand_in
from apps.studies.services.opening import open_study
from apps.studies.services.planning import REVISABLE, plan_study, revise_plan
from apps.studies.services.reading import read_sheet
from apps.studies.services.ruling import conclude, confirm, rule, send_back
from apps.studies.services.running import recomputed, recomputed_run

__all__ = [
    "REVISABLE",
    "add_characteristic",
    "amend",
    "change_characteristic",
    "check_item",
    "close_study",
    "conclude",
    "confirm",
    "dispatch",
    "enrol",
    "hand_in",
    "open_study",
    "plan_study",
    "read_sheet",
    "receive",
    "recomputed",
    "recomputed_run",
    "remove_characteristic",
    "report_damage",
    "revise_plan",
    "rule",
    "send_back",
    "waive_check",
]
