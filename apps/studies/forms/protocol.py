"""What stands in a protocol: characteristics, and the guesses that a plan is judged by."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.studies.models import Direction, MarginKind, Transformation
from apps.studies.projections import CharacteristicView

SCALES: Final = {
    MarginKind.ABSOLUTE: (_("Difference, in the unit"), Transformation.NONE),
    MarginKind.RATIO: (
        _("Ratio, judged on natural logarithms (values above zero)"),
        Transformation.LN,
    ),
}
"""How margins are written decides the transformation: only ratios are judged on logarithms."""

DIRECTIONS: Final = (
    (Direction.TARGET, _("On target")),
    (Direction.HIGHER, _("Higher is better")),
    (Direction.LOWER, _("Lower is better")),
)


class AmountField(forms.DecimalField):
    """A limit or a margin, in the reader's own way of writing numbers."""

    def __init__(self, **said: Any) -> None:
        super().__init__(required=False, max_digits=24, decimal_places=10, localize=True, **said)


class JudgedForm(forms.Form):
    """How a characteristic is judged: method and limits, direction and margins."""

    method = forms.CharField(label=_("Method"), max_length=160, help_text=_("ISO 11885:2007, ICP-OES"))
    lower = AmountField(label=_("Lower limit"))
    upper = AmountField(label=_("Upper limit"))
    direction = forms.ChoiceField(label=_("Which way is good"), choices=DIRECTIONS)
    margin_kind = forms.ChoiceField(
        label=_("Margins are written as"), choices=[(kind, label) for kind, (label, _ln) in SCALES.items()]
    )
    margin_low = AmountField(
        label=_("Margin below"), help_text=_("How much lower still counts as equivalent: 0.05, or ratio 0.80")
    )
    margin_high = AmountField(
        label=_("Margin above"),
        help_text=_("How much higher still counts as equivalent: 0.05, or ratio 1.25"),
    )

    def said(self) -> dict[str, Any]:
        """Give what was said, as the services want it."""
        _label, transformation = SCALES[MarginKind(self.cleaned_data["margin_kind"])]
        return self.cleaned_data | {"transformation": transformation.value}


class CharacteristicForm(JudgedForm):
    """A characteristic of the protocol."""

    code = forms.CharField(label=_("Code"), max_length=20, help_text=_("As it stands on the sheet: Fe"))
    name_en = forms.CharField(label=_("Name, English"), max_length=120)
    name_tr = forms.CharField(label=_("Name, Turkish"), max_length=120)
    unit = forms.CharField(label=_("Unit"), max_length=30, help_text=_("MPa, g/cm³, % (m/m)"))
    field_order = ["code", "name_en", "name_tr", "unit"]


class GuessForm(forms.Form):
    """What a plan reckons with, to see how many laboratories it needs."""

    of = forms.ChoiceField(label=_("For the characteristic"))
    s_r = forms.DecimalField(
        label=_("Repeatability s_r"),
        min_value=0,
        localize=True,
        help_text=_("How much replicates scatter within a laboratory."),
    )
    s_lab_material = forms.DecimalField(
        label=_("Laboratory × material s_LM"),
        min_value=0,
        localize=True,
        help_text=_("How differently laboratories see the two materials."),
    )

    def __init__(self, *args: Any, rows: list[CharacteristicView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of"].choices = [(row.code, f"{row.code} {row.name}") for row in rows]  # type: ignore[attr-defined]
