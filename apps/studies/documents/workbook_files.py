"""A workbook that leaves: the empty sheet of a laboratory, ready to be filled in."""

import io
from datetime import datetime
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import save_workbook
from openpyxl.xml.constants import ARC_CORE
from openpyxl.xml.functions import tostring

from apps.studies.documents.csv_files import empty_rows
from apps.studies.projections import StudyView
from apps.studies.rules.sheets import COLUMNS, OPTIONAL

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT: Final = "@"
WIDTHS: Final = (14, 22, 10, 18, 14, 14)
TYPED: Final = (4, 6)
"""Columns that the laboratory fills in: value and uncertainty."""

FILLED_IN: Final = PatternFill("solid", fgColor="FFF6DC")


def empty_workbook(study: StudyView) -> bytes:
    """Give the sheet of the viewer's own laboratory as a workbook, with a second worksheet that says how.

    Values are formatted as text: so the digits stay as they are typed, the last zeros too.
    """
    book = Workbook()
    _fill(book.active, study)
    _explain(book.create_sheet(_("How to")))
    return _same_bytes(book, study.opened_at or study.created_at)


def _same_bytes(book: Workbook, at: datetime) -> bytes:
    """Write a workbook so that the same content is the same bytes: openpyxl and zip write the hour into it."""
    file, steady = io.BytesIO(), io.BytesIO()
    save_workbook(book, file)
    book.properties.created = book.properties.modified = at.replace(microsecond=0, tzinfo=None)
    with ZipFile(file) as parts, ZipFile(steady, "w", ZIP_DEFLATED) as written:
        for name in parts.namelist():
            content = tostring(book.properties.to_tree()) if name == ARC_CORE else parts.read(name)
            written.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return steady.getvalue()


def _fill(sheet: Any, study: StudyView) -> None:
    sheet.title = study.reference
    sheet.append([*COLUMNS, OPTIONAL])
    for row in empty_rows(study):
        sheet.append(row)
    for column, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.cell(1, column).font = Font(bold=True)
    for row in sheet.iter_rows(min_row=2, max_col=len(WIDTHS)):
        for cell in row:
            if cell.column in TYPED:
                cell.number_format, cell.fill = TEXT, FILLED_IN
    sheet.freeze_panes = "A2"


def _explain(sheet: Any) -> None:
    sheet.column_dimensions["A"].width = 110
    for line in (
        _("Write each result into the column “value” as you report it, with a decimal point: 0.0520"),
        _("Below or above a limit: <0.010, >20. Not detected: ND. No result: leave the cell empty."),
        _("Uncertainty: expanded (k = 2), in the unit of the row; leave it empty if you state none."),
        _(
            "Values are formatted as text, so that last zeros stay. Formulas are refused: write what they give."
        ),
        _("Only the first worksheet is read."),
    ):
        sheet.append([line])
