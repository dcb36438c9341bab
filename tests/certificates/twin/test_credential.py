"""The credential of a certificate, taken apart as a stranger would."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator

from apps.certificates import services
from apps.certificates.rules.numbers import certificate_number
from apps.certificates.selectors import pdf_path
from apps.core.canonical import sha256
from tests.certificates.twin.shape import CREDENTIAL
from tests.certificates.twin.stranger import NotTrusted, verified
from tests.certificates.world import World, again

pytestmark = pytest.mark.django_db
SHAPE = Draft202012Validator(CREDENTIAL)


def values_of(assessment):
    return [
        (metric["metricValue"]["value"], metric["metricValue"]["unit"])
        for metric in assessment["declaredValue"]
    ]


@pytest.mark.usefixtures("in_earnest")
def test_it_verifies_from_did_json_alone_and_has_the_shape(world, ask):
    row = world.issued()
    answer = ask.raw(row)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/vc+jwt")
    assert answer["Cache-Control"] == "no-store"
    said = verified(answer.content.decode(), ask.did())
    assert [error.message for error in SHAPE.iter_errors(said)] == []
    assert said["issuer"]["id"] == "did:web:consortium.example"
    assert said["type"] == ["DigitalConformityCredential", "VerifiableCredential"]
    assert said["id"] == (
        f"https://consortium.example/api/v1/verify/{row.number}/credential?h={row.facts_sha256[:16]}"
    )


def test_the_shape_would_find_what_is_missing(world, ask):
    said = ask.credential(world.issued())
    subject = said["credentialSubject"]
    for change in (
        lambda: said.pop("validFrom"),
        lambda: subject.pop("issuedToParty"),
        lambda: subject["assessment"][0].pop("conformance"),
        lambda: subject["assessment"][1]["declaredValue"][0]["metricValue"].update(value=0.052),
        lambda: subject["conformityCertificate"].update(hashDigest="none"),
    ):
        before = len(list(SHAPE.iter_errors(said)))
        change()
        assert len(list(SHAPE.iter_errors(said))) == before + 1


@pytest.mark.usefixtures("in_earnest")
def test_it_says_what_the_paper_says_in_decimal_strings(world, ask):
    row = world.issued()
    copper, iron, magnesium = ask.credential(row)["credentialSubject"]["assessment"]
    facts = {result["code"]: result for result in json.loads(row.facts)["results"]}
    for assessment, code in ((copper, "Cu"), (iron, "Fe"), (magnesium, "Mg")):
        printed = facts[code]
        assert values_of(assessment) == [
            (printed["value"], "% (m/m)"),
            (printed["uncertainty"], "% (m/m)"),
        ]
    assert copper["name"] == "Copper"
    assert values_of(copper)[0] == ("4.406", "% (m/m)")
    limits = [
        (one["name"], one["thresholdValue"]["metricValue"]["value"]) for one in copper["assessmentCriteria"]
    ]
    assert limits == [("Copper: lower limit", "3.8"), ("Copper: upper limit", "4.9")]
    assert len(iron["assessmentCriteria"]) == 1
    assert magnesium["assessmentCriteria"] == []


def test_it_claims_conformance_only_where_it_was_decided(cast, quick_paper, quiet_press, ask):
    world = World(cast, shift={"Fe": "0.448"})  # 0.5 within the uncertainty of the limit 0.50
    assessments = ask.credential(world.issued())["credentialSubject"]["assessment"]
    told = [(one["verdict"], one.get("conformance", "not said")) for one in assessments]
    assert told == [("pass", True), ("inconclusive", "not said"), ("not-assessed", "not said")]


@pytest.mark.usefixtures("in_earnest")
def test_it_names_holder_body_product_and_the_file_by_its_hash(world, ask):
    row = world.issued()
    subject = ask.credential(row)["credentialSubject"]
    assert subject["issuedToParty"]["name"] == "Alder Metals"
    assert subject["scope"]["issuingParty"]["name"] == "Birch Certification"
    assert (
        subject["assessment"][0]["assessedProduct"][0]["product"]["name"] == "AlCu4Mg1 secondary, EN AW-2024"
    )
    link = subject["conformityCertificate"]
    assert link["hashDigest"] == sha256(pdf_path(row).read_bytes())
    assert link["linkURL"] == f"https://consortium.example/v/{row.number}?h={row.facts_sha256[:16]}"
    assert subject["factsDigest"] == sha256(row.facts)


@pytest.mark.usefixtures("in_earnest")
def test_it_is_valid_from_the_first_to_the_end_of_the_last_day_where_the_platform_stands(world, ask):
    row = world.issued(months=12)
    said = ask.credential(row)
    # Istanbul is three hours ahead: its day begins at 21:00 of the day before, and ends before 21:00.
    assert said["validFrom"] == f"{row.valid_from - timedelta(days=1)}T21:00:00Z"
    assert said["validUntil"] == f"{row.valid_until}T20:59:59Z"


def test_a_demonstrations_credential_says_so_by_name_description_and_type(world, ask):
    said = ask.credential(world.issued())
    assert "DemonstrationCredential" in said["type"]
    for words in (
        said["name"],
        said["description"],
        said["credentialSubject"]["name"],
        said["credentialSubject"]["description"],
    ):
        assert words.startswith("Demonstration: not a certificate")
    assert said["issuer"]["id"] == "did:web:127.0.0.1%3A8000"
    assert [error.message for error in SHAPE.iter_errors(said)] == []


def test_it_speaks_the_language_of_the_certificate(world, ask, client):
    row = world.issued(language="tr")
    said = ask.credential(row)
    assert said["name"].startswith("Gösterim: belge değildir. ")
    assert said["credentialSubject"]["assessment"][0]["assessmentCriteria"][0]["name"] == "Bakır: alt sınır"


@pytest.mark.parametrize(
    "number", [certificate_number(year=2026, place=999_999), "CC-2026-000001-X", "hello"]
)
def test_an_unknown_number_is_a_404(client, world, number):
    world.issued()
    answer = client.get(f"/api/v1/verify/{number}/credential", {"h": "0" * 16})
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_what_is_not_issued_yet_has_no_credential(client, world):
    row = world.approved()
    services.begin_issue(certificate_id=row.pk, actor=world.system())
    row = again(row)
    asked = client.get(f"/api/v1/verify/{row.number}/credential", {"h": row.facts_sha256[:16]})
    assert asked.status_code == 404


@pytest.mark.parametrize("query", [{}, {"h": "f" * 16}])
def test_without_the_papers_fingerprint_it_says_nothing(client, world, query):
    row = world.issued()
    answer = client.get(f"/api/v1/verify/{row.number}/credential", query)
    assert (answer.status_code, answer.json()["title"]) == (403, "not-allowed")
    assert "4.406" not in answer.content.decode()


def test_a_changed_credential_does_not_verify(world, ask):
    jws = ask.raw(world.issued()).content.decode()
    header, payload, signature = jws.split(".")
    place = len(payload) // 2
    changed = payload[:place] + ("A" if payload[place] != "A" else "B") + payload[place + 1 :]
    with pytest.raises(NotTrusted):
        verified(f"{header}.{changed}.{signature}", ask.did())


def test_it_comes_whatever_is_accepted_and_to_pages_of_other_sites(client, world):
    row = world.issued()
    asked = client.get(
        f"/api/v1/verify/{row.number}/credential",
        {"h": row.facts_sha256[:16]},
        headers={"accept": "application/vc+jwt"},
    )
    assert (asked.status_code, asked["Access-Control-Allow-Origin"]) == (200, "*")


def test_it_costs_three_questions(client, world, ask):
    row = world.issued()
    with CaptureQueriesContext(connection) as queries:
        assert ask.raw(row).status_code == 200
    assert len(queries) == 3


def test_it_is_throttled_as_the_register(client, world, ask, monkeypatch):
    from rest_framework.throttling import ScopedRateThrottle

    monkeypatch.setitem(ScopedRateThrottle.THROTTLE_RATES, "verify", "2/min")
    row = world.issued()
    client.defaults["REMOTE_ADDR"] = "198.51.100.10"
    assert [ask.raw(row).status_code for _ in range(3)] == [200, 200, 429]


def test_a_withdrawn_certificate_goes_on_to_have_its_credential(world, ask):
    row = world.withdrawn()
    assert ask.credential(row)["credentialSubject"]["issuedToParty"]["name"] == "Alder Metals"
