"""What the database itself keeps of a certificate, whoever writes to it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from apps.certificates.models import Certificate

pytestmark = pytest.mark.django_db


def change(**values):
    Certificate.objects.unscoped("test").update(**values)


def twice_the_number(world):
    first = Certificate.objects.unscoped("test").get()
    other = world.approved(by="hana")
    Certificate.objects.unscoped("test").filter(pk=other.pk).update(
        number=first.number, numbered_at=timezone.now()
    )


BREAKS = {
    "certificates_one_live_per_study_and_holder": lambda world: Certificate.objects.create(
        study=world.study, material=world.cast.candidate, holder=world.cast.alder, body=world.cast.birch,
        requested_by=world.cast.alice.pseudonym,
    ),
    "certificates_decider_is_not_evaluator": lambda world: change(decided_by=world.cast.emil.pseudonym),
    "certificates_body_is_not_holder": lambda world: change(body=world.cast.alder),
    "certificates_evaluated_when_evaluated": lambda _world: change(evaluated_at=None),
    "certificates_decided_when_decided": lambda _world: change(decided_at=None),
    "certificates_approved_has_its_facts": lambda _world: change(valid_until=None),
    "certificates_issued_has_its_pdf": lambda _world: change(issued_at=None),
    "certificates_number_needs_facts": lambda _world: change(numbered_at=None),
    "certificates_validity_in_order": lambda _world: change(valid_from=timezone.now().date() + timedelta(days=9999)),
    "certificates_withdrawn_when_withdrawn": lambda _world: change(withdrawn_at=timezone.now()),
    "certificates_certificate_number_key": twice_the_number,
    "certificates_suspended_when_suspended": lambda _world: change(state="suspended"),
    "certificates_reinstated_with_a_reason": lambda _world: change(
        suspended_at=timezone.now(), suspended_code="other", suspended_reason="So.", reinstated_at=timezone.now()
    ),
    "certificates_superseded_by_another": lambda _world: change(state="superseded", superseded_at=timezone.now()),
}  # fmt: skip


@pytest.mark.parametrize("constraint", BREAKS)
def test_the_database_keeps_the_promise(world, constraint):
    world.issued()
    with connection.cursor() as cursor:  # what an approval has fixed is held twice; here the constraint alone
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE certificates_certificate DISABLE TRIGGER certificates_days_stay")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        BREAKS[constraint](world)


@pytest.mark.parametrize("column", ["number", "pdf_sha256", "facts_sha256"])
def test_number_and_file_are_frozen_once_set(world, column):
    world.issued()
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic():
        change(**{column: "CC-2026-999999-X"})


@pytest.mark.parametrize(
    "changed",
    [
        "valid_until = valid_until + 1",
        "valid_from = valid_from - 1",
        "decided_by = gen_random_uuid()",
        "decided_at = now()",
        "evaluated_by = gen_random_uuid()",
        "language = 'tr'",
        "numbered_at = now()",
        "issued_at = now()",
    ],
)
def test_the_database_keeps_days_people_and_language_of_an_approval(world, changed):
    row = world.issued()
    with (
        pytest.raises(IntegrityError, match="are frozen"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE certificates_certificate SET {changed} WHERE id = %s", [row.pk])
