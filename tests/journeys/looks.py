"""A second pair of eyes: axe-core, the width of a phone, both languages, light and dark, on pages of the journey.

Axe is the one that comes with axe_playwright_python; it asks nothing of any network.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys.browser import DESKTOP, PHONE, Watch, options
from tests.journeys.people import Visitor

ENGLISH_AT_A_DESK: Final = ("en", "light", DESKTOP)
TURKISH_ON_A_PHONE: Final = ("tr", "dark", PHONE)
AXE: Final = {"resultTypes": ["violations"]}


@dataclass
class Looks:
    """Opens pages as their readers would see them in two languages, and notes what is wrong with them."""

    browser: Browser
    watch: Watch
    seen: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    _page: Page | None = None

    def at(self, name: str, visitor: Visitor, address: str = "", status: int = 200) -> None:
        """Look at the page a visitor is on, or at an address as that visitor."""
        page = self._page = self._page or self.watch.over(self.browser.new_context(**options())).new_page()
        for language, scheme, size in (ENGLISH_AT_A_DESK, TURKISH_ON_A_PHONE):
            where = f"{name}, {language}, {scheme}, {size['width']} px"
            self._as(page, visitor, language)
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.set_viewport_size(size)
            answer = page.goto(self.watch.home + (address or visitor.path), wait_until="load")
            assert answer and answer.status == status, f"{answer and answer.status}: {where}"
            assert page.get_attribute("html", "lang") == language, where
            self.check(page, where)
        self.seen.append(name)

    def _as(self, page: Page, visitor: Visitor, language: str) -> None:
        page.context.clear_cookies()
        mine: list[Any] = [one for one in visitor.context.cookies() if one["name"] != "django_language"]
        spoken = {"name": "django_language", "value": language, "url": self.watch.home}
        page.context.add_cookies([*mine, spoken])  # type: ignore[list-item]  # cookies as they came

    def check(self, page: Page, where: str) -> None:
        """Note what is wrong with the page as it stands."""
        width = page.viewport_size["width"] if page.viewport_size else 0
        for size in {width, PHONE["width"]}:
            page.set_viewport_size({"width": size, "height": PHONE["height"]})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > size:
                self.wrong.append(f"{where}: scrolls sideways at {size} px, {wide} px wide")
        page.set_viewport_size({"width": width, "height": PHONE["height"]})
        for one in Axe().run(page, options=AXE).response["violations"]:
            targets = "; ".join(" ".join(map(str, node["target"])) for node in one["nodes"][:4])
            self.wrong.append(f"{where}: {one['impact']} {one['id']} ({one['help']}): {targets}")
