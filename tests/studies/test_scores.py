"""A laboratory's own scores: stored with the run, told to it alone, after closing."""

import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from apps.accounts.services import make_api_key
from apps.core.errors import Conflict, Missing
from apps.studies import selectors, services
from apps.studies.models import Analysis, Enrolment
from tests.studies import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def study(cast, open_study):
    world.stated(cast, open_study, {"carol": "0.0044", "colin": "0.0033"})
    return services.close_study(study_id=open_study.pk, actor=cast.actor("iris"))


def own(cast, study, who):
    actor = cast.actor(who)
    return selectors.own_scores(actor, selectors.study_for(actor, study.pk))


def get(client, cast, who, study, name="studies:mine"):
    client.force_login(getattr(cast, who))
    return client.get(reverse(name, args=[study.pk]))


def test_uncertainties_go_into_the_scores_and_the_run_can_be_made_again(cast, study, capsys):
    before = Analysis.objects.get(study=study)
    call_command("recheck_analysis", study.reference, "--json")
    (said,) = json.loads(capsys.readouterr().out)
    assert {said[f"{name}_hold"] for name in ("inputs", "stated", "numbers", "conclusions", "scores")} == {
        True
    }
    assert said["holds"]
    from_sheets = {(lab, text) for lab, _level, _at, text in selectors.stated_of(study)}
    codes = {
        who: Enrolment.objects.unscoped("test")
        .get(study=study, organisation=cast.actor(who).organisation_id)
        .code
        for who in world.STATING
    }
    assert from_sheets == {(codes["carol"], "0.0044"), (codes["colin"], "0.0033")}
    assert '"zeta":' in before.scores


def test_each_laboratory_has_its_own_scores(cast, study):
    carol, bob = own(cast, study, "carol"), own(cast, study, "bob")
    assert carol.code != bob.code
    assert [one.u for one in carol.levels] == [pytest.approx(0.0022)] * 4
    assert {one.zeta.word for one in carol.levels} <= {"ok", "warning", "action"}
    assert all(one.zeta.value is not None for one in carol.levels)
    assert {(one.zeta.value, one.en.value, one.note) for one in bob.levels} == {
        (None, None, "no_uncertainty")
    }
    first = carol.levels[0]
    assert first.best.value == dict(first.others)[carol.code]
    assert {code for code, _value in first.others} == {row.code for row in study.enrolments.unscoped("test")}


def test_what_stands_in_a_ruling_is_scored_against_the_others(cast):
    study = world.outlying(cast)
    flag = world.confirmed(cast, study)
    who = next(
        who for who in world.OUTLYING if cast.actor(who).organisation_id == flag.enrolment.organisation_id
    )
    level = next(one for one in own(cast, study, who).levels if one.is_left_out)
    assert level.labs == 3
    assert level.z.value is not None


@pytest.mark.parametrize("who", ["iris", "emil"])
def test_who_is_not_enrolled_has_no_such_page(client, cast, study, who):
    assert get(client, cast, who, study).status_code == 404
    with pytest.raises(Missing):
        own(cast, study, who)


def test_before_closing_there_is_nothing(client, cast, open_study):
    world.enrolled(cast, open_study, "carol")
    world.hand_in(cast, open_study, "carol")
    with pytest.raises(Conflict, match="not closed"):
        own(cast, open_study, "carol")
    assert get(client, cast, "carol", open_study).status_code == 409


def test_the_page_shows_the_others_by_code_and_not_their_uncertainties(client, cast, study):
    page = get(client, cast, "carol", study).content.decode()
    other = own(cast, study, "colin").levels[0]
    assert own(cast, study, "colin").code in page
    assert "Cypress" not in page
    assert f"{other.u:.4f}" not in page
    assert f"{other.zeta.value:.2f}" not in {
        f"{one.zeta.value:.2f}" for one in own(cast, study, "carol").levels
    }
    assert "action signal" in page or "satisfactory" in page


def test_the_number_of_queries_does_not_grow_with_the_characteristics(client, cast):
    counts = []
    for number in (3, 50):
        study = world.of_many(cast, number)
        get(client, cast, "carol", study)  # draws and caches the pictures
        with CaptureQueriesContext(connection) as seen:
            assert get(client, cast, "carol", study).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 35


def test_the_api_gives_ones_own_scores_and_nobody_elses(cast, study):
    key = make_api_key(actor=cast.actor("carol"), label="test")
    path = reverse("api-study-scores", args=[study.pk])
    said = APIClient().get(path, headers={"Authorization": f"Token {key}"}).json()
    carol = own(cast, study, "carol")
    assert (said["code"], said["run"], len(said["levels"])) == (carol.code, 1, 4)
    assert set(said["levels"][0]) == {
        "item_code", "role", "code", "unit", "mean", "u", "u_word", "labs", "assigned", "u_assigned", "method",
        "sigma_pt", "sigma_from", "preferred", "z", "z_prime", "zeta", "en", "note", "is_left_out", "notes",
    }  # fmt: skip
    assert said["levels"][0]["zeta"]["value"] == carol.levels[0].zeta.value
