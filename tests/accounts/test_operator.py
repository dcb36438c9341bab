"""What the operator does on the command line: offices come onto the platform in only this way."""

import io
import re

import pytest
from django.core.management import CommandError, call_command

from apps.accounts.models import Organisation, User
from apps.accounts.rules import MANAGE
from apps.accounts.selectors import actor_of, live_memberships

pytestmark = pytest.mark.django_db


def test_the_first_person_must_be_able_to_invite_the_others():
    with pytest.raises(CommandError, match="must lead"):
        found(role="reviewer")
    assert not Organisation.objects.exists()


def found(**changes):
    said = {
        "name": "Office",
        "kind": "administration",
        "email": "dan@office.example",
        "person": "Dan",
    } | changes
    role = said.pop("role", "lead")
    call_command("found_organisation", *said.values(), role=role, stdout=io.StringIO())


def test_an_office_and_its_first_person_are_put_on_the_platform():
    found()
    actor = actor_of(live_memberships(User.objects.get(email="dan@office.example")).get())
    assert actor.may(MANAGE)
    assert (actor.organisation_name, actor.organisation_kind) == ("Office", "administration")


def test_the_person_chooses_a_password_by_mail_and_signs_in(client, mailoutbox):
    found()
    assert not User.objects.get().has_usable_password()
    client.post("/account/password/reset/", {"email": "dan@office.example"})
    path = re.search(r"http://[^/]+(/account/password/reset/key/\S+)", mailoutbox[0].body)[1]
    form = client.get(path, follow=True)
    client.post(
        form.request["PATH_INFO"],
        {"password1": "a long enough sentence", "password2": "a long enough sentence"},
    )
    client.post("/account/sign-in/", {"login": "dan@office.example", "password": "a long enough sentence"})
    assert "Office" in client.get("/").content.decode()


def test_a_known_person_gets_a_second_role():
    found()
    found(name="Second office")
    assert live_memberships(User.objects.get()).count() == 2


def test_a_wrong_kind_changes_nothing():
    with pytest.raises(CommandError):
        found(kind="ministry")
    assert not Organisation.objects.exists()
