"""Which roles an organisation may give, by its kind: only those whose business is its own."""

import pytest

from apps.accounts.models import Organisation, Role
from apps.accounts.rules import MANAGE, ROLE_MAY, capabilities_of, roles_for
from apps.accounts.words import DUTIES, duties_of, role_choices

# From the issue: firms and laboratories test and report, institutions convene, a certification body evaluates and
# decides, the industry body observes, the administration reviews and approves.
FITTING = {
    "firm": {"lead", "engineer", "procurement"},
    "laboratory": {"lead", "engineer"},
    "institution": {"lead", "engineer", "coordinator"},
    "certification_body": {"lead", "evaluator", "certifier"},
    "industry_body": {"lead", "officer"},
    "administration": {"lead", "reviewer", "approver"},
}


@pytest.mark.parametrize("kind", Organisation.Kind.values)
def test_an_organisation_gives_the_roles_of_its_business(kind):
    assert set(roles_for(kind)) == FITTING[kind]


def test_nothing_is_given_by_a_kind_that_does_not_exist():
    assert roles_for("ministry") == ()


@pytest.mark.parametrize("kind", Organisation.Kind.values)
def test_only_a_lead_gives_roles(kind):
    assert {role for role in Role.values if MANAGE in capabilities_of(role, kind)} == {"lead"}


@pytest.mark.parametrize("kind", ["certification_body", "administration"])
def test_who_gives_roles_in_an_office_signs_nothing(kind):
    assert capabilities_of("lead", kind) == {MANAGE}


def test_every_duty_has_words():
    assert set(DUTIES) == {duty for duties in ROLE_MAY.values() for duty in duties}
    assert duties_of("lead", "firm") == (
        "looks after people and address, hands in results, reports supplier changes"
    )
    assert role_choices("industry_body") == [
        ("lead", "Lead: looks after people and address"),
        ("officer", "Officer: follows reported changes"),
    ]
