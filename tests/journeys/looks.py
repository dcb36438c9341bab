"""A second pair of eyes: axe-core, the width of a phone, both languages, light and dark.

Axe is the one that comes with axe_playwright_python; it asks nothing of any network.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys.browser import DESKTOP, PHONE, Watch, options
from tests.journeys.people import Visitor

AXE: Final = {"resultTypes": ["violations"]}
CUT_OFF: Final = """() => [...document.querySelectorAll(".figure-picture")]
    .filter(one => one.scrollWidth > one.clientWidth).length"""
"""Counts pictures that do not fit: they are drawn anew for a phone, nobody should have to push them."""


@dataclass
class Looks:
    """Notes what is wrong with pages as their readers have them before their eyes."""

    browser: Browser
    watch: Watch
    wrong: list[str] = field(default_factory=list)
    _page: Page | None = None

    def at(self, name: str, visitor: Visitor, address: str = "") -> None:
        """Look at a page in English on a light desk, and in Turkish on a dark phone."""
        self.glance(name, visitor, address)
        self.abroad(name, visitor, address)

    def abroad(self, name: str, visitor: Visitor, address: str = "") -> None:
        """Look at the page a visitor is on, or at an address as that visitor, in Turkish on a dark phone."""
        page = self._opened(visitor, "tr")
        page.emulate_media(color_scheme="dark", reduced_motion="reduce")
        page.set_viewport_size(PHONE)
        self._goes(page, address or visitor.path)
        assert page.get_attribute("html", "lang") == "tr", name
        self.check(page, f"{name}, in Turkish, dark")

    def glance(self, name: str, visitor: Visitor, address: str = "") -> None:
        """Look at the page a visitor is on, or at an address as that visitor, in English on a light desk."""
        page = visitor.page
        if address or not visitor.scripts:  # axe wants scripts
            page = self._opened(visitor, "en")
            page.emulate_media(color_scheme="light", reduced_motion="reduce")
            page.set_viewport_size(DESKTOP)
            self._goes(page, address or visitor.path)
        self.check(page, name)

    def _opened(self, visitor: Visitor, language: str) -> Page:
        """Give a page with the visitor's cookies and another language."""
        page = self._page = self._page or self.watch.over(self.browser.new_context(**options())).new_page()
        page.context.clear_cookies()
        mine: list[Any] = [one for one in visitor.context.cookies() if one["name"] != "django_language"]
        spoken = {"name": "django_language", "value": language, "url": self.watch.home}
        page.context.add_cookies([*mine, spoken])  # type: ignore[list-item]  # cookies as they came
        return page

    def _goes(self, page: Page, address: str) -> None:
        answer = page.goto(self.watch.home + address, wait_until="load")
        assert answer and answer.ok, f"{answer and answer.status} at {address}"

    def check(self, page: Page, name: str) -> None:
        """Note what axe finds on a page as it stands, and whether it fits on a phone."""
        for one in Axe().run(page, options=AXE).response["violations"]:
            targets = "; ".join(" ".join(map(str, node["target"])) for node in one["nodes"][:4])
            self.wrong.append(f"{name}: {one['impact']} {one['id']} ({one['help']}): {targets}")
        before = page.viewport_size or DESKTOP
        page.set_viewport_size(PHONE)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > PHONE["width"]:
            self.wrong.append(f"{name}: scrolls sideways at {PHONE['width']} px, {wide} px wide")
        if cut_off := page.evaluate(CUT_OFF):
            self.wrong.append(f"{name}: {cut_off} pictures are cut off at {PHONE['width']} px")
        page.set_viewport_size(before)
