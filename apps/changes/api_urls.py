"""Addresses of the changes API."""

from django.urls import path

from apps.changes.api import cases, reports, shares

urlpatterns = [
    path("reports/", reports.Reports.as_view(), name="api-reports"),
    path("reports/<uuid:report_id>/", reports.ReportDetail.as_view(), name="api-report"),
    path("reports/<uuid:report_id>/submit/", reports.Submission.as_view(), name="api-report-submit"),
    path("reports/<uuid:report_id>/shares/", shares.Shares.as_view(), name="api-report-shares"),
    path(
        "reports/<uuid:report_id>/shares/<uuid:grant_id>/revoke/",
        shares.Revocation.as_view(),
        name="api-report-share-revoke",
    ),
    path("cases/", cases.Cases.as_view(), name="api-cases"),
    path("cases/<uuid:case_id>/", cases.CaseDetail.as_view(), name="api-case"),
    path("cases/<uuid:case_id>/question/", cases.Ask.as_view(), name="api-case-question"),
    path("cases/<uuid:case_id>/answer/", cases.Answer.as_view(), name="api-case-answer"),
    path("cases/<uuid:case_id>/recommendation/", cases.Recommend.as_view(), name="api-case-recommendation"),
    path("cases/<uuid:case_id>/return/", cases.SendBack.as_view(), name="api-case-return"),
    path("cases/<uuid:case_id>/decision/", cases.Decide.as_view(), name="api-case-decision"),
]
