"""The real certification round BAM-M321: fifteen sheets, each its laboratory's own CSV, through the services."""

import csv
import json
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import pytest

from apps.accounts.models import Membership, Organisation, User
from apps.accounts.selectors import actor_of, live_memberships
from apps.consortia.models import AgreementVersion, ConsortiumMembership
from apps.studies import selectors, services
from apps.studies.models import Sample

pytestmark = pytest.mark.django_db

FOLDER = Path(__file__).parent.parent / "data" / "interlab" / "bam_m321_aluminium_alloy"
ELEMENTS = {"Si": 0, "Fe": 1, "Cu": 2, "Mn": 3, "Mg": 4, "Cr": 5, "Ni": 6}
FIGURES = {"m": "mean", "sr": "s_r", "sL": "s_L", "sR": "s_R"}
TESTS = {
    "cochran_C": "cochran",
    "grubbs_high": "grubbs_high",
    "grubbs_low": "grubbs_low",
    "grubbs2_high": "grubbs_double_high",
    "grubbs2_low": "grubbs_double_low",
}


def rows_by_laboratory():
    rows = defaultdict(list)
    with (FOLDER / "data.csv").open(newline="") as lines:
        for row in csv.DictReader(lines):
            rows[row["lab"]].append(row)
    return rows


def laboratories(cast, names):
    """Fifteen laboratories with one engineer each, members of the consortium."""
    agreement = AgreementVersion.objects.get()
    actors = {}
    for name in names:
        organisation = Organisation.objects.create(name=f"Laboratory {name}", kind="laboratory")
        person = User.objects.create_user(f"{name}@laboratory.example", None, name=name)
        Membership.objects.create(user=person, organisation=organisation, role="engineer")
        ConsortiumMembership.objects.create(
            consortium=cast.consortium,
            organisation=organisation,
            role="laboratory",
            agreement=agreement,
            accepted_by=person.pseudonym,
        )
        actors[name] = actor_of(live_memberships(person).get())
    return actors


def walk(cast):
    """Plan, open, enrol, hand in, close; gives the study and the laboratory codes by their names in the data."""
    iris, rows = cast.actor("iris"), rows_by_laboratory()
    study = services.plan_study(
        consortium_id=cast.consortium.pk,
        title="AlCu4Mg1",
        candidate_id=cast.candidate.pk,
        replicates=6,
        results_due_on=iris.now.date() + timedelta(days=30),
        actor=iris,
    )
    for element in ELEMENTS:
        services.add_characteristic(
            study_id=study.pk,
            code=element,
            name_en=element,
            name_tr=element,
            unit="% (m/m)",
            method="ICP-OES",
            actor=iris,
        )
    services.open_study(study_id=study.pk, actor=iris)
    codes = {}
    for name, actor in laboratories(cast, rows).items():
        enrolment = services.enrol(study_id=study.pk, actor=actor)
        codes[name], sample = enrolment.code, Sample.objects.unscoped("test").get(enrolment=enrolment).code
        lines = ["sample,characteristic,replicate,value,unit"] + [
            f"{sample},{row['material']},{row['replicate']},{row['value']},{row['unit']}"
            for row in rows[name]
        ]
        sheet = services.hand_in(
            study_id=study.pk, file_name=f"{name}.csv", content="\n".join(lines).encode(), actor=actor
        )
        assert (sheet.state, sheet.rows_done) == ("taken", len(rows[name]))
    services.close_study(study_id=study.pk, actor=iris)
    return selectors.study_for(iris, study.pk), codes


def test_reproduces_the_published_and_recomputed_figures_of_the_real_round(cast):
    study, codes = walk(cast)
    results = {result.code: result for result in selectors.results_of(study)}
    assert len(codes) == 15
    assert list(results) == list(ELEMENTS)
    expected = json.loads((FOLDER / "expected.json").read_text())["expected"]
    compared = 0
    for entry in expected:
        if entry["key"] not in FIGURES | TESTS or entry["scope"] not in ELEMENTS:
            continue
        numbers = results[entry["scope"]].numbers
        value = entry["computed"] if entry["value"] is None else entry["value"]
        if entry["key"] in FIGURES:
            found = numbers[FIGURES[entry["key"]]]
        else:
            test = numbers[TESTS[entry["key"]]]
            found = test["statistic"]
            if "lab" in entry:
                assert test["suspects"] == [codes[entry["lab"]]]
        assert found == pytest.approx(value, rel=0, abs=entry["abs_tol"]), (entry["key"], entry["scope"])
        compared += 1
    assert compared == 7 * (4 + 5)


def test_keeps_the_gaps_of_the_real_round(cast):
    study, codes = walk(cast)
    given = {(row["lab"], row["material"]) for rows in rows_by_laboratory().values() for row in rows}
    for result in selectors.results_of(study):
        reported = {name for name, code in codes.items() if code in dict(result.dots)}
        assert reported == {lab for lab, element in given if element == result.code}
        assert sum(len(values) for _code, values in result.dots) == result.numbers["results"]
