"""What two papers print otherwise: pure."""

import copy
import json

import pytest
from django.utils.translation import override

from apps.certificates.rules.amendments import CALLED, called, changes, printed
from tests.certificates.world import World

FACTS = {
    "title": "Certificate of conformity",
    "certificate_id": "1",
    "decided_on": "2026-05-04",
    "valid_until_on": "2029-05-03",
    "product": {"material": "AlCu4Mg1", "grade": "2024", "producer": None},
    "results": [
        {"code": "Cu", "characteristic": "Copper", "value": "4.406", "verdict": "pass", "limit_high": "4.9", "dots": [["L1", ["4.4"]]], "exact": {"mean": "4.4055"}},
        {"code": "Fe", "characteristic": "Iron", "value": "0.052", "verdict": "pass", "limit_high": "0.50", "dots": [], "exact": {}},
    ],
    "study": {
        "number": "ST-2026-001", "protocol": f"locked with SHA-256 {'a' * 64}", "from_on": "2026-02-01",
        "precision": [{"characteristic": "Copper", "mean": "4.406", "s_r": "0.01"}],
    },
    "signatories": [{"name": "Bea", "function": "decided", "signed_on": "2026-05-04"}],
}  # fmt: skip


def changed(change):
    facts = copy.deepcopy(FACTS)
    change(facts)
    return [
        (one["characteristic"], one["fact"], one["old"], one["new"], one["figures"])
        for one in changes(FACTS, facts)
    ]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda facts: facts.update(title="Certificate of joint testing"),
         [("", "Title", "Certificate of conformity", "Certificate of joint testing", False)]),
        (lambda facts: facts["product"].update(grade="7075"), [("", "Grade", "2024", "7075", False)]),
        (lambda facts: facts["product"].update(producer="Alder"), [("", "Producer", "", "Alder", False)]),
        (lambda facts: facts["results"][1].update(limit_high="0.05", verdict="inconclusive"),
         [("Iron", "Verdict", "conforms", "not decided", False), ("Iron", "Upper limit", "0.50", "0.05", True)]),
        (lambda facts: facts["study"]["precision"][0].update(s_r="0.02"),
         [("Copper", "Repeatability standard deviation", "0.01", "0.02", True)]),
        (lambda facts: facts["study"].update(from_on="2026-02-03"),
         [("", "First day of measurement", "1 February 2026", "3 February 2026", False)]),
        (lambda facts: facts["signatories"][0].update(name="Ben"),
         [("", "Signatories", "Bea, decided", "Ben, decided", False)]),
    ],
)  # fmt: skip
def test_it_tells_what_is_printed_otherwise(change, told):
    assert changed(change) == told


@pytest.mark.parametrize(
    "change",
    [
        lambda facts: facts.update(certificate_id="2", decided_on="2027-01-01", valid_until_on="2030-01-01"),
        lambda facts: facts["study"].update(protocol=f"locked with SHA-256 {'b' * 64}"),
        lambda facts: facts["signatories"][0].update(signed_on="2027-01-01"),
        lambda facts: facts["results"][0]["exact"].update(mean="4.40550001"),
        lambda facts: facts["results"].reverse(),
    ],
)
def test_days_of_the_decision_hashes_and_what_is_not_printed_are_no_changes(change):
    assert changed(change) == []


def test_a_characteristic_that_is_gone_and_one_that_is_new_are_told_fact_by_fact():
    def other(facts):
        facts["results"][1] = {"characteristic": "Zinc", "value": "0.1"}

    assert changed(other) == [
        ("Zinc", "Result", "", "0.1", True),
        ("Iron", "Result", "0.052", "", True),
        ("Iron", "Verdict", "conforms", "", False),
        ("Iron", "Upper limit", "0.50", "", True),
    ]


def test_two_characteristics_of_one_name_are_told_apart():
    def twice(facts):
        facts["results"][1]["characteristic"] = "Copper"

    with_two = copy.deepcopy(FACTS)
    twice(with_two)
    again = copy.deepcopy(with_two)
    again["results"][1]["value"] = "0.060"
    assert [(one["characteristic"], one["old"], one["new"]) for one in changes(with_two, again)] == [
        ("Copper (Fe)", "0.052", "0.060")
    ]


def test_a_characteristic_that_is_named_otherwise_is_the_same_one():
    old = {"results": [{"code": "Fe", "characteristic": "Iron", "value": "0.052"}]}
    new = {"results": [{"code": "Fe", "characteristic": "Iron, Fe", "value": "0.053"}]}
    assert [(one["fact"], one["characteristic"], one["old"], one["new"]) for one in changes(old, new)] == [
        ("Name of the characteristic", "Iron, Fe", "Iron", "Iron, Fe"),
        ("Result", "Iron, Fe", "0.052", "0.053"),
    ]


@pytest.mark.django_db
def test_every_fact_of_a_real_certificate_has_a_name_in_both_languages(cast, quick_paper, quiet_press):
    facts = json.loads(World(cast).approved().facts)
    ways = {way for (_characteristic, way), _text in printed(facts)}
    assert sorted(ways - set(CALLED)) == []
    with override("tr"):
        turkish = {way: called(way) for way in ways}
    assert [way for way in ways if turkish[way] == called(way) and way != "k"] == []
