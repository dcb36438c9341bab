"""Ways in which people break such a rule. Each is a patch of the house, put in for one test.

They know the inside of the apps, as the one who breaks something does; the oracle does not.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import Q
from django.shortcuts import render

from apps.accounts import selectors as accounts
from apps.accounts.models import ColleagueInvitation, Membership
from apps.accounts.selectors import actors, people
from apps.accounts.told import told
from apps.audit.models import Entry
from apps.certificates.models import Batch, Certificate, CertificateQuerySet
from apps.certificates.projections.facts import read
from apps.certificates.selectors import directory, twin
from apps.changes import selectors as changes
from apps.changes.models import Report
from apps.changes.selectors import cases, record, reports
from apps.changes.services import reading
from apps.consortia.models import ConsortiumMembership, InvitationQuerySet
from apps.core.errors import NotAllowed
from apps.core.paging import NEWEST, Page
from apps.sharing import querysets
from apps.studies import selectors as studies
from apps.studies.models.laboratories import SampleQuerySet
from apps.studies.models.sheets import SheetQuerySet
from apps.studies.rules.runs import compute
from apps.studies.selectors import analysis
from apps.studies.selectors import record as study_record
from apps.studies.selectors import studies as inside
from apps.studies.services.running import question_of

Patch = Callable[[pytest.MonkeyPatch], None]


@dataclass(frozen=True)
class Seed:
    """A leak, who would profit, and the part of the house where it shows."""

    name: str
    viewer: str
    names: tuple[str, ...]
    patch: Patch


SEEDS: list[Seed] = []


def seed(viewer: str, *names: str) -> Callable[[Patch], Patch]:
    def plant(patch: Patch) -> Patch:
        SEEDS.append(Seed(patch.__name__, viewer, names, patch))
        return patch

    return plant


def _live_without(*left_out: str) -> Callable[..., Any]:
    """The grant rule with conditions left out."""

    def live_for(self: Any, actor: Any) -> Any:
        conditions = {
            "purpose": Q(basis="duty") | Q(purpose__in=actor.purposes),
            "embargo": Q(obj__embargo_until=None) | Q(obj__embargo_until__lte=actor.now),
            "grantee": Q(grantee__in=actor.parties),
            "revoked": Q(revoked_at=None),
            "future": Q(valid_from__lte=actor.now),
            "expired": Q(valid_until__gt=actor.now),
        }
        kept = [condition for name, condition in conditions.items() if name not in left_out]
        return self.filter(*kept).exclude(grantor=actor.organisation_id)

    return live_for


REPORTS = ("api-report",)


@seed("hana", *REPORTS)
def a_revoked_grant_still_opens(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(querysets.GrantQuerySet, "live_for", _live_without("revoked"))


@seed("hana", *REPORTS)
def an_expired_grant_still_opens(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(querysets.GrantQuerySet, "live_for", _live_without("expired"))


@seed("carol", *REPORTS)
def a_future_grant_opens_already(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(querysets.GrantQuerySet, "live_for", _live_without("future"))


@seed("ivy", *REPORTS)
def an_embargo_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(querysets.GrantQuerySet, "live_for", _live_without("embargo"))


@seed("carol", *REPORTS)
def a_purpose_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(querysets.GrantQuerySet, "live_for", _live_without("purpose"))


@seed("eve", *REPORTS)
def a_grant_opens_to_everybody(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(querysets.GrantQuerySet, "live_for", _live_without("grantee"))


@seed("fay", "api-report", "studies:list")
def who_left_still_receives_as_the_consortium(patch: pytest.MonkeyPatch) -> None:
    def all_of(organisation_id: Any) -> list[Any]:
        rows = ConsortiumMembership.objects.filter(organisation_id=organisation_id)
        return list(rows.values_list("consortium_id", flat=True))

    patch.setattr(actors, "PARTY_SOURCES", [all_of])


@seed("hana", "changes:report", "api-report")
def a_mask_opens_everything(patch: pytest.MonkeyPatch) -> None:
    everything = Report.SHARING.everything
    patch.setattr(reports, "masks", lambda _actor, rows: {row.pk: everything for row in rows})


@seed("hana", "api-reports")
def a_filter_looks_into_closed_fields(patch: pytest.MonkeyPatch) -> None:
    def narrowed(actor: Any, filters: Any) -> Any:
        rows = Report.objects.select_related("critical_input", "owner", "certificate").visible_to(actor)
        asked = {"country_mined": filters.country_mined, "state": filters.state}
        return rows.filter(**{name: value for name, value in asked.items() if value})

    patch.setattr(reports, "_narrowed", narrowed)


@seed("hana", "changes:list_csv")
def a_list_is_ordered_by_a_closed_field(patch: pytest.MonkeyPatch) -> None:
    newest = querysets.SharedQuerySet.newest

    def by_volume(self: Any, actor: Any, **places: Any) -> Any:
        page = newest(self, actor, **places)
        return Page(
            sorted(page.rows, key=lambda row: (str(row.annual_volume_kg)[::-1], row.new_supplier)),
            page.next_token,
        )

    patch.setattr(querysets.SharedQuerySet, "newest", by_volume)


@seed("hana", "changes:list_csv")
def a_file_goes_past_the_projection(patch: pytest.MonkeyPatch) -> None:
    views_of, everything = reports.views_of, Report.SHARING.everything

    def whole(actor: Any, rows: Any) -> Any:
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(reports, "masks", lambda _actor, found: {row.pk: everything for row in found})
            return views_of(actor, rows)

    patch.setattr(reading, "views_of", whole)


@seed("ivy", "home")
def a_picture_counts_all_rows(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(querysets.SharedQuerySet, "_rule", lambda _self, _actor: Q())


@seed("hana", "changes:report_record")
def a_record_tells_everything(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(record, "TOLD_TO_OTHERS", None)


@seed("hana", "changes:report_record")
def a_record_counts_what_it_does_not_tell(patch: pytest.MonkeyPatch) -> None:
    whole = record.record_of

    def with_places(chain: str, *, events: Any = None, before: str = "") -> Any:
        page = whole(chain, before=before)
        return page.telling([line for line in page.rows if events is None or line.event in events])

    patch.setattr(record, "record_of", with_places)


@seed("hana", "studies:record")
def a_record_names_the_people_of_others(patch: pytest.MonkeyPatch) -> None:
    def by_name(lines: Any, **_reader: Any) -> Any:
        return told(lines)

    patch.setattr("apps.studies.pages.study.told", by_name)


@seed("alice", "api-case", "changes:report_case")
def a_firm_reads_the_recommendation(patch: pytest.MonkeyPatch) -> None:
    def whole(actor: Any, case: Any) -> Any:
        rows = case.recommendations.all()
        told = tuple(cases._recommendation(row, SimpleNamespace(of_office=lambda _who: "")) for row in rows)
        return replace(cases.case_view(actor, case), recommendations=told)

    patch.setattr(reading, "case_view", whole)
    patch.setattr(changes, "case_view", whole)


@seed("carol", "studies:sheet", "api-sheet")
def a_laboratory_reads_the_sheet_of_another(patch: pytest.MonkeyPatch) -> None:
    def rule(_self: Any, actor: Any) -> Q:
        return Q(enrolment__study__consortium__in=actor.parties)

    # Its samples too: they have a door of their own, and without their codes the page could not be drawn.
    patch.setattr(SheetQuerySet, "_rule", rule)
    patch.setattr(SampleQuerySet, "_rule", rule)


@seed("carol", "api-analysis")
def an_analysis_is_there_before_closing(patch: pytest.MonkeyPatch) -> None:
    def at_once(study: Any) -> Any:
        fresh = compute(analysis.inputs_of(study), [], question_of(study))
        return SimpleNamespace(numbers=fresh.numbers, numbers_without="", number=1, edition="", engine_version="",
                               inputs_sha256=fresh.inputs_sha256, made_at=study.created_at)  # fmt: skip

    patch.setattr(analysis, "analysis_of", at_once)
    patch.setattr(studies, "analysis_of", at_once)


@seed("carol", "studies:laboratories", "api-study")
def members_learn_who_takes_part(patch: pytest.MonkeyPatch) -> None:
    view = inside.study_view

    def with_laboratories(actor: Any, study: Any) -> Any:
        rows = inside.with_taken(inside.Enrolment.objects.unscoped("a leak").filter(study=study))
        return replace(
            view(actor, study), laboratories=inside._laboratories(list(rows.select_related("organisation")))
        )

    patch.setattr(studies, "study_view", with_laboratories)


@seed("hana", "api-invitations", "consortia:detail")
def members_read_the_invitations(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(InvitationQuerySet, "_rule", lambda _self, actor: Q(consortium__in=actor.parties))


@seed("hana", "accounts:organisation", "api-people")
def the_people_of_all_organisations_are_listed(patch: pytest.MonkeyPatch) -> None:
    latest = people._latest

    def of_all(actor: Any) -> Any:
        everybody = Membership.objects.filter(until=None).select_related("user")
        return everybody.annotate(ended=latest(actor).query.annotations["ended"])

    patch.setattr(people, "_latest", of_all)


@seed("bob", "accounts:organisation")
def everybody_reads_who_is_invited(patch: pytest.MonkeyPatch) -> None:
    def told(actor: Any) -> Any:
        rows = ColleagueInvitation.objects.filter(organisation=actor.organisation_id)
        return [SimpleNamespace(email=row.email, expires_at=row.expires_at) for row in rows]

    def shown(request: Any, template: str, context: Any, **more: Any) -> Any:
        return render(request, template, context | {"leads": True, "form": None, "entries": None}, **more)

    patch.setattr(accounts, "open_invitations", told)
    patch.setattr("apps.accounts.pages.organisation.render", shown)


@seed("carol", "api-study")
def the_salt_is_told_before_closing(patch: pytest.MonkeyPatch) -> None:
    view = inside.study_view

    def salted(actor: Any, study: Any) -> Any:
        return replace(view(actor, study), protocol_salt=study.protocol_salt)

    patch.setattr(studies, "study_view", salted)


@seed("bob", "studies:record")
def an_older_page_is_named_by_its_place(patch: pytest.MonkeyPatch) -> None:
    whole = study_record.record_of

    def with_places(chain: str, **asked: Any) -> Any:
        page = whole(chain, **asked)
        place = Entry.objects.filter(hash=page.older).values_list("seq", flat=True).first()
        return replace(page, older=str(place or ""))

    patch.setattr(study_record, "record_of", with_places)


@seed("alice", "api-certificate", "api-certificates")
def members_read_each_others_certificates(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(CertificateQuerySet, "_rule", lambda _self, actor: Q(study__consortium__in=actor.parties))


@seed("eve", "api-case", "api-study")
def a_refusal_tells_that_it_exists(patch: pytest.MonkeyPatch) -> None:
    def refused(*, actor: Any, kind: str, object_id: Any) -> None:
        raise NotAllowed("")

    patch.setattr("apps.sharing.selectors.note_out_of_scope", refused)


@seed("eve", "api-credential")
def a_credential_asks_for_no_fingerprint(patch: pytest.MonkeyPatch) -> None:
    verify = twin.verify

    def open_to_anybody(number: str, _fingerprint: str, *, at: Any) -> Any:
        row = Certificate.objects.unscoped("a leak").filter(number=number).first()
        return verify(number, row.facts_sha256[:16] if row else "", at=at)

    patch.setattr(twin, "verify", open_to_anybody)
    patch.setattr("apps.certificates.projections.credential", lambda issued: {"file": issued.pdf_sha256})


@seed("emil", "certificates:detail", "api-certificate-letters")
def the_body_reads_what_the_holder_sends(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("apps.certificates.selectors.letters.holds", lambda _actor, _certificate: True)


@seed("alice", "api-batches")
def holders_read_what_their_body_approves_together(patch: pytest.MonkeyPatch) -> None:
    everything = lambda _actor, **_asked: NEWEST.page(Batch.objects.all())  # noqa: E731 - a leak of one line
    patch.setattr("apps.certificates.selectors.batches_page", everything)


@seed("eve", "api-directory-entry")
def an_entry_reads_on_in_the_certificate(patch: pytest.MonkeyPatch) -> None:
    told = directory.directory_entry

    def with_statement(row: Any, at: Any, **asked: Any) -> Any:
        facts = Certificate.objects.unscoped("a leak").get(pk=row.certificate_id).facts
        return replace(told(row, at, **asked), title=read(facts)["statement"])

    patch.setattr(directory, "directory_entry", with_statement)
