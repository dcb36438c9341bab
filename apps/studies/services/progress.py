"""How far the reader of a sheet is, told while its transaction is still open."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Final
from uuid import UUID

from django.db import connection

from apps.studies.rules.sheets import Tell

TELL_SECONDS: Final = 0.2
"""Seconds between two tellings; the page asks once a second."""


@contextmanager
def progress_of(sheet_id: UUID) -> Iterator[Tell]:
    """Tell how many rows are done so that others see it at once: on a connection of its own.

    The worker's transaction commits only with the whole result; this one commits every step, and waits for
    no disk: what a crash takes of it is told again when the sheet is read again. What is read sooner than the
    first step needs none.
    """
    own, told_at = connection.copy(), monotonic()

    def tell(rows: int) -> None:
        nonlocal told_at
        if monotonic() - told_at < TELL_SECONDS:
            return
        with own.cursor() as cursor:
            cursor.execute("SET synchronous_commit TO off")
            cursor.execute(
                "UPDATE studies_sheet SET rows_done = least(%s, rows_total) WHERE id = %s AND state = 'received'",
                [rows, sheet_id],
            )
        told_at = monotonic()

    try:
        yield tell
    finally:
        own.close()
