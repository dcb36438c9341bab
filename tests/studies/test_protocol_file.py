"""The lock of a protocol can be checked from outside, after closing and not before."""

import hashlib
import json

import pytest

from apps.audit.models import Entry
from tests.studies import world

pytestmark = pytest.mark.django_db
PLACES = ("/studies/{}/protocol.json", "/api/v1/studies/{}/protocol/file/")


def asked(client, person, address):
    client.force_login(person)
    return client.get(address)


@pytest.mark.parametrize("place", PLACES)
def test_the_download_alone_gives_the_hash_that_was_stamped_at_opening(client, cast, place):
    study = world.closed(cast)
    stamped = Entry.objects.get(chain=f"study:{study.pk}", event="studies.StudyOpened")
    for who in ("iris", "carol", "hana"):
        answer = asked(client, cast.people[who], place.format(study.pk))
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
        said = json.loads(stamped.payload)["body"]["protocol_sha256"]
        assert hashlib.sha256(answer.content).hexdigest() == said


def test_the_download_is_canonical_and_says_what_was_tested(client, cast):
    study = world.closed(cast)
    content = asked(client, cast.carol, PLACES[0].format(study.pk)).content
    said = json.loads(content)
    # RFC 8785 of values without numbers other than small integers, and with keys in ASCII.
    again = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    assert content == again.encode()
    assert said["reference"] == study.reference
    materials = {item["role"]: item["material"] for item in said["items"]}
    assert materials == {"candidate": str(cast.candidate.pk), "incumbent": str(cast.incumbent.pk)}
    assert [row["code"] for row in said["characteristics"]] == ["Fe", "Cu"]


def test_the_salt_is_shown_beside_the_hash_after_closing(client, cast):
    study = world.closed(cast)
    shown = asked(client, cast.hana, f"/studies/{study.pk}/protocol/").content.decode().replace("<wbr>", "")
    told = asked(client, cast.hana, f"/api/v1/studies/{study.pk}/").json()
    assert study.protocol_salt in shown
    assert study.protocol_sha256 in shown
    assert (told["protocol_salt"], told["protocol_sha256"]) == (study.protocol_salt, study.protocol_sha256)
    assert PLACES[0].format(study.pk) in shown


@pytest.mark.parametrize("who", ["iris", "ike", "carol", "hana"])
def test_before_closing_nobody_is_told_the_salt(client, cast, who):
    study = world.opened(cast)
    world.enrolled(cast, study, "carol")
    for name in ("", "protocol/", "record/", "laboratories/"):
        answer = asked(client, cast.people[who], f"/studies/{study.pk}/{name}")
        assert study.protocol_salt not in answer.content.decode().replace("<wbr>", "")
    assert asked(client, cast.people[who], f"/api/v1/studies/{study.pk}/").json()["protocol_salt"] is None
    for place in PLACES:
        answer = asked(client, cast.people[who], place.format(study.pk))
        assert answer.status_code == 409
        assert study.protocol_salt not in answer.content.decode()


@pytest.mark.parametrize("place", PLACES)
def test_who_does_not_see_the_study_gets_nothing(client, cast, place):
    study = world.closed(cast)
    assert asked(client, cast.eve, place.format(study.pk)).status_code == 404


def test_a_planned_protocol_is_refused_to_its_convener_too(client, cast):
    study = world.planned(cast)
    for place in PLACES:
        assert asked(client, cast.iris, place.format(study.pk)).status_code == 409
