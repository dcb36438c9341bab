"""The words of the matrix: groups of the cast, and how a cell is read."""

from collections.abc import Iterable

GROUPS = {
    "alder": "alice bob pia",  # the reporting firm: lead, engineer, procurement
    "hazel": "hana",  # a competing member firm
    "labs": "carol colin",
    "oak": "ike iris",  # the convener: lead, coordinator
    "birch": "emil bea",  # the certification body: evaluator, certifier
    "office": "dora dan",  # the administration: reviewer, approver
    "members": "alice bob pia hana carol colin ike iris emil bea",  # of the consortium
    "outside": "eve fay ivy dora dan",  # a stranger, one that left, industry body, administration
    "leads": "alice hana carol colin ike eve fay",
    "reporters": "alice pia hana eve fay",
    "all": "alice bob pia hana carol colin ike iris emil bea eve fay ivy dora dan",
}
SIGN_IN, UNAUTHORISED, MISSING = 302, 401, 404


def expected(cell: str, cast: Iterable[str], *, api: bool) -> dict[str | None, int]:
    """Read a cell: `200 alder hana | 409 office`. Later parts overrule earlier ones.

    Whoever of the cast is not named finds nothing (404); nobody is sent to the sign-in, by the API with 401.
    """
    answers: dict[str | None, int] = dict.fromkeys(cast, MISSING)
    answers[None] = UNAUTHORISED if api else SIGN_IN
    for part in filter(None, cell.split("|")):
        status, *names = part.split()
        for name in " ".join(GROUPS.get(name, name) for name in names).split():
            answers[None if name == "nobody" else name] = int(status)
    return answers
