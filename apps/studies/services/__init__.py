"""Writing studies: plan, open, enrol, hand in, close."""

from apps.studies.services.closing import close_study, recomputed
from apps.studies.services.enrolling import enrol
from apps.studies.services.handing_in import hand_in
from apps.studies.services.planning import add_characteristic, open_study, plan_study, remove_characteristic
from apps.studies.services.reading import read_sheet

__all__ = [
    "add_characteristic",
    "close_study",
    "enrol",
    "hand_in",
    "open_study",
    "plan_study",
    "read_sheet",
    "recomputed",
    "remove_characteristic",
]
