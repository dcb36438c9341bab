"""The pages of the protocol: planning with margins, the power panel, changing, amending, versions."""

import hashlib
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from apps.materials.models import Material
from apps.studies import selectors, services
from apps.studies.models import Characteristic, ProtocolVersion, Study
from tests.studies import world

pytestmark = pytest.mark.django_db

MARGINS = {"margin_low": Decimal("0.02"), "margin_high": Decimal("0.02"), "upper": Decimal(5)}


@pytest.fixture
def page(client, cast):
    """Ask for a page of a study as somebody; a dict of data makes it a POST."""

    def ask(who, name, *args, data=None, query="", follow=False):
        client.force_login(getattr(cast, who))
        address = reverse(f"studies:{name}", args=[getattr(one, "pk", one) for one in args]) + query
        if data is None:
            return client.get(address, follow=follow)
        return client.post(address, data, follow=follow)

    return ask


@pytest.fixture
def planned(cast):
    """A planned certifying study for five laboratories, with margins."""
    study = world.planned(cast, certifying=True, laboratories_wanted=5)
    return world.with_characteristics(cast, study, **MARGINS)


@pytest.fixture
def study(cast):
    """An open study with margins, and two laboratories."""
    study = world.with_characteristics(cast, world.planned(cast), **MARGINS)
    services.open_study(study_id=study.pk, actor=cast.actor("iris"))
    world.enrolled(cast, study, "carol", "colin")
    return study


def text(answer):
    return " ".join(answer.content.decode().split())


def filled(page, study, **changes):
    """What the page for amending would send, with some of it changed: `Fe.upper` is of that characteristic."""
    forms = page("iris", "amend", study).context["forms"]
    sent = {}
    for form in (forms.plan, forms.added, *(form for _row, form in forms.rows)):
        for field in form:
            value = field.value()
            sent[field.html_name] = "" if value in (None, False) else value
    for name, value in changes.items():
        code, _dot, of = name.rpartition(".")
        row = Characteristic.objects.filter(study=study, code=code).first()
        sent[f"c{row.pk}-{of}" if row else name] = value
    ticks = ("-invalidates", "-removed")
    return {name: value for name, value in sent.items() if value or not name.endswith(ticks)}


def test_a_plan_says_size_days_and_publication(cast, page):
    third = Material.objects.create(
        owner=cast.consortium, critical_input=cast.critical_input, name="Third", grade="EN AW-2024"
    )
    today = cast.actor("iris").now.date()
    said = {
        "consortium_id": cast.consortium.pk,
        "title": "Recycled alloy",
        "candidate_id": cast.candidate.pk,
        "more_candidates": [third.pk],
        "incumbent_id": cast.incumbent.pk,
        "certifying": "on",
        "laboratories_wanted": 2,
        "replicates": 2,
        "samples_due_on": (today + timedelta(days=10)).isoformat(),
        "results_due_on": (today + timedelta(days=20)).isoformat(),
        "publication": "conclusion",
    }
    answer = page("iris", "plan", data=said)
    assert answer.status_code == 422
    assert "No certificate can rest on fewer than 3 laboratories" in text(answer)
    page("iris", "plan", data=said | {"laboratories_wanted": 3})
    study = Study.objects.unscoped("test").get()
    assert (study.certifying, study.laboratories_wanted, study.publication) == (True, 3, "conclusion")
    assert study.items.filter(role="candidate").count() == 2


def test_the_protocol_warns_below_eight_laboratories(page, planned, study):
    assert "1.4 times as wide as with eight" in text(page("iris", "protocol", planned))
    assert "times as wide" not in text(page("iris", "protocol", study))


def test_margins_are_written_in_words(cast, page, planned_study):
    for code, said in {
        "A": {"margin_low": Decimal("0.02"), "margin_high": Decimal("0.02")},
        "B": {"margin_low": Decimal("0.02"), "margin_high": Decimal("0.05")},
        "C": {"margin_low": Decimal(5), "direction": "higher"},
        "D": {"margin_high": Decimal(5), "direction": "lower"},
        "E": {
            "margin_low": Decimal("0.80"),
            "margin_high": Decimal("1.25"),
            "margin_kind": "ratio",
            "transformation": "ln",
        },
        "F": {},
    }.items():
        world.with_characteristics(cast, planned_study, [code], unit="MPa", **said)
    said = text(page("iris", "protocol", planned_study))
    for words in ("± 0.02 MPa", "−0.02 to +0.05 MPa", "at most 5 MPa lower", "at most 5 MPa higher"):
        assert words in said
    assert "ratio 0.8 to 1.25" in said
    assert "described only" in said


def test_a_characteristic_is_added_and_changed_with_its_margins(page, planned_study):
    said = {
        "code": "Rm",
        "name_en": "Tensile strength",
        "name_tr": "Çekme dayanımı",
        "unit": "MPa",
        "method": "ISO 6892-1",
        "direction": "higher",
        "margin_kind": "ratio",
        "margin_low": "0.9",
    }
    assert page("iris", "protocol", planned_study, data=said | {"margin_high": "1.1"}).status_code == 422
    assert page("iris", "protocol", planned_study, data=said).status_code == 302
    row = Characteristic.objects.get(study=planned_study)
    assert (row.margin_kind, row.transformation, row.margin_low) == ("ratio", "ln", Decimal("0.9"))
    shown = text(page("iris", "change_characteristic", planned_study, "Rm"))
    assert 'value="0.9"' in shown
    assert "Take it out of the protocol" in shown
    changed = said | {"margin_kind": "absolute", "margin_low": "15", "lower": "420"}
    assert page("iris", "change_characteristic", planned_study, "Rm", data=changed).status_code == 302
    row.refresh_from_db()
    assert (row.margin_kind, row.transformation, row.margin_low, row.lower) == ("absolute", "none", 15, 420)
    wrong = page("iris", "change_characteristic", planned_study, "Rm", data=changed | {"unit": "spoon"})
    assert (wrong.status_code, "is not a unit we know" in text(wrong)) == (422, True)
    assert page("iris", "change_characteristic", planned_study, "Zz").status_code == 404


def test_the_plan_is_changed_on_a_page_of_its_own(page, planned):
    form = page("iris", "revise", planned).context["form"]
    said = {name: form[name].value() or "" for name in form.fields} | {"laboratories_wanted": 9}
    assert page("iris", "revise", planned, data=said | {"replicates": 99}).status_code == 422
    assert page("iris", "revise", planned, data=said).status_code == 302
    assert "times as wide" not in text(page("iris", "protocol", planned))


def test_the_panel_answers_without_a_script_at_its_address(page, planned):
    assert "your plan" not in page("iris", "protocol", planned).content.decode()
    asked = page("iris", "protocol", planned, query="?of=Fe&s_r=0.01&s_lab_material=0.01")
    said = text(asked)
    power = asked.context["power"].power
    assert f"with a chance of {round(power.planned * 100)} %" in said
    assert said.count("(your plan)") == 1
    assert f"For 80 % it takes {power.fewest_80} laboratories" in said
    assert '<th scope="row">15</th>' in said


@pytest.mark.parametrize(
    "query",
    [
        "?of=Fe&s_r=0&s_lab_material=0",
        "?of=Fe&s_r=-1&s_lab_material=1",
        "?of=Zz&s_r=1&s_lab_material=1",
        "?s_r=",
    ],
)
def test_the_panel_says_what_is_wrong_with_a_guess(page, planned, query):
    answer = page("iris", "protocol", planned, query=query)
    assert answer.status_code == 200
    assert "There is a problem" in text(answer)


def test_the_panel_is_gone_once_the_study_is_open(page, study):
    assert 'id="power"' not in text(page("iris", "protocol", study, query="?of=Fe&s_r=1&s_lab_material=1"))


def test_an_amendment_is_made_on_its_page_and_read_by_the_laboratories(page, study):
    sent = filled(
        page,
        study,
        reason="The standard was revised.",
        replicates="4",
        **{"Fe.upper": "6", "Fe.invalidates": "on"},
    )
    answer = page("iris", "amend", study, data=sent, follow=True)
    assert "Version 2 of the protocol is locked" in text(answer)
    said = text(page("carol", "protocol", study))
    assert "The standard was revised." in said
    assert "<strong>Fe</strong> Upper limit:" in said
    assert "6 % (m/m)</ins>" in said
    assert "Results handed in before this version do not count any more: Fe." in said
    assert ProtocolVersion.objects.get(study=study, number=2).sha256 in said


def test_the_page_of_an_amendment_shows_faults_where_they_are(page, study):
    wrong = filled(page, study, reason="", **{"Fe.lower": "7"})
    said = text(page("iris", "amend", study, data=wrong))
    assert "Why the protocol is amended" in said
    assert "This field is required." in said
    answer = page("iris", "amend", study, data=wrong | {"reason": "Why not."})
    assert answer.status_code == 422
    row = Characteristic.objects.get(study=study, code="Fe")
    assert f'href="#id_c{row.pk}-upper"' in text(answer)
    added = filled(page, study, reason="Nickel too.", **{"new-code": "Ni", "new-unit": "spoon"})
    added |= {"new-name_en": "Nickel", "new-name_tr": "Nikel", "new-method": "ICP"}
    assert "is not a unit we know" in text(page("iris", "amend", study, data=added))
    fine = added | {"new-unit": "mg/kg"}
    assert page("iris", "amend", study, data=fine).status_code == 302
    assert Characteristic.objects.filter(study=study, code="Ni", unit="mg/kg").exists()


def test_after_the_first_result_a_margin_is_refused_on_the_page_and_nothing_else_tells(cast, page, study):
    before = page("iris", "amend", study).content
    sent = filled(page, study, reason="Wider.", **{"Fe.margin_low": "0.5"})
    world.hand_in(cast, study, "carol")

    def without_token(content):
        return content.split(b"csrfmiddlewaretoken")[-1][80:]

    assert without_token(page("iris", "amend", study).content) == without_token(before)
    answer = page("iris", "amend", study, data=sent)
    assert answer.status_code == 422
    assert "There are results." in text(answer)
    assert (
        page(
            "iris", "amend", study, data=sent | filled(page, study, reason="Later.", replicates="5")
        ).status_code
        == 302
    )


def test_a_long_protocol_is_amended_line_by_line(cast, page):
    study = world.with_characteristics(cast, world.planned(cast), [f"C{at}" for at in range(41)])
    services.open_study(study_id=study.pk, actor=cast.actor("iris"))
    assert "This protocol is long" in text(page("iris", "amend", study))
    answer = page("iris", "amend", study, query="?of=C7")
    assert [row.code for row, _form in answer.context["forms"].rows] == ["C7"]


def test_only_the_coordinator_finds_the_page_for_amending(page, study, planned):
    assert "Amend the protocol" in text(page("iris", "protocol", study))
    assert "Amend the protocol" not in text(page("carol", "protocol", study))
    for who, status in (("ike", 403), ("carol", 404), ("eve", 404)):
        assert page(who, "amend", study).status_code == status
    assert page("iris", "amend", planned).status_code == 409
    assert page("iris", "revise", study).status_code == 409


def test_the_text_of_a_version_hashes_to_what_the_page_shows(cast, page, study):
    answer = page("iris", "protocol_text", study, 1)
    version = ProtocolVersion.objects.get(study=study)
    assert hashlib.sha256(answer.content).hexdigest() == version.sha256
    assert page("carol", "protocol_text", study, 1).status_code == 404
    assert page("iris", "protocol_text", study, 2).status_code == 404
    for who, start in (("carol", "0.050"), ("colin", "0.052")):
        world.hand_in(cast, study, who, world.sheet(study, start))
    services.close_study(study_id=study.pk, actor=cast.actor("iris"))
    assert page("carol", "protocol_text", study, 1).content == answer.content


@pytest.mark.parametrize("language", ["en", "tr"])
def test_every_page_reads_in_both_languages(page, client, study, planned, language, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    asked = [
        page("iris", "amend", study),
        page("iris", "revise", planned),
        page("iris", "change_characteristic", planned, "Fe"),
        page("iris", "protocol", planned, query="?of=Fe&s_r=0.01&s_lab_material=0.01"),
        page("iris", "plan"),
    ]
    assert [answer.status_code for answer in asked] == [200] * 5
    assert all(f'<html lang="{language}">' in answer.content.decode() for answer in asked)


def test_the_versions_take_no_more_queries_when_there_are_many(cast, study):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries():
        iris = cast.actor("iris")
        found = selectors.study_for(iris, study.pk)
        with CaptureQueriesContext(connection) as captured:
            selectors.study_view(iris, found)
            selectors.version_views(iris, found, list(selectors.versions_of(found)))
        return len(captured)

    few = queries()
    for wanted in range(9, 14):
        services.amend(
            study_id=study.pk,
            reason="More.",
            changes={"laboratories_wanted": wanted},
            actor=cast.actor("iris"),
        )
    assert queries() == few
