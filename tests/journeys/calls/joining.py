"""First act: a consortium, its call, its invitations; everybody joins with the token of the mailed link."""

from apps.consortia.models import ConsortiumMembership
from apps.demo import agreement, mail
from apps.demo.people import BERK, HANA, IRIS, KESTREL, KIM, PASSWORD
from tests.journeys import stage
from tests.journeys.programs import Program
from tests.workers import wait_until


def play(walk):
    """Play the act."""
    open_and_invite(walk)
    join_by_mail(walk)


def open_and_invite(walk):
    """Open the consortium once, whatever is repeated; publish a call; invite everybody."""
    iris = walk(IRIS)
    opening = {"name": agreement.CONSORTIUM, "critical_input": "aluminium", "purpose": agreement.PURPOSE}
    opening |= agreement.VERSION_1.__dict__
    first, again = (iris.posts("consortia/", opening, key="open-1") for _time in range(2))
    assert first == again
    iris.posts("consortia/", opening | {"name": "Another"}, key="open-1", status=422)
    assert [one["id"] for one in iris.gets("consortia/")["results"]] == [first["id"]]
    walk.consortium = first["id"]
    call = {
        "title": agreement.CALL_TITLE,
        "text": agreement.CALL_TEXT,
        "closes_at": f"{stage.in_days(90)}T12:00:00Z",
    }
    iris.posts(f"consortia/{walk.consortium}/calls/", call)
    assert [one["title"] for one in iris.gets("calls/")["results"]] == [agreement.CALL_TITLE]
    for house, role, lead in [*stage.MEMBERS, (KESTREL, "member", KIM)]:
        invitee = {"organisation_name": house.name, "organisation_kind": house.kind, "email": lead.email}
        sent = invitee | {"member_role": role, "is_sme": house.is_sme}
        iris.posts(f"consortia/{walk.consortium}/invitations/", sent)


def join_by_mail(walk):
    """Join with the token of the mail that the worker sent; the link works once."""
    nobody = Program()
    leads = [KIM, *(lead for _house, _role, lead in stage.MEMBERS if lead is not BERK)]
    wait_until(lambda: all(mail.letters(to=lead.email) for lead in (*leads, BERK)), 40)
    for lead in leads:
        said = {"token": token_of(lead), "name": lead.name, "password": PASSWORD, "agreement": "1.0"}
        if lead is KIM:
            nobody.posts("invitations/accept/", said | {"agreement": "0.9"}, status=422)
        offer = nobody.posts("invitations/accept/", said, key="join")
        assert offer["consortium"] == agreement.CONSORTIUM
        if lead is KIM:
            assert nobody.posts("invitations/accept/", said, key="join") == offer
            nobody.posts("invitations/accept/", said, status=404)
    own = {"token": token_of(BERK), "agreement": "1.0"}
    walk(HANA).posts("invitations/accept-with-account/", own, status=403)
    walk(BERK).posts("invitations/accept-with-account/", own)
    stage.add_colleagues()
    listed = walk(KIM).gets(f"consortia/{walk.consortium}/members/")["results"]
    members = {one["name"]: one["agreement"] for one in listed}
    assert len(members) == len(leads) + 2
    assert members[KESTREL.name] == "1.0"
    assert ConsortiumMembership.objects.get(organisation__name=KESTREL.name).organisation.is_sme


def token_of(lead):
    return stage.LINK.search(mail.letters(to=lead.email)[0].body)[2]
