"""The directory as a stranger reads it, and the pages of its holder."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.models import Organisation
from apps.certificates import selectors, services
from tests.certificates.directory.rows import another, found, published_copies, turned, withdraw
from tests.certificates.world import as_in_production

pytestmark = pytest.mark.django_db
LIST = "/directory/"
API = "/api/v1/directory/"


def page(client, path=LIST, status=200, **query):
    answer = client.get(path, query)
    assert answer.status_code == status
    return answer.content.decode()


def as_(client, world, who):
    client.force_login(getattr(world.cast, who))
    return client


def post(client, address, **said):
    return client.post(address, json.dumps(said), content_type="application/json")


def test_a_stranger_finds_it_from_the_first_page(client):
    for path in ("/", "/v/"):
        assert f'href="{LIST}"' in page(client, path)
    assert "Nothing is published yet" in page(client)


def test_a_list_a_search_and_an_entry_that_leads_to_the_check(client, world, published):
    said = page(client)
    for words in (
        "AlCu4Mg1 secondary",
        "EN AW-2024",
        "AlCu4Mg1 primary",
        "Alder Metals",
        "valid",
        "demonstration",
    ):
        assert words in said
    assert reverse("directory:entry", args=[published.number]) in said
    assert published.number in page(client, q="ALDER secondary")
    assert "Nothing found" in page(client, q="steel")
    entry = page(client, reverse("directory:entry", args=[published.number.lower().replace("-", "")]))
    assert reverse("verify:certificate", args=[published.number]) in entry
    assert "Demonstration: not a certificate" in entry


def test_in_earnest_nothing_says_demonstration(client, settings, world, publish):
    as_in_production(settings)
    settings.DEMONSTRATION = False
    row = publish(world.issued())
    for path in (
        LIST,
        reverse("directory:entry", args=[row.number]),
        f"{LIST}feed.atom",
        f"{API}{row.number}/",
    ):
        assert "emonstration" not in page(client, path).replace("state_in_demonstration", "")
    assert client.get(f"{API}{row.number}/").json()["state"] == "valid"


def test_withdrawn_and_superseded_are_reached_by_the_filter_only(client, world, publish, published):
    gone = publish(another(world, published, material="Gone"))
    withdraw(world, gone)
    new = publish(world.amendment(published))
    assert "Gone" not in page(client)
    assert "Gone" in page(client, state="withdrawn")
    old = page(client, state="superseded")
    assert published.number in old
    assert reverse("directory:entry", args=[new.number]) in old
    assert new.number in page(client, reverse("directory:entry", args=[published.number]))


def test_suspended_stays_in_the_list_with_its_state(client, world, published):
    turned(world, services.suspend, published, code="misuse", reason="On another alloy.")
    said = page(client)
    assert (published.number in said, "suspended</span>" in said, "another alloy" in said) == (
        True,
        True,
        False,
    )


def test_with_results_the_entry_shows_them_and_the_list_does_not(client, world, publish):
    row = publish(world.issued(), "results")
    entry = page(client, reverse("directory:entry", args=[row.number]))
    for words in ("4.406", "ISO 3725", "not assessed"):
        assert words in entry
    assert "Laboratories" not in entry
    assert "4.406" not in page(client)


@pytest.mark.parametrize("word", ["unknown", "not listed", "taken out"])
def test_what_is_not_published_is_answered_like_what_does_not_exist(client, world, publish, word):
    row = world.issued()
    if word == "taken out":
        publish(row)
        services.unlist(certificate_id=row.pk, actor=world.actor("alice"))
    number = "CC-2026-000099-X" if word == "unknown" else row.number
    told, unknown = (
        page(client, reverse("directory:entry", args=[asked]), status=404).split("<main")[1].split("<form")[0]
        for asked in (number, "nothing")
    )
    assert told == unknown
    gone = client.get(f"{API}{number}/")
    assert (gone.status_code, gone.json()) == (404, client.get(f"{API}nothing/").json())


BAD = [
    ({"state": "nice"}, "state"),
    ({"valid_at": "31.5.2026"}, "valid_at"),
    ({"valid_at": "2026-02-30"}, "valid_at"),
    ({"country": "Turkey"}, "country"),
    ({"q": "x" * 201}, "q"),
    ({"q": "a\x00b"}, "q"),
    ({"critical_input": "x" * 41}, "critical_input"),
]


@pytest.mark.parametrize(("query", "field"), BAD)
def test_bad_filters_get_a_sentence_beside_the_field(client, published, query, field):
    said = page(client, status=422, **query)
    assert ("There is a problem" in said, published.number in said) == (True, False)
    assert f'id="id_{field}_error"' in said
    answer = client.get(API, query)
    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, [field])
    for name in ("atom", "json"):
        assert client.get(reverse(f"directory:{name}"), query).status_code == 422


def test_a_torn_place_in_the_list_is_refused(client, published):
    assert client.get(LIST, {"after": "torn"}).status_code == 422
    assert client.get(f"{LIST}feed.json", {"cursor": "torn"}).status_code == 422


def test_the_next_page_keeps_what_was_looked_for(client, world, publish, published):
    published_copies(world, publish, published, 30)
    said = page(client, q="alder", state="all")
    following = said.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    assert "q=alder&state=all&after=" in following
    assert "Copy 29" in page(client, following)


@pytest.mark.parametrize("count", [3, 50])
def test_pages_feeds_and_operations_cost_the_same_for_any_length(client, world, publish, published, count):
    published_copies(world, publish, published, count - 1)
    costs = {
        LIST: 3,
        f"{LIST}feed.atom": 2,
        f"{LIST}feed.json": 2,
        API: 1,
        f"{API}{published.number}/": 1,
        reverse("directory:entry", args=[published.number]): 1,
    }
    for path, cost in costs.items():
        with CaptureQueriesContext(connection) as queries:
            page(client, path, q="alder")
        assert len(queries) == cost, path


# The holder
def test_the_holder_sees_what_would_be_public_and_chooses(client, world):
    row = world.issued()
    client = as_(client, world, "pia")
    detail, listing = (reverse(f"certificates:{name}", args=[row.pk]) for name in ("detail", "listing"))
    assert "It is not published." in page(client, detail)
    shown = page(client, listing)
    for words in ("4.406", "AlCu4Mg1 primary", "Only with results", "Türkiye"):
        assert words in shown
    assert found(state="all") == set()
    assert "There is a problem" in client.post(listing, {}).content.decode()
    assert client.post(listing, {"level": "entry"}).url == detail
    assert reverse("directory:entry", args=[row.number]) in page(client, detail)
    assert found() == {row.number}
    assert client.post(reverse("certificates:unlist", args=[row.pk])).url == detail
    assert found(state="all") == set()
    record = page(client, reverse("certificates:record", args=[row.pk]))
    assert f"Published certificate {row.number} in the directory: the entry." in record
    assert f"Took certificate {row.number} out of the directory." in record


@pytest.mark.parametrize(
    ("who", "status"), [("bob", 404), ("bea", 404), ("hana", 404), ("eve", 404), (None, 302)]
)
def test_nobody_else_may_choose(client, world, published, who, status):
    if who:
        as_(client, world, who)
    listing, unlist = (reverse(f"certificates:{name}", args=[published.pk]) for name in ("listing", "unlist"))
    assert client.get(listing).status_code == client.post(listing, {"level": "results"}).status_code == status
    assert client.post(unlist).status_code == status
    assert found() == {published.number}
    if who in {"bob", "bea"}:
        said = page(client, reverse("certificates:detail", args=[published.pk]))
        assert ("Everybody may read its entry." in said, listing in said, unlist in said) == (
            True,
            False,
            False,
        )


def test_what_ended_is_not_published_any_more_and_says_why(client, world):
    row = world.withdrawn()
    answer = as_(client, world, "alice").get(reverse("certificates:listing", args=[row.pk]))
    assert (answer.status_code, "or suspended, can be published" in answer.content.decode()) == (409, True)


def test_the_choice_by_api(client, world):
    row = world.issued()
    address = f"/api/v1/certificates/{row.pk}/listing/"
    client = as_(client, world, "alice")
    shown = client.get(address).json()
    assert (shown["level"], shown["entry"]["measured"]) == ("", None)
    assert shown["entry_with_results"]["measured"][0]["value"] == "4.406"
    assert client.get(f"/api/v1/certificates/{row.pk}/").json()["moves"] == ["publish"]
    assert post(client, address, level="much").status_code == 400
    made = post(client, address, level="results")
    assert (made.status_code, made.json()["listed"]) == (201, "results")
    public = client.get(f"{API}{row.number}/").json()
    chosen_at = {name: public[name] for name in ("published_at", "updated_at")}
    assert shown["entry_with_results"] | chosen_at == public
    assert (public["state"], public["state_in_demonstration"]) == ("demonstration", "valid")
    line = client.get(API).json()["results"][0]
    assert line == {name: value for name, value in public.items() if name != "measured"}
    assert client.delete(address).status_code == 204
    assert client.get(API).json() == {"next": None, "results": []}
    assert as_(client, world, "bob").delete(address).status_code == 403


def test_the_api_goes_on_by_cursor_with_its_filters(client, world, publish, published):
    published_copies(world, publish, published, 50)
    first = client.get(API, {"q": "alder", "country": "tr"}).json()
    assert "country=tr" in first["next"]
    rest = client.get(first["next"]).json()
    assert (len(first["results"]), len(rest["results"]), rest["next"]) == (50, 1, None)


def test_a_firm_with_markup_in_its_name_is_harmless(client, world, publish):
    name = '<script>alert(1)</script> & "Co"'
    row = publish(another(world, world.issued(), material=name, facts={"holder": {"name": name}}))
    for path in (LIST, reverse("directory:entry", args=[row.number])):
        said = page(client, path)
        assert ("<script>alert" in said, "&lt;script&gt;alert(1)" in said) == (False, True)


def test_in_turkish(client, world, publish):
    Organisation.objects.filter(pk=world.cast.alder.pk).update(country="DE")
    row = publish(world.issued(language="tr"))
    answer = client.get(reverse("directory:entry", args=[row.number]), headers={"Accept-Language": "tr"})
    for words in ("Alüminyum alaşımı", "Almanya", "Bakır", "geçerli"):
        assert words in answer.content.decode()
    assert selectors.entry_of(row.number, at=row.issued_at).language == "tr"
