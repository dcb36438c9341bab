"""Roles as data: what each role may do, and what each kind of organisation may use shared data for."""

from typing import Final

# Capabilities, in the words of the flow tables.
MANAGE, INVITE, PLAN, TEST, REPORT = "manage", "invite", "plan studies", "enter results", "report changes"
EVALUATE, CERTIFY, REVIEW, APPROVE, OBSERVE = (
    "evaluate",
    "certify",
    "review cases",
    "approve cases",
    "observe",
)

ROLE_MAY: Final[dict[str, frozenset[str]]] = {
    "lead": frozenset({MANAGE, INVITE, PLAN, TEST, REPORT}),
    "engineer": frozenset({TEST}),
    "procurement": frozenset({REPORT}),
    "coordinator": frozenset({INVITE, PLAN}),
    "evaluator": frozenset({EVALUATE}),
    "certifier": frozenset({CERTIFY}),
    "reviewer": frozenset({REVIEW}),
    "approver": frozenset({REVIEW, APPROVE}),
    "officer": frozenset({OBSERVE}),
}

# A role counts only in the kind of organisation whose business it is.
KIND_MAY: Final[dict[str, frozenset[str]]] = {
    "firm": frozenset({MANAGE, TEST, REPORT}),
    "laboratory": frozenset({MANAGE, TEST}),
    "institution": frozenset({MANAGE, INVITE, PLAN, TEST}),
    "certification_body": frozenset({MANAGE, EVALUATE, CERTIFY}),
    "industry_body": frozenset({MANAGE, OBSERVE}),
    "administration": frozenset({MANAGE, REVIEW, APPROVE}),
}

QUALIFICATION, SUPPLY_SECURITY, CASEWORK, STATISTICS = (
    "qualification",
    "supply_security",
    "casework",
    "statistics",
)
KIND_PURPOSES: Final[dict[str, frozenset[str]]] = {
    "firm": frozenset({QUALIFICATION, SUPPLY_SECURITY}),
    "laboratory": frozenset({QUALIFICATION}),
    "institution": frozenset({QUALIFICATION}),
    "certification_body": frozenset({QUALIFICATION}),
    "industry_body": frozenset({STATISTICS}),
    "administration": frozenset({CASEWORK}),
}


def capabilities_of(role: str, kind: str) -> frozenset[str]:
    """Give what a role may do in a kind of organisation; unknown words may nothing."""
    return ROLE_MAY.get(role, frozenset()) & KIND_MAY.get(kind, frozenset())


def roles_for(kind: str) -> tuple[str, ...]:
    """Give the roles that mean something in a kind of organisation: those it may give to its people."""
    return tuple(role for role in ROLE_MAY if capabilities_of(role, kind))


def purposes_of(kind: str) -> frozenset[str]:
    """Give what a kind of organisation may use data for that others share with it."""
    return KIND_PURPOSES.get(kind, frozenset())
