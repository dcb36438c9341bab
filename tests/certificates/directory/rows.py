"""Certificates beside an issued one, with other facts; and what a stranger finds of them."""

import json
from uuid import uuid4

from django.utils import timezone

from apps.certificates import selectors, services
from apps.certificates.models import Certificate
from apps.certificates.rules.numbers import certificate_number
from apps.core.canonical import canonical, sha256
from apps.materials.models import Material
from apps.studies.models import Study


def another(world, like, *, material="Another", critical_input=None, holder=None, facts=None, **columns):
    """Make one more issued certificate by rows: of another study and material, with changed facts."""
    study = Study.objects.unscoped("test").get(pk=world.study.pk)
    study.pk, study.reference = uuid4(), f"ST-{uuid4().hex[:8]}"
    study._state.adding = True
    study.save()
    kind = critical_input or world.cast.critical_input
    made = Material.objects.create(
        owner=world.cast.consortium, critical_input=kind, name=f"{material} {study.reference}", grade="1"
    )
    said = json.loads(like.facts)
    said["product"] |= {"material": material, "critical_input": kind.name_en}
    said |= {
        name: said[name] | value if isinstance(value, dict) else value
        for name, value in (facts or {}).items()
    }
    row = Certificate.objects.unscoped("test").get(pk=like.pk)
    row.pk, row.study, row.material, row._state.adding = uuid4(), study, made, True
    row.holder = holder or row.holder
    row.facts = canonical(said | {"certificate_id": str(row.pk)})
    row.facts_sha256 = sha256(row.facts)
    row.number = certificate_number(year=2026, place=1000 + Certificate.objects.unscoped("test").count())
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()
    return row


def published_copies(world, publish, like, count):
    """Publish so many more certificates."""
    return [publish(another(world, like, material=f"Copy {place:02d}")) for place in range(count)]


def found(**wanted):
    """Give the numbers that a search finds, as a set."""
    at = wanted.pop("at", timezone.now())
    page = selectors.directory_page(selectors.Wanted(**wanted), at=at, most=100)
    return {entry.number for entry in page.rows}


def turned(world, act, row, **said):
    return act(certificate_id=row.pk, actor=world.actor("bea"), **said)


def withdraw(world, row):
    return turned(world, services.withdraw, row, reason="The alloy changed.")
