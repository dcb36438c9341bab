"""The holder's choice: nothing stands in the directory before it, nothing beyond it is told after it."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from apps.certificates import selectors, services
from apps.certificates.models import Listing
from apps.core.errors import Conflict, Invalid, Missing, NotAllowed
from tests.certificates.directory.rows import another, found, turned, withdraw
from tests.certificates.test_comparison import APART, MARGINS
from tests.certificates.test_life import entries
from tests.certificates.test_services import events
from tests.certificates.world import World, again

pytestmark = pytest.mark.django_db
RESULTS = "results"
# Whatever stands on the paper and in no entry: the study, its precision, persons, the body, addresses, hashes.
SECRETS = ("Bea Ba", "Emil", "Birch Certification", "ST-2", "AlCu4Mg1 from scrap", "s_r", "engine", "sha256")


def entry(row):
    return selectors.entry_of(row.number, at=timezone.now())


def choose(world, row, level="entry", by="alice"):
    return services.list_publicly(certificate_id=row.pk, actor=world.actor(by), level=level)


def take_out(world, row, by="alice"):
    return services.unlist(certificate_id=row.pk, actor=world.actor(by))


def test_nothing_is_listed_before_its_holder_chose(world):
    row = world.issued()
    assert found(state="all") == set()
    with pytest.raises(Missing):
        entry(row)
    assert selectors.last_changed().year == 1970


@pytest.mark.parametrize("who", ["alice", "pia"])
def test_leads_of_the_holder_publish_and_take_out_and_both_stand_in_the_record(world, who):
    row = world.issued()
    choose(world, row, by=who)
    assert found() == {row.number}
    choose(world, row, RESULTS, by=who)
    take_out(world, row, by=who)
    assert found(state="all") == set()
    assert events(row)[-3:] == ["CertificateListed", "CertificateListed", "CertificateUnlisted"]
    assert [body["level"] for body in entries(row, "CertificateListed")] == ["entry", "results"]


@pytest.mark.parametrize("who", ["bob", "bea", "emil"])
def test_nobody_else_of_holder_and_body_may(world, publish, who):
    row = world.issued()
    with pytest.raises(NotAllowed):
        choose(world, row, by=who)
    publish(row)
    with pytest.raises(NotAllowed):
        take_out(world, row, by=who)
    assert found() == {row.number}


@pytest.mark.parametrize("who", ["hana", "eve", "iris", "dora"])
def test_for_others_the_certificate_does_not_exist(world, published, who):
    for act in (choose, take_out):
        with pytest.raises(Missing):
            act(world, published, by=who)
    assert found() == {published.number}


@pytest.mark.parametrize(
    "state", ["requested", "evaluated", "approved", "refused", "withdrawn", "superseded"]
)
def test_only_what_is_out_in_the_world_and_has_not_ended_is_published(world, state):
    row = getattr(world, state)()
    with pytest.raises(Conflict):
        choose(world, row)
    assert "CertificateListed" not in events(row)


def test_a_level_is_one_of_the_two(world):
    row = world.issued()
    with pytest.raises(Invalid):
        choose(world, row, "everything")
    assert found(state="all") == set()


def test_chosen_twice_or_taken_out_twice_it_is_told_once(world, published):
    choose(world, published)
    take_out(world, published)
    take_out(world, published)
    assert events(published)[-2:] == ["CertificateListed", "CertificateUnlisted"]


@pytest.mark.parametrize("level", ["entry", "results"])
def test_the_preview_is_what_is_published_then(world, level):
    row = world.issued()
    at = timezone.now()
    shown = selectors.preview_of(selectors.to_be_listed(world.actor("alice"), row.pk), level, at=at)
    services.list_publicly(certificate_id=row.pk, actor=world.actor("alice").at(at), level=level)
    assert selectors.entry_of(row.number, at=at) == shown


def test_an_entry_says_this_and_no_more(world, published):
    row, told = published, entry(published)
    assert (
        told.__dict__
        == {
            "language": "en",
            "test": True,
            "title": "Certificate of joint testing",  # magnesium has no limit to assess against
            "material": "AlCu4Mg1 secondary",
            "grade": "EN AW-2024",
            "replaces": "AlCu4Mg1 primary, EN AW-2024",
            "standards": tuple(json.loads(row.facts)["basis"][1:]),
            "certified": ("Copper", "Iron, Fe"),
            "holder": "Alder Metals",
            "conclusion": "",
            "number": row.number,
            "critical_input": "Aluminium alloy",
            "critical_input_code": "aluminium",
            "country": "TR",
            "issued_on": timezone.localdate(row.issued_at),
            "valid_until": row.valid_until,
            "state": "valid",
            "successor": "",
            "published_at": told.published_at,
            "updated_at": told.published_at,
            "measured": None,
        }
    )
    assert (told.standing, told.country_name) == ("demonstration", "Türkiye")


def test_the_conclusion_of_the_study_is_part_of_the_entry(cast, quick_paper, quiet_press, publish):
    row = publish(World(cast, margins=MARGINS, apart=APART).issued(language="en-tr"), "entry")
    assert "every compared characteristic holds" in entry(row).conclusion


def test_what_was_found_different_or_inferior_is_no_substitute(cast, quick_paper, quiet_press):
    narrow = {"margin_low": Decimal("0.01"), "margin_high": Decimal("0.01")}
    world = World(cast, margins=MARGINS | {"Cu": narrow}, apart=APART)
    row = world.issued()
    with pytest.raises(Conflict, match="directory is for substitutes"):
        services.list_publicly(certificate_id=row.pk, level="entry", actor=world.actor("alice"))


def test_with_results_all_of_them_are_told_also_what_was_not_assessed(world, publish):
    row = publish(world.issued(), RESULTS)
    measured = entry(row).measured
    assert [(one["characteristic"], one["verdict"]) for one in measured] == [
        ("Copper", "pass"),
        ("Iron, Fe", "pass"),
        ("Magnesium", "not-assessed"),
    ]
    printed = json.loads(row.facts)["results"]
    assert [{name: one[name] for name in measured[0]} for one in printed] == list(measured)
    assert set(measured[0]) == {
        "characteristic", "unit", "method", "operator", "value", "uncertainty", "k", "limit_low", "limit_high", "verdict",
    }  # fmt: skip


@pytest.mark.parametrize("level", ["entry", "results"])
def test_no_page_answer_or_feed_tells_what_is_not_published(client, world, publish, level):
    row = publish(world.issued(), level)
    secrets = (*SECRETS, row.facts_sha256[:16], row.pdf_sha256, str(row.pk))
    secrets += ("4.406", "ISO 3725") if level == "entry" else ()
    paths = [
        *(reverse(f"directory:{name}") for name in ("list", "atom", "json")),
        reverse("directory:entry", args=[row.number]),
        reverse("api-directory"),
        reverse("api-directory-entry", args=[row.number]),
    ]
    for path in paths:
        said = client.get(path).content.decode()
        assert row.number in said, path
        assert [secret for secret in secrets if secret in said] == [], path


@pytest.mark.parametrize("words", ["Birch", "Bea", "scrap", "ISO 3725", "Magnesium", "4.406", "Carol"])
def test_what_is_not_published_is_not_found(published, words):
    assert found(q=words) == set()


def test_methods_and_all_characteristics_are_found_once_results_are_published(world, published, publish):
    publish(published, RESULTS)
    assert found(q="ISO 3725 Magnesium") == {published.number}
    publish(published, "entry")
    assert found(q="ISO 3725") == found(q="Magnesium") == set()
    assert entry(published).measured is None


def test_what_was_taken_out_leaves_nothing_in_the_row(world, publish):
    row = publish(world.issued(), RESULTS)
    take_out(world, row)
    left = Listing.objects.unscoped("test").get(certificate=row)
    assert (left.entry, left.results, left.words, left.name_key, left.country) == ("", "", "", "", "")
    with pytest.raises(IntegrityError, match="unlisted_is_empty"), transaction.atomic():
        Listing.objects.unscoped("test").update(results="[]")
    assert choose(world, row).number
    assert found() == {row.number}


def test_results_are_in_the_row_only_where_they_were_chosen(published):
    with pytest.raises(IntegrityError, match="results_if_chosen"), transaction.atomic():
        Listing.objects.unscoped("test").update(results="[]")


def test_state_follows_at_once(world, published):
    row = published
    turned(world, services.suspend, row, code="misuse", reason="On another alloy.")
    assert (entry(row).state, found(), found(state="valid")) == ("suspended", {row.number}, set())
    turned(world, services.reinstate, row, code="corrected", reason="The labels are gone.")
    assert (entry(row).state, found(state="valid")) == ("valid", {row.number})
    withdraw(world, row)
    assert (entry(row).state, found(), found(state="withdrawn")) == ("withdrawn", set(), {row.number})
    assert "The alloy changed" not in str(entry(row))


def test_what_ended_can_still_be_taken_out(world, published):
    withdraw(world, published)
    shown = selectors.certificate_shown(world.actor("alice"), published.pk)
    assert (shown.listed, shown.moves) == ("entry", ("unlist",))
    take_out(world, published)
    assert found(state="all") == set()
    with pytest.raises(Conflict):
        choose(world, published)


def test_expired_follows_from_the_last_day_and_the_entry_changed_then(world, publish):
    row = publish(world.issued(months=1))
    later = timezone.now() + timedelta(days=40)
    assert (found(at=later), found(at=later, state="expired")) == (set(), {row.number})
    told = selectors.entry_of(row.number, at=later)
    assert told.state == "expired"
    assert timezone.localtime(told.updated_at).date() == row.valid_until + timedelta(days=1)
    assert found(at=later, valid_at=row.valid_until) == {row.number}
    assert found(at=later, valid_at=row.valid_until + timedelta(days=1)) == set()


def test_superseded_leads_to_its_successor_once_that_is_published_too(world, published, publish):
    old = published
    new = world.amendment(old)
    before = entry(old)
    assert (before.state, before.successor, found(), found(state="superseded")) == (
        "superseded",
        "",
        set(),
        {old.number},
    )
    publish(new)
    assert entry(old).successor == new.number
    assert entry(old).updated_at > before.updated_at
    take_out(world, new)
    assert entry(old).successor == ""
    assert found(state="all") == {old.number}


@pytest.mark.parametrize(
    ("language", "said", "certified"),
    [
        ("en", "en", ("Copper", "Iron, Fe")),
        ("tr", "tr", ("Bakır", "Demir")),
        ("en-tr", "en", ("Copper", "Iron, Fe")),
    ],
)
def test_an_entry_is_in_the_first_language_of_its_paper(world, publish, language, said, certified):
    row = publish(world.issued(language=language), RESULTS)
    told = entry(row)
    assert (told.language, told.certified) == (said, certified)
    assert told.measured[0]["characteristic"] == certified[0]
    assert "also" not in told.measured[0]


def test_letters_that_hide_or_turn_the_text_are_not_published(world, publish):
    name = "A\u0007l\u202ed\u200ber\x1f"
    row = publish(another(world, world.issued(), material=name, facts={"holder": {"name": f"<b>&{name}"}}))
    told = entry(row)
    assert (told.material, told.holder) == ("Alder", "<b>&Alder")
    assert found(q="alder") == {row.number}


def test_what_a_certificate_says_beyond_its_entry_is_not_read(world):
    row = world.issued()
    choose(world, row)
    before = [entry(row), selectors.directory_page(selectors.Wanted(), at=timezone.now()).rows]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE certificates_certificate SET facts = '{}', reasons = 'Other', evaluation = 'Other'"
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    assert before == [entry(row), selectors.directory_page(selectors.Wanted(), at=timezone.now()).rows]
    assert again(row).facts == "{}"
