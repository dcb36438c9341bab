"""Lists of consortia, members, invitations and calls: what they show, and the same queries for 1, 3 and 50 rows."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.accounts.models import Organisation
from apps.consortia import services
from apps.consortia.models import AgreementVersion, Call, Consortium, ConsortiumMembership

pytestmark = pytest.mark.django_db


def consortium(cast, number):
    made = Consortium(
        name=f"C{number:02d}", convener=cast.oak, critical_input=cast.critical_input, purpose="x"
    )
    made.save()
    version = AgreementVersion.objects.create(
        consortium=made, version="1", summary_en="a", summary_tr="a", text_en="a", text_tr="a", sha256="0" * 64,
        effective_at=timezone.now(),
    )  # fmt: skip
    ConsortiumMembership.objects.create(
        consortium=made,
        organisation=cast.oak,
        role="convener",
        agreement=version,
        accepted_by=cast.ike.pseudonym,
    )


def member(cast, number):
    ConsortiumMembership.objects.create(
        consortium=cast.consortium, organisation=Organisation.objects.create(name=f"M{number}", kind="firm"),
        role="member", agreement=cast.consortium.agreements.get(), accepted_by=cast.ike.pseudonym,
    )  # fmt: skip


def invitation(cast, number):
    invitee = services.Invitee(
        organisation_name=f"K{number}", organisation_kind="firm", email=f"k{number}@k.example"
    )
    services.invite(consortium_id=cast.consortium.pk, invitee=invitee, actor=cast.actor("iris"))


def call(cast, number):
    now = timezone.now()
    Call.objects.create(
        consortium=cast.consortium,
        title=f"T{number}",
        text="x",
        opens_at=now,
        closes_at=now + timedelta(days=9),
    )


PAGES = {
    "consortia": ("/consortia/", consortium, 7),
    "calls": ("/consortia/", call, 7),
    "members": ("/consortia/{id}/", member, 10),
    "invitations": ("/consortia/{id}/", invitation, 12),
    "api consortia": ("/api/v1/consortia/", consortium, 5),
    "api members": ("/api/v1/consortia/{id}/members/", member, 6),
    "api invitations": ("/api/v1/consortia/{id}/invitations/", invitation, 6),
    "api calls": ("/api/v1/calls/", call, 5),
}


@pytest.mark.parametrize("rows", [1, 3, 50])
@pytest.mark.parametrize("page", PAGES)
def test_a_list_costs_the_same_whatever_its_length(client, cast, page, rows):
    path, make, queries = PAGES[page]
    for number in range(rows):
        make(cast, number)
    client.force_login(cast.iris)
    client.get("/consortia/")
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path.format(id=cast.consortium.pk)).status_code == 200
    assert len(seen) == queries, [query["sql"][:90] for query in seen.captured_queries]


def test_a_member_reads_members_and_agreement_but_no_invitation(client, cast):
    invitation(cast, 1)
    client.force_login(cast.hana)
    page = client.get(f"/consortia/{cast.consortium.pk}/").content.decode()
    assert "Cedar Laboratories" in page
    assert "k1@k.example" not in page
    assert "Invited K1" not in page
    assert client.get(f"/api/v1/consortia/{cast.consortium.pk}/invitations/").json()["results"] == []


def test_a_stranger_gets_404_and_the_open_call(client, cast):
    call(cast, 1)
    client.force_login(cast.eve)
    assert client.get(f"/consortia/{cast.consortium.pk}/").status_code == 404
    assert "T1" in client.get("/consortia/").content.decode()


@pytest.mark.parametrize("path", ["/consortia/new/", "/consortia/{id}/invite/", "/consortia/{id}/call/"])
def test_only_the_conveners_inviters_reach_the_forms(client, cast, path):
    client.force_login(cast.iris)
    assert client.get(path.format(id=cast.consortium.pk)).status_code == 200
    client.force_login(cast.alice)
    assert client.get(path.format(id=cast.consortium.pk)).status_code == 404


def test_a_consortium_is_opened_with_its_agreement_by_the_page(client, cast):
    client.force_login(cast.iris)
    said = {"name": "New", "critical_input": "aluminium", "purpose": "p", "version": "1.0", "summary_en": "a",
            "summary_tr": "b", "text_en": "c", "text_tr": "d"}  # fmt: skip
    assert client.post("/consortia/new/", {}).status_code == 422
    done = client.post("/consortia/new/", said, follow=True)
    assert "Agreement, version 1.0" in done.content.decode()


def test_a_call_is_published_by_the_page(client, cast):
    client.force_login(cast.iris)
    said = {"title": "Come", "text": "All", "closes_on": "2020-01-01"}
    path = f"/consortia/{cast.consortium.pk}/call/"
    assert client.post(path, said).status_code == 422
    said["closes_on"] = (timezone.now() + timedelta(days=3)).date().isoformat()
    assert "Come" in client.post(path, said, follow=True).content.decode()
