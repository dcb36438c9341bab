"""Every address is asked as everybody and as nobody, and answers as the matrix says. Reading writes nothing."""

import pytest

from tests.proof.places import LIBRARY
from tests.proof.walk.asking import MATRIX, Walker, found, gone, unnamed
from tests.proof.walk.people import expected
from tests.proof.world import World

pytestmark = pytest.mark.django_db
SERVER_FAULT, NOT_ALLOWED, REFUSED = 500, 405, {401, 403, 404}
# Of libraries and of the platform itself, the same for everybody who is signed in: asked by two.
SAME = {*LIBRARY, "live", "ready", "demo:sign_in", "demo:mail"}
EVERY = {"GET", "POST", "PUT", "PATCH", "DELETE"}
CAST = [
    "alice",
    "bob",
    "pia",
    "hana",
    "eve",
    "carol",
    "colin",
    "ike",
    "iris",
    "emil",
    "bea",
    "dora",
    "dan",
    "ivy",
    "fay",
]
NO_SESSION = {
    "api-invitation-accept": "the mailed link is the key, no session is used",
    "api-verify-file": "a stranger's question about a file, no session is used; it writes nothing",
}


def test_every_address_and_operation_has_a_rule(world: World):
    assert unnamed(world) == []


def test_every_rule_has_an_address_and_an_object(world: World):
    assert gone(world) == []


def test_the_walk_is_by_the_whole_cast(world: World):
    assert sorted(CAST) == sorted(world.people)


@pytest.mark.parametrize("person", [*CAST, None], ids=str)
def test_answers_as_the_matrix_says(world: World, person):
    walker, wrong = Walker(world, person), []
    for name, named in found(world).items():
        if name in SAME and person not in {"eve", None}:
            continue
        for method, cells in MATRIX.get(name, {}).items():
            for word, cell in cells.items():
                status, wrote = walker.asked(named[word], method)
                wanted = expected(cell, CAST, api=named[word].is_api)[person]
                if status != wanted:
                    wrong.append(f"{method} {name} {word}: {status}, the matrix says {wanted}")
                if wrote and (method == "GET" or status in REFUSED):
                    wrong.append(f"{method} {name} {word} wrote to {sorted(wrote)}")
    assert wrong == []


@pytest.mark.parametrize("person", ["alice", "iris"])
def test_a_method_that_no_rule_names_changes_nothing(world: World, person):
    walker, wrong = Walker(world, person), []
    for name, named in found(world).items():
        place = next(iter(named.values()))
        methods = EVERY if person == "alice" and place.is_api else {"GET", "POST"}
        for method in methods - set(MATRIX.get(name, {})):
            status, wrote = walker.asked(place, method)
            if wrote or status >= SERVER_FAULT:
                wrong.append(f"{method} {name}: {status}, wrote to {sorted(wrote)}; name it in the matrix")
            if place.is_api and method not in place.methods and status not in {401, NOT_ALLOWED}:
                wrong.append(f"{method} {name}: {status}, but there is no such operation")
    assert wrong == []


def test_an_unsafe_request_without_a_token_is_refused(world: World):
    walker, wrong = Walker(world, "alice", csrf=True), []
    for name, methods in MATRIX.items():
        for method in set(methods) - {"GET"}:
            place = next(iter(found(world)[name].values()))
            status, wrote = walker.asked(place, method)
            if (status != 403 or wrote) and name not in NO_SESSION:
                wrong.append(f"{method} {name}: {status}, wrote to {sorted(wrote)}")
    assert wrong == []


def test_an_address_that_is_forgotten_would_be_found(world: World, monkeypatch):
    monkeypatch.delitem(MATRIX, "changes:report")
    monkeypatch.delitem(MATRIX["api-report"], "PATCH")
    assert [line.split(" has ")[0] for line in unnamed(world)] == ["changes:report", "api-report PATCH"]
