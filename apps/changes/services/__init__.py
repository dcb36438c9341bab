"""Writing reports, cases, and who sees what."""

from apps.changes.services.casework import answer, ask, decide, recommend, send_back
from apps.changes.services.drafts import add_shipment, change_report, draft_report, remove_shipment
from apps.changes.services.reading import read_case, read_report, read_reports
from apps.changes.services.shares import close_share, share_report
from apps.changes.services.submission import submit_report

__all__ = [
    "add_shipment",
    "answer",
    "ask",
    "change_report",
    "close_share",
    "decide",
    "draft_report",
    "read_case",
    "read_report",
    "read_reports",
    "recommend",
    "remove_shipment",
    "send_back",
    "share_report",
    "submit_report",
]
