"""Storing what was read from a sheet: by COPY, a row for each cell, all in one statement."""

from collections.abc import Sequence
from itertools import islice

from django.db import connection

from apps.studies.models import Cell, Enrolment, Sample, Sheet
from apps.studies.rules.results import FilledCell, Results

CELLS_AT_ONCE = 500
COLUMNS = ("sheet_id", "item_id", "characteristic_id", "reported", "qualifiers", "uncertainties")
NULL = "\\N"


def store(sheet: Sheet, results: Results) -> None:
    """Write the results of a sheet."""
    items = items_by_sample(sheet.enrolment)
    characteristics = dict(sheet.enrolment.study.characteristics.values_list("code", "pk"))
    key = str(sheet.pk)
    lines = (
        _line(key, items[cell.sample], characteristics[cell.characteristic], cell)
        for cell in results.filled_cells()
    )
    command = f"COPY {Cell._meta.db_table} ({', '.join(COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        while block := "".join(islice(lines, CELLS_AT_ONCE)):
            copy.write(block)


def items_by_sample(enrolment: Enrolment) -> dict[str, int]:
    """Give the item behind each of a laboratory's sample codes, also those that came in damaged."""
    rows = Sample.objects.unscoped("of the laboratory whose sheet is read").filter(enrolment=enrolment)
    return dict(rows.values_list("code", "item_id"))


def _line(sheet_id: str, item_id: int, characteristic_id: int, cell: FilledCell) -> str:
    """Give a row as text of COPY. Nothing needs escaping: ids, signs, and numbers as they were checked."""
    qualifiers = cell.qualifiers and [qualifier or '""' for qualifier in cell.qualifiers]
    lists = f"{_list(cell.reported)}\t{_list(qualifiers)}\t{_list(cell.uncertainties)}"
    return f"{sheet_id}\t{item_id}\t{characteristic_id}\t{lists}\n"


def _list(texts: Sequence[str | None] | None) -> str:
    if texts is None:
        return NULL
    return f"{{{','.join([text or 'NULL' for text in texts])}}}"
