"""Sheets of a laboratory as JSON."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.studies.rules.sheets import COLUMNS, OPTIONAL

CELLS = (*COLUMNS, OPTIONAL)
NEEDED = frozenset(COLUMNS)


class AnyText(serializers.CharField):
    """A text as it comes, NUL and lone surrogates included: the report of the sheet says what is wrong."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_blank=True, trim_whitespace=False, **kwargs)
        self.validators = []


class RowIn(serializers.Serializer):
    """One result: `value` with the digits as reported (`0.0520`, `<0.010`, `ND`), empty for none."""

    sample = serializers.CharField()
    characteristic = serializers.CharField()
    replicate = serializers.IntegerField()
    value = serializers.CharField(allow_blank=True, help_text="As text: a number would lose its last zeros.")
    unit = serializers.CharField()
    uncertainty = serializers.CharField(
        required=False, allow_blank=True, help_text="Expanded (k = 2), in the unit of the row."
    )


@extend_schema_field(RowIn(many=True))
class RowsField(serializers.Field):
    """Rows as the texts of their cells, for the reader of files to judge; checked here only for their shape.

    By hand, because they may be very many and a serializer for each would take a minute.
    """

    default_error_messages = {
        "no_list": _("Send a list of rows."),
        "no_row": _("Row {row} is no object with sample, characteristic, replicate, value and unit."),
        "no_text": _("Row {row}, {column}: write it as text, so that the digits stay as you report them."),
    }

    def to_internal_value(self, data: Any) -> list[list[str]]:
        """Give the cells of each row in the order of `CELLS`."""
        if not isinstance(data, list):
            self.fail("no_list")
        return [self._cells(row, number) for number, row in enumerate(data, start=2)]

    def _cells(self, row: Any, number: int) -> list[str]:
        if not isinstance(row, dict) or not NEEDED <= row.keys() <= set(CELLS):
            self.fail("no_row", row=number)
        cells = [row.get(name, "") for name in CELLS]
        for name, cell in zip(CELLS, cells, strict=True):
            if not isinstance(cell, str) and (name != "replicate" or type(cell) is not int):
                self.fail("no_text", row=number, column=name)
        return [str(cell) for cell in cells]


class HowIn(serializers.Serializer):
    """What may be said of a sheet however it comes. A draft is read and kept, and counts once submitted."""

    draft = serializers.BooleanField(required=False, default=False)
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=1000)
    analyst = serializers.CharField(required=False, default="", allow_blank=True, max_length=119)
    instrument = serializers.CharField(required=False, default="", allow_blank=True, max_length=119)


class SheetIn(HowIn):
    """A sheet as JSON: the text of its file in `content`, or its `rows`; and why, if it corrects an earlier one.

    Row 2 of a report is the first of the `rows`: row 1 is the header, as in a file.
    """

    file_name = AnyText(required=False, default="sheet.csv")
    content = AnyText(required=False)
    rows = RowsField(required=False)

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        """Take one of the two."""
        if ("content" in data) == ("rows" in data):
            raise serializers.ValidationError("Send either content or rows.")
        return data


class SheetFileIn(HowIn):
    """A sheet as a form with a file, CSV or XLSX."""

    file = serializers.FileField(allow_empty_file=True)


class SubmissionIn(serializers.Serializer):
    """The handing in of a draft; a correction says why."""

    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=1000)


class RawFileIn(serializers.Serializer):
    """A raw file to attach to a draft."""

    file = serializers.FileField()


class FaultOut(serializers.Serializer):
    """One fault of a refused sheet; row 0 is the whole file."""

    row = serializers.IntegerField()
    column = serializers.CharField(allow_blank=True)
    code = serializers.CharField()
    sentence = serializers.CharField()


class HintOut(serializers.Serializer):
    """What looks like a slip on a draft; it never stands in the way."""

    code = serializers.CharField()
    sample = serializers.CharField()
    characteristic = serializers.CharField()
    sentence = serializers.CharField()


class SheetOut(serializers.Serializer):
    """A sheet of my laboratory. `state` is received, draft, taken, refused, replaced or discarded."""

    id = serializers.UUIDField()
    file_name = serializers.CharField()
    sha256 = serializers.CharField()
    state = serializers.CharField()
    version = serializers.IntegerField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    analyst = serializers.CharField(allow_blank=True)
    instrument = serializers.CharField(allow_blank=True)
    rows_total = serializers.IntegerField()
    rows_done = serializers.IntegerField()
    fault_count = serializers.IntegerField()
    faults = FaultOut(many=True)
    hints = HintOut(many=True)
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)
    handed_in_at = serializers.DateTimeField(allow_null=True)


class RawFileOut(serializers.Serializer):
    """A raw file beside a sheet of my laboratory."""

    id = serializers.UUIDField()
    file_name = serializers.CharField()
    sha256 = serializers.CharField()
    size = serializers.IntegerField()
    attached_at = serializers.DateTimeField()
