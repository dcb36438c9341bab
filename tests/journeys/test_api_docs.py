"""The page that shows the API: it draws the whole schema itself, under the same policy as every other page."""

import pytest
from django.test import Client
from playwright.sync_api import expect

from tests.journeys.browser import PHONE, Watch, find_chromium, options, running_chromium
from tests.journeys.stage import outside

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
METHODS = {"get", "post", "put", "patch", "delete"}


def operations():
    """Count the operations of the schema."""
    paths = Client().get("/api/v1/schema/", headers={"accept": "application/json"}).json()["paths"]
    return sum(len(METHODS & set(path)) for path in paths.values())


def test_it_lists_every_operation_and_opens_one(live_server):
    find_chromium()
    expected = outside(operations)
    watch = Watch(live_server.url)
    with running_chromium() as browser, watch.over(browser.new_context(**options())) as context:
        page = context.new_page()
        answer = page.goto(f"{live_server.url}/api/v1/docs/")
        policy = answer.headers["content-security-policy"]
        shown = page.locator(".opblock")
        expect(shown.first).to_be_visible(timeout=30_000)
        expect(shown).to_have_count(expected, timeout=30_000)
        verify = page.locator(".opblock", has_text="/api/v1/verify/{number}").first
        verify.locator(".opblock-summary-control").click()
        expect(verify.locator(".opblock-body")).to_contain_text("fingerprint", ignore_case=True)
        page.set_viewport_size(PHONE)
        expect(shown.first).to_be_visible()
    assert expected > 50
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert watch.troubles == []
