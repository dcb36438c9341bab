"""Studies in their three states."""

import pytest

from tests.studies import world


@pytest.fixture
def planned_study(cast):
    return world.planned(cast)


@pytest.fixture
def open_study(cast):
    return world.opened(cast)


@pytest.fixture
def closed_study(cast):
    return world.closed(cast)
