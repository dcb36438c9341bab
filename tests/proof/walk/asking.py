"""The walk: every address with the objects that the matrix names, asked by a person."""

from tests.proof.asking import Asker, written
from tests.proof.places import Place, places
from tests.proof.walk.bodies import body_of
from tests.proof.walk.operations import OPERATIONS
from tests.proof.walk.pages import PAGES
from tests.proof.world import World

MATRIX = PAGES | OPERATIONS
QUIET = {"audit_entry", "audit_head", "audit_delivery", "django_session"}  # what reading may write to


class Walker(Asker):
    """A person who asks, and tells the status and what the asking wrote."""

    def asked(self, place: Place, method: str) -> tuple[int, set[str]]:
        before = written()
        answer = self.ask(place.path, method, body_of(self.world, place.name))
        after = written()
        return answer.status, {
            table for table, count in after.items() if count != before.get(table, 0)
        } - QUIET


def found(world: World) -> dict[str, dict[str, Place]]:
    """Give the addresses by name and by the word of their object."""
    named: dict[str, dict[str, Place]] = {}
    for place in places(world):
        named.setdefault(place.name, {})[place.word] = place
    return named


def unnamed(world: World) -> list[str]:
    """Give the addresses and methods without a rule, each with what to do about it."""
    missing = [name for name in found(world) if name not in MATRIX]
    operations = [
        f"{name} {method}"
        for name, named in found(world).items()
        for method in next(iter(named.values())).methods
        if name.startswith("api-") and method not in MATRIX.get(name, {method: {}})
    ]
    return [
        f"{name} has no rule: say in tests/proof/walk/pages.py or operations.py who gets what from it."
        for name in missing + operations
    ]


def gone(world: World) -> list[str]:
    """Give the rules whose address or object is not there any more."""
    places_of = found(world)
    return [
        f"{name} {word}"
        for name, methods in MATRIX.items()
        for cells in methods.values()
        for word in cells
        if word not in places_of.get(name, {})
    ]
