"""Where the time of one issue goes: its parts, timed in this process."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def timed_parts(spent: dict[str, list[float]]) -> Iterator[None]:
    """Time the parts of an issue while this lasts."""
    from apps.certificates import services, tasks
    from apps.certificates.documents import archive, paper, release
    from apps.core import pdf
    from apps.core.printed_page import PrintedPage

    parts: list[tuple[Any, str, str]] = [
        (tasks, "issue", "all of it"),
        (services, "begin_issue", "transaction: number and lease"),
        (paper, "pictures_of", "the pictures as SVG"),
        (paper, "qr", "the QR code as SVG"),
        (paper, "render_to_string", "the HTML"),
        (PrintedPage, "__init__", "reading the page"),
        (PrintedPage, "render", "WeasyPrint: layout"),
        (pdf, "_write", "WeasyPrint: drawing, PDF/A"),
        (release, "check_archive", "gate: PDF/A-3b"),
        (release, "sealed", "the seal"),
        (release, "check_seal", "gate: the seal, read as a stranger does"),
        (archive, "keep", "the file, durable"),
        (services, "finish_issue", "transaction: issued"),
    ]
    before = [(owner, name, getattr(owner, name)) for owner, name, _words in parts]
    for owner, name, words in parts:
        setattr(owner, name, _timed(getattr(owner, name), spent[words]))
    try:
        yield
    finally:
        for owner, name, work in before:
            setattr(owner, name, work)


def _timed(work: Callable[..., Any], spent: list[float]) -> Callable[..., Any]:
    def call(*args: Any, **said: Any) -> Any:
        began = time.perf_counter()
        try:
            return work(*args, **said)
        finally:
            spent.append((time.perf_counter() - began) * 1000)

    return call


def parts_of(rows: list[Any]) -> dict[str, list[float]]:
    """Issue approved ones in this process, nobody else at work; the first one warms up and is left out."""
    from apps.certificates import tasks

    spent: dict[str, list[float]] = defaultdict(list)
    tasks.issue(str(rows[0].pk))
    with timed_parts(spent):
        for row in rows[1:]:
            tasks.issue(str(row.pk))
    return spent
