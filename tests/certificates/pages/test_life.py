"""The pages of a certificate's life: suspended and back, amended, superseded; for the body, the holder, strangers."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from apps.certificates import services
from apps.certificates.models import Certificate
from tests.certificates.pages.test_certificates import as_, url
from tests.certificates.pages.test_verify import page
from tests.certificates.world import again, as_in_production

pytestmark = pytest.mark.django_db


@pytest.fixture
def in_earnest(settings):
    """Approve as the platform in production does: what is made is a certificate."""
    as_in_production(settings)


def actions(client, row):
    said = client.get(url("detail", row)).content.decode()
    return [name for name in ("suspend", "reinstate", "amend", "withdraw") if url(name, row) in said]


def test_suspended_and_reinstated_by_pages(client, world):
    row = world.issued()
    client = as_(client, world, "bea")
    assert actions(client, row) == ["suspend", "amend", "withdraw"]
    assert "a nonconformity is not corrected" in client.get(url("suspend", row)).content.decode()
    said = {"code": "nonconformity", "reason": "The melt log is missing."}
    assert client.post(url("suspend", row), said).url == url("detail", row)
    assert actions(client, row) == ["reinstate", "amend", "withdraw"]
    for who in ("alice", "bea"):
        shown = as_(client, world, who).get(url("detail", row)).content.decode()
        assert "Suspended: a nonconformity is not corrected" in shown
        assert "The melt log is missing." in shown
    assert "The melt log is missing." in client.get(url("reinstate", row)).content.decode()
    said = {"code": "corrected", "reason": "The log is there."}
    assert client.post(url("reinstate", row), said).url == url("detail", row)
    shown = client.get(url("detail", row)).content.decode()
    assert "The log is there." in shown
    assert "Suspended:" not in shown


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("suspend", {"code": "", "reason": "So."}),
        ("suspend", {"code": "misuse", "reason": ""}),
        ("suspend", {"code": "mood", "reason": "So."}),
        ("amend", {"reason": ""}),
        ("amend", {"reason": "x" * 301}),
    ],
)
def test_a_form_that_is_not_right_comes_back_and_nothing_happens(client, world, name, said):
    row = world.issued()
    answer = as_(client, world, "bea").post(url(name, row), said)
    assert answer.status_code == 422
    assert "<title>Error:" in answer.content.decode()
    assert (again(row).state, Certificate.objects.unscoped("test").count()) == ("issued", 1)


@pytest.mark.parametrize("who", ["alice", "emil"])
def test_holder_and_evaluator_see_it_but_turn_nothing(client, world, who):
    row = world.issued()
    client = as_(client, world, who)
    assert actions(client, row) == []
    for name in ("suspend", "amend"):
        assert client.get(url(name, row)).status_code == 404
        assert client.post(url(name, row), {"code": "misuse", "reason": "So."}).status_code == 404
    assert again(row).state == "issued"


def test_amended_by_pages_and_both_ends_of_the_chain_are_shown(client, world):
    old = world.issued()
    client = as_(client, world, "bea")
    begun = client.post(url("amend", old), {"reason": "The grade was printed wrongly."})
    new = Certificate.objects.unscoped("test").get(replaces=old)
    assert begun.url == url("detail", new)
    assert url("detail", new) in client.get(url("detail", old)).content.decode()
    assert actions(client, old) == ["suspend", "withdraw"]  # one amendment at a time
    twice = client.post(url("amend", old), {"reason": "Again."})
    assert (twice.status_code, "already under way" in twice.content.decode()) == (422, True)
    services.evaluate(certificate_id=new.pk, actor=world.actor("emil"), evaluation="Compared.")
    deciding = client.get(url("decide", new)).content.decode()
    assert "The grade was printed wrongly." in deciding
    assert url("detail", old) in deciding
    decision = {"outcome": "approve", "reasons": "Yes.", "months": "24"}
    assert client.post(url("decide", new), decision).status_code == 302
    new = world.made(new)
    client = as_(client, world, "alice")
    before = client.get(url("detail", old)).content.decode()
    after = client.get(url("detail", new)).content.decode()
    assert "It was amended. The new certificate stands in its place." in before
    assert f'<a href="{url("detail", new)}">{new.number}</a>' in before
    assert f'<a href="{url("detail", old)}">{old.number}</a>' in after
    assert "The grade was printed wrongly." in after
    assert actions(as_(client, world, "bea"), old) == []


@pytest.mark.usefixtures("in_earnest")
def test_a_stranger_reads_suspended_on_the_same_address_but_not_why(client, world):
    row = world.suspended(months=1)
    scanned = {"h": row.facts_sha256[:16]}
    said = [page(client, row.number, **scanned).content.decode()]
    with time_machine.travel(timezone.now() + timedelta(days=40), tick=False):
        said.append(page(client, row.number, **scanned).content.decode())
    for words in said:
        assert re.search(r"<h1[^>]*>Suspended: do not rely on it for now</h1>", words)
        assert "melt log" not in words
        assert "nonconformity" not in words
    client.cookies["django_language"] = "tr"
    assert "Askıda: şimdilik bu belgeye dayanmayın" in page(client, row.number).content.decode()


@pytest.mark.usefixtures("in_earnest")
def test_a_stranger_goes_from_the_superseded_to_the_new_one_and_back(client, world):
    old = world.issued()
    new = world.amendment(old)
    before = page(client, old.number, h=old.facts_sha256[:16]).content.decode()
    assert re.search(r"<h1[^>]*>Superseded: another certificate stands in its place</h1>", before)
    assert f'href="{reverse("verify:certificate", args=[new.number])}"' in before
    after = page(client, new.number, h=new.facts_sha256[:16]).content.decode()
    assert "Genuine and valid" in after
    assert f'href="{reverse("verify:certificate", args=[old.number])}"' in after
    assert "The limit of iron was printed wrongly." in after
    unscanned = page(client, new.number).content.decode()
    assert "The limit of iron" not in unscanned
    client.cookies["django_language"] = "tr"
    assert "Yerine başka bir belge geçti" in page(client, old.number).content.decode()


def test_of_a_demonstrations_certificate_it_says_so_whatever_became_of_it(client, world):
    old = world.issued()
    world.amendment(old)
    held = world.suspended(by="hana")
    for row, state in ((old, "was superseded on"), (held, "was suspended on")):
        words = page(client, row.number).content.decode()
        assert re.search(r"<h1[^>]*>Demonstration: not a certificate</h1>", words)
        assert f"In the demonstration it {state}" in words


def test_a_chain_asks_the_database_once(client, world, django_assert_num_queries):
    old = world.issued()
    new = world.amendment(old)
    newest = world.amendment(new)
    for row in (old, new, newest):
        with django_assert_num_queries(1):
            page(client, row.number, h=row.facts_sha256[:16])
