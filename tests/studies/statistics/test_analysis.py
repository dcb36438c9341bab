import json

import pytest

from apps.studies.statistics import EDITION, ENGINE_VERSION, Cells, analyse
from apps.studies.statistics.critical import Critical
from apps.studies.statistics.verdicts import Verdict, verdict_of_large, verdict_of_small
from tests.studies.statistics import datasets


def test_names_its_engine_edition_and_constants() -> None:
    found = datasets.analysis(datasets.COAL).as_dict()
    assert {key: found[key] for key in found if key != "levels"} == {
        "engine_version": ENGINE_VERSION,
        "edition": EDITION,
        "limit_factor": 2.8,
        "confidence": 0.95,
    }
    assert EDITION == "ISO 5725-2:2025"


def test_gives_plain_json_without_nan() -> None:
    found = datasets.analysis(datasets.ALLOY).as_dict()
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_gives_the_same_bytes_for_the_same_results() -> None:
    rows = datasets.rows(datasets.COAL)
    first, second = (json.dumps(analyse(Cells.from_results(rows)).as_dict()) for _ in range(2))
    assert first == second


def test_does_not_know_a_level_the_study_lacks() -> None:
    with pytest.raises(KeyError, match="unobtainium"):
        datasets.analysis(datasets.ALLOY).level("unobtainium")


@pytest.mark.parametrize(
    ("large", "small", "verdict"),
    [
        (1.9, 0.31, "accepted"),
        (2.0, 0.3, "accepted"),
        (2.1, 0.29, "straggler"),
        (2.2, 0.2, "straggler"),
        (2.3, 0.19, "outlier"),
    ],
)
def test_counts_a_statistic_on_the_limit_as_within_it(large: float, small: float, verdict: Verdict) -> None:
    assert verdict_of_large(large, Critical(one_percent=2.2, five_percent=2.0)) == verdict
    assert verdict_of_small(small, Critical(one_percent=0.2, five_percent=0.3)) == verdict
