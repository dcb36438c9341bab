"""What studies do when news arrives: read a sheet, have a report made, tell people."""

from apps.studies.handlers import notices, work

__all__ = ["notices", "work"]
