"""Input of pages to plain values."""

from apps.changes.forms.casework import AnswerForm, AskForm, OutcomeForm, ReturnForm
from apps.changes.forms.parts import (
    PART_FORMS,
    ChangeForm,
    FiltersForm,
    OriginForm,
    ScheduleForm,
    TestingForm,
)
from apps.changes.forms.shares import ShareForm

__all__ = [
    "PART_FORMS",
    "AnswerForm",
    "AskForm",
    "ChangeForm",
    "FiltersForm",
    "OriginForm",
    "OutcomeForm",
    "ReturnForm",
    "ScheduleForm",
    "ShareForm",
    "TestingForm",
]
