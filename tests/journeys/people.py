"""Somebody at a browser: goes, reads, fills, presses; knows pages by their words, as persons do."""

import re
from collections.abc import Mapping
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from apps.demo.people import PASSWORD, Person
from tests.journeys.browser import Watch, options

Answer = str | bool | dict[str, Any]


class Visitor:
    """A browser of one's own, signed in as nobody until `signs_in`."""

    def __init__(self, browser: Browser, watch: Watch, *, scripts: bool = True) -> None:
        self.home, self.scripts = watch.home, scripts
        made = browser.new_context(**options(java_script_enabled=scripts, accept_downloads=True))
        self.context = watch.over(made)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(8_000)

    # --- Going ---------------------------------------------------------------------------------------

    def goes(self, address: str, status: int = 200) -> "Visitor":
        """Open an address of this platform, or a whole one."""
        url = address if address.startswith("http") else self.home + address
        answer = self.page.goto(url, wait_until="domcontentloaded")
        assert answer
        assert answer.status == status, f"{answer.status} at {url}: {self.page.inner_text('main')[:400]}"
        return self

    def follows(self, name: str, status: int = 200) -> "Visitor":
        """Follow a link by its words; what only screen readers hear after a colon may follow them."""
        return self._moves(self._named("link", name), status)

    def presses(self, name: str, status: int = 200) -> "Visitor":
        """Press a button that sends a form, and wait for the page that answers."""
        return self._moves(self._named("button", name), status)

    def _moves(self, control: Locator, status: int) -> "Visitor":
        with self.page.expect_navigation(wait_until="domcontentloaded") as going:
            control.click()
        answer = going.value
        said = self.page.inner_text("main")[:600]
        assert answer and answer.status == status, f"{answer and answer.status} at {self.page.url}: {said}"
        return self

    def _named(self, role: Any, name: str) -> Locator:
        return self.page.get_by_role(role, name=re.compile(rf"^\s*{re.escape(name)}(\s*:.*)?\s*$")).first

    # --- Filling -------------------------------------------------------------------------------------

    def fills(self, answers: Mapping[str, Answer]) -> "Visitor":
        """Answer questions by their labels: a text, a choice by its words, True for a tick, a file."""
        for label, said in answers.items():
            self._answers(
                self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}( \(optional\))?\s*$")), said
            )
        return self

    @staticmethod
    def _answers(control: Locator, said: Answer) -> None:
        if said is True:
            control.check()
        elif isinstance(said, dict):
            control.set_input_files(said)  # type: ignore[arg-type]  # a file as Playwright takes it
        elif control.evaluate("one => one.tagName") == "SELECT":
            control.select_option(label=str(said))
        else:
            control.fill(str(said))

    def signs_in(self, person: Person) -> "Visitor":
        """Sign in through the form."""
        self.goes("/account/sign-in/")
        self.fills({"E-mail address": person.email, "Password": PASSWORD}).presses("Sign in")
        return self.sees(f"Today, {person.name}")

    def brings(self, session: str) -> "Visitor":
        """Come signed in already."""
        self.context.add_cookies([{"name": "sessionid", "value": session, "url": self.home}])
        return self

    # --- Reading -------------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        """What stands on the page, hidden folds included, spaces evened out."""
        return " ".join((self.page.locator("main").text_content() or "").split())

    def sees(self, *words: str) -> "Visitor":
        """Find words on the page."""
        missing = [word for word in words if word not in self.text]
        assert not missing, f"{missing} not at {self.page.url}: {self.text[:4000]}"
        return self

    def sees_nothing_of(self, *words: str) -> "Visitor":
        """Find words nowhere in the page, its source included."""
        source = self.page.content()
        leaked = [word for word in words if word in source]
        assert not leaked, f"{leaked} stands at {self.page.url}"
        return self

    def waits_for(self, words: str, seconds: float = 40) -> "Visitor":
        """Wait until the page shows words by itself."""
        expect(self.page.locator("main")).to_contain_text(words, timeout=seconds * 1000)
        return self

    def fetches(self, address: str, status: int = 200) -> bytes:
        """Get a file with one's own session."""
        answer = self.context.request.get(self.home + address)
        assert answer.status == status, f"{answer.status} at {address}"
        return answer.body()

    @property
    def path(self) -> str:
        """The address of the page without the platform's own."""
        return self.page.url.removeprefix(self.home)

    def leaves(self) -> None:
        """Close the browser."""
        self.context.close()
