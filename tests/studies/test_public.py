"""What the public reads of a study: all of it stands in this file; anything more is a leak."""

import json
from datetime import date
from math import sqrt
from statistics import fmean, variance

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from apps.studies import services
from apps.studies.models import Analysis, OutlierFlag, Study
from tests.studies import world
from tests.studies.test_report_pictures import CALM

pytestmark = pytest.mark.django_db


def concluded(cast, publication, ruling="keep", reported=world.OUTLYING, **changes):
    study = world.outlying(
        cast,
        reported,
        publication=publication,
        title="Round for Hazel",
        purpose="Asked for by Hazel.",
        **changes,
    )
    while flag := OutlierFlag.objects.filter(study=study).exclude(state="confirmed").first():
        world.confirmed(cast, study, ruling, flag)
        ruling = "keep"  # without what is left out the tests may point at another cell
    return services.conclude(study_id=study.pk, actor=cast.actor("iris"))


def asked(client, study):
    reference = getattr(study, "reference", study)
    return client.get(reverse("api-public-study", args=[reference]))


HEAD = {"reference", "consortium", "convener", "certifying", "publication", "concluded_on"}


def test_the_conclusion_is_these_words_and_no_others(client, cast):
    study = concluded(cast, "conclusion")
    material = {"name": "AlCu4Mg1 secondary", "grade": "EN AW-2024"}
    assert asked(client, study).json() == {
        "reference": study.reference,
        "consortium": cast.consortium.name,
        "convener": "Oak Research Institute",
        "certifying": False,
        "publication": "conclusion",
        "concluded_on": timezone.localdate(study.concluded_at).isoformat(),
        "laboratories": 4,
        "cells_left_out": 0,
        "results_left_out": 0,
        "protocol_sha256": study.protocol_sha256,
        "inputs_sha256": Analysis.objects.get(study=study).inputs_sha256,
        "conclusions": [
            {
                "candidate": material,
                "incumbent": {"name": "AlCu4Mg1 primary", "grade": "EN AW-2024"},
                "answer": "equivalent",
                "answer_with_all": "equivalent",
                "characteristics": [
                    {
                        "name_en": "Fe content",
                        "name_tr": "Fe miktarı",
                        "unit": world.UNIT,
                        "direction": "target",
                        "margin_kind": "absolute",
                        "margin_low": "0.1",
                        "margin_high": "0.1",
                        "answer": "equivalent",
                        "answer_with_all": "equivalent",
                    }
                ],
            }
        ],
        "means": None,
    }


def test_the_figures_are_means_and_precision_and_no_laboratory(client, cast):
    said = asked(client, concluded(cast, "figures")).json()
    assert set(said) == HEAD | {
        "laboratories", "cells_left_out", "results_left_out", "protocol_sha256", "inputs_sha256", "conclusions",
        "means",
    }  # fmt: skip
    assert len(said["means"]) == 2
    for row in said["means"]:
        assert set(row) == {
            "material", "name_en", "name_tr", "unit", "mean", "mean_interval",
            "s_r", "s_r_interval", "s_R", "s_R_interval", "with_all", "withheld",
        }  # fmt: skip
        assert (row["with_all"], row["withheld"]) == (None, None)
        assert set(row["material"]) == {"name", "grade"}
        assert row["mean_interval"][0] < row["mean"] < row["mean_interval"][1]
        assert row["s_R_interval"][0] < row["s_R"] < row["s_R_interval"][1]


def test_what_is_left_out_is_counted_and_everything_stands_beside_it_with_all_results(client, cast):
    study = concluded(cast, "figures", "exclude")
    said = asked(client, study).json()
    assert (said["cells_left_out"], said["results_left_out"]) == (1, 0)
    candidate, incumbent = sorted(said["means"], key=lambda row: row["with_all"] is None)
    assert incumbent["with_all"] is None
    beside = candidate["with_all"]
    assert set(beside) == {"mean", "mean_interval", "s_r", "s_r_interval", "s_R", "s_R_interval"}
    cells = [[float(value) for value in cell] for cell, _other in world.OUTLYING.values()]
    kept = [cell for who, cell in zip(world.OUTLYING, cells, strict=True) if who != "colin"]
    for row, counted in ((candidate, kept), (beside, cells)):
        assert row["mean"] == pytest.approx(fmean(map(fmean, counted)), abs=0.005)
        assert row["s_r"] == pytest.approx(sqrt(fmean(map(variance, counted))), abs=0.005)
    (one,) = said["conclusions"]
    assert (one["answer"], one["answer_with_all"]) == ("equivalent", "equivalent")
    page = client.get(reverse("studies:public_study", args=[study.reference])).content.decode()
    assert "Left out by rulings that a second person confirmed" in page
    assert page.count("With all results") >= 3


def test_a_single_result_left_out_is_counted_as_one(client, cast):
    study = concluded(cast, "figures", "exclude_result", world.A_SLIP, replicates=5)
    said = asked(client, study).json()
    assert (said["cells_left_out"], said["results_left_out"]) == (0, 1)
    assert sorted(row["with_all"] is None for row in said["means"]) == [False, True]


@pytest.mark.parametrize("count", [2, 3])
def test_figures_of_fewer_than_three_laboratories_are_not_published(client, cast, count):
    reported = dict(list(CALM.items())[:count])
    study = concluded(cast, "figures", reported=reported)
    said = asked(client, study).json()
    for row in said["means"]:
        assert (row["mean"] is None) is (row["s_R"] is None) is (count < 3)
        assert row["withheld"] == ("few_laboratories" if count < 3 else None)
    page = client.get(reverse("studies:public_study", args=[study.reference])).content.decode()
    assert ("not published: fewer than three laboratories" in page) is (count < 3)


def test_figures_that_stand_on_two_laboratories_are_withheld_with_all_of_the_level(client, cast):
    reported = {who: world.OUTLYING[who] for who in ("colin", "bob", "hana")}
    said = asked(client, concluded(cast, "figures", "exclude", reported)).json()
    assert said["cells_left_out"] == 1
    (gone,) = [row for row in said["means"] if row["withheld"]]
    assert (gone["mean"], gone["s_R"], gone["with_all"]) == (None, None, None)


@pytest.mark.parametrize("publication", ["conclusion", "figures"])
def test_no_page_and_no_answer_names_a_laboratory_a_firm_a_producer_or_a_person(client, cast, publication):
    study = concluded(cast, publication)
    cast.candidate.producer = cast.incumbent.producer = "Quarry & Sons"
    cast.candidate.save()
    cast.incumbent.save()
    codes = set(study.enrolments.unscoped("test").values_list("code", flat=True))
    items = set(study.items.values_list("code", flat=True))
    people = {person.email for person in cast.people.values()}
    secret = codes | items | people | {
        "Cedar", "Cypress", "Alder", "Hazel", "Quarry", "A slip of the pen", study.protocol_salt, str(study.pk),
    }  # fmt: skip
    for name, args in (
        ("studies:public_list", []), ("api-public-studies", []),
        ("studies:public_study", [study.reference]), ("api-public-study", [study.reference]),
    ):  # fmt: skip
        page = client.get(reverse(name, args=args))
        assert page.status_code == 200
        assert [word for word in secret if word in page.content.decode()] == []


def test_the_list_has_these_fields(client, cast):
    study = concluded(cast, "conclusion")
    said = client.get(reverse("api-public-studies")).json()
    assert [set(row) for row in said["results"]] == [HEAD]
    assert said["results"][0]["reference"] == study.reference
    assert date.fromisoformat(said["results"][0]["concluded_on"])


@pytest.mark.parametrize("name", ["studies:public_study", "api-public-study"])
def test_what_publishes_nothing_is_answered_like_what_does_not_exist(client, cast, name):
    hidden = concluded(cast, "nothing")
    closed = world.outlying(cast, publication="figures")
    open_ = world.opened(cast, publication="figures")
    answers = []
    for reference in ("ST-2020-999", hidden.reference, closed.reference, open_.reference):
        answer = client.get(reverse(name, args=[reference]))
        text = answer.content.decode().replace(reference, "REFERENCE")
        answers.append((answer.status_code, text.split("csrf")[0] if "csrf" in text else text))
    assert answers[0][0] == 404
    assert len(set(answers)) == 1
    assert client.get(reverse("api-public-studies")).json()["results"] == []
    assert Study.objects.unscoped("test").count() == 3


def test_the_page_says_what_the_api_says(client, cast):
    study = concluded(cast, "figures")
    page = client.get(reverse("studies:public_study", args=[study.reference])).content.decode()
    for words in ("AlCu4Mg1 secondary, EN AW-2024", "equivalent", "−0.1 to +0.1", "Oak Research Institute"):
        assert words in page
    conclusion = client.get(
        reverse("studies:public_study", args=[concluded(cast, "conclusion").reference])
    ).content.decode()
    assert "Mean and precision" not in conclusion


def test_the_number_of_queries_does_not_grow_with_the_characteristics(client, cast):
    counts = []
    for number in (3, 50):
        study = world.of_many(cast, number, publication="figures")
        services.conclude(study_id=study.pk, actor=cast.actor("iris"))
        with CaptureQueriesContext(connection) as seen:
            said = asked(client, study)
        counts.append(len(seen))
        assert len(json.loads(said.content)["means"]) == 2 * number
    assert counts[0] == counts[1] <= 20
