"""Bitstring status lists, decoded by hand; the places in them."""

import importlib

import pytest
from django.apps import apps
from django.db import IntegrityError
from django.utils import timezone

from apps.certificates import services
from apps.certificates.models import Certificate, StatusEntry
from apps.certificates.projections.status import STATES_OF
from apps.certificates.rules.bitstring import encoded, length_for
from tests.certificates.test_selectors import copy_of
from tests.certificates.twin.stranger import bits_of, verified
from tests.certificates.world import World

pytestmark = pytest.mark.django_db
LEAST = 131_072
# The empty list that the recommendation shows in its examples.
EXAMPLE = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"


def year():
    return timezone.localdate().year


def path(purpose, of=None):
    return f"/api/v1/status/{purpose}/{of or year()}"


def entry_of(row):
    return StatusEntry.objects.get(pk=row.pk)


def placed(world, number):
    """Give one more certificate its place, without the way to it."""
    copy_of(world, number)
    row = Certificate.objects.unscoped("test").get(status_entry=None)
    services.status.bind_status(row, world.system())


def test_the_hand_decodes_the_recommendations_own_example():
    assert bits_of(EXAMPLE) == "0" * LEAST
    assert bits_of(encoded([], LEAST)) == "0" * LEAST


@pytest.mark.parametrize("indices", [[0], [7], [8], [0, 9, LEAST - 1]])
def test_the_first_bit_is_the_left_most_of_the_first_byte(indices):
    bits = bits_of(encoded(indices, LEAST))
    assert [place for place, bit in enumerate(bits) if bit == "1"] == indices


def test_the_same_bits_are_the_same_text():
    assert encoded([3, 1], LEAST) == encoded([1, 3], LEAST)


@pytest.mark.parametrize(
    ("highest", "length"), [(None, LEAST), (0, LEAST), (LEAST - 1, LEAST), (LEAST, 2 * LEAST)]
)
def test_a_list_has_the_least_length_and_doubles_when_it_must(highest, length):
    assert length_for(highest) == length


@pytest.mark.usefixtures("in_earnest")
def test_a_list_is_a_signed_credential_kept_for_five_minutes(world, client, ask):
    world.issued()
    answer = client.get(path("revocation"))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/vc+jwt")
    assert answer["Cache-Control"] == "public, max-age=300"
    said = verified(answer.content.decode(), ask.did())
    address = f"https://consortium.example{path('revocation')}"
    assert said["id"] == address
    assert said["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert said["issuer"] == "did:web:consortium.example"
    assert said["validFrom"] < said["validUntil"]
    subject = said["credentialSubject"]
    assert subject.pop("encodedList").startswith("u")
    assert subject == {
        "id": f"{address}#list",
        "type": "BitstringStatusList",
        "statusPurpose": "revocation",
        "ttl": 300_000,
    }


def test_a_credential_names_its_place_in_both_lists(world, ask):
    row = world.issued()
    entry = entry_of(row)
    assert ask.credential(row)["credentialStatus"] == [
        {
            "id": f"http://127.0.0.1:8000{path(purpose)}#{entry.index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": purpose,
            "statusListIndex": str(entry.index),
            "statusListCredential": f"http://127.0.0.1:8000{path(purpose)}",
        }
        for purpose in ("revocation", "suspension")
    ]


def test_an_issued_certificate_is_neither_revoked_nor_suspended(world, ask):
    row = world.issued()
    assert (ask.bit(row, "revocation"), ask.bit(row, "suspension")) == ("0", "0")


def test_a_withdrawal_sets_its_bit_at_once_and_no_other(world, client, ask):
    row, other = world.issued(), world.issued(by="hana")
    services.withdraw(
        certificate_id=row.pk, actor=world.actor("bea"), reason="The producer changed the alloy."
    )
    assert (ask.bit(row, "revocation"), ask.bit(row, "suspension")) == ("1", "0")
    assert ask.bit(other, "revocation") == "0"
    said = verified(client.get(path("revocation")).content.decode(), ask.did())
    assert bits_of(said["credentialSubject"]["encodedList"]).count("1") == 1


def test_a_suspension_sets_its_bit_and_goes_with_it(world, ask):
    row = world.suspended()
    lists = {purpose: bits(ask, purpose) for purpose in STATES_OF}
    place = entry_of(row).index
    assert (lists["suspension"][place], lists["revocation"][place]) == ("1", "0")
    services.reinstate(
        certificate_id=row.pk, actor=world.actor("bea"), code="corrected", reason="The log was found."
    )
    assert bits(ask, "suspension").count("1") == 0


def bits(ask, purpose):
    said = verified(ask.list_at(path(purpose)).content.decode(), ask.did())
    return bits_of(said["credentialSubject"]["encodedList"])


def test_a_superseded_certificate_is_revoked(world, ask):
    row = world.superseded()
    (new,) = StatusEntry.objects.exclude(pk=row.pk)
    told = bits(ask, "revocation")
    assert (told[entry_of(row).index], told[new.index]) == ("1", "0")
    assert bits(ask, "suspension").count("1") == 0


@pytest.mark.parametrize("address", ["revocation/1999", "message/{year}", "revocation/99999999999"])
def test_a_list_that_is_not_kept_is_a_404(client, world, address):
    world.issued()
    answer = client.get(f"/api/v1/status/{address.format(year=year())}")
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_a_certificate_has_no_place_before_it_is_issued_and_keeps_it_after(world):
    row = world.approved()
    services.begin_issue(certificate_id=row.pk, actor=world.system())
    assert not StatusEntry.objects.exists()
    seal = services.active_seal(now=timezone.now()).row_id
    made = {"certificate_id": row.pk, "seal_id": seal, "actor": world.system()}
    services.finish_issue(pdf_sha256="a" * 64, **made)
    index = entry_of(row).index
    services.finish_issue(pdf_sha256="b" * 64, **made)
    services.withdraw(certificate_id=row.pk, actor=world.actor("bea"), reason="Changed.")
    assert entry_of(row).index == index


def test_who_draws_a_taken_index_draws_again(world, monkeypatch):
    drawn = iter([77, 77, 77, 78])
    monkeypatch.setattr("apps.certificates.services.status.secrets.randbelow", lambda _length: next(drawn))
    assert entry_of(world.issued()).index == 77
    assert entry_of(world.issued(by="hana")).index == 78


def test_a_list_that_is_nearly_full_doubles(world, monkeypatch):
    lengths = []

    def draw(length):
        lengths.append(length)
        return 77 if len(lengths) <= 21 else LEAST + 5

    monkeypatch.setattr("apps.certificates.services.status.secrets.randbelow", draw)
    assert entry_of(world.issued()).index == 77
    assert entry_of(world.issued(by="hana")).index == LEAST + 5
    assert lengths == [LEAST] * 21 + [2 * LEAST]


def test_a_longer_list_is_told_whole(world, ask, monkeypatch):
    monkeypatch.setattr("apps.certificates.services.status.secrets.randbelow", lambda _length: LEAST + 5)
    row = world.withdrawn()
    told = bits(ask, "revocation")
    assert len(told) == 2 * LEAST
    assert ask.bit(row, "revocation") == "1"


def test_indices_do_not_follow_each_other(world):
    for number in range(30):
        placed(world, number)
    indices = list(StatusEntry.objects.order_by("certificate__created_at").values_list("index", flat=True))
    assert len(set(indices)) == 30
    assert max(indices) > 1000  # by chance alone: (1000 / 131,072) ** 30
    assert indices != sorted(indices)


def test_the_database_keeps_an_index_for_one_certificate(world):
    first, second = entry_of(world.issued()), entry_of(world.issued(by="hana"))
    with pytest.raises(IntegrityError):
        StatusEntry.objects.filter(pk=second.pk).update(index=first.index)


def test_a_list_costs_three_questions_for_any_length(world, client, django_assert_num_queries):
    world.withdrawn()
    with django_assert_num_queries(3):
        client.get(path("revocation"))
    for number in range(50):
        placed(world, number)
    with django_assert_num_queries(3):
        client.get(path("revocation"))


def test_those_issued_before_there_were_lists_got_their_place(cast, quick_paper, quiet_press):
    rows = [World(cast, title=str(number)).issued() for number in range(3)]
    waiting = World(cast, title="waits").approved()
    StatusEntry.objects.all().delete()
    importlib.import_module("apps.certificates.migrations.0006_machine_twin").bind_issued(apps, None)
    assert {entry.pk for entry in StatusEntry.objects.filter(year=year())} == {row.pk for row in rows}
    assert waiting.pk not in {entry.pk for entry in StatusEntry.objects.all()}
