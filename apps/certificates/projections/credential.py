"""A certificate as a verifiable credential (W3C VCDM 2.0) in the shape of the UNTP Digital Conformity Credential 0.6.

Names and required members were compared with the specification's page of 0.6.0 and with the working schema of
2025 in its public repository; the schema published as `untp-dcc-schema-0.6.0.json` could not be had, and nothing was
resolved as JSON-LD. Where we knowingly differ, because the shape cannot say what we know:

- values and limits are decimal strings as printed (the shape wants JSON numbers, which are doubles to most readers);
- units are those of the protocol, not codes of UNECE Recommendation 20;
- `conformance` is left out where the verdict is neither pass nor fail (the shape requires a yes or no);
- `verdict`, `decisionRule` and `factsDigest` are ours, told by the context for undefined terms.

`assessmentLevel` is `Unspecified`: the platform knows of no accreditation. `conformityTopic` has no word for
composition or strength; `governance.compliance` comes nearest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.certificates.projections.did import did_web
from apps.certificates.rules.verdicts import FAIL, PASS

W3C: Final = "https://www.w3.org/ns/credentials/v2"
CONTEXTS: Final = (
    W3C,
    "https://test.uncefact.org/vocabulary/untp/dcc/0.6.0/",
    "https://www.w3.org/ns/credentials/undefined-terms/v2",
)
TOPIC: Final = "governance.compliance"
DECIDED: Final = {PASS: True, FAIL: False}
Facts = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Issued:
    """An issued certificate: its facts with number, the hashes, its addresses, its place in the status lists."""

    facts: Facts
    facts_sha256: str
    pdf_sha256: str
    address: str
    page: str
    status_lists: Mapping[str, str]
    status_index: int

    def part(self, name: str) -> str:
        """Name a thing that the certificate speaks of by a URI of its own."""
        return f"{self.page}#{quote(name, safe='')}"


def credential(issued: Issued) -> dict[str, Any]:
    """Give the credential, in the certificate's language. Of a demonstration it says so by name and type."""
    facts = issued.facts
    with override(facts["language"]):
        name = f"{_marked(facts)}{facts['title']} {facts['number']}"
        subject = _attestation(issued, name)
    return {
        "@context": list(CONTEXTS),
        "id": issued.address,
        "type": [
            "DigitalConformityCredential",
            "VerifiableCredential",
            *(["DemonstrationCredential"] if facts["test"] else []),
        ],
        "name": name,
        "description": subject["description"],
        "issuer": {"type": ["CredentialIssuer"], "id": did_web(), "name": settings.SITE_NAME},
        "validFrom": moment(_begin_of(facts["valid_from_on"])),
        "validUntil": moment(_end_of(facts["valid_until_on"])),
        "credentialStatus": [
            {
                "id": f"{address}#{issued.status_index}",
                "type": "BitstringStatusListEntry",
                "statusPurpose": purpose,
                "statusListIndex": str(issued.status_index),
                "statusListCredential": address,
            }
            for purpose, address in issued.status_lists.items()
        ],
        "credentialSubject": subject,
    }


def _marked(facts: Facts) -> str:
    return f"{_('Demonstration: not a certificate')}. " if facts["test"] else ""


def _begin_of(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.min, timezone.get_default_timezone())


def _end_of(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(23, 59, 59), timezone.get_default_timezone())


def moment(at: datetime) -> str:
    """Write a moment as XML Schema's dateTimeStamp, to the second, in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _attestation(issued: Issued, name: str) -> dict[str, Any]:
    facts = issued.facts
    return {
        "type": ["ConformityAttestation", "Attestation"],
        "id": issued.part("attestation"),
        "name": name,
        "description": f"{_marked(facts)}{facts['scope']}. {facts['statement']}",
        "assessorLevel": "3rdParty",
        "assessmentLevel": "Unspecified",
        "attestationType": "certification",
        "issuedToParty": _party(issued, "holder"),
        "conformityCertificate": {
            "type": ["SecureLink", "Link"],
            "linkURL": issued.page,
            "linkName": f"{facts['number']}.pdf",
            "hashDigest": issued.pdf_sha256,
            "hashMethod": "SHA-256",
        },
        "scope": {
            "type": ["ConformityAssessmentScheme", "Standard"],
            "id": issued.part("scheme"),
            "name": facts["basis"][0],
            "issuingParty": _party(issued, "body"),
        },
        "assessment": [_assessment(issued, row) for row in facts["results"]],
        "decisionRule": facts["decision_rule"],
        "factsDigest": issued.facts_sha256,
    }


def _party(issued: Issued, role: str) -> dict[str, Any]:
    return {"id": issued.part(role), "name": issued.facts[role]["name"]}


def _assessment(issued: Issued, row: Facts) -> dict[str, Any]:
    facts, product = issued.facts, issued.facts["product"]
    said = {
        "type": ["ConformityAssessment", "Declaration"],
        "id": issued.part(f"result {row['code']}"),
        "name": row["characteristic"],
        "description": f"{row['characteristic']}, {row['method']}",
        "assessmentDate": facts["decided_on"],
        "assessmentCriteria": _criteria(issued, row),
        "declaredValue": _declared(row),
        "conformityTopic": TOPIC,
        "verdict": row["verdict"],
        "assessedProduct": [
            {
                "type": ["ProductVerification"],
                "product": {
                    "id": issued.part("product"),
                    "name": f"{product['material']}, {product['grade']}",
                },
            }
        ],
        "auditor": _party(issued, "body"),
    }
    if row["verdict"] in DECIDED:
        said["conformance"] = DECIDED[row["verdict"]]
    return said


def _criteria(issued: Issued, row: Facts) -> list[dict[str, Any]]:
    limits = (("limit_low", _("lower limit")), ("limit_high", _("upper limit")))
    return [
        {
            "type": ["Criterion"],
            "id": issued.part(f"{key} {row['code']}"),
            "name": f"{row['characteristic']}: {words}",
            "description": issued.facts["specification"],
            "conformityTopic": TOPIC,
            "status": "active",
            "thresholdValue": _metric(words, row[key], row["unit"]),
        }
        for key, words in limits
        if row[key] is not None
    ]


def _declared(row: Facts) -> list[dict[str, Any]]:
    if not row["value"]:
        return []
    less_or_more = "" if row["operator"] == "=" else f"{row['operator']} "
    declared = [_metric(row["characteristic"], less_or_more + row["value"], row["unit"])]
    if row["uncertainty"]:
        words = _("expanded uncertainty U, k = %(k)s") % {"k": row["k"]}
        declared.append(_metric(words, row["uncertainty"], row["unit"]))
    return declared


def _metric(name: str, value: str, unit: str) -> dict[str, Any]:
    return {
        "type": ["Metric"],
        "metricName": name,
        "metricValue": {"type": ["Measure"], "value": value, "unit": unit},
    }
