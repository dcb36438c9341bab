"""Results typed in: a field for each sample, characteristic and replicate."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.studies.projections import CharacteristicView, StudyView
from apps.studies.projections.hints import HintLine
from apps.studies.projections.sheets import OwnCell
from apps.studies.rules.grid import Line, fields_in, lines_of
from apps.studies.rules.numbers import NOT_DETECTED

MOST_SAID = 120


class WhoMeasured(forms.Form):
    """Who measured, and with what: for the laboratory's own keeping."""

    analyst = forms.CharField(label=gettext_lazy("Analyst"), required=False, max_length=MOST_SAID - 1)
    instrument = forms.CharField(label=gettext_lazy("Instrument"), required=False, max_length=MOST_SAID - 1)


@dataclass(frozen=True)
class EntryLine:
    """A row of the table: one characteristic of one sample."""

    characteristic: CharacteristicView
    values: list[Any]
    uncertainty: Any
    doubtful: list[str]
    hints: list[str]


@dataclass(frozen=True)
class EntryTable:
    """The table of one sample."""

    sample: str
    lines: list[EntryLine]


class EntryForm(WhoMeasured):
    """What was typed is taken as it is: the same reader as of files says what is wrong."""

    def __init__(self, *said: Any, study: StudyView, hints: tuple[HintLine, ...] = (), **more: Any) -> None:
        super().__init__(*said, **more)
        units = [(row.code, row.unit) for row in study.characteristics]
        self.lines = lines_of(study.own.samples if study.own else (), units, study.replicates)
        self._named = {row.code: row for row in study.characteristics}
        self._hints = hints
        for line in self.lines:
            self._add_fields(line)

    def _add_fields(self, line: Line) -> None:
        told = {"sample": line.sample, "characteristic": self._named[line.characteristic].name}
        for replicate, name in enumerate(line.values, start=1):
            label = _("%(sample)s, %(characteristic)s, replicate %(replicate)s") % (
                told | {"replicate": replicate}
            )
            self.fields[name] = _field(label)
        self.fields[line.uncertainty] = _field(_("%(sample)s, %(characteristic)s, uncertainty") % told)

    def tables(self) -> Iterator[EntryTable]:
        """Give the tables, sample by sample."""
        for sample in dict.fromkeys(line.sample for line in self.lines):
            yield EntryTable(sample, [self._line(line) for line in self.lines if line.sample == sample])

    def _line(self, line: Line) -> EntryLine:
        hints = [hint for hint in self._hints if hint.is_about(line.sample, line.characteristic)]
        return EntryLine(
            characteristic=self._named[line.characteristic],
            values=[self[name] for name in line.values],
            uncertainty=self[line.uncertainty],
            doubtful=[self[line.values[hint.replicate - 1]].name for hint in hints if hint.replicate],
            hints=[hint.sentence for hint in hints],
        )

    @property
    def typed(self) -> Mapping[str, str]:
        """What was typed, by field."""
        return {name: value for name, value in self.cleaned_data.items() if "." in name}


def _field(label: str) -> forms.CharField:
    attributes = {"inputmode": "text", "autocomplete": "off", "aria-label": label}
    return forms.CharField(label=label, required=False, widget=forms.TextInput(attrs=attributes))


def is_short_enough(study: StudyView, most: int) -> bool:
    """Tell whether a study's results fit into a form."""
    samples = len(study.own.samples) if study.own else 0
    return fields_in(samples, len(study.characteristics), study.replicates) <= most


def typed_before(cells: list[OwnCell]) -> dict[str, str] | None:
    """Give the results of a draft as they would stand in the form.

    None if its uncertainties differ within a line: the form has one for all replicates.
    """
    typed: dict[str, str] = {}
    for cell in cells:
        stated = {
            value.uncertainty
            for value in cell.values
            if not value.written.startswith(("<", ">", NOT_DETECTED))
        }
        if len(stated) > 1:
            return None
        (line,) = lines_of(
            [cell.sample], [(cell.code, cell.unit)], max(value.replicate for value in cell.values)
        )
        typed |= {line.values[value.replicate - 1]: value.written for value in cell.values}
        typed[line.uncertainty] = next(iter(stated), "")
    return typed
