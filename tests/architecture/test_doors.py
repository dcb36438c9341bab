"""Every address has a rule: members only, or public for a stated reason. One without fails here."""

import re

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.permissions import AllowAny

from apps.accounts.rest.doors import Acting, Anyone
from apps.accounts.rest.operations import Operation

# Views of libraries, which cannot carry our mark: each with the reason why it may stand open or who guards it.
LIBRARY = {
    "account_login": "public: one signs in here",
    "account_logout": "public: signing out of nothing does nothing",
    "account_change_password": "member: allauth asks for a sign-in",
    "account_reset_password": "public: one has forgotten the password; the answer never tells whether the address is known",
    "account_reset_password_done": "public: says that a mail may be on its way",
    "account_reset_password_from_key": "public: the mailed key is the key",
    "account_reset_password_from_key_done": "public: says that the password was changed",
    "account_reauthenticate": "member: allauth asks for a sign-in",
    "set_language": "public: the reader's own language",
    "schema": "public: the description of the API holds no data",
    "docs": "public: the description of the API holds no data",
}


def addresses(patterns=None, prefix="", namespace=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from addresses(pattern.url_patterns, prefix + str(pattern.pattern), inner)
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern), f"{namespace}{pattern.name or ''}", pattern.callback


ALL = list(addresses())


def rule_of(name, view):
    if name in LIBRARY:
        return LIBRARY[name]
    operation = getattr(view, "cls", None)
    if operation is None:
        return getattr(view, "access", "")
    if issubclass(operation, Operation) and operation.permission_classes == [Acting]:
        return "member"
    because = getattr(operation, "public_because", "")
    return f"public: {because}" if operation.permission_classes == [Anyone] and because else ""


@pytest.mark.parametrize(("path", "name", "view"), ALL, ids=[name or path for path, name, _view in ALL])
def test_it_has_a_rule(path, name, view):
    assert re.fullmatch(r"member.*|public: .{10,}", rule_of(name, view)), f"{path} has no rule"


def test_the_walk_finds_the_house():
    names = {name for _path, name, _view in ALL}
    assert {"home", "consortia:list", "api-invitations", "invitation:open"} <= names
    assert len(ALL) > 60


def test_an_address_without_a_rule_would_be_found():
    assert rule_of("new", lambda _request: None) == ""
    forgotten = type("Forgotten", (Operation,), {"permission_classes": [AllowAny]}).as_view()
    assert rule_of("api-new", forgotten) == ""
