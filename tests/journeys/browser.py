"""Headless Chromium for a journey: found, started, and watched for everything a page should not do."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Request, Response, sync_playwright

ARGUMENTS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
DESKTOP: Final = {"width": 1280, "height": 900}
PHONE: Final = {"width": 390, "height": 844}


class ChromiumMissingError(RuntimeError):
    """There is no browser to walk with."""


def find_chromium() -> str:
    """Give the path of a browser. Raises ChromiumMissingError with the line to type."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    message = (
        "The browser journey needs Chromium. Type: sudo apt-get install --no-install-recommends chromium"
    )
    raise ChromiumMissingError(message)


@contextmanager
def running_chromium() -> Iterator[Browser]:
    """Start the browser, and stop it at the end."""
    path = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watch:
    """Notes what no page may do: errors, refused styles and scripts, missing files, requests to elsewhere."""

    home: str
    troubles: list[str] = field(default_factory=list)
    requests: int = 0

    def over(self, context: BrowserContext) -> BrowserContext:
        """Watch everything that happens in a context."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self._note("script", error.error))
        context.on("response", self._response)
        context.on("requestfailed", self._failed)
        context.on("request", self._request)
        return context

    def _note(self, kind: str, what: object) -> None:
        self.troubles.append(f"{kind}: {what}")

    def _console(self, message: ConsoleMessage) -> None:
        # What could not be loaded is judged by its answer: a page may well be refused on purpose.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self._note("console", f"{message.text} ({message.location.get('url', '')})")

    def _response(self, response: Response) -> None:
        wanted = response.request.is_navigation_request()
        if response.status >= 500 or (response.status >= 400 and not wanted):
            self._note("answer", f"{response.status} {response.url}")

    def _failed(self, request: Request) -> None:
        if "ERR_ABORTED" not in (request.failure or ""):  # left behind by going on, or a download
            self._note("request", f"{request.failure} {request.url}")

    def _request(self, request: Request) -> None:
        self.requests += 1
        if (
            not request.url.startswith(("data:", "blob:"))
            and urlsplit(request.url).netloc != urlsplit(self.home).netloc
        ):
            self._note("elsewhere", request.url)


def options(**more: Any) -> dict[str, Any]:
    """Give what every context of ours has: no service workers, reduced motion, a desk's screen."""
    return {
        "viewport": DESKTOP,
        "reduced_motion": "reduce",
        "service_workers": "block",
        "locale": "en-GB",
    } | more
