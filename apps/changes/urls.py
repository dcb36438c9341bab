"""Addresses of changes."""

from django.urls import path

from apps.changes.pages import cases, drafts, lists, reports

app_name = "changes"
urlpatterns = [
    path("", lists.reports, name="list"),
    path("reports.csv", lists.reports_csv, name="list_csv"),
    path("new/", drafts.new, name="new"),
    path("reports/<uuid:report_id>/", reports.report, name="report"),
    path("reports/<uuid:report_id>/part/<slug:slug>/", drafts.part, name="part"),
    path(
        "reports/<uuid:report_id>/shipments/<int:shipment_id>/remove/",
        drafts.remove_shipment,
        name="remove_shipment",
    ),
    path("reports/<uuid:report_id>/who-sees/", drafts.who_sees, name="who_sees"),
    path("reports/<uuid:report_id>/check/", drafts.check, name="check"),
    path("reports/<uuid:report_id>/sent/", drafts.sent, name="sent"),
    path("reports/<uuid:report_id>/sharing/", reports.sharing, name="sharing"),
    path("reports/<uuid:report_id>/sharing/<uuid:grant_id>/revoke/", reports.revoke, name="revoke"),
    path("reports/<uuid:report_id>/as/<uuid:party_id>/", reports.seen_as, name="seen_as"),
    path("reports/<uuid:report_id>/case/", reports.report_case, name="report_case"),
    path("reports/<uuid:report_id>/record/", reports.record, name="report_record"),
    path("cases/", lists.cases, name="cases"),
    path("cases/<uuid:case_id>/", cases.case, name="case"),
    path("cases/<uuid:case_id>/record/", cases.case_record, name="case_record"),
    path("cases/<uuid:case_id>/ask/", cases.ask, name="ask"),
    path("cases/<uuid:case_id>/answer/", cases.answer, name="answer"),
    path("cases/<uuid:case_id>/recommend/", cases.recommend, name="recommend"),
    path("cases/<uuid:case_id>/return/", cases.send_back, name="return"),
    path("cases/<uuid:case_id>/decide/", cases.decide, name="decide"),
]
