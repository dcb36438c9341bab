"""One test per expected figure of a dataset, its id naming the dataset and the origin of the figure."""

from collections.abc import Collection

import pytest

from tests.studies.statistics.datasets import Expected, expected


def each(dataset: str, *, origins: Collection[str] = (), keys: Collection[str] = ()) -> pytest.MarkDecorator:
    entries = expected(dataset, origins=origins, keys=keys)
    assert entries
    return pytest.mark.parametrize("entry", entries, ids=[f"{dataset}:{entry.name}" for entry in entries])


def within(found: float | None, entry: Expected) -> bool:
    return found is not None and bool(found == pytest.approx(entry.value, rel=0, abs=entry.tolerance))
