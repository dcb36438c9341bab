"""Asking a viewer's questions in two worlds, and telling where the answers differ."""

import os
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from tests.proof.asking import Answer, Asker
from tests.proof.world import NOW, World
from tests.proof.worlds.asked import asked, details, next_pages, object_of, of_known_objects, telling
from tests.proof.worlds.oracle import Oracle, viewer_of
from tests.proof.worlds.other import others
from tests.proof.worlds.tables import snapshot

WHOLE_PROOF = os.environ.get("PROOF") == "whole"
MOST_PAGES = 6
SERVER_FAULT = 500
# Refused before the object is looked at, or for want of it: asked again for one address an object.
REFUSED = {302, 401, 404, 405}


@dataclass(frozen=True)
class Difference:
    """One address that told a viewer something it may not know."""

    viewer: str
    other: str
    path: str
    what: str

    def __str__(self) -> str:
        return f"{self.viewer} learns at {self.path} what differs in the world “{self.other}”: {self.what}"


def oracle_for(world: World, person: str | None) -> Oracle:
    """Ask the oracle about a person in the world as its rows stand."""
    tables = snapshot()
    user_id = world.cast.people[person].pk if person else None
    return Oracle(tables, viewer_of(tables, user_id), NOW)


def answers(asker: Asker, paths: Iterable[str]) -> dict[str, Answer]:
    """Ask all paths, and the pages that follow a list."""
    found: dict[str, Answer] = {}
    waiting, followed = list(paths), 0
    while waiting:
        path = waiting.pop(0)
        found[path] = asker.ask(path)
        following = [page for page in next_pages(path, found[path].text) if page not in found]
        if followed < MOST_PAGES:
            waiting += [page for page in dict.fromkeys(following) if page not in waiting]
            followed += len(following)
    return found


def everything(asker: Asker, world: World) -> dict[str, Answer]:
    """Ask for every object, then for the pages of those that are known."""
    objects = answers(asker, sorted(details(world)))
    known = {object_of(path) for path, answer in objects.items() if answer.status not in REFUSED}
    further = [path for path in of_known_objects(asked(world), known) if path not in objects]
    return objects | answers(asker, further)


def differences(world: World, person: str | None, paths: list[str] | None = None) -> list[Difference]:
    """Compare world A with each other world of a viewer; an empty list is what we want."""
    asker = Asker(world, person)
    here = answers(asker, paths) if paths is not None else everything(asker, world)
    objects, short = details(world), telling(world)
    here = {path: one for path, one in here.items() if one.status not in REFUSED or path in objects}
    found: list[Difference] = []
    for name, other in others(oracle_for(world, person)):
        again = [path for path in here if name == "changed" or WHOLE_PROOF or path in short]
        with transaction.atomic():
            other.apply()
            there = {path: asker.ask(path) for path in again}
            transaction.set_rollback(True)
        check_no_fault([*here.items(), *there.items()])
        found += [
            Difference(person or "a visitor", name, path, told(here[path], there[path]))
            for path in again
            if here[path] != there[path]
        ]
    return found


def check_no_fault(found: Iterable[tuple[str, Answer]]) -> None:
    """A fault of the server is no answer to compare; it says that a world or a page is wrong."""
    faults = sorted({path for path, answer in found if answer.status >= SERVER_FAULT})
    assert faults == [], f"server faults at {faults}"


def told(one: Answer, two: Answer) -> str:
    """Say in a line what differs first."""
    if one.status != two.status:
        return f"status {one.status} became {two.status}"
    lines = zip(one.text.splitlines(), two.text.splitlines(), strict=False)
    for line, instead in lines:
        if line != instead:
            return f"{_near(line, instead)} became {_near(instead, line)}"
    if one.body != two.body:
        return f"{len(one.text.splitlines())} lines became {len(two.text.splitlines())}"
    return f"headers {sorted(set(one.headers) ^ set(two.headers))}"


def _near(line: str, instead: str) -> str:
    """Cut a long line around the first character that differs."""
    at = next((place for place, pair in enumerate(zip(line, instead, strict=False)) if len(set(pair)) > 1), 0)
    return repr(line[max(0, at - 60) : at + 60].strip())
