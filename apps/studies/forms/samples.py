"""Forms of samples: dispatch, receipt, checks of the items."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.studies.models import ItemCheck
from apps.studies.projections import StudyView
from apps.studies.projections.samples import SampleView

LINES = forms.Textarea(attrs={"rows": 6, "spellcheck": "false"})


class DispatchForm(forms.Form):
    """Which samples leave, and with whom."""

    samples = forms.MultipleChoiceField(label=_("Samples"), widget=forms.CheckboxSelectMultiple)
    carrier = forms.CharField(label=_("Carrier and consignment number"), max_length=120, required=False)

    def __init__(self, *said: Any, samples: Sequence[SampleView], **more: Any) -> None:
        """Offer the samples that are prepared, all chosen."""
        super().__init__(*said, **more)
        choices = [(str(row.id), f"{row.code} ({row.laboratory}, {row.item_code})") for row in samples]
        self.fields["samples"].choices = choices  # type: ignore[attr-defined]
        self.fields["samples"].initial = [key for key, _label in choices]


class ReceiptForm(forms.Form):
    """What came in."""

    outcome = forms.ChoiceField(
        label=_("The sample"),
        choices=[
            ("received", _("came in and can be tested")),
            ("damaged", _("is damaged or cannot be tested")),
        ],
        widget=forms.RadioSelect,
        initial="received",
    )
    condition = forms.CharField(label=_("Condition"), max_length=200, help_text=_("Seal intact, dry, 21 °C"))


class CheckForm(forms.Form):
    """A homogeneity or stability check: what was measured on the units."""

    item = forms.ChoiceField(label=_("Item"))
    kind = forms.ChoiceField(label=_("Check"), choices=ItemCheck.Kind.choices)
    characteristic = forms.ChoiceField(label=_("Characteristic"))
    values = forms.CharField(
        label=_("Results"),
        widget=LINES,
        help_text=_("A line for each unit, its results apart by blanks: 2.31 2.34"),
    )
    before = forms.CharField(
        label=_("Results before"),
        widget=LINES,
        required=False,
        help_text=_("For stability only: the units measured before; above stand those measured after."),
    )
    sigma = forms.DecimalField(
        label=_("Standard deviation for assessment"),
        required=False,
        localize=True,
        help_text=_("Empty: a third of the equivalence margin"),
    )

    def __init__(self, *said: Any, study: StudyView, **more: Any) -> None:
        """Offer the items and characteristics of the study."""
        super().__init__(*said, **more)
        self.fields["item"].choices = item_choices(study)  # type: ignore[attr-defined]
        self.fields["characteristic"].choices = [  # type: ignore[attr-defined]
            (row.code, f"{row.code}, {row.name} ({row.unit})") for row in study.characteristics
        ]


class WaiverForm(forms.Form):
    """A check that cannot be made, and why."""

    item = forms.ChoiceField(label=_("Item"))
    kind = forms.ChoiceField(label=_("Check"), choices=ItemCheck.Kind.choices)
    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *said: Any, study: StudyView, **more: Any) -> None:
        """Offer the items of the study."""
        super().__init__(*said, **more | {"auto_id": "waiver_%s"})
        self.fields["item"].choices = item_choices(study)  # type: ignore[attr-defined]


def item_choices(study: StudyView) -> list[tuple[str, str]]:
    """Name the items of a study for its convener."""
    return [(item.code, f"{item.code}: {item.material} ({item.role_label})") for item in study.items]
