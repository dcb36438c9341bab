"""What an amendment changes: two certificates compared, printed fact by printed fact (ISO/IEC 17025, 7.8.8)."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from apps.core.errors import Conflict, Words
from apps.core.templatetags.figures import day

Facts = dict[str, Any]
Change = dict[str, Any]
Place = tuple[str, str]
NAME: Final = "characteristic"
NOT_COMPARED: Final = frozenset(
    {
        "also", "amendments", "candidate_code", "certificate_id", "code", "decided_on", "dots", "exact",
        "incumbent_code", "inputs_sha256", "language", "mean", "number_of_laboratories", "protocol_sha256",
        "replaces", "schema", "signed_on", "test", "valid_from_on", "valid_until_on", "word",
    }
)  # fmt: skip
"""Own to each certificate, not printed, or printed as another fact too."""
HASH: Final = re.compile(r"[0-9a-f]{64}")
CALLED: Final[dict[str, Words]] = {
    "title": gettext_lazy("Title"),
    "statement": gettext_lazy("Statement"),
    "holder.name": gettext_lazy("Holder"),
    "holder.address": gettext_lazy("Address of the holder"),
    "body.name": gettext_lazy("Certification body"),
    "body.address": gettext_lazy("Address of the certification body"),
    "product.material": gettext_lazy("Material"),
    "product.grade": gettext_lazy("Grade"),
    "product.producer": gettext_lazy("Producer"),
    "product.incumbent": gettext_lazy("Material in use so far"),
    "product.critical_input": gettext_lazy("Critical input"),
    "scope": gettext_lazy("Scope"),
    "basis": gettext_lazy("Basis"),
    "specification": gettext_lazy("Specification"),
    "decision_rule": gettext_lazy("Decision rule"),
    "study.number": gettext_lazy("Joint study"),
    "study.title": gettext_lazy("Title of the study"),
    "study.protocol": gettext_lazy("Protocol"),
    "study.from_on": gettext_lazy("First day of measurement"),
    "study.to_on": gettext_lazy("Last day of measurement"),
    "study.items": gettext_lazy("Test items"),
    "study.deviations": gettext_lazy("Deviations"),
    "study.engine_version": gettext_lazy("Engine of the analysis"),
    "study.edition": gettext_lazy("Edition of the method of analysis"),
    "study.laboratories": gettext_lazy("Laboratories"),
    "study.conclusion.sentence": gettext_lazy("Conclusion of the joint study"),
    "signatories": gettext_lazy("Signatories"),
    "remarks": gettext_lazy("Remarks"),
    "characteristic": gettext_lazy("Name of the characteristic"),
    "unit": gettext_lazy("Unit"),
    "method": gettext_lazy("Method"),
    "operator": gettext_lazy("Sign of the result"),
    "value": gettext_lazy("Result"),
    "uncertainty": gettext_lazy("Expanded uncertainty"),
    "k": gettext_lazy("Coverage factor"),
    "s_r": gettext_lazy("Repeatability standard deviation"),
    "s_R": gettext_lazy("Reproducibility standard deviation"),
    "limit_low": gettext_lazy("Lower limit"),
    "limit_high": gettext_lazy("Upper limit"),
    "laboratories": gettext_lazy("Number of laboratories"),
    "results": gettext_lazy("Number of results"),
    "verdict": gettext_lazy("Verdict"),
    "by": gettext_lazy("Measured by"),
    "compared_as": gettext_lazy("Compared as"),
    "compared_by": gettext_lazy("Laboratories that compared"),
    "difference": gettext_lazy("Difference from the material in use"),
    "interval_low": gettext_lazy("Lower end of its 90 % interval"),
    "interval_high": gettext_lazy("Upper end of its 90 % interval"),
    "margin_low": gettext_lazy("Lower margin"),
    "margin_high": gettext_lazy("Upper margin"),
    "conclusion": gettext_lazy("Conclusion"),
}
SAID: Final[dict[str, dict[str, Words]]] = {
    "verdict": {
        "pass": gettext_lazy("conforms"),
        "fail": gettext_lazy("does not conform"),
        "inconclusive": gettext_lazy("not decided"),
        "not-assessed": gettext_lazy("not assessed"),
    },
    "conclusion": {
        "equivalent": gettext_lazy("equivalent"),
        "different": gettext_lazy("different"),
        "inconclusive": gettext_lazy("inconclusive"),
        "superior": gettext_lazy("superior"),
        "non_inferior": gettext_lazy("not inferior"),
        "inferior": gettext_lazy("inferior"),
        "none": pgettext_lazy("conclusion", "no decision"),
    },
    "compared_as": {"difference": gettext_lazy("difference"), "ratio": gettext_lazy("ratio")},
}
"""The words for what the facts hold as a code."""
FIGURES: Final = frozenset(
    {
        "value", "uncertainty", "k", "s_r", "s_R", "limit_low", "limit_high", "difference", "interval_low",
        "interval_high", "margin_low", "margin_high",
    }
)  # fmt: skip


def replaced(
    number: str | None, reason: str, old: Facts, new: Facts, places: Sequence[Place] | None = None
) -> Facts:
    """Say what an amendment replaces, why, and what of the printed facts has changed."""
    return {"number": number, "reason": reason, "changes": changes(old, new, places)}


def changes(old: Facts, new: Facts, places: Sequence[Place] | None = None) -> list[Change]:
    """List what the new facts print otherwise than the old: fact, characteristic ("" if of the whole), old, new.

    Old or new is "" where it is not printed at all. `figures` tells that both are numbers, to be written in
    the language's own way. Words are in the active language, which is that of both certificates. `places` are
    listed instead where they are given: those that changed in either of two languages.
    """
    before, after, names = dict(printed(old)), dict(printed(new)), names_of(old) | names_of(new)
    return [
        _change(place, names.get(place[0], ""), before.get(place, ""), after.get(place, ""))
        for place in (changed_places(old, new) if places is None else places)
    ]


def changed_places(old: Facts, new: Facts) -> list[Place]:
    """Give where the new facts print otherwise than the old, in the order of the paper."""
    before, after = dict(printed(old)), dict(printed(new))
    places = [*after, *(place for place in before if place not in after)]
    return [
        place
        for place in places
        if _comparable(before.get(place, "")) != _comparable(after.get(place, ""))
        and (
            place[1] != NAME or (place in before and place in after)
        )  # what is new or gone is told by its figures
    ]


def printed(facts: Facts, at: str = "", code: str = "") -> Iterator[tuple[Place, str]]:
    """Give every printed fact under its place: the code of its characteristic, and the way to it."""
    for name, value in facts.items():
        if name in NOT_COMPARED:
            continue
        if isinstance(value, dict):
            yield from printed(value, f"{at}{name}.")
        elif _is_of_characteristics(value):
            for row, of in zip(value, _codes(value), strict=True):
                yield from printed(row, "", of)
        elif text := _text(value, name):
            yield (code, f"{at}{name}"), text


def names_of(facts: Facts) -> dict[str, str]:
    """Name each characteristic by its code; of two with one name the code is told too."""
    tables = (facts.get("results", []), facts.get("study", {}).get("precision", []))
    pairs = {
        code: str(row["characteristic"])
        for rows in tables
        for row, code in zip(rows, _codes(rows), strict=True)
    }
    often = Counter(pairs.values())
    return {code: name if often[name] == 1 else _with_code(name, code) for code, name in pairs.items()}


def _with_code(name: str, code: str) -> str:
    return code if code.startswith(name) else f"{name} ({code})"


def _is_of_characteristics(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(row, dict) and "characteristic" in row for row in value)


def _codes(rows: list[Facts]) -> list[str]:
    """Give what the rows of a table are told apart by: codes, and without one the name; a name twice, its place."""
    codes = [str(row.get("code") or row["characteristic"]) for row in rows]
    often, seen = Counter(codes), Counter[str]()
    told = []
    for code in codes:
        seen[code] += 1
        told.append(f"{code} ({seen[code]})" if often[code] > 1 else code)
    return told


def _text(value: Any, name: str) -> str:
    if isinstance(value, list):
        return "; ".join(_of_row(row) for row in value)
    if not value:
        return ""
    if name.endswith("_on"):
        return day(date.fromisoformat(value))
    return str(SAID.get(name, {}).get(value, value))


def _of_row(row: Any) -> str:
    """Write an entry of a list in one line; a laboratory is its code, a signatory has no day here."""
    if not isinstance(row, dict):
        return str(row)
    names = sorted(row, key=lambda name: (name != "name", name))
    return ", ".join(str(row[name]) for name in names if row[name] and name != "signed_on")


def _comparable(text: str) -> str:
    """Leave hashes aside: they differ whenever anything does."""
    return HASH.sub("…", text)


def _change(place: Place, characteristic: str, old: str, new: str) -> Change:
    _code, way = place
    return {
        "fact": called(way),
        "characteristic": characteristic,
        "old": _comparable(old),
        "new": _comparable(new),
        "figures": way in FIGURES,
    }


def called(way: str) -> str:
    """Name a printed fact in the active language."""
    return str(CALLED.get(way) or way.rsplit(".", 1)[-1].replace("_", " "))


def check_can_be_amended(state: str, live: Sequence[str] | frozenset[str]) -> None:
    """Refuse the amendment of what is not, or no longer, a certificate that counts."""
    if state not in live:
        raise Conflict(
            _("Only an issued or suspended certificate can be amended; the state of this one has changed.")
        )


def check_no_paper_under_way(amendment_states: Sequence[str], half_made: Sequence[str]) -> None:
    """Refuse to withdraw what an approved amendment is just about to supersede."""
    if any(state in half_made for state in amendment_states):
        raise Conflict(
            _("Its amendment is approved and being made. Wait for it, then withdraw the new certificate.")
        )
