"""Addresses of certificates."""

from django.urls import path

from apps.certificates import pages

app_name = "certificates"
urlpatterns = [
    path("", pages.certificates, name="list"),
    path("calendar/", pages.calendar, name="calendar"),
    path("decisions/", pages.decisions, name="decisions"),
    path("batches/<uuid:batch_id>/", pages.batch, name="batch"),
    path("batches/<uuid:batch_id>/progress/", pages.batch_progress, name="batch_progress"),
    path("batches/<uuid:batch_id>/files/", pages.batch_files, name="batch_files"),
    path("request/", pages.requestable, name="requestable"),
    path("request/<uuid:study_id>/", pages.request_certification, name="request"),
    path("<uuid:certificate_id>/", pages.detail, name="detail"),
    path("<uuid:certificate_id>/progress/", pages.progress, name="progress"),
    path("<uuid:certificate_id>/record/", pages.record, name="record"),
    path("<uuid:certificate_id>/pdf/", pages.pdf, name="pdf"),
    path("<uuid:certificate_id>/send/", pages.send, name="send"),
    path("<uuid:certificate_id>/evaluate/", pages.evaluate, name="evaluate"),
    path("<uuid:certificate_id>/decide/", pages.decide, name="decide"),
    path("<uuid:certificate_id>/suspend/", pages.suspend, name="suspend"),
    path("<uuid:certificate_id>/reinstate/", pages.reinstate, name="reinstate"),
    path("<uuid:certificate_id>/amend/", pages.amend, name="amend"),
    path("<uuid:certificate_id>/surveillance/", pages.surveillance, name="surveillance"),
    path("<uuid:certificate_id>/listing/", pages.listing, name="listing"),
    path("<uuid:certificate_id>/unlist/", pages.unlist, name="unlist"),
    path("<uuid:certificate_id>/withdraw/", pages.withdraw, name="withdraw"),
]
