"""The journey's eyes see: each thing that the watch and the looks are there for is shown to them once."""

import pytest

from tests.journeys.browser import Watch, find_chromium, options, running_chromium
from tests.journeys.looks import Looks

HOME = "http://journey.example"
STRICT = "default-src 'self'; script-src 'self'; style-src 'self'"
PAGE = '<!doctype html><html lang="en"><head><title>Page</title>{head}</head><body><main><h1>Page</h1>{body}</main></body></html>'


@pytest.fixture(scope="module")
def browser():
    with running_chromium() as found:
        yield found


@pytest.fixture
def shown(browser):
    """Show a page, and give what the watch and the looks noted."""
    watch = Watch(HOME)
    looks = Looks(browser, watch)
    context = watch.over(browser.new_context(**options()))

    def show(body="", head="", status=200):
        def answer(route):
            if route.request.url == f"{HOME}/":
                html = PAGE.format(head=head, body=body)
                headers = {"Content-Security-Policy": STRICT, "Content-Type": "text/html"}
                route.fulfill(status=status, body=html, headers=headers)
            else:
                route.fulfill(status=404 if "missing" in route.request.url else 200, body="")

        context.route("**/*", answer)
        page = context.new_page()
        page.goto(HOME, wait_until="load")
        looks.check(page, "page")
        return watch.troubles, looks.wrong

    yield show
    context.close()


@pytest.mark.browser
def test_they_find_nothing_on_a_page_that_is_in_order(shown):
    assert shown("<p>Text</p>") == ([], [])


@pytest.mark.browser
@pytest.mark.parametrize(
    ("body", "word"),
    [
        ('<p style="color:red">Red</p>', "Content Security Policy"),
        ("<script>alert(1)</script>", "Content Security Policy"),
        ('<img alt="" src="/missing.png">', "404"),
        ('<img alt="" src="http://elsewhere.example/p.png">', "elsewhere"),
    ],
)
def test_the_watch_hears_what_no_page_may_do(shown, body, word):
    troubles, _wrong = shown(body)
    assert any(word in trouble for trouble in troubles), troubles


@pytest.mark.browser
def test_the_watch_hears_a_fault_of_the_server(shown):
    troubles, _wrong = shown(status=500)
    assert troubles == [f"answer: 500 {HOME}/"]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("body", "word"),
    [
        ('<p>Figure</p><img src="/a.png">', "image-alt"),
        ("<label>Name</label><input>", "label"),
        (f"<p>{'wide' * 200}</p>", "scrolls sideways at 390 px"),
        ('<div class="figure-picture"><svg width="600" height="9"></svg></div>', "1 pictures are cut off"),
    ],
)
def test_the_looks_see_what_a_reader_would_stumble_over(shown, body, word):
    _troubles, wrong = shown(body)
    assert any(word in line for line in wrong), wrong


def test_without_a_browser_it_says_how_to_install_one(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RuntimeError, match="apt-get install --no-install-recommends chromium"):
        find_chromium()
