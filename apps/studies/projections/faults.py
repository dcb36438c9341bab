"""The report of a refused sheet, in the language of who reads it."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from apps.studies.rules.faults import Fault

WORDS: Final = {
    "empty": gettext_noop("The file is empty."),
    "no_results": gettext_noop("There is no result in the file."),
    "old_workbook": gettext_noop(
        "This is an old or locked workbook. Save it as XLSX without a password, or as “CSV UTF-8”."
    ),
    "not_a_workbook": gettext_noop("This workbook cannot be read. Save it anew as XLSX, or as “CSV UTF-8”."),
    "too_much_unpacked": gettext_noop(
        "The workbook is far too large once it is unpacked. Save it as “CSV UTF-8”."
    ),
    "too_many_rows": gettext_noop("The worksheet has more than 200,000 rows. Save it as “CSV UTF-8”."),
    "too_wide": gettext_noop(
        "There is something far to the right of the table; the sheet ends with its columns."
    ),
    "too_slow": gettext_noop("The workbook takes too long to read. Save it as “CSV UTF-8”."),
    "not_utf_8": gettext_noop("The text is not UTF-8. Save the file as “CSV UTF-8”."),
    "utf_16": gettext_noop("The text is UTF-16. Save the file as “CSV UTF-8”."),
    "unreadable": gettext_noop(
        "The row is no CSV from here on: a quotation mark is not closed, or a cell never ends."
    ),
    "control_characters": gettext_noop(
        "There are control characters in the text; this is not a CSV file as a spreadsheet writes it."
    ),
    "wrong_delimiter": gettext_noop("The cells are separated by something else; use commas."),
    "missing_column": gettext_noop("The column is missing from the header."),
    "column_twice": gettext_noop("The column stands twice in the header."),
    "unknown_column": gettext_noop('There is a column "{text}" that the sheet does not have.'),
    "too_many_cells": gettext_noop("The row has {cells} cells instead of {wanted}."),
    "too_few_cells": gettext_noop("The row has {cells} cells instead of {wanted}."),
    "unknown_sample": gettext_noop(
        '"{text}" is not a sample of your laboratory, or its receipt is not confirmed yet.'
    ),
    "unknown_characteristic": gettext_noop('"{text}" is not a characteristic of this study.'),
    "wrong_unit": gettext_noop('"{text}" is not the unit of {characteristic}; use {unit}.'),
    "wrong_replicate": gettext_noop('"{text}" is not a replicate from 1 to {most}.'),
    "duplicate": gettext_noop(
        "{sample}, {characteristic}, replicate {replicate} stands in row {first} already."
    ),
    "decimal_comma": gettext_noop('"{text}" has a comma; use {better}.'),
    "not_a_number": gettext_noop('"{text}" is not a number; leave the cell empty if there is no result.'),
    "other_limit": gettext_noop(
        '"{text}" is a limit that we do not know; write < or > before the number, as in <0.01.'
    ),
    "percent": gettext_noop('"{text}" has a percent sign; write the number in the unit of the row, alone.'),
    "day": gettext_noop(
        '"{text}" is a day: the spreadsheet took the number for one. Format the column as text first.'
    ),
    "uncertainty_alone": gettext_noop("There is an uncertainty, {text}, without a value."),
    "uncertainty_of_limit": gettext_noop("A limit, or ND, has no uncertainty; leave {text} out."),
    "uncertainty_not_positive": gettext_noop(
        '"{text}" is no expanded uncertainty; write a number above 0, or nothing.'
    ),
    "not_positive": gettext_noop(
        '"{text}" is not above zero; {characteristic} is judged on logarithms. Write ND if nothing was found.'
    ),
    "too_many_digits": gettext_noop('"{text}" has more than 15 digits; write the digits you measured.'),
    "out_of_range": gettext_noop('"{text}" is too large or too small to be stored; check the exponent.'),
    "formula": gettext_noop(
        '"{text}" begins like a formula, which a spreadsheet would run; write plain text.'
    ),
    "later_sheet": gettext_noop("A later sheet was taken before this one was read."),
}


@dataclass(frozen=True)
class FaultLine:
    """One line of the report: where, and what is wrong there."""

    row: int
    column: str
    code: str
    text: str
    sentence: str


def fault_line(said: dict[str, Any]) -> FaultLine:
    """Put a stored fault into words, as in: Row 14, value: "0,052" has a comma; use 0.052."""
    fault = Fault.from_dict(said)
    text = _(WORDS[fault.code]).format_map(fault.values)
    return FaultLine(fault.row, fault.column, fault.code, text, _place(fault) + text)


def _place(fault: Fault) -> str:
    if fault.row and fault.column:
        return _("Row %(row)s, %(column)s: ") % {"row": fault.row, "column": fault.column}
    return _("Row %(row)s: ") % {"row": fault.row} if fault.row else ""
