"""Addresses of the certificates API."""

from django.urls import path

from apps.certificates.api import batches, certificates, checking, credentials, directory, letters, life

urlpatterns = [
    path("certificates/", certificates.Certificates.as_view(), name="api-certificates"),
    path("certificates/batches/", batches.Batches.as_view(), name="api-batches"),
    path("certificates/batches/<uuid:batch_id>/", batches.Batch.as_view(), name="api-batch"),
    path("certificates/batches/<uuid:batch_id>/files/", batches.Files.as_view(), name="api-batch-files"),
    path("certificates/<uuid:certificate_id>/", certificates.Certificate.as_view(), name="api-certificate"),
    path("certificates/<uuid:certificate_id>/pdf/", certificates.Pdf.as_view(), name="api-certificate-pdf"),
    path(
        "certificates/<uuid:certificate_id>/evaluation/",
        certificates.Evaluation.as_view(),
        name="api-certificate-evaluation",
    ),
    path(
        "certificates/<uuid:certificate_id>/decision/",
        certificates.Decision.as_view(),
        name="api-certificate-decision",
    ),
    path(
        "certificates/<uuid:certificate_id>/withdrawal/",
        life.Withdrawal.as_view(),
        name="api-certificate-withdrawal",
    ),
    path(
        "certificates/<uuid:certificate_id>/letters/",
        letters.Letters.as_view(),
        name="api-certificate-letters",
    ),
    path("verify/", checking.VerifyFile.as_view(), name="api-verify-file"),
    path(
        "certificates/<uuid:certificate_id>/suspension/",
        life.Suspension.as_view(),
        name="api-certificate-suspension",
    ),
    path(
        "certificates/<uuid:certificate_id>/reinstatement/",
        life.Reinstatement.as_view(),
        name="api-certificate-reinstatement",
    ),
    path(
        "certificates/<uuid:certificate_id>/amendment/",
        life.Amendment.as_view(),
        name="api-certificate-amendment",
    ),
    path(
        "certificates/<uuid:certificate_id>/surveillance/",
        life.Surveillance.as_view(),
        name="api-certificate-surveillance",
    ),
    path(
        "certificates/<uuid:certificate_id>/listing/",
        directory.Listing.as_view(),
        name="api-certificate-listing",
    ),
    path("directory/", directory.Directory.as_view(), name="api-directory"),
    path("directory/<str:number>/", directory.DirectoryEntry.as_view(), name="api-directory-entry"),
    path("verify/<str:number>", checking.Verify.as_view(), name="api-verify"),
    path("verify/<str:number>/credential", credentials.Credential.as_view(), name="api-credential"),
    path("status/<str:purpose>/<int:year>", credentials.StatusList.as_view(), name="api-status-list"),
]
