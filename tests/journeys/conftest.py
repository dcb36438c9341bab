"""Assertions of the acts and the page objects tell what they compared, as those of tests do."""

import pytest

pytest.register_assert_rewrite(
    *(f"tests.journeys.{name}" for name in ("acts", "calls", "people", "programs", "stage"))
)
