"""Opening a report to another party."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import Party
from apps.changes.models import Report
from apps.sharing.models import Purpose


class ShareForm(forms.Form):
    """To whom, which groups, what for, until when."""

    grantee = forms.ChoiceField(
        label=gettext_lazy("Open it to"), help_text=gettext_lazy("A consortium of yours, or a member of one.")
    )
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("What they may see"),
        choices=[(group.name, group.label) for group in Report.SHARING.groups],
        widget=forms.CheckboxSelectMultiple,
    )
    purpose = forms.ChoiceField(label=gettext_lazy("What they may use it for"), choices=Purpose.choices)
    until = forms.DateField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("The last day they see it; at most twelve months ahead."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
    )

    def __init__(self, *args: Any, receivers: Sequence[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["grantee"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("Choose")), *((str(party.pk), party.name) for party in receivers)]

    def clean_until(self) -> datetime:
        """Give the end of the day where the firm sits."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["until"], time(23, 59, 59)))
