"""WeasyPrint alone on given pages, in processes of its own: what a certificate costs at the least."""

import logging
import multiprocessing
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CSS_FOLDER = Path(__file__).parents[2] / "consortium" / "static" / "css"
PATIENCE = 300.0


@dataclass
class Cost:
    """Seconds of one certificate among many: by the clock, and of CPU."""

    clock: float
    cpu: float
    database: float = 0.0


def render_bare(pages: list[str], ready: Any, begin: Any, spent: Any) -> None:
    """Render pages in a process of its own, as WeasyPrint's documentation shows it; the first one warms up."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    logging.disable(logging.CRITICAL)
    fonts = FontConfiguration()
    styles = [CSS(filename=CSS_FOLDER / name, font_config=fonts) for name in ("tokens.css", "paper.css")]

    def render(page: str) -> None:
        HTML(string=page).write_pdf(
            stylesheets=styles, font_config=fonts, pdf_variant="pdf/a-3b", pdf_tags=True
        )

    render(pages[0])
    ready.wait()
    begin.wait()
    began = time.process_time()
    for page in pages:
        render(page)
    spent.put(time.process_time() - began)


def bare(pages: list[str], processes: int) -> Cost:
    """Give what a page costs, the pages shared out among processes that are warm."""
    fresh = multiprocessing.get_context("spawn")
    ready, begin, spent = fresh.Barrier(processes + 1), fresh.Event(), fresh.SimpleQueue()
    hands = [
        fresh.Process(target=render_bare, args=(pages[place::processes], ready, begin, spent))
        for place in range(processes)
    ]
    for hand in hands:
        hand.start()
    ready.wait(PATIENCE)
    began = time.perf_counter()
    begin.set()
    of_cpu = sum(spent.get() for _hand in hands)
    seconds = time.perf_counter() - began
    for hand in hands:
        hand.join()
    return Cost(seconds / len(pages), of_cpu / len(pages))


def page_of(row: Any) -> str:
    """Give the HTML that is printed for an issued certificate."""
    from apps.certificates.documents import paper
    from apps.certificates.services import Printing

    pages: list[str] = []
    render, paper.render_pdf = paper.render_pdf, lambda html, **_said: pages.append(html) or b""
    try:
        paper.printed(
            Printing(row.pk, row.number, row.numbered_at, row.facts, row.facts_sha256, row.language)
        )
    finally:
        paper.render_pdf = render
    return pages[0]
