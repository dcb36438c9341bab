"""The members a conformity credential must have, as JSON Schema.

W3C VCDM 2.0 (4.2 to 4.13) and Bitstring Status List 1.0 (2.1): recalled, and sure. UNTP Digital Conformity
Credential: the names are those of the specification's page of 0.6.0, what is required follows the working schema of
2025 in its public repository; the published schema of 0.6.0 itself was not at hand. Where we differ on purpose
(apps/certificates/projections/credential.py) our own rule stands here: values are decimal strings, and `conformance`
is there if and only if the verdict is pass or fail.
"""

URI = {"type": "string", "pattern": r"^[a-z][a-z0-9+.-]*:.+"}
MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}
WORDS = {"type": "string", "minLength": 1}
DECIMAL = {"type": "string", "pattern": r"^([<>] )?-?\d+(\.\d+)?$"}


def thing(required, **members):
    return {"type": "object", "required": required.split(), "properties": members}


def typed(*names):
    return {"type": "array", "items": WORDS, "allOf": [{"contains": {"const": name}} for name in names]}


PARTY = thing("id name", id=URI, name=WORDS)
METRIC = thing(
    "metricName metricValue",
    type=typed("Metric"),
    metricName=WORDS,
    metricValue=thing("value unit", value=DECIMAL, unit=WORDS),
)
CRITERION = thing(
    "type id name description conformityTopic status",
    type=typed("Criterion"), id=URI, name=WORDS, description=WORDS,
    status={"enum": ["proposed", "active", "deprecated"]}, thresholdValue=METRIC,
)  # fmt: skip
TOPICS = {
    "enum": [
        *(f"environment.{name}" for name in ("energy", "emissions", "water", "waste", "deforestation", "biodiversity")),
        "circularity.content", "circularity.design",
        *(f"social.{name}" for name in ("labour", "rights", "community", "safety")),
        *(f"governance.{name}" for name in ("ethics", "compliance", "transparency")),
    ]
}  # fmt: skip
ASSESSMENT = thing(
    "type id name assessmentDate assessmentCriteria declaredValue conformityTopic verdict assessedProduct auditor",
    type=typed("ConformityAssessment", "Declaration"),
    id=URI,
    assessmentDate={"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
    assessmentCriteria={"type": "array", "items": CRITERION},
    declaredValue={"type": "array", "items": METRIC},
    conformityTopic=TOPICS,
    conformance={"type": "boolean"},
    verdict={"enum": ["pass", "fail", "inconclusive", "not-assessed"]},
    assessedProduct={"type": "array", "minItems": 1, "items": thing("type product", product=PARTY)},
    auditor=PARTY,
) | {
    "if": {"properties": {"verdict": {"enum": ["pass", "fail"]}}},
    "then": {"required": ["conformance"]},
    "else": {"not": {"required": ["conformance"]}},
}
ATTESTATION = thing(
    "type id name assessorLevel assessmentLevel attestationType issuedToParty conformityCertificate scope assessment",
    type=typed("ConformityAttestation", "Attestation"),
    id=URI,
    assessorLevel={"enum": ["Self", "Commercial", "Buyer", "Membership", "Unspecified", "3rdParty"]},
    assessmentLevel={
        "enum": ["GovtApproval", "GlobalMRA", "Accredited", "Verified", "Validated", "Unspecified"]
    },
    attestationType={
        "enum": ["certification", "declaration", "inspection", "testing", "verification", "validation", "calibration"]
    },
    issuedToParty=PARTY,
    conformityCertificate=thing(
        "linkURL linkName hashDigest hashMethod",
        linkURL=URI, hashDigest={"type": "string", "pattern": "^[0-9a-f]{64}$"}, hashMethod={"const": "SHA-256"},
    ),
    scope=thing("id name issuingParty", type=typed("ConformityAssessmentScheme"), id=URI, issuingParty=PARTY),
    assessment={"type": "array", "minItems": 1, "items": ASSESSMENT},
)  # fmt: skip
STATUS = thing(
    "type statusPurpose statusListIndex statusListCredential",
    type={"const": "BitstringStatusListEntry"},
    statusPurpose={"enum": ["revocation", "suspension"]},
    statusListIndex={"type": "string", "pattern": r"^\d+$"},
    statusListCredential=URI,
)
CREDENTIAL = thing(
    "@context id type issuer validFrom validUntil credentialSubject credentialStatus",
    id=URI,
    type=typed("DigitalConformityCredential", "VerifiableCredential"),
    issuer=thing(
        "type id name",
        type=typed("CredentialIssuer"),
        id={"type": "string", "pattern": "^did:web:"},
        name=WORDS,
    ),
    validFrom=MOMENT,
    validUntil=MOMENT,
    credentialSubject=ATTESTATION,
    credentialStatus={"type": "array", "items": STATUS, "minItems": 2},
)
CREDENTIAL["properties"]["@context"] = {
    "type": "array",
    "items": URI,
    "uniqueItems": True,
    "prefixItems": [
        {"const": "https://www.w3.org/ns/credentials/v2"},
        {"const": "https://test.uncefact.org/vocabulary/untp/dcc/0.6.0/"},
    ],
    "minItems": 2,
}
