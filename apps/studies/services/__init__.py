"""Writing studies: plan, open, enrol, hand in, close."""

from apps.studies.services.amending import amend
from apps.studies.services.attaching import attach_file, detach_file
from apps.studies.services.characteristics import (
    add_characteristic,
    change_characteristic,
    remove_characteristic,
)
from apps.studies.services.checking import check_item, waive_check
from apps.studies.services.closing import close_study
from apps.studies.services.coordinating import name_coordinator
from apps.studies.services.custody import dispatch, receive, report_damage
from apps.studies.services.drafts import discard_draft, go_on_from, submit_draft
from apps.studies.services.enrolling import enrol
from apps.studies.services.entering import enter_results
from apps.studies.services.handing_in import hand_in
from apps.studies.services.opening import open_study
from apps.studies.services.papers import (
    begin_paper,
    finish_paper,
    keep_paper,
    note_paper_trouble,
    order_paper,
    order_papers,
    put_paper_off,
    queue_paper_again,
)
from apps.studies.services.planning import REVISABLE, plan_study, revise_plan
from apps.studies.services.reading import read_sheet
from apps.studies.services.ruling import conclude, confirm, rule, send_back
from apps.studies.services.running import recomputed

__all__ = [
    "REVISABLE",
    "add_characteristic",
    "amend",
    "attach_file",
    "begin_paper",
    "change_characteristic",
    "check_item",
    "close_study",
    "conclude",
    "confirm",
    "detach_file",
    "discard_draft",
    "dispatch",
    "enrol",
    "enter_results",
    "finish_paper",
    "go_on_from",
    "hand_in",
    "keep_paper",
    "name_coordinator",
    "note_paper_trouble",
    "open_study",
    "order_paper",
    "order_papers",
    "plan_study",
    "put_paper_off",
    "queue_paper_again",
    "read_sheet",
    "receive",
    "recomputed",
    "remove_characteristic",
    "report_damage",
    "revise_plan",
    "rule",
    "send_back",
    "submit_draft",
    "waive_check",
]
