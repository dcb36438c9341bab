"""The administration's pages, and the firm's answer."""

from datetime import timedelta

import pytest

from apps.changes import services
from apps.changes.rules import local_day

pytestmark = pytest.mark.django_db


def at(case, page=""):
    return f"/changes/cases/{case.pk}/{page}"


def test_question_answer_recommendation_decision_by_forms_alone(client, world):
    case = world.opened()
    client.force_login(world.cast.dora)
    due_on = local_day(world.actor("dora").now) + timedelta(days=7)
    page = client.get(at(case)).content.decode()
    assert "Northern Light Metals" in page and "20 working days left" in page and "Ask the firm" in page
    assert client.get(at(case, "ask/")).status_code == 200
    asked = client.post(at(case, "ask/"), {"text": "Which smelter?", "due_on": due_on.isoformat()})
    assert asked.url == at(case)
    assert "Stands still since" in client.get(at(case)).content.decode()
    client.force_login(world.cast.pia)
    firm = f"/changes/reports/{case.report_id}/case/"
    assert "Which smelter?" in client.get(firm).content.decode()
    assert "Which smelter?" in client.get(at(case, "answer/")).content.decode()
    assert client.post(at(case, "answer/"), {"text": "The one in the north."}).url == firm
    client.force_login(world.cast.dora)
    assert "The one in the north." in client.get(at(case)).content.decode()
    said = {"outcome": "approve", "reasons": "Measured enough."}
    assert client.post(at(case, "recommend/"), said).url == at(case)
    client.force_login(world.cast.dan)
    page = client.get(at(case, "decide/")).content.decode()
    assert (
        "What will happen" in page and "Alder Metals is told at once" in page and "Measured enough." in page
    )
    assert client.post(at(case, "decide/"), {"outcome": "approve", "reasons": "So it is."}).url == at(case)
    page = client.get(at(case)).content.decode()
    assert "Decided after 0 of 20 working days." in page
    client.force_login(world.cast.pia)
    page = client.get(firm).content.decode()
    assert "Approved" in page and "So it is." in page
    for secret in ("Measured enough", "Dora", "Dan "):
        assert secret not in page


def test_a_recommendation_is_sent_back_with_a_note(client, world):
    case = world.recommended()
    client.force_login(world.cast.dan)
    assert "Measured enough." in client.get(at(case, "return/")).content.decode()
    assert client.post(at(case, "return/"), {"note": "Ask about the smelter."}).url == at(case)
    page = client.get(at(case)).content.decode()
    assert "Ask about the smelter." in page and "not visible to the firm" in page


def test_the_first_signer_is_not_offered_the_second_signature(client, world):
    case = world.recommended("dan")
    client.force_login(world.cast.dan)
    page = client.get(at(case)).content.decode()
    assert at(case, "decide/") not in page and "Another approving officer" in page
    assert client.get(at(case, "decide/")).status_code == 403
    said = {"outcome": "approve", "reasons": "Mine."}
    assert client.post(at(case, "decide/"), said).status_code == 403


@pytest.mark.parametrize(
    ("page", "said"), [("ask/", {"text": "", "due_on": ""}), ("recommend/", {"outcome": "x"})]
)
def test_an_empty_form_comes_back_with_its_errors(client, world, page, said):
    case = world.opened()
    client.force_login(world.cast.dora)
    answer = client.post(at(case, page), said)
    assert answer.status_code == 422 and "There is a problem" in answer.content.decode()


def test_a_form_out_of_turn_is_refused_before_it_is_filled(client, world):
    case = world.asked()
    client.force_login(world.cast.dora)
    assert client.get(at(case, "ask/")).status_code == 409
    assert client.get(at(case, "recommend/")).status_code == 409
    client.force_login(world.cast.dan)
    assert client.get(at(case, "decide/")).status_code == 409


@pytest.mark.parametrize("page", ["", "ask/", "recommend/", "return/", "decide/", "record/"])
@pytest.mark.parametrize("who", ["pia", "hana", "ivy", "eve", "carol"])
def test_the_administrations_pages_are_its_own(client, world, page, who):
    case = world.opened()
    client.force_login(getattr(world.cast, who))
    assert client.get(at(case, page)).status_code == 404


def test_the_answer_is_for_the_firms_reporters(client, world):
    case = world.asked()
    for who, status in (("bob", 404), ("hana", 404), ("dora", 404), ("alice", 200)):
        client.force_login(getattr(world.cast, who))
        assert client.get(at(case, "answer/")).status_code == status


@pytest.mark.parametrize("questions", [1, 3])
def test_a_cases_page_costs_the_same_for_few_and_many_questions(
    client, world, questions, django_assert_num_queries
):
    case = world.opened()
    for _ in range(questions):
        world.asked(case)
        services.answer(actor=world.actor("pia"), case_id=case.pk, text="That one.")
    client.force_login(world.cast.dora)
    with django_assert_num_queries(14):
        assert client.get(at(case)).status_code == 200


def test_the_record_of_a_case_tells_all_to_the_administration(client, world):
    case = world.decided()
    client.force_login(world.cast.dora)
    page = client.get(at(case, "record/")).content.decode()
    assert "Recommended: approve." in page and "Decided: approve." in page and "Dan Doğan" in page
