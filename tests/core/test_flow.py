"""State machines as data."""

import pytest

from apps.audit.models import Entry  # noqa: F401 - loads the apps
from apps.changes.states import FLOW
from apps.core.errors import Conflict, NotAllowed
from apps.core.events import REGISTRY, plain


@pytest.mark.parametrize("name", FLOW.moves)
@pytest.mark.parametrize("state", FLOW.states)
def test_a_move_is_open_exactly_from_its_sources(name, state):
    move = FLOW.moves[name]
    if state in move.sources:
        assert FLOW.move(name, state, move.by).target == move.target
    else:
        with pytest.raises(Conflict):
            FLOW.move(name, state, move.by)


@pytest.mark.parametrize("name", FLOW.moves)
def test_a_move_is_refused_to_whoever_has_no_standing_for_it(name):
    move = FLOW.moves[name]
    with pytest.raises(NotAllowed):
        FLOW.move(name, next(iter(move.sources)), {"passer-by"})


def test_the_buttons_are_the_open_moves():
    assert [move.name for move in FLOW.open_to("recommended", {"approver"})] == [
        "return",
        "approve",
        "refuse",
    ]
    assert FLOW.open_to("approved", {"approver", "reviewer", "reporter"}) == ()


def test_an_event_holds_no_float():
    with pytest.raises(TypeError, match="Decimal"):
        plain({"value": 0.1})


def test_event_names_are_unique_and_say_their_app():
    assert all(name.split(".")[0] == event.__module__.split(".")[1] for name, event in REGISTRY.items())
