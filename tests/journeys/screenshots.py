"""Pictures of the key pages, for people to look at; no part of the tests.

    make run                                                        # in another window
    .venv/bin/python -m tests.journeys.screenshots OUT_FOLDER [ADDRESS]

Signs in to the running demonstration (http://127.0.0.1:8000 unless another ADDRESS is named) as its people and
takes each page in English and Turkish, at a desk and on a phone: `07-case-tr-390.png`. Nothing is sent; that a
report was read is noted in its record, as always.
"""

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.journeys.browser import DESKTOP, PHONE, ChromiumMissingError, options, running_chromium

HERE = "http://127.0.0.1:8000"
ONE = "[0-9a-f-]{36}"
STUDY, REPORT, CASE = f"/studies/{ONE}/$", f"/changes/reports/{ONE}/$", f"/changes/cases/{ONE}/$"
PEOPLE = ("iris", "kim", "alice", "pia", "carol", "emil", "bea", "dora", "dan", "ivy", "eve")
CERTIFICATE = f"/certificates/{ONE}/$"


@dataclass(frozen=True)
class Shot:
    """A page: who looks at it, and the way there.

    A step is an address ("/…"), what is added to the present one ("+…"), or the pattern of a link on the page.
    """

    name: str
    who: str
    way: tuple[str, ...] = ("/",)


SHOTS = (
    Shot("first-page", ""),
    Shot("sign-in", "", ("/account/sign-in/",)),
    Shot("verify", "", ("/v/",)),
    Shot("not-known", "", ("/v/CC-2020-000009-X",)),
    Shot("mail", "", ("/demo/mail/",)),
    *(Shot(f"home-{who}", who) for who in PEOPLE),
    Shot("consortia", "eve", ("/consortia/",)),
    Shot("consortium", "iris", ("/consortia/", f"/consortia/{ONE}/$")),
    Shot("invite", "iris", ("/consortia/", f"/consortia/{ONE}/$", "+invite/")),
    Shot("studies", "carol", ("/studies/",)),
    Shot("plan-a-study", "iris", ("/studies/plan/",)),
    Shot("study", "carol", ("/studies/", STUDY)),
    Shot("protocol", "iris", ("/studies/", STUDY, "+protocol/")),
    Shot("laboratories", "iris", ("/studies/", STUDY, "+laboratories/")),
    Shot("hand-in", "carol", ("/studies/", STUDY, "+results/")),
    Shot(
        "analysis",
        "kim",
        ("/certificates/request/", f"/certificates/request/({ONE})/$", "=/studies/{}/analysis/"),
    ),
    Shot("certificates", "kim", ("/certificates/",)),
    Shot("certificate", "kim", ("/certificates/", CERTIFICATE)),
    Shot("verification", "kim", ("/certificates/", CERTIFICATE, "^/v/CC-")),
    Shot("evaluate", "emil", ("/", f"/certificates/{ONE}/evaluate/$")),
    Shot("record-of-certificate", "kim", ("/certificates/", CERTIFICATE, "+record/")),
    Shot("reports", "pia", ("/changes/",)),
    Shot("draft", "alice", ("/changes/?state=draft", REPORT)),
    Shot("part-origin", "alice", ("/changes/?state=draft", REPORT, "+part/origin/")),
    Shot("part-schedule", "alice", ("/changes/?state=draft", REPORT, "+part/schedule/")),
    Shot("who-sees", "alice", ("/changes/?state=draft", REPORT, "+who-sees/")),
    Shot("check", "alice", ("/changes/?state=draft", REPORT, "+check/")),
    Shot("report", "pia", ("/changes/?state=approved", REPORT)),
    Shot("sharing", "pia", ("/changes/?state=approved", REPORT, "+sharing/")),
    Shot("case-of-firm", "pia", ("/changes/?state=approved", REPORT, "+case/")),
    Shot("answer", "pia", ("/", f"/changes/cases/{ONE}/answer/$")),
    Shot("reports-of-industry", "ivy", ("/changes/",)),
    Shot("report-of-industry", "ivy", ("/changes/", REPORT)),
    Shot("cases", "dora", ("/changes/cases/",)),
    Shot("case", "dora", ("/changes/cases/?state=open", CASE)),
    Shot("ask", "dora", ("/changes/cases/?state=open", CASE, "+ask/")),
    Shot("recommend", "dora", ("/changes/cases/?state=open", CASE, "+recommend/")),
    Shot("decide", "dan", ("/changes/cases/?state=recommended", CASE, "+decide/")),
    Shot("record-of-case", "dora", ("/changes/cases/?state=approved", CASE, "+record/")),
    Shot("inputs", "pia", ("/supply/",)),
    Shot("input", "pia", ("/supply/aluminium/",)),
    Shot("organisation", "alice", ("/account/organisation/",)),
    Shot("keys", "alice", ("/account/keys/",)),
    Shot("news", "kim", ("/news/",)),
)


def main(out: Path, address: str) -> None:
    """Take all pictures."""
    out.mkdir(parents=True, exist_ok=True)
    with running_chromium() as browser:
        for number, shot in enumerate(SHOTS, start=1):
            take(browser, shot, out / f"{number:02}-{shot.name}", address)


def take(browser: Browser, shot: Shot, path: Path, address: str) -> None:
    """Go to a page once, and take it in both languages and widths."""
    with browser.new_context(**options(base_url=address)) as context:
        page = context.new_page()
        if shot.who:
            sign_in(page, shot.who)
        if missing := walk(page, shot.way):
            say(f"{path.name}: there is no {missing} at {page.url}")
            return
        for language in ("en", "tr"):
            context.add_cookies([{"name": "django_language", "value": language, "url": address}])
            for size in (DESKTOP, PHONE):
                page.set_viewport_size(size)
                page.reload(wait_until="load")
                page.screenshot(path=f"{path}-{language}-{size['width']}.png", full_page=True)
    say(path.name)


def sign_in(page: Page, who: str) -> None:
    """Be somebody by one press on the first page."""
    page.goto("/")
    row = page.locator("tr", has=page.locator("code", has_text=re.compile(rf"^{who}@")))
    with page.expect_navigation():
        row.get_by_role("button").click()


def walk(page: Page, way: tuple[str, ...]) -> str:
    """Go the way to a page; give the step that is missing, or nothing."""
    found: Any = None
    for step in way:
        if step.startswith("/") and not re.search(r"[\[(\\$]", step):
            page.goto(step)
        elif step.startswith("+"):
            page.goto(page.url.split("?")[0] + step[1:])
        elif step.startswith("="):
            page.goto(step[1:].format(found[1]))
        else:
            links = page.eval_on_selector_all(
                "main a[href]", "all => all.map(one => one.getAttribute('href'))"
            )
            found = next(filter(None, (re.search(step, link.split("?")[0]) for link in links)), None)
            if found is None:
                return f"link {step}"
            page.goto(next(link for link in links if re.search(step, link.split("?")[0])))
    return ""


def say(line: str) -> None:
    """Tell how far it is."""
    print(line, flush=True)  # noqa: T201 - a command line


if __name__ == "__main__":
    if len(sys.argv) not in {2, 3}:
        sys.exit(__doc__)
    try:
        main(Path(sys.argv[1]), sys.argv[2].rstrip("/") if len(sys.argv) == 3 else HERE)
    except ChromiumMissingError as missing:
        sys.exit(str(missing))
