"""The public page: what a stranger with a paper in hand learns, and nothing else."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.certificates import services
from apps.certificates.models import Certificate
from apps.certificates.rules.numbers import certificate_number
from tests.certificates.world import again, as_in_production

pytestmark = pytest.mark.django_db
UNKNOWN = certificate_number(year=2026, place=999_999)


def without_token(answer):
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


def page(client, number, **query):
    return client.get(reverse("verify:certificate", args=[number]), query)


@pytest.fixture
def in_earnest(settings):
    """Approve as the platform in production does: what is made is a certificate."""
    as_in_production(settings)


@pytest.mark.usefixtures("in_earnest")
def test_it_says_genuine_and_valid_with_what_a_directory_says(client, world):
    row = world.issued()
    answer = page(client, row.number)
    said = answer.content.decode()
    assert answer.status_code == 200
    for words in (
        "Genuine and valid",
        row.number,
        "AlCu4Mg1 secondary",
        "EN AW-2024",
        "Alder Metals",
        "Birch Certification",
    ):
        assert words in said
    for secret in ("4.406", "Bea Ba", "Emil", world.study.reference, row.facts_sha256):
        assert secret not in said


@pytest.mark.usefixtures("in_earnest")
def test_with_the_papers_fingerprint_it_shows_all_to_compare(client, world):
    row = world.issued()
    said = page(client, row.number, h=row.facts_sha256[:16]).content.decode()
    for words in (
        "Genuine and valid",
        "Compare with your paper",
        "4.406",
        "0.014",
        "Bea Ba",
        world.study.reference,
    ):
        assert words in said


def test_a_paper_with_another_fingerprint_does_not_belong_to_the_number(client, world):
    row = world.issued()
    said = page(client, row.number, h="0" * 16).content.decode()
    assert "does not belong to this number" in said
    assert "Genuine" not in said
    assert "4.406" not in said


@pytest.mark.usefixtures("in_earnest")
def test_it_says_withdrawn_at_once_but_not_why(client, world):
    row = world.issued()
    assert "Genuine and valid" in page(client, row.number).content.decode()
    services.withdraw(certificate_id=row.pk, actor=world.actor("bea"), reason="The producer cheated.")
    said = page(client, row.number, h=row.facts_sha256[:16]).content.decode()
    assert "Withdrawn" in said
    assert "Genuine and valid" not in said
    assert "cheated" not in said


@pytest.mark.usefixtures("in_earnest")
def test_it_says_expired_the_day_after_the_last_day(client, world):
    row = world.issued(months=1)
    with time_machine.travel(timezone.now() + timedelta(days=40), tick=False):
        said = page(client, row.number).content.decode()
    assert "Genuine, but expired" in said


def test_of_a_demonstrations_certificate_it_says_before_all_else_that_it_is_none(client, world):
    row = world.issued(months=1)
    scanned = {"h": row.facts_sha256[:16]}
    said = [page(client, row.number, **scanned).content.decode()]
    with time_machine.travel(timezone.now() + timedelta(days=40), tick=False):
        said.append(page(client, row.number, **scanned).content.decode())
    services.withdraw(certificate_id=row.pk, actor=world.actor("bea"), reason="The producer cheated.")
    said.append(page(client, row.number, **scanned).content.decode())
    for words, state in zip(said, ("is valid until", "was valid until", "was withdrawn on"), strict=True):
        assert re.search(r"<h1[^>]*>Demonstration: not a certificate</h1>", words)
        assert "<title>Demonstration: not a certificate" in words
        assert f"In the demonstration it {state}" in words
        assert "Genuine" not in words
        assert "answer-good" not in words


def test_another_paper_stays_another_paper_in_a_demonstration(client, world):
    said = page(client, world.issued().number, h="0" * 16).content.decode()
    assert "does not belong to this number" in said


def test_a_paper_is_shown_in_its_own_language_and_says_which(client, world):
    row = world.issued(language="tr")
    said = page(client, row.number, h=row.facts_sha256[:16]).content.decode()
    sheet = re.search(r'<article class="sheet" lang="tr".*?</article>', said, re.DOTALL)[0]
    assert "4,406" in sheet
    assert "4.406" not in said
    assert '<html lang="en">' in said
    english = world.issued(by="hana")
    said = page(client, english.number, h=english.facts_sha256[:16]).content.decode()
    assert re.search(r'<article class="sheet" aria-labelledby', said)


def test_every_unknown_number_gets_the_same_answer(client, world):
    begun = world.approved()
    services.begin_issue(certificate_id=begun.pk, actor=world.system())
    unissued = again(begun).number
    answers = [page(client, number, h="1") for number in (UNKNOWN, unissued)]
    assert [answer.status_code for answer in answers] == [404, 404]
    pairs = zip(answers, (UNKNOWN, unissued), strict=True)
    first, second = (without_token(answer).replace(number, "") for answer, number in pairs)
    assert first == second
    assert "Not known" in first


def test_a_number_whose_certificate_was_never_made_is_void_for_everybody(client, world):
    row = world.approved()
    services.begin_issue(certificate_id=row.pk, actor=world.system())
    Certificate.objects.unscoped("test").filter(pk=row.pk).update(attempts=5)
    services.note_trouble(certificate_id=row.pk, error="no ink", actor=world.system())
    number = again(row).number
    answer = page(client, number)
    assert (answer.status_code, "This number is void" in answer.content.decode()) == (404, True)
    assert "Alder" not in answer.content.decode()
    told = client.get(reverse("api-verify", args=[number]))
    assert (told.status_code, told.json()["detail"]) == (
        404,
        "This number is void: its certificate was never made.",
    )


@pytest.mark.parametrize("number", ["CC-2026-000001-X", "hello", "CC-2026", "<script>", "💡" * 50])
def test_a_wrong_check_character_is_told_as_a_typing_error(client, world, number):
    world.issued()
    answer = page(client, number)
    assert answer.status_code == 404
    assert "typing error" in answer.content.decode()
    assert "<script>al" not in answer.content.decode()


def test_a_typed_number_is_read_whatever_its_case_spaces_and_dashes(client, world):
    row = world.issued()
    answer = client.get(reverse("verify:home"), {"number": f" {row.number.lower().replace('-', ' ')} "})
    assert answer.url == reverse("verify:certificate", args=[row.number])


def test_the_first_page_asks_for_a_number(client):
    answer = client.get(reverse("verify:home"))
    assert 'name="number"' in answer.content.decode()
    assert client.get(reverse("verify:home"), {"number": "a/b?c"}).status_code == 302


@pytest.mark.parametrize("address", ["home", "known", "unknown"])
def test_it_is_kept_out_of_search_engines_caches_and_referrers(client, world, address):
    row = world.issued()
    answer = (
        client.get(reverse("verify:home"))
        if address == "home"
        else page(client, row.number if address == "known" else UNKNOWN)
    )
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "no-store"
    assert 'name="robots" content="noindex' in answer.content.decode()


def test_it_asks_the_database_once(client, world):
    row = world.issued()
    with CaptureQueriesContext(connection) as queries:
        page(client, row.number, h=row.facts_sha256[:16])
    assert len(queries) == 1
    client.force_login(world.cast.alice)
    with CaptureQueriesContext(connection) as queries:
        page(client, row.number)
    assert len(queries) <= 6


def test_too_many_questions_are_put_off(client, world, monkeypatch):
    monkeypatch.setattr("apps.certificates.pages.verify.Visitor.rate", "2/min", raising=False)
    row = world.issued()
    client.defaults["REMOTE_ADDR"] = "198.51.100.7"
    answers = [page(client, row.number) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"]
    client.defaults["REMOTE_ADDR"] = "198.51.100.8"
    assert page(client, row.number).status_code == 200


def test_it_reads_in_turkish(client, world):
    row = world.issued(language="tr")
    answer = client.get(reverse("verify:certificate", args=[row.number]), headers={"accept-language": "tr"})
    assert '<html lang="tr">' in answer.content.decode()


def test_whoever_has_the_paper_gets_the_way_to_its_credential(client, world, in_earnest):
    row = world.issued()
    fingerprint = row.facts_sha256[:16]
    address = reverse("api-credential", args=[row.number])
    shown = page(client, row.number, h=fingerprint).content.decode()
    assert f'href="{address}?h={fingerprint}"' in shown
    assert address not in page(client, row.number).content.decode()
