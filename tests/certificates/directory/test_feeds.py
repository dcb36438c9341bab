"""The feeds, against RFC 4287 and JSON Feed 1.1, as a feed reader sees them."""

from datetime import datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date

from apps.certificates import services
from apps.certificates.models import Listing
from tests.certificates.directory.rows import another, published_copies, turned, withdraw

pytestmark = pytest.mark.django_db
ATOM, JSON = "/directory/feed.atom", "/directory/feed.json"
NS = {"a": "http://www.w3.org/2005/Atom"}
SITE = "https://consortium.example"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.SITE_URL = SITE


def atom(client, path=ATOM, **query):
    answer = client.get(path, query)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = ET.fromstring(answer.content)  # noqa: S314 - our own answer
    check_rfc_4287(root)
    return root


def items(client, **query):
    answer = client.get(JSON, query)
    assert answer["Content-Type"] == "application/feed+json; charset=utf-8"
    return answer.json()["items"]


def check_rfc_4287(root):
    """4.1.1 and 4.1.2: exactly one id, title, updated each; an author; absolute addresses; ids that are unique."""
    assert root.tag == f"{{{NS['a']}}}feed"
    entries = root.findall("a:entry", NS)
    for one in (root, *entries):
        for name in ("id", "title", "updated"):
            assert len(one.findall(f"a:{name}", NS)) == 1, name
        assert one.findtext("a:id", "", NS).startswith(SITE)
        assert datetime.fromisoformat(one.findtext("a:updated", "", NS)).tzinfo
        links = [(link.get("rel", "alternate"), link.get("href")) for link in one.findall("a:link", NS)]
        assert len({rel for rel, _href in links}) == len(links)
        assert "alternate" in dict(links)
        assert all(href.startswith(SITE) for _rel, href in links)
    assert root.findtext("a:author/a:name", "", NS)
    assert "self" in {link.get("rel") for link in root.findall("a:link", NS)}
    ids = [one.findtext("a:id", "", NS) for one in entries]
    assert len(set(ids)) == len(ids)


def titles(root):
    return [one.findtext("a:title", "", NS) for one in root.findall("a:entry", NS)]


def test_both_tell_the_same_entries(client, world, publish, published):
    published_copies(world, publish, published, 2)
    entries = atom(client).findall("a:entry", NS)
    told = [
        {
            "id": one.findtext("a:id", "", NS),
            "url": one.find("a:link", NS).get("href"),
            "title": one.findtext("a:title", "", NS),
            "content_text": one.findtext("a:summary", "", NS),
            "date_published": one.findtext("a:published", "", NS),
            "date_modified": one.findtext("a:updated", "", NS),
            "tags": [tag.get("term") for tag in one.findall("a:category", NS)],
        }
        for one in entries
    ]
    assert told == items(client)
    assert [one["title"] for one in told] == [
        "Demonstration: Copy 01, EN AW-2024: valid",
        "Demonstration: Copy 00, EN AW-2024: valid",
        "Demonstration: AlCu4Mg1 secondary, EN AW-2024: valid",
    ]
    last = told[-1]
    assert last["id"] == f"{SITE}/v/{published.number}"
    assert last["url"] == f"{SITE}/directory/{published.number}/"
    assert last["tags"] == ["demonstration", "aluminium"]
    assert "Holder: Alder Metals, Türkiye" in last["content_text"]


def test_json_feed_names_itself_and_what_the_standard_wants(client, published):
    said = client.get(JSON, {"q": "alder"}).json()
    assert said["version"] == "https://jsonfeed.org/version/1.1"
    assert (said["home_page_url"], said["feed_url"]) == (
        f"{SITE}/directory/?q=alder",
        f"{SITE}{JSON}?q=alder",
    )
    assert {"title", "items", "language"} <= set(said)
    assert all(one["id"] and one["content_text"] for one in said["items"])


def test_an_empty_feed_is_valid_too_and_the_same_each_time(client):
    root = atom(client)
    assert titles(root) == items(client) == []
    told = client.get(ATOM).content
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert client.get(ATOM).content == told


@pytest.mark.parametrize("act", ["suspended", "withdrawn", "superseded"])
def test_a_change_of_state_comes_as_the_same_entry_updated_and_first(client, world, publish, published, act):
    publish(another(world, published, material="Later"))
    before = items(client)
    assert "Later" in before[0]["title"]
    if act == "suspended":
        turned(world, services.suspend, published, code="misuse", reason="On another alloy.")
    elif act == "withdrawn":
        withdraw(world, published)
    else:
        world.amendment(published)
    after = items(client)
    assert after[0]["id"] == before[1]["id"]
    assert after[0]["title"].endswith(f": {act}")
    assert after[0]["date_published"] == before[1]["date_published"]
    changed = Listing.objects.unscoped("test").get(certificate=published).changed_at
    assert datetime.fromisoformat(after[0]["date_modified"]) == changed
    assert titles(atom(client))[0] == after[0]["title"]
    assert "another alloy" not in client.get(ATOM).content.decode()
    assert [one["title"] for one in items(client, state="valid")] == [before[0]["title"]]


def test_filters_are_those_of_the_page(client, world, publish, published):
    publish(another(world, published, material="Çelik"))
    assert len(items(client, q="celik")) == len(titles(atom(client, q="celik"))) == 1
    assert items(client, country="DE") == items(client, critical_input="none") == []
    assert len(items(client, country="TR", critical_input="aluminium", valid_at=timezone.localdate())) == 2


def test_a_long_feed_goes_on(client, world, publish, published):
    published_copies(world, publish, published, 52)
    root = atom(client, q="alder")
    links = {link.get("rel"): link.get("href") for link in root.findall("a:link", NS)}
    rest = atom(client, links["next"].removeprefix(SITE))
    assert (len(titles(root)), len(titles(rest))) == (50, 3)
    following = client.get(JSON).json()["next_url"].removeprefix(SITE)
    assert len(client.get(following).json()["items"]) == 3


@pytest.mark.parametrize("path", [ATOM, JSON])
def test_who_has_it_already_is_told_so(client, world, published, path):
    first = client.get(path)
    for headers in (
        {"If-None-Match": first["ETag"]},
        {"If-None-Match": f'"other", {first["ETag"]}'},
    ):
        again = client.get(path, headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    withdraw(world, published)
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200


@pytest.mark.parametrize("path", [ATOM, JSON])
def test_what_goes_and_what_expires_is_a_change_too(client, world, publish, published, path):
    row = publish(
        another(world, published, material="Short", valid_until=timezone.localdate() + timedelta(days=1))
    )
    now = timezone.now()
    etag = client.get(path)["ETag"]

    def asked(moment):
        with time_machine.travel(moment, tick=False):
            return client.get(path, headers={"If-None-Match": etag})

    assert asked(now).status_code == 304
    assert asked(now + timedelta(days=2)).status_code == 200
    assert ": expired" in asked(now + timedelta(days=2)).content.decode()
    with time_machine.travel(now + timedelta(seconds=5), tick=False):
        services.unlist(certificate_id=row.pk, actor=world.actor("alice"))
    gone = asked(now + timedelta(seconds=9))
    assert (gone.status_code, "Short" in gone.content.decode()) == (200, False)


@pytest.mark.parametrize("path", [ATOM, JSON])
def test_a_suspension_in_the_second_of_an_answer_is_not_missed(client, world, published, path):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        first = client.get(path)
        assert "Last-Modified" not in first
        withdraw(world, published)
        clock.shift(1)
        asked = {"If-None-Match": first["ETag"], "If-Modified-Since": http_date(timezone.now().timestamp())}
        assert client.get(path, headers=asked).status_code == 200


def test_names_with_markup_and_control_characters_are_harmless(client, world, publish):
    name = "<b>A & B</b> ]]>\x01\x07\ufffe \u202eevil"
    publish(another(world, world.issued(), material=name, facts={"holder": {"name": name}}))
    plain = "<b>A & B</b> ]]> evil"
    assert titles(atom(client)) == [f"Demonstration: {plain}, EN AW-2024: valid"]
    assert f"Holder: {plain}, Türkiye" in items(client)[0]["content_text"]
    assert b"<b>" not in client.get(ATOM).content


def test_the_page_names_its_feeds_with_the_same_filters(client, published):
    said = client.get("/directory/", {"q": "alder", "state": "current", "country": ""}).content.decode()
    for name, kind in (("atom", "application/atom+xml"), ("json", "application/feed+json")):
        assert f'<link rel="alternate" type="{kind}"' in said
        assert f'href="{reverse(f"directory:{name}")}?q=alder"' in said
    said = client.get("/directory/", {"state": "withdrawn"}).content.decode()
    assert f'href="{ATOM}?state=withdrawn"' in said
