"""The facts of a certificate: everything that is printed, frozen at approval in the certificate's language.

The keys are those that templates/certificates/paper.html names; beside each printed number stands its full value.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from babel import Locale
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from apps.accounts.models import Organisation
from apps.certificates.models import Certificate
from apps.certificates.projections.comparison import Against
from apps.certificates.projections.evidence import Evidence
from apps.certificates.projections.sentences import (
    decision_rule,
    left_out_sentence,
    scope_of,
    statement_of,
    title_of,
)
from apps.certificates.projections.sides import side_of, with_second
from apps.certificates.rules.amendments import changed_places, replaced
from apps.core.canonical import canonical, sha256
from apps.studies.models import Analysis, Study
from apps.studies.selectors import analysis_of

SCHEMA: Final = "consortium-certificate/1"
MOST_CODES: Final = 4  # more laboratories than this are counted, not listed, beside a method


@dataclass(frozen=True)
class Signatory:
    """Somebody who stands on the paper: name, function, day."""

    name: str
    function: str
    signed_at: datetime

    def facts(self) -> dict[str, str]:
        """Give the keys of the paper."""
        signed_on = timezone.localdate(self.signed_at).isoformat()
        return {"name": self.name, "function": self.function, "signed_on": signed_on}


@dataclass(frozen=True)
class People:
    """Who decided and who evaluated."""

    decided: Signatory
    evaluated: Signatory


@dataclass(frozen=True)
class Frozen:
    """The canonical text of the facts and its SHA-256."""

    text: str
    sha256: str


def facts_of(
    certificate: Certificate,
    rows: Sequence[Evidence],
    people: People,
    against: Against,
    *,
    valid: tuple[date, date],
    test: bool,
) -> dict[str, Any]:
    """Write down all that will be printed, in the active language.

    The certificate comes with study, material, holder and body loaded.
    """
    study, material = certificate.study, certificate.material
    analysis = analysis_of(study)
    first, last = valid
    return {
        "schema": SCHEMA,
        "certificate_id": str(certificate.pk),  # so that no two certificates share a hash
        "language": get_language(),
        "test": test,
        "title": title_of(rows),
        "statement": statement_of(rows),
        "holder": _organisation(certificate.holder),
        "body": _organisation(certificate.body),
        "product": {
            "material": material.name,
            "grade": material.grade,
            "producer": material.producer or None,
            "incumbent": "; ".join(against.incumbents) or None,
            "critical_input": material.critical_input.name,
        },
        "scope": scope_of(certificate),
        "basis": [
            _("Protocol of joint study %(study)s") % {"study": study.reference},
            f"{analysis.edition}; JCGM 106:2012",
        ],
        "decided_on": timezone.localdate(people.decided.signed_at).isoformat(),
        "valid_from_on": first.isoformat(),
        "valid_until_on": last.isoformat(),
        "specification": _("the limits in the protocol of study %(study)s") % {"study": study.reference},
        "decision_rule": decision_rule(),
        "results": [_result(row, rows) for row in rows],
        "study": _study(study, analysis, rows, against),
        "signatories": [people.decided.facts(), people.evaluated.facts()],
        "remarks": [*_remarks(rows, analysis), *against.remarks],
    }


def tell_what_changed(certificate: Certificate, sides: Sequence[dict[str, Any]]) -> None:
    """Write into the facts of an amendment, in each of its languages, what changed in any of them."""
    if (old := certificate.replaces) is None:
        return
    before = []
    for side in sides:
        with override(side["language"]):
            before.append(side_of(read(old.facts)))
    places = [place for pair in zip(before, sides, strict=True) for place in changed_places(*pair)]
    for was, side in zip(before, sides, strict=True):
        with override(side["language"]):
            side["replaces"] = replaced(
                old.number, certificate.amendment_reason, was, side, list(dict.fromkeys(places))
            )


def frozen(facts: dict[str, Any], second: dict[str, Any] | None = None) -> Frozen:
    """Freeze the facts; with the same facts in a second language, what that one says otherwise lies beside them."""
    text = canonical(facts if second is None else with_second(facts, second))
    return Frozen(text, sha256(text))


def _organisation(organisation: Organisation) -> dict[str, Any]:
    country = Locale.parse(get_language() or "en", sep="-").territories.get(
        organisation.country, organisation.country
    )
    lines = [line.strip() for line in organisation.address.splitlines() if line.strip()]
    return {"name": organisation.name, "address": [*lines, country]}


def _result(row: Evidence, rows: Sequence[Evidence]) -> dict[str, Any]:
    dots = [[code, list(values)] for code, values in row.dots]
    return row.printed | {"by": _measured_by(row, rows), "exact": row.exact, "dots": dots}


def _measured_by(row: Evidence, rows: Sequence[Evidence]) -> str:
    codes = [code for code, _values in row.dots]
    if len(codes) == len(_codes(rows)):
        return _("all")
    if len(codes) <= MOST_CODES:
        return ", ".join(codes)
    return _("%(count)d of %(all)d") % {"count": len(codes), "all": len(_codes(rows))}


def _codes(rows: Sequence[Evidence]) -> list[str]:
    """Give the codes of all laboratories that measured anything, L2 before L10."""
    codes = {code for row in rows for code in (*row.took_part, *(code for code, _values in row.dots))}
    return sorted(codes, key=lambda code: (len(code), code))


def _study(study: Study, analysis: Analysis, rows: Sequence[Evidence], against: Against) -> dict[str, Any]:
    codes = _codes(rows)
    return {
        "number": study.reference,
        "title": study.title,
        "protocol": _("locked with SHA-256 %(sha)s") % {"sha": study.protocol_sha256}
        if study.protocol_sha256
        else "",
        "protocol_sha256": study.protocol_sha256,
        "from_on": _day(study.opened_at),
        "to_on": _day(study.closed_at),
        "items": _("%(count)d replicates planned for each characteristic, distributed under codes")
        % {"count": study.replicates},
        "deviations": left_out_sentence(rows),
        "number_of_laboratories": len(codes),
        "engine_version": analysis.engine_version,
        "edition": analysis.edition,
        "inputs_sha256": analysis.inputs_sha256,
        "laboratories": [{"code": code} for code in codes],  # names are the convener's to tell
        "precision": [
            {
                "code": row.code,
                "characteristic": row.name,
                "unit": row.unit,
                "laboratories": row.laboratories,
                "results": row.results,
                "mean": row.printed["value"],
                "s_r": row.printed["s_r"],
                "s_R": row.printed["s_R"],
            }
            | against.row(row.code)
            for row in rows
        ],
        "conclusion": against.facts,
    }


def _day(moment: datetime | None) -> str | None:
    return timezone.localdate(moment).isoformat() if moment else None


def _remarks(rows: Sequence[Evidence], analysis: Analysis) -> list[str]:
    return [
        _("%(count)d laboratories took part under codes; the convener of the study knows their names.")
        % {"count": len(_codes(rows))},
        _("Computed by engine %(engine)s after %(edition)s from inputs with SHA-256 %(sha)s.")
        % {"engine": analysis.engine_version, "edition": analysis.edition, "sha": analysis.inputs_sha256},
    ]


def read(text: str) -> dict[str, Any]:
    """Read frozen facts."""
    facts: dict[str, Any] = json.loads(text) if text else {}
    return facts
