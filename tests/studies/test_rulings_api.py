"""Runs, flags, rulings, conclusions and samples through the API."""

import pytest
from rest_framework.test import APIClient

from apps.accounts.services import make_api_key
from apps.studies.models import Sample
from tests.studies import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def api(cast):
    """Ask the API as somebody, with an API key."""
    keys = {}

    def ask(who, method, path, data=None):
        keys[who] = keys.get(who) or make_api_key(actor=cast.actor(who), label="test")
        client = APIClient(raise_request_exception=False)
        said = {} if data is None else {"data": data, "format": "json"}
        address = path if path.startswith("http") else f"/api/v1/studies/{path}"
        return getattr(client, method)(address, headers={"Authorization": f"Token {keys[who]}"}, **said)

    return ask


@pytest.fixture
def study(cast):
    return world.outlying(cast)


REASON = {"reason": "Its furnace had failed."}


def test_a_cell_is_ruled_on_confirmed_and_the_study_concluded(cast, api, study):
    (flag,) = api("carol", "get", f"{study.pk}/flags/").json()["results"]
    assert (flag["test"], flag["state"], flag["ruling"]) == ("cochran", "proposed", "")
    here = f"{study.pk}/flags/{flag['id']}"
    ruled = api("iris", "post", f"{here}/ruling/", {"ruling": "exclude"} | REASON)
    assert (ruled.status_code, ruled.json()["state"]) == (201, "ruled")
    assert api("iris", "post", f"{here}/confirmation/").status_code == 403
    assert api("ike", "post", f"{here}/return/", REASON).json()["state"] == "proposed"
    api("iris", "post", f"{here}/ruling/", {"ruling": "exclude"} | REASON)
    assert api("ike", "post", f"{here}/confirmation/").json()["state"] == "confirmed"
    assert api("iris", "post", f"{study.pk}/conclude/").status_code == 409
    world.confirmed(cast, study, "keep")
    done = api("iris", "post", f"{study.pk}/conclude/")
    assert (done.status_code, done.json()["state"]) == (200, "concluded")
    said = api("carol", "get", f"{study.pk}/conclusions/").json()
    assert (said["run"], said["concluded_at"] is not None) == (2, True)
    (one,) = said["candidates"]
    assert (one["decision"], one["decision_with_all"]) == ("equivalent",) * 2
    assert one["characteristics"][0]["figures"]["df"] == 2


def test_runs_come_newest_first_in_cursor_pages(cast, api, study, monkeypatch):
    monkeypatch.setattr("apps.core.rest.paging.A_PAGE", 1)
    world.confirmed(cast, study)
    first = api("carol", "get", f"{study.pk}/runs/").json()
    second = api("carol", "get", first["next"]).json()
    assert [page["results"][0]["number"] for page in (first, second)] == [2, 1]
    assert second["next"] is None
    (cell,) = first["results"][0]["excluded"]
    assert (set(cell), cell["replicate"]) == ({"laboratory", "level", "replicate"}, None)
    assert second["results"][0]["excluded"] == []


def test_the_analysis_shows_both_figures_and_what_is_left_out(cast, api, study):
    world.confirmed(cast, study)
    said = api("carol", "get", f"{study.pk}/analysis/").json()
    candidate, incumbent = said["levels"]
    assert said["run"] == 2
    assert (candidate["numbers"]["labs"], candidate["numbers_with_all"]["labs"]) == (3, 4)
    assert candidate["left_out"][0]["reason"] == "A slip of the pen."
    assert (incumbent["numbers_with_all"], incumbent["left_out"]) == (None, [])


@pytest.mark.parametrize("page", ["runs", "flags", "conclusions"])
def test_nothing_is_told_before_closing_and_to_nobody_outside(cast, api, open_study, page):
    world.enrolled(cast, open_study, "carol")
    assert api("carol", "get", f"{open_study.pk}/{page}/").status_code == 409
    assert api("iris", "get", f"{open_study.pk}/{page}/").status_code == 409
    assert api("eve", "get", f"{open_study.pk}/{page}/").status_code == 404


def test_samples_are_checked_sent_received_and_replaced(cast, api, open_study):
    world.enrolled(cast, open_study, "carol", "colin")
    first, second = world.item_codes(open_study)
    values = "\n".join(f"1.00{at} 1.00{at + 1}" for at in range(1, 9))
    check = {"item": first, "kind": "homogeneity", "characteristic": "Fe", "values": values, "sigma": "0.1"}
    judged = api("iris", "post", f"{open_study.pk}/checks/", check)
    assert (judged.status_code, judged.json()["verdict"]) == (201, "adequate")
    assert api("iris", "post", f"{open_study.pk}/checks/", check | {"sigma": "0"}).status_code == 422
    waiver = {"item": second, "kind": "homogeneity", "reason": "One melt."}
    assert api("iris", "post", f"{open_study.pk}/waivers/", waiver).json()["verdict"] == "waived"
    told = api("iris", "get", f"{open_study.pk}/checks/").json()["results"]
    assert [one["verdict"] for one in told] == ["waived", "adequate"]
    assert api("carol", "get", f"{open_study.pk}/checks/").status_code == 403
    every = api("iris", "get", f"{open_study.pk}/samples/").json()["results"]
    sent = api(
        "iris", "post", f"{open_study.pk}/samples/dispatch/", {"samples": [one["id"] for one in every]}
    )
    assert (sent.status_code, {one["state"] for one in sent.json()["samples"]}) == (201, {"dispatched"})
    own = api("carol", "get", f"{open_study.pk}/samples/").json()["results"]
    assert len(own) == 2
    assert {(one["item_code"], one["material"], one["laboratory"]) for one in own} == {(None, None, None)}
    here = f"{open_study.pk}/samples/{own[0]['id']}"
    assert api("colin", "post", f"{here}/receipt/", {"condition": "Dry"}).status_code == 404
    assert api("carol", "post", f"{here}/receipt/", {"condition": "Dry"}).json()["state"] == "received"
    assert api("carol", "post", f"{here}/receipt/", {"condition": "Dry"}).status_code == 409
    new = api("carol", "post", f"{here}/damage/", {"condition": "Broken glass"}).json()
    assert (new["state"], new["code"] != own[0]["code"]) == ("prepared", True)
    assert Sample.objects.unscoped("test").filter(study=open_study).count() == 5
