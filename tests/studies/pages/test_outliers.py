"""Outlying cells, the conclusion and the samples on pages."""

import pytest
from django.conf import settings
from django.urls import reverse

from apps.studies.models import ItemCheck, Sample
from tests.studies import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, cast):
    """Ask for a page of a study as somebody; a dict of data makes it a POST."""

    def ask(who, name, *args, data=None, follow=True):
        client.force_login(getattr(cast, who))
        address = reverse(f"studies:{name}", args=[getattr(one, "pk", one) for one in args])
        return client.get(address) if data is None else client.post(address, data, follow=follow)

    return ask


@pytest.fixture
def study(cast):
    return world.outlying(cast)


def text(answer):
    return answer.content.decode()


def test_a_flag_is_walked_from_proposal_to_conclusion(page, study):
    flag = world.flag_of(study)
    assert "to be ruled on" in text(page("carol", "outliers", study))
    assert "Rule on it" in text(page("iris", "flag", study, flag))
    said = page("iris", "flag", study, flag, data={"ruling": "exclude", "reason": "Its furnace had failed."})
    assert "The ruling waits for a second person." in text(said)
    assert "Confirm the ruling" not in text(page("iris", "flag", study, flag))
    assert "Confirm the ruling" in text(page("ike", "flag", study, flag))
    assert "The ruling is confirmed." in text(page("ike", "confirm_flag", study, flag, data={}))
    analysis = text(page("carol", "analysis", study))
    assert "Interval with all results" in text(page("carol", "conclusion", study))
    assert "With all results" in analysis
    assert "Its furnace had failed." in analysis
    assert "Ruled by the coordinator, confirmed by a second person" in analysis
    assert "Ruled by Iris İnan, confirmed by Ike Işık" in text(page("iris", "analysis", study))
    assert "wait for their ruling" in text(
        page("iris", "conclusion", study)
    ) or "waits for its ruling" in text(page("iris", "conclusion", study))
    world_flag = world.flag_of(study)
    page("iris", "flag", study, world_flag, data={"ruling": "keep", "reason": "The material varies."})
    page("ike", "confirm_flag", study, world_flag, data={})
    beside = text(page("carol", "conclusion", study))
    assert "Interval with all results" in beside
    assert ", with all results</td>" in beside
    assert "The study is concluded." in text(page("iris", "conclude", study, data={}))
    done = text(page("carol", "conclusion", study))
    assert "is equivalent to" in done
    assert "Conclude the study</button>" not in done


def test_a_ruling_without_a_reason_comes_back_with_its_sentence(page, study):
    answer = page("iris", "flag", study, world.flag_of(study), data={"ruling": "keep", "reason": ""})
    assert answer.status_code == 422
    assert "field is required" in text(answer) or "Give the reason" in text(answer)
    empty = page("ike", "return_flag", study, world.flag_of(study), data={"reason": ""})
    assert empty.status_code == 422


def test_a_ruling_is_sent_back(cast, page, study):
    flag = world.ruled(cast, study)
    said = page("ike", "return_flag", study, flag, data={"reason": "Ask the laboratory first."})
    assert "The ruling is sent back." in text(said)
    assert world.flag_of(study).state == "proposed"
    assert "Ask the laboratory first." in text(page("iris", "record", study))


@pytest.mark.parametrize(("who", "status"), [("carol", 403), ("ike", 403), ("eve", 404)])
def test_others_cannot_rule_by_the_page(page, study, who, status):
    data = {"ruling": "keep", "reason": "Seen."}
    assert page(who, "flag", study, world.flag_of(study), data=data).status_code == status


@pytest.mark.parametrize("language", ["en", "tr"])
def test_the_pages_read_in_both_languages_and_for_nobody_outside(cast, client, page, study, language):
    world.confirmed(cast, study)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for name in ("outliers", "conclusion", "analysis", "samples"):
        assert page("iris", name, study).status_code == 200
        assert page("carol", name, study).status_code == 200
        assert page("eve", name, study).status_code == 404
    assert page("carol", "flag", study, world.flag_of(study)).status_code == 200


def test_before_closing_there_is_neither_tab_nor_page(cast, page, open_study):
    world.enrolled(cast, open_study, "carol")
    said = text(page("carol", "detail", open_study))
    for name in ("outliers", "conclusion"):
        assert reverse(f"studies:{name}", args=[open_study.pk]) not in said
        assert page("carol", name, open_study).status_code == 409
        assert page("iris", name, open_study).status_code == 409


def test_samples_are_checked_sent_and_received_by_the_page(cast, page, open_study):
    world.enrolled(cast, open_study, "carol")
    first, second = world.item_codes(open_study)
    pairs = "\n".join(f"1.00{at} 1.00{at + 1}" for at in range(1, 9))
    said = {"item": first, "kind": "homogeneity", "characteristic": "Fe", "values": pairs, "sigma": "0.1"}
    assert "Recorded: adequate." in text(page("iris", "check_item", open_study, data=said))
    refused = page("iris", "check_item", open_study, data=said | {"values": "x"})
    assert refused.status_code == 422
    waiver = {"item": second, "kind": "homogeneity", "reason": "One melt."}
    assert "The waiver is recorded." in text(page("iris", "waive_check", open_study, data=waiver))
    rows = Sample.objects.unscoped("test").filter(study=open_study)
    ids = [str(row.pk) for row in rows]
    sent = page("iris", "dispatch", open_study, data={"samples": ids, "carrier": "Post 17"})
    assert "2 samples are on their way." in text(sent)
    own = text(page("carol", "samples", open_study))
    assert not any(code in own for code in (first, second))
    assert "AlCu4Mg1" not in own.replace(open_study.title, "")
    good, broken = rows
    receipt = {"outcome": "received", "condition": "Seal intact"}
    assert "The receipt is confirmed." in text(
        page("carol", "receive_sample", open_study, good, data=receipt)
    )
    damage = {"outcome": "damaged", "condition": "Broken glass"}
    assert "a new sample under a new code" in text(
        page("carol", "receive_sample", open_study, broken, data=damage)
    )
    assert rows.all().count() == 3
    assert page("carol", "receive_sample", open_study, good, data={"condition": ""}).status_code == 422
    assert page("colin", "sample", open_study, good).status_code == 404
    assert page("hana", "samples", open_study).status_code == 404
    assert ItemCheck.objects.count() == 2
