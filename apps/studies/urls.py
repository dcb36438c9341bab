"""Addresses of studies."""

from django.urls import path

from apps.studies.pages import (
    amending,
    analysis,
    conclusion,
    downloads,
    drafts,
    entry,
    planning,
    protocol,
    samples,
    sheets,
    study,
)

app_name = "studies"
urlpatterns = [
    path("", study.studies, name="list"),
    path("plan/", planning.plan, name="plan"),
    path("materials/add/", planning.add_material, name="add_material"),
    path("<uuid:study_id>/", study.detail, name="detail"),
    path("<uuid:study_id>/protocol/", protocol.protocol, name="protocol"),
    path("<uuid:study_id>/revise/", planning.revise, name="revise"),
    path("<uuid:study_id>/amend/", amending.amend, name="amend"),
    path("<uuid:study_id>/protocol/<int:number>.json", protocol.text, name="protocol_text"),
    path("<uuid:study_id>/protocol/change/<str:code>/", protocol.change, name="change_characteristic"),
    path("<uuid:study_id>/protocol/remove/", protocol.remove, name="remove_characteristic"),
    path("<uuid:study_id>/open/", protocol.open_study, name="open"),
    path("<uuid:study_id>/laboratories/", study.laboratories, name="laboratories"),
    path("<uuid:study_id>/enrol/", study.enrol, name="enrol"),
    path("<uuid:study_id>/samples/", samples.samples, name="samples"),
    path("<uuid:study_id>/samples/dispatch/", samples.dispatch, name="dispatch"),
    path("<uuid:study_id>/samples/check/", samples.check, name="check_item"),
    path("<uuid:study_id>/samples/waive/", samples.waive, name="waive_check"),
    path("<uuid:study_id>/samples/<uuid:sample_id>/", samples.sample, name="sample"),
    path("<uuid:study_id>/samples/<uuid:sample_id>/receipt/", samples.receive, name="receive_sample"),
    path("<uuid:study_id>/results/", sheets.results, name="results"),
    path("<uuid:study_id>/results/sheet.csv", downloads.empty, name="empty_sheet"),
    path("<uuid:study_id>/results/sheet.xlsx", downloads.empty_as_workbook, name="empty_workbook"),
    path("<uuid:study_id>/results/enter/", entry.enter, name="enter"),
    path("<uuid:study_id>/sheets/<uuid:sheet_id>/", sheets.sheet, name="sheet"),
    path("<uuid:study_id>/sheets/<uuid:sheet_id>/progress/", sheets.progress, name="progress"),
    path("<uuid:study_id>/sheets/<uuid:sheet_id>/file/", downloads.sheet_file, name="sheet_file"),
    path("<uuid:study_id>/sheets/<uuid:sheet_id>/enter/", entry.go_on, name="go_on"),
    path("<uuid:study_id>/sheets/<uuid:sheet_id>/submit/", drafts.submit, name="submit_draft"),
    path("<uuid:study_id>/sheets/<uuid:sheet_id>/discard/", drafts.discard, name="discard_draft"),
    path("<uuid:study_id>/sheets/<uuid:sheet_id>/raw/", drafts.attach, name="attach_file"),
    path(
        "<uuid:study_id>/sheets/<uuid:sheet_id>/raw/<int:attachment_id>/", downloads.raw_file, name="raw_file"
    ),
    path(
        "<uuid:study_id>/sheets/<uuid:sheet_id>/raw/<int:attachment_id>/remove/",
        drafts.detach,
        name="detach_file",
    ),
    path("<uuid:study_id>/close/", planning.close, name="close"),
    path("<uuid:study_id>/analysis/", analysis.analysis, name="analysis"),
    path("<uuid:study_id>/analysis.csv", analysis.numbers, name="analysis_csv"),
    path("<uuid:study_id>/outliers/", conclusion.outliers, name="outliers"),
    path("<uuid:study_id>/outliers/<int:flag_id>/", conclusion.flag, name="flag"),
    path("<uuid:study_id>/outliers/<int:flag_id>/confirm/", conclusion.confirm, name="confirm_flag"),
    path("<uuid:study_id>/outliers/<int:flag_id>/return/", conclusion.send_back, name="return_flag"),
    path("<uuid:study_id>/conclusion/", conclusion.conclusion, name="conclusion"),
    path("<uuid:study_id>/conclude/", conclusion.conclude, name="conclude"),
    path("<uuid:study_id>/record/", study.record, name="record"),
]
