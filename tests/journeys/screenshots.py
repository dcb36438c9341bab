"""Pictures of the key pages, for people to look at; no part of the tests.

    make run                                                        # in another window
    .venv/bin/python -m tests.journeys.screenshots OUT_FOLDER [ADDRESS [PAGE ...]]

Signs in to the running demonstration (http://127.0.0.1:8000 unless another ADDRESS is named) as its people and
takes each page (or the named ones) in English and, dark, in Turkish, at a desk and on a phone:
`07-case-tr-390.png`. Nothing is sent; that a report was read is noted in its record, as always.
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
PEOPLE = ("iris", "nora", "kim", "gwen", "alice", "pia", "carol", "emil", "bea", "dora", "dan", "ivy", "eve")
CERTIFICATE = f"/certificates/{ONE}/$"


@dataclass(frozen=True)
class Shot:
    """A page: who looks at it, and the way there.

    A step is an address ("/…"), what is added to the present one ("+…"), or the pattern of a link on the page.
    """

    name: str
    who: str
    way: tuple[str, ...] = ("/",)
    wait_for: str = "main"


SHOTS = (
    Shot("first-page", ""),
    Shot("sign-in", "", ("/account/sign-in/",)),
    Shot("verify", "", ("/v/",)),
    Shot("directory", "", ("/directory/",)),
    Shot("directory-entry", "", ("/directory/", r"/directory/CC-[\w-]+/$")),
    Shot("directory-nothing", "", ("/directory/?q=steel&state=all",)),
    Shot("verify-file", "", ("/v/file/",)),
    Shot("not-known", "", ("/v/CC-2020-000009-X",)),
    Shot("mail", "", ("/demo/mail/",)),
    Shot("password-forgotten", "", ("/account/password/reset/",)),
    Shot("sign-out", "kim", ("/account/sign-out/",)),
    Shot("password-change", "kim", ("/account/password/change/",)),
    Shot("not-found", "kim", ("/studies/00000000-0000-4000-8000-000000000000/",)),
    Shot("invitation-gone", "", (f"/i/{'x' * 43}/",)),
    Shot("api", "", ("/api/v1/docs/",), wait_for=".opblock"),
    *(Shot(f"home-{who}", who) for who in PEOPLE),
    Shot("consortia", "eve", ("/consortia/",)),
    Shot("consortium", "iris", ("/consortia/", f"/consortia/{ONE}/$")),
    Shot("invite", "iris", ("/consortia/", f"/consortia/{ONE}/$", "+invite/")),
    Shot("publish-a-call", "iris", ("/consortia/", f"/consortia/{ONE}/$", "+call/")),
    Shot("open-a-consortium", "iris", ("/consortia/new/",)),
    Shot("studies", "carol", ("/studies/",)),
    Shot("plan-a-study", "iris", ("/studies/plan/",)),
    Shot("add-a-material", "iris", ("/studies/materials/add/",)),
    Shot("study", "carol", ("/studies/", STUDY)),
    Shot("close-a-study", "iris", ("/studies/", STUDY, "+close/")),
    Shot("record-of-study", "iris", ("/studies/", STUDY, "+record/")),
    Shot("protocol", "iris", ("/studies/", STUDY, "+protocol/")),
    Shot("laboratories", "iris", ("/studies/", STUDY, "+laboratories/")),
    Shot("hand-in", "carol", ("/studies/", STUDY, "+results/")),
    Shot(
        "analysis",
        "kim",
        ("/certificates/request/", f"/certificates/request/({ONE})/$", "=/studies/{}/analysis/"),
    ),
    *(
        Shot(f"ceramic-{page}", "gwen", ("/studies/", STUDY, f"+{page}/"))
        for page in ("protocol", "analysis", "outliers", "conclusion", "report")
    ),
    Shot("own-scores", "nora", ("/studies/", STUDY, "+mine/")),
    Shot("public-studies", "", ("/studies/public/",)),
    Shot("public-study", "", ("/studies/public/", "/studies/public/ST-[0-9-]+/$")),
    Shot("certificates", "kim", ("/certificates/",)),
    Shot("certifiable", "alice", ("/certificates/request/",)),
    Shot("ask-for-a-certificate", "alice", ("/certificates/request/", f"/certificates/request/{ONE}/$")),
    Shot("calendar", "bea", ("/certificates/calendar/",)),
    Shot("amendment", "gwen", ("/certificates/", CERTIFICATE)),
    Shot("amended", "gwen", ("/certificates/", CERTIFICATE, f"/certificates/{ONE}/$")),
    Shot("withdraw", "bea", ("/news/", CERTIFICATE, "+withdraw/")),
    Shot("certificate", "kim", ("/certificates/", CERTIFICATE)),
    Shot("publish-a-certificate", "kim", ("/certificates/", CERTIFICATE, "+listing/")),
    Shot("verification", "kim", ("/certificates/", CERTIFICATE, "^/v/CC-")),
    Shot("send-a-certificate", "kim", ("/certificates/", CERTIFICATE, "+send/")),
    Shot("decisions", "bea", ("/certificates/decisions/",)),
    Shot("batch", "bea", ("/certificates/decisions/", f"/certificates/batches/{ONE}/$")),
    Shot("evaluate", "emil", ("/", f"/certificates/{ONE}/evaluate/$")),
    Shot("record-of-certificate", "kim", ("/certificates/", CERTIFICATE, "+record/")),
    Shot("reports", "pia", ("/changes/",)),
    Shot("new-report", "alice", ("/changes/new/",)),
    Shot("draft", "alice", ("/changes/?state=draft", REPORT)),
    Shot("part-origin", "alice", ("/changes/?state=draft", REPORT, "+part/origin/")),
    Shot("part-material", "alice", ("/changes/?state=draft", REPORT, "+part/testing/")),
    Shot("part-schedule", "alice", ("/changes/?state=draft", REPORT, "+part/schedule/")),
    Shot("who-sees", "alice", ("/changes/?state=draft", REPORT, "+who-sees/")),
    Shot("check", "alice", ("/changes/?state=draft", REPORT, "+check/")),
    Shot("report", "pia", ("/changes/?state=approved", REPORT)),
    Shot("sharing", "pia", ("/changes/?state=approved", REPORT, "+sharing/")),
    Shot(
        "seen-as",
        "pia",
        ("/changes/?state=approved", REPORT, "+sharing/", f"/changes/reports/{ONE}/as/{ONE}/$"),
    ),
    Shot("record-of-report", "pia", ("/changes/?state=approved", REPORT, "+record/")),
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


def main(out: Path, address: str, names: set[str]) -> None:
    """Take all pictures, or those named."""
    out.mkdir(parents=True, exist_ok=True)
    with running_chromium() as browser:
        for number, shot in enumerate(SHOTS, start=1):
            if names and shot.name not in names:
                continue
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
        for language, scheme in (("en", "light"), ("tr", "dark")):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            context.add_cookies([{"name": "django_language", "value": language, "url": address}])
            for size in (DESKTOP, PHONE):
                page.set_viewport_size(size)
                page.reload(wait_until="load")
                page.wait_for_selector(shot.wait_for)
                page.screenshot(path=f"{path}-{language}-{size['width']}.png", full_page=True)
    say(path.name)


def sign_in(page: Page, who: str) -> None:
    """Be somebody by one press on the first page."""
    page.goto("/")
    row = page.locator("li", has=page.locator("code", has_text=re.compile(rf"^{who}@")))
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
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    try:
        main(Path(sys.argv[1]), (sys.argv[2:] or [HERE])[0].rstrip("/"), set(sys.argv[3:]))
    except ChromiumMissingError as missing:
        sys.exit(str(missing))
