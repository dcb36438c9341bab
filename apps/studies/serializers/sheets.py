"""Sheets of a laboratory as JSON."""

from typing import Any

from rest_framework import serializers


class AnyText(serializers.CharField):
    """A text as it comes, NUL and lone surrogates included: the report of the sheet says what is wrong."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_blank=True, trim_whitespace=False, **kwargs)
        self.validators = []


class SheetIn(serializers.Serializer):
    """A sheet as JSON: the file's name, its text, and why, if it corrects an earlier one."""

    file_name = AnyText(required=False, default="sheet.csv")
    content = AnyText()
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=1000)


class SheetFileIn(serializers.Serializer):
    """A sheet as a form with a file."""

    file = serializers.FileField(allow_empty_file=True)
    reason = serializers.CharField(required=False, default="", allow_blank=True, max_length=1000)


class FaultOut(serializers.Serializer):
    """One fault of a refused sheet; row 0 is the whole file."""

    row = serializers.IntegerField()
    column = serializers.CharField(allow_blank=True)
    code = serializers.CharField()
    sentence = serializers.CharField()


class SheetOut(serializers.Serializer):
    """A sheet of my laboratory. `state` is received, taken, refused or replaced."""

    id = serializers.UUIDField()
    file_name = serializers.CharField()
    sha256 = serializers.CharField()
    state = serializers.CharField()
    rows_total = serializers.IntegerField()
    rows_done = serializers.IntegerField()
    fault_count = serializers.IntegerField()
    faults = FaultOut(many=True)
    created_at = serializers.DateTimeField()
    read_at = serializers.DateTimeField(allow_null=True)
