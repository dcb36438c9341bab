"""Forms of studies: input to plain values."""

from apps.studies.forms.amending import Amending
from apps.studies.forms.entry import EntryForm
from apps.studies.forms.materials import MaterialForm
from apps.studies.forms.planning import PlanForm, RevisionForm
from apps.studies.forms.protocol import CharacteristicForm, GuessForm
from apps.studies.forms.rulings import ReturnForm, RulingForm
from apps.studies.forms.samples import CheckForm, DispatchForm, ReceiptForm, WaiverForm
from apps.studies.forms.sheets import RawFileForm, SheetForm, SubmitForm

__all__ = [
    "Amending",
    "CharacteristicForm",
    "CheckForm",
    "DispatchForm",
    "EntryForm",
    "GuessForm",
    "MaterialForm",
    "PlanForm",
    "RawFileForm",
    "ReceiptForm",
    "ReturnForm",
    "RevisionForm",
    "RulingForm",
    "SheetForm",
    "SubmitForm",
    "WaiverForm",
]
