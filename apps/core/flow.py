"""State machines as data: one table drives the service, the buttons, the diagram and the test."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.core.errors import Conflict, NotAllowed, Words
from apps.core.events import Event


@dataclass(frozen=True, kw_only=True)
class Move:
    """One allowed step: from which states, to which, by whom, and what is told afterwards."""

    name: str
    label: Words
    sources: frozenset[str]
    target: str
    by: frozenset[str]
    event: type[Event]


def move(
    name: str, label: Words, sources: Collection[str], target: str, *, by: Collection[str], event: type[Event]
) -> Move:
    """Write a move as one line of a flow table."""
    return Move(
        name=name, label=label, sources=frozenset(sources), target=target, by=frozenset(by), event=event
    )


class Flow:
    """A table of moves. Nothing but a service that asked it may write the state."""

    def __init__(self, initial: str, *moves: Move) -> None:
        self.initial = initial
        self.moves = {move.name: move for move in moves}
        self.states = tuple(dict.fromkeys([initial, *(move.target for move in moves)]))

    def move(self, name: str, state: str, standings: Collection[str]) -> Move:
        """Give the move, or refuse: `Conflict` out of turn, `NotAllowed` to the wrong person."""
        found = self.moves[name]
        if not found.by & set(standings):
            raise NotAllowed(_("“%(move)s” is not for you here.") % {"move": found.label})
        if state not in found.sources:
            raise Conflict(
                _("“%(move)s” is not possible any more: the state has changed.") % {"move": found.label}
            )
        return found

    def open_to(self, state: str, standings: Collection[str]) -> tuple[Move, ...]:
        """Give the moves that somebody with these standings may make now: the buttons of a page."""
        return tuple(
            move for move in self.moves.values() if state in move.sources and move.by & set(standings)
        )

    def diagram(self) -> str:
        """Draw the table as a Mermaid state diagram for the app's README."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.initial}"]
        for move in self.moves.values():
            lines += [f"    {source} --> {move.target}: {move.name}" for source in sorted(move.sources)]
        return "\n".join(lines)
