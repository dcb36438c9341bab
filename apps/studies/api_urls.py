"""Addresses of the studies API."""

from django.urls import path

from apps.studies.api.coordinating import Coordinators
from apps.studies.api.materials import Materials
from apps.studies.api.papers import PaperFile, Papers
from apps.studies.api.protocol import (
    Amendments,
    Characteristics,
    OneCharacteristic,
    PlannedPower,
    ProtocolFile,
    Versions,
)
from apps.studies.api.public import PublicStudies, PublicStudy
from apps.studies.api.raw_files import OneRawFile, RawFiles
from apps.studies.api.rulings import (
    Concluding,
    Conclusions,
    Confirmations,
    Flags,
    Returns,
    Rulings,
    Runs,
)
from apps.studies.api.samples import Checks, Damages, Dispatches, Receipts, Samples, Waivers
from apps.studies.api.scores import OwnScores
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
    path("studies/<uuid:study_id>/coordinators/", Coordinators.as_view(), name="api-study-coordinators"),
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
        "studies/<uuid:study_id>/sheets/<uuid:sheet_id>/files/<uuid:attachment_id>/",
        OneRawFile.as_view(),
        name="api-sheet-file",
    ),
    path("studies/<uuid:study_id>/samples/", Samples.as_view(), name="api-samples"),
    path("studies/<uuid:study_id>/samples/dispatch/", Dispatches.as_view(), name="api-samples-dispatch"),
    path(
        "studies/<uuid:study_id>/samples/<uuid:sample_id>/receipt/",
        Receipts.as_view(),
        name="api-sample-receipt",
    ),
    path(
        "studies/<uuid:study_id>/samples/<uuid:sample_id>/damage/",
        Damages.as_view(),
        name="api-sample-damage",
    ),
    path("studies/<uuid:study_id>/checks/", Checks.as_view(), name="api-study-checks"),
    path("studies/<uuid:study_id>/waivers/", Waivers.as_view(), name="api-study-waivers"),
    path("studies/<uuid:study_id>/analysis/", OneAnalysis.as_view(), name="api-analysis"),
    path("studies/<uuid:study_id>/scores/", OwnScores.as_view(), name="api-study-scores"),
    path("studies/<uuid:study_id>/papers/", Papers.as_view(), name="api-study-papers"),
    path(
        "studies/<uuid:study_id>/papers/<int:paper_id>/file/",
        PaperFile.as_view(),
        name="api-study-paper-file",
    ),
    path("public/studies/", PublicStudies.as_view(), name="api-public-studies"),
    path("public/studies/<str:reference>/", PublicStudy.as_view(), name="api-public-study"),
    path("studies/<uuid:study_id>/runs/", Runs.as_view(), name="api-study-runs"),
    path("studies/<uuid:study_id>/flags/", Flags.as_view(), name="api-study-flags"),
    path(
        "studies/<uuid:study_id>/flags/<int:flag_id>/ruling/", Rulings.as_view(), name="api-study-flag-ruling"
    ),
    path(
        "studies/<uuid:study_id>/flags/<int:flag_id>/confirmation/",
        Confirmations.as_view(),
        name="api-study-flag-confirmation",
    ),
    path(
        "studies/<uuid:study_id>/flags/<int:flag_id>/return/", Returns.as_view(), name="api-study-flag-return"
    ),
    path("studies/<uuid:study_id>/conclusions/", Conclusions.as_view(), name="api-study-conclusions"),
    path("studies/<uuid:study_id>/conclude/", Concluding.as_view(), name="api-study-conclude"),
]
