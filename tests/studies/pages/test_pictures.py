"""Pictures on the pages of the analysis and of the conclusion."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.studies import services
from apps.studies.models import Enrolment
from tests.studies import world

pytestmark = pytest.mark.django_db

LABORATORIES = ("carol", "colin", "bob", "hana")
STARTS = ("0.050", "0.053", "0.048", "0.055")


@pytest.fixture
def page(client, cast):
    def ask(who, name, study, query=""):
        client.force_login(getattr(cast, who))
        return client.get(reverse(f"studies:{name}", args=[study.pk]) + query).content.decode()

    return ask


def closed(cast, codes=("Fe", "Cu", "Ni"), **changes):
    """A closed study of four laboratories; both materials of each are compared in all characteristics."""
    margins = {"margin_low": Decimal("0.1"), "margin_high": Decimal("0.1")}
    study = world.with_characteristics(cast, world.planned(cast), codes, **(margins | changes))
    services.open_study(study_id=study.pk, actor=cast.actor("iris"))
    world.enrolled(cast, study, *LABORATORIES)
    for who, start in zip(LABORATORIES, STARTS, strict=True):
        assert world.hand_in(cast, study, who, world.sheet(study, start)).state == "taken"
    return services.close_study(study_id=study.pk, actor=cast.actor("iris"))


def candidate_of(study):
    return study.items.get(role="candidate").code


def test_the_conclusion_draws_one_characteristic_and_links_the_others(cast, page):
    study = closed(cast)
    code = candidate_of(study)
    said = page("iris", "conclusion", study)
    assert said.count("<figure") == 1
    assert f'<h3 id="picture-{code}">Fe content</h3>' in said
    assert "Equivalent: the 90 % interval" in said
    for one in ("Fe", "Cu", "Ni"):
        assert (
            f'href="{reverse("studies:conclusion", args=[study.pk])}?level={code}%2F{one}#picture-{code}"'
            in said
        )
    chosen = page("iris", "conclusion", study, f"?level={code}%2FNi")
    assert chosen.count("<figure") == 1
    assert f'<h3 id="picture-{code}">Ni content</h3>' in chosen


def test_a_level_that_is_none_of_the_study_draws_the_one_that_decides(cast, page):
    study = closed(cast)
    said = page("iris", "conclusion", study, "?level=%3Cscript%3E")
    assert "Fe content</h3>" in said
    assert "<script>" not in said.replace("<script src", "")


def test_the_conclusion_takes_the_same_queries_for_any_number_of_characteristics(cast, page):
    counted = []
    for codes in (("Fe",), ("Fe", "Cu", "Ni"), [f"C{at}" for at in range(20)]):
        study = closed(cast, codes)
        page("iris", "conclusion", study)
        with CaptureQueriesContext(connection) as queries:
            said = page("iris", "conclusion", study)
        counted.append(len(queries))
        assert said.count("<svg") - said.count('<svg class="icon') == 2
    assert counted == [counted[0]] * 3


def test_ones_own_laboratory_is_marked_in_each_picture(cast, page):
    study = closed(cast, ("Fe",))
    own = Enrolment.objects.unscoped("test").get(study=study, organisation=cast.cedar).code
    mark = f"{own} (you)"
    assert mark in page("carol", "conclusion", study)
    said = page("carol", "analysis", study)
    assert said.count(mark) > 4


def test_the_analysis_draws_density_and_youden_plot_where_both_materials_are_there(cast, page):
    study = closed(cast, ("Fe",))
    for role in ("candidate", "incumbent"):
        code = study.items.get(role=role).code
        said = page("iris", "analysis", study, f"?level={code}%2FFe")
        assert "Kernel density of the means of 4 laboratories" in said
        assert "Standard deviation along the diagonal" in said
        assert said.count("<figure") == 4


def test_a_one_sided_question_is_drawn_with_its_one_margin(cast, page):
    study = closed(cast, ("Fe",), margin_low=Decimal("0.1"), margin_high=None, direction="higher")
    said = page("iris", "conclusion", study)
    assert "Not inferior: the 90 % interval" in said
    assert "margin −0.1" in said
    assert "margin 0.1" not in said
