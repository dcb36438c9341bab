"""Addresses of the certificates API."""

from django.urls import path

from apps.certificates import api, api_check, api_life, api_twin

urlpatterns = [
    path("certificates/", api.Certificates.as_view(), name="api-certificates"),
    path("certificates/<uuid:certificate_id>/", api.Certificate.as_view(), name="api-certificate"),
    path("certificates/<uuid:certificate_id>/pdf/", api.Pdf.as_view(), name="api-certificate-pdf"),
    path(
        "certificates/<uuid:certificate_id>/evaluation/",
        api.Evaluation.as_view(),
        name="api-certificate-evaluation",
    ),
    path(
        "certificates/<uuid:certificate_id>/decision/",
        api.Decision.as_view(),
        name="api-certificate-decision",
    ),
    path(
        "certificates/<uuid:certificate_id>/withdrawal/",
        api_life.Withdrawal.as_view(),
        name="api-certificate-withdrawal",
    ),
    path("verify/", api_check.VerifyFile.as_view(), name="api-verify-file"),
    path(
        "certificates/<uuid:certificate_id>/suspension/",
        api_life.Suspension.as_view(),
        name="api-certificate-suspension",
    ),
    path(
        "certificates/<uuid:certificate_id>/reinstatement/",
        api_life.Reinstatement.as_view(),
        name="api-certificate-reinstatement",
    ),
    path(
        "certificates/<uuid:certificate_id>/amendment/",
        api_life.Amendment.as_view(),
        name="api-certificate-amendment",
    ),
    path(
        "certificates/<uuid:certificate_id>/surveillance/",
        api_life.Surveillance.as_view(),
        name="api-certificate-surveillance",
    ),
    path("verify/<str:number>", api.Verify.as_view(), name="api-verify"),
    path("verify/<str:number>/credential", api_twin.Credential.as_view(), name="api-credential"),
    path("status/<str:purpose>/<int:year>", api_twin.StatusList.as_view(), name="api-status-list"),
]
