"""What is asked in both worlds: every address that answers GET, lists with every filter, order and page.

Filters and orders that do not exist today stand here as well: one that is added must not tell either.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote

from tests.proof.places import LIBRARY, Place, places
from tests.proof.world import World

NOT_ASKED = {
    "schema": "describes the operations; the same bytes for everybody, a second of work",
    "docs": "the page around the schema",
    "demo:mail": "the demonstration's mail for everybody, from a folder; production does not install it",
}
# Detail pages are asked for every object; pages beside them for those that stand for the others, and only
# where the object itself is known: that they are refused elsewhere is the walk's to prove.
WHOLE = {
    "changes:report", "api-report", "changes:case", "api-case", "studies:detail", "api-study", "studies:sheet",
    "api-sheet", "certificates:detail", "api-certificate", "consortia:detail", "api-members",
}  # fmt: skip
SAMPLE = {
    "reports": {"draft", "active two", "consortium two", "none"},
    "cases": {"active one", "none"},
    "certificates": {"evaluated"},
    "sheets": {"open cedar", "draft"},
}
LISTS_OF_REPORTS = {"changes:list", "api-reports"}
FIELDS = {
    "critical_input": ("gallium",),
    "state": ("submitted",),
    "country_mined": ("CN", "GN"),
    "new_supplier": ("Northern Light 10",),
    "ordering": ("new_supplier",),
}
QUERIES = {
    "changes:list_csv": ("country_mined=CN", "ordering=new_supplier"),
    "changes:cases": ("state=recommended", "mine=1"),
    "api-cases": ("state=recommended", "mine=true"),
    "studies:list": ("state=open",),
    "certificates:list": ("state=issued",),
    "supply:input": ("year=2023",),
    "api-input": ("year=2023",),
    "verify:certificate": ("h=0123456789abcdef",),
    "api-verify": ("h=0123456789abcdef",),
    "api-credential": ("h=0123456789abcdef",),
    "directory:list": (
        "q=alder&state=all",
        "q=iso+3725&state=all",
        "state=superseded",
        "valid_at=2026-06-01",
    ),
    "directory:atom": ("q=carol", "q=iso+3725", "country=TR"),
    "directory:json": ("q=carol", "q=iso+3725", "state=withdrawn"),
    "api-directory": ("q=alder&state=all", "q=iso+3725&state=all", "state=issued", "country=TR"),
    "verify:home": ("number=CC-2026-000002-N",),
}
OBJECT = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
NEXT = re.compile(r"[?&](?:before|cursor|after|from)=([\w%-]+)")


def asked(world: World) -> list[str]:
    """Give the addresses."""
    return [path for place in places(world) if _is_asked(place) for path in _with_queries(place)]


def details(world: World) -> set[str]:
    """Give the addresses of objects that are asked even where they are not found."""
    return {place.path for place in places(world) if place.name in WHOLE}


def telling(world: World) -> set[str]:
    """Give the addresses where what is missing could show: lists, counts, records and the objects themselves."""
    return {place.path for place in places(world) if not place.word or "record" in place.name} | details(
        world
    )


def of_known_objects(paths: list[str], known: set[str]) -> list[str]:
    """Leave out the pages of objects that are not among the known ids."""
    named = {path: OBJECT.search(path) for path in paths}
    return [path for path, found in named.items() if found is None or found.group() in known]


def object_of(path: str) -> str:
    """Give the id of the object that an address is about."""
    found = OBJECT.search(path)
    return found.group() if found else ""


def _is_asked(place: Place) -> bool:
    if "GET" not in place.methods or place.name in {*NOT_ASKED, *LIBRARY}:
        return False
    if place.name in WHOLE or not place.word:
        return True
    kind = next((kind for kind in SAMPLE if f"/{kind}/" in place.path), "")
    return not kind or "/part/" in place.path or place.word in SAMPLE[kind]


def _with_queries(place: Place) -> Iterator[str]:
    yield place.path
    for query in QUERIES.get(place.name, ()):
        yield f"{place.path}?{query}"
    if place.name in LISTS_OF_REPORTS:
        for name, values in FIELDS.items():
            for value in values:
                yield f"{place.path}?{name}={quote(value)}"


def next_pages(path: str, text: str) -> Iterator[str]:
    """Give the addresses of the next page that a list names."""
    for query in re.findall(r'href="(\?[^"]+)"|"next":"[^"?]*(\?[^"]+)"', text):
        found = (query[0] or query[1]).replace("&amp;", "&")
        if NEXT.search(found):
            yield path.split("?", maxsplit=1)[0] + found
