"""Core: what every app stands on; no tables."""

import gc
from typing import Final

from django.apps import AppConfig

YOUNG: Final = 50_000
"""New objects after which the garbage collector looks for cycles; Python's own 700 are for small programs."""


class CoreConfig(AppConfig):
    name = "apps.core"
    label = "core"

    def ready(self) -> None:
        """Spare the garbage collector what every process has loaded and keeps for life.

        Searched again and again, it took a tenth of the time of closing a large study. The price is memory that
        young cycles hold a little longer.
        """
        gc.freeze()
        gc.set_threshold(YOUNG, 10, 10)
