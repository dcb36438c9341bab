"""The first page: what waits for me today."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.consortia import services

pytestmark = pytest.mark.django_db
ROLES = ["alice", "bob", "pia", "hana", "eve", "carol", "ike", "iris", "emil", "bea", "dora", "dan", "ivy"]


@pytest.mark.parametrize("who", ROLES)
def test_it_opens_for_every_role_and_names_the_organisation(client, cast, who):
    client.force_login(cast.people[who])
    page = client.get("/")
    assert page.status_code == 200
    assert cast.actor(who).organisation_name in page.content.decode()


def test_nobody_sees_the_landing_page(client, db):
    assert "Replace a risky mineral supply together" in client.get("/").content.decode()


def test_somebody_without_an_organisation_sees_the_landing_page(client, cast):
    from django.utils import timezone

    cast.eve.memberships.update(until=timezone.now())
    client.force_login(cast.eve)
    assert client.get("/").status_code == 200


def test_an_open_invitation_is_under_way_for_the_convener_only(client, cast):
    invitee = services.Invitee(
        organisation_name="Kestrel", organisation_kind="firm", email="kim@kestrel.example"
    )
    services.invite(consortium_id=cast.consortium.pk, invitee=invitee, actor=cast.actor("iris"))
    for who, shown in (("iris", True), ("alice", False), ("carol", False)):
        client.force_login(cast.people[who])
        assert ("waiting for Kestrel" in client.get("/").content.decode()) is shown


@pytest.mark.parametrize("who", ["iris", "dora", "alice"])
def test_its_queries_do_not_grow_with_what_waits(client, cast, who):
    client.force_login(cast.people[who])
    client.get("/")  # draws and caches the picture

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get("/")
        return len(seen)

    def invite(number: int) -> None:
        invitee = services.Invitee(
            organisation_name=f"K{number}", organisation_kind="firm", email=f"k{number}@kestrel.example"
        )
        services.invite(consortium_id=cast.consortium.pk, invitee=invitee, actor=cast.actor("iris"))

    counts = []
    for number in range(50):
        invite(number)
        if number in {0, 2, 49}:
            counts.append(queries())
    assert len(set(counts)) == 1, counts
    assert counts[0] <= 30
