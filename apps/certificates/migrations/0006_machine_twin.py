"""Keys that sign JSON, and a place in the status lists for every certificate, those issued before too."""

import secrets
import uuid
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

BITS = 131_072
BORN = ["issued", "suspended", "withdrawn", "superseded"]


def bind_issued(apps: Any, _schema_editor: Any) -> None:
    """Give every certificate that is out in the world a random index of its year."""
    entries, taken = [], set()
    issued = apps.get_model("certificates", "Certificate")._base_manager.filter(state__in=BORN)
    for pk, issued_at in issued.values_list("pk", "issued_at").iterator():
        year = timezone.localdate(issued_at).year
        place = (year, secrets.randbelow(BITS))
        while place in taken:
            place = (year, secrets.randbelow(BITS))
        taken.add(place)
        entries.append((pk, *place))
    table = apps.get_model("certificates", "StatusEntry").objects
    table.bulk_create(
        [table.model(certificate_id=pk, year=year, index=index) for pk, year, index in entries],
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0005_life"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="certificate",
            index=models.Index(
                condition=models.Q(("state__in", ["suspended", "superseded", "withdrawn"])),
                fields=["state"],
                name="certificates_out_of_force",
            ),
        ),
        migrations.CreateModel(
            name="CredentialKey",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("kid", models.CharField(max_length=43, unique=True)),
                ("public_jwk", models.JSONField()),
                ("reference", models.CharField(max_length=500)),
                ("not_before", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
                ("compromised_at", models.DateTimeField(null=True)),
                ("is_test", models.BooleanField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None)),
                        fields=("is_test",),
                        name="certificates_one_credential_key_in_use",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("compromised_at", None), ("retired_at__isnull", False), _connector="OR"
                        ),
                        name="certificates_compromised_key_is_retired",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatusEntry",
            fields=[
                (
                    "certificate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="status_entry",
                        serialize=False,
                        to="certificates.certificate",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("index", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("year", "index"), name="certificates_one_per_status_index"
                    )
                ],
            },
        ),
        migrations.RunPython(bind_issued, migrations.RunPython.noop),
    ]
