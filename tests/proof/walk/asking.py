"""The walk: which objects are asked for, by which methods, and what each person is answered."""

from collections.abc import Iterator

from django.test import Client

from tests.proof.asking import Asker, written
from tests.proof.places import Place, places
from tests.proof.world import World

# Objects that stand for the others in the walk; a word that is not here is not walked.
WALKED = {
    "report_id": {"draft", "active one", "hazel", "draft origin", "active two origin"},
    "case_id": {"active one", "consortium one", "hazel"},
    "study_id": {"planned", "open", "closed", "open cedar", "refused"},
    "certificate_id": {"issued", "evaluated", "requested"},
    "invitation_id": {"open", "accepted"},
    "token": {"open", "unknown"},
    "number": {"issued", "unknown"},
}
QUIET = {  # tables that reading may write to: the trail, sessions, and what the trail is delivered by
    "audit_entry", "audit_head", "audit_delivery", "django_session",
}  # fmt: skip


def walked(world: World) -> Iterator[Place]:
    """Give the addresses of the walk."""
    words = set().union(*WALKED.values())
    for place in places(world):
        if not place.word or place.word in words or place.name in {"supply:input", "api-input"}:
            yield place
        elif place.name == "account_reset_password_from_key":
            yield place


class Walker(Asker):
    """A person who asks and tells the status; and what the asking wrote."""

    def status(self, place: Place, method: str) -> tuple[int, set[str]]:
        before = written()
        answer = self.ask(place.path, method)
        after = written()
        return answer.status, {table for table, count in after.items() if count != before.get(table, 0)} - QUIET


def people(world: World) -> list[str | None]:
    """Give everybody of the cast, and nobody."""
    return [*world.people, None]


__all__ = ["Client", "Walker", "people", "walked"]
