"""Assertions of the acts and the page objects tell what they compared, as those of tests do."""

import pytest

pytest.register_assert_rewrite("tests.journeys.acts", "tests.journeys.people", "tests.journeys.stage")
