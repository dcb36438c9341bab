"""Every address of the house from the URL resolver, and the objects of the world that its parameters name.

An address with a parameter that nobody explained here stops the run: say in OBJECTS what it stands for.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import reverse

from tests.architecture.test_doors import LIBRARY, addresses
from tests.proof.world import NOW, World

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>")
Kwargs = dict[str, Any]
Objects = Callable[[World], dict[str, Kwargs]]


def one(name: str, words: Callable[[World], dict[str, Any]]) -> Objects:
    return lambda world: {word: {name: value} for word, value in words(world).items()}


def within(outer: Objects, name: str, values: Callable[[World], dict[str, Any]]) -> Objects:
    """Objects with a further parameter: the pairs of an outer word and the inner value of the same word."""
    return lambda world: {
        word: found | {name: values(world)[word]}
        for word, found in outer(world).items()
        if word in values(world)
    }


SHEETS: Objects = lambda world: {  # noqa: E731 - a line of the table below, said twice
    word: {"study_id": world.studies[study], "sheet_id": pk} for word, (study, pk) in world.sheets.items()
}
REPORTS = one("report_id", lambda world: world.reports)
OBJECTS: dict[frozenset[str], Objects] = {
    frozenset(): lambda _world: {"": {}},
    frozenset({"consortium_id"}): one("consortium_id", lambda world: {"ours": world.cast.consortium.pk}),
    frozenset({"invitation_id"}): one("invitation_id", lambda world: world.invitations),
    frozenset({"token"}): one("token", lambda world: world.tokens | {"unknown": "unknown"}),
    frozenset({"link"}): one("link", lambda world: world.links | {"unknown": "unknown"}),
    frozenset({"colleague_invitation_id"}): one("colleague_invitation_id", lambda world: world.colleagues),
    frozenset({"person_id"}): one("person_id", lambda world: world.colleague_ids),
    frozenset({"study_id"}): one("study_id", lambda world: world.studies),
    frozenset({"sheet_id"}): one(
        "sheet_id", lambda world: {word: pk for word, (_s, pk) in world.sheets.items()}
    ),
    frozenset({"study_id", "sheet_id"}): SHEETS,
    frozenset({"study_id", "sheet_id", "attachment_id"}): within(
        SHEETS, "attachment_id", lambda world: world.raw_files
    ),
    frozenset({"study_id", "sample_id"}): lambda world: {
        word: {"study_id": world.studies[study], "sample_id": pk}
        for word, (study, pk) in world.samples.items()
    },
    frozenset({"study_id", "flag_id"}): lambda world: {
        word: {"study_id": world.studies[study], "flag_id": pk} for word, (study, pk) in world.flags.items()
    },
    frozenset({"study_id", "paper_id"}): lambda world: {
        word: {"study_id": world.studies[study], "paper_id": pk} for word, (study, pk) in world.papers.items()
    },
    frozenset({"reference"}): one("reference", lambda world: world.references | {"unknown": "ST-2020-999"}),
    frozenset({"batch_id"}): one("batch_id", lambda world: world.batches),
    frozenset({"certificate_id"}): one("certificate_id", lambda world: world.certificates),
    frozenset({"number"}): one("number", lambda world: world.numbers | {"unknown": "CC-2026-000099-X"}),
    frozenset({"purpose", "year"}): lambda _world: {
        word: {"purpose": word, "year": NOW.year} for word in ("revocation", "suspension", "other")
    },
    frozenset({"report_id"}): REPORTS,
    frozenset({"case_id"}): one("case_id", lambda world: world.cases),
    frozenset({"report_id", "grant_id"}): within(REPORTS, "grant_id", lambda world: world.grants),
    frozenset({"report_id", "shipment_id"}): within(REPORTS, "shipment_id", lambda world: world.shipments),
    frozenset({"report_id", "party_id"}): within(
        REPORTS,
        "party_id",
        lambda world: {
            "active one": world.cast.hazel.pk,
            "consortium one": world.cast.consortium.pk,
            "none": world.cast.office.pk,
        },
    ),
    frozenset({"report_id", "slug"}): lambda world: {
        f"{word} {slug}": {"report_id": world.reports[word], "slug": slug}
        for word, slug in (("draft", "origin"), ("draft", "schedule"), ("active two", "origin"))
    },
    frozenset({"study_id", "number"}): lambda world: {
        word: {"study_id": pk, "number": 1} for word, pk in world.studies.items()
    },
    frozenset({"study_id", "code"}): lambda world: {
        word: {"study_id": pk, "code": "Fe"} for word, pk in world.studies.items()
    },
    frozenset({"code"}): lambda _world: {
        "aluminium": {"code": "aluminium"},
        "unknown": {"code": "unobtainium"},
    },
    frozenset({"uidb36", "key"}): lambda _world: {"unknown": {"uidb36": "1", "key": "set-password"}},
}


@dataclass(frozen=True)
class Place:
    """One address of one object."""

    name: str
    word: str
    path: str
    view: Any

    @property
    def is_api(self) -> bool:
        return self.path.startswith("/api/")

    @property
    def methods(self) -> list[str]:
        """The methods an operation has; a page is asked by GET and POST."""
        operation = getattr(self.view, "cls", None)
        if operation is None or self.name in LIBRARY:
            return ["GET", "POST"]
        return [
            name for name in ("GET", "POST", "PUT", "PATCH", "DELETE") if hasattr(operation, name.lower())
        ]


@lru_cache(maxsize=2)
def places(world: World) -> tuple[Place, ...]:
    """Give every address with every object that may stand in it."""
    return tuple(
        Place(name, word, reverse(name, kwargs=kwargs), view)
        for path, name, view in addresses()
        for word, kwargs in objects_of(path)(world).items()
    )


def objects_of(path: str) -> Objects:
    """Give what the parameters of an address stand for; refuse what nobody explained."""
    names = frozenset(first or second for first, second in PARAMETER.findall(path))
    if names not in OBJECTS:
        message = f"/{path}: say in tests/proof/places.py what {sorted(names)} stand for in the world."
        raise LookupError(message)
    return OBJECTS[names]
