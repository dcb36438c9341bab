"""The worlds leave hashes as they are, because a commitment binds without telling. That must be true."""

import itertools
import json

import pytest

from apps.core.canonical import canonical, sha256
from tests.proof.asking import Asker

pytestmark = pytest.mark.django_db
PLAIN = ("reference", "title", "purpose", "replicates", "results_due_on")
MEASURED = ("code", "name_en", "name_tr", "unit", "method", "lower", "upper")


def test_the_hash_of_an_open_protocol_does_not_tell_which_code_is_which_material(world):
    carol = Asker(world, "carol")
    study = json.loads(carol.ask(f"/api/v1/studies/{world.studies['open']}/").body)
    materials = [row["id"] for row in json.loads(carol.ask("/api/v1/materials/").body)["results"]]
    codes = sorted(item["code"] for item in study["items"])
    said = {name: study[name] for name in PLAIN} | {
        "critical_input": "aluminium",
        "characteristics": [{name: row[name] for name in MEASURED} for row in study["characteristics"]],
    }
    guesses = (
        said
        | {
            "items": [
                {"code": code, "role": role, "material": pk}
                for code, role, pk in zip(codes, roles, pks, strict=True)
            ]
        }
        for pks in itertools.permutations(materials, len(codes))
        for roles in itertools.product(("candidate", "incumbent"), repeat=len(codes))
    )
    assert study["protocol_sha256"] not in {sha256(canonical(guess)) for guess in guesses}
