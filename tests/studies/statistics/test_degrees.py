"""Degrees of equivalence: leave one out, with an uncertainty anyone can repeat."""

from decimal import Decimal
from statistics import NormalDist

import numpy as np
import pytest

from apps.studies.statistics import Degrees, consensus_of, degrees_of_equivalence
from apps.studies.statistics.degrees import standard_normals
from apps.studies.statistics.measured import Measured
from tests.studies.statistics.test_consensus import PCB, reported, rows


def codes(found: Degrees) -> set[str]:
    return {note.code for note in found.notes}


def test_compares_each_laboratory_with_the_consensus_of_the_others() -> None:
    results = rows(PCB)
    for at, degree in enumerate(degrees_of_equivalence(results, seed=1, draws=50).laboratories):
        others = consensus_of(results[:at] + results[at + 1 :]).weighted
        assert others is not None
        assert degree.difference == pytest.approx(float(results[at][1]) - others.paule_mandel.mu, rel=1e-9)


def test_finds_the_laboratory_that_stands_apart() -> None:
    found = degrees_of_equivalence(rows(PCB), seed=1)
    assert [degree.lab for degree in found.laboratories if not degree.consistent] == ["6"]
    assert codes(found) == {"few_for_degrees"}


def test_repeats_itself_for_the_same_seed_only() -> None:
    one, again, other = (degrees_of_equivalence(rows(PCB), seed=seed, draws=200) for seed in (7, 7, 8))
    assert one == again
    assert [lab.U for lab in one.laboratories] != [lab.U for lab in other.laboratories]
    assert (one.seed, one.draws) == (7, 200)


def test_draws_the_numbers_that_the_bits_of_pcg64_promise() -> None:
    shares = [((int(raw) >> 11) + 0.5) / 2**53 for raw in np.random.PCG64(42).random_raw(6)]
    wanted = [NormalDist().inv_cdf(share) for share in shares]
    np.testing.assert_allclose(standard_normals(42, 2, 3).ravel(), wanted, rtol=1e-9)


def test_has_the_known_uncertainty_for_two_laboratories() -> None:
    found = degrees_of_equivalence(reported(("1", "0.3"), ("2", "0.4")), seed=3, draws=200_000)
    # With one laboratory left tau^2 cannot be seen: U is 1.96 sqrt(0.3^2 + 0.4^2).
    assert [degree.difference for degree in found.laboratories] == [-1, 1]
    assert [degree.U for degree in found.laboratories] == pytest.approx([0.98, 0.98], rel=0.01)


def test_keeps_its_confidence_for_laboratories_of_one_kind() -> None:
    random, consistent = np.random.default_rng(11), []
    for at in range(60):
        u = random.uniform(0.2, 1, 12)
        values = random.normal(0, np.sqrt(0.5 + u**2))
        results: list[Measured] = [
            (str(lab), Decimal(repr(float(value))), float(one))
            for lab, (value, one) in enumerate(zip(values, u, strict=True))
        ]
        found = degrees_of_equivalence(results, seed=at, draws=400)
        consistent += [degree.consistent for degree in found.laboratories]
    assert np.mean(consistent) == pytest.approx(0.95, abs=0.03)


@pytest.mark.parametrize(
    ("results", "code"),
    [
        ([], "no_results"),
        (reported(("1", "0.1")), "one_laboratory"),
        (reported(("1", "0.1"), ("2", None)), "no_weights"),
        (reported(("1", "0.1"), ("2", "0")), "no_weights"),
    ],
)
def test_says_why_there_are_no_degrees(results: list[Measured], code: str) -> None:
    found = degrees_of_equivalence(results, seed=1)
    assert (found.laboratories, codes(found)) == ((), {code})
