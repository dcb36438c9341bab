"""Addresses of the studies API."""

from django.urls import path

from apps.studies.api.materials import Materials
from apps.studies.api.protocol import (
    Amendments,
    Characteristics,
    OneCharacteristic,
    PlannedPower,
    ProtocolFile,
    Versions,
)
from apps.studies.api.raw_files import OneRawFile, RawFiles
from apps.studies.api.sheets import OneAnalysis, OneSheet, Sheets, Submission
from apps.studies.api.studies import (
    Closing,
    Enrolling,
    OneStudy,
    Opening,
    Studies,
)

urlpatterns = [
    path("materials/", Materials.as_view(), name="api-materials"),
    path("studies/", Studies.as_view(), name="api-studies"),
    path("studies/<uuid:study_id>/", OneStudy.as_view(), name="api-study"),
    path(
        "studies/<uuid:study_id>/characteristics/",
        Characteristics.as_view(),
        name="api-study-characteristics",
    ),
    path(
        "studies/<uuid:study_id>/characteristics/<str:code>/",
        OneCharacteristic.as_view(),
        name="api-study-characteristic",
    ),
    path("studies/<uuid:study_id>/protocol/file/", ProtocolFile.as_view(), name="api-study-protocol-file"),
    path("studies/<uuid:study_id>/amendments/", Amendments.as_view(), name="api-study-amendments"),
    path("studies/<uuid:study_id>/protocol/", Versions.as_view(), name="api-study-protocol"),
    path("studies/<uuid:study_id>/power/", PlannedPower.as_view(), name="api-study-power"),
    path("studies/<uuid:study_id>/open/", Opening.as_view(), name="api-study-open"),
    path("studies/<uuid:study_id>/enrol/", Enrolling.as_view(), name="api-study-enrol"),
    path("studies/<uuid:study_id>/close/", Closing.as_view(), name="api-study-close"),
    path("studies/<uuid:study_id>/sheets/", Sheets.as_view(), name="api-sheets"),
    path("studies/<uuid:study_id>/sheets/<uuid:sheet_id>/", OneSheet.as_view(), name="api-sheet"),
    path(
        "studies/<uuid:study_id>/sheets/<uuid:sheet_id>/submission/",
        Submission.as_view(),
        name="api-sheet-submission",
    ),
    path("studies/<uuid:study_id>/sheets/<uuid:sheet_id>/files/", RawFiles.as_view(), name="api-sheet-files"),
    path(
        "studies/<uuid:study_id>/sheets/<uuid:sheet_id>/files/<int:attachment_id>/",
        OneRawFile.as_view(),
        name="api-sheet-file",
    ),
    path("studies/<uuid:study_id>/analysis/", OneAnalysis.as_view(), name="api-analysis"),
]
