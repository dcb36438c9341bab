"""The public directory: what holders publish of their certificates; nothing is listed before one chooses."""

import uuid

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.lookups
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("certificates", "0007_deliveries"),
        ("materials", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Listing",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                (
                    "level",
                    models.CharField(
                        choices=[("entry", "the entry"), ("results", "the entry with results")], max_length=10
                    ),
                ),
                ("listed_at", models.DateTimeField()),
                ("listed_by", models.UUIDField()),
                ("unlisted_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField()),
                ("number", models.CharField(max_length=30, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("requested", "requested"),
                            ("evaluated", "evaluated"),
                            ("approved", "approved"),
                            ("refused", "refused"),
                            ("issuing", "being made"),
                            ("issued", "issued"),
                            ("failed", "void – not issued"),
                            ("suspended", "suspended"),
                            ("withdrawn", "withdrawn"),
                            ("superseded", "superseded"),
                        ],
                        max_length=20,
                    ),
                ),
                ("issued_on", models.DateField()),
                ("valid_until", models.DateField()),
                ("country", models.CharField(blank=True, default="", max_length=2)),
                ("name_key", models.CharField(blank=True, db_collation="C", default="", max_length=400)),
                ("entry", models.TextField(blank=True, default="")),
                ("results", models.TextField(blank=True, default="")),
                ("words", django.contrib.postgres.search.SearchVectorField(default="")),
                (
                    "certificate",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listing",
                        to="certificates.certificate",
                    ),
                ),
                (
                    "critical_input",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="materials.criticalinput",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("unlisted_at", None)),
                        fields=["name_key", "number"],
                        name="certificates_listed",
                    ),
                    models.Index(
                        condition=models.Q(("unlisted_at", None)),
                        fields=["critical_input", "name_key", "number"],
                        name="certificates_listed_by_input",
                    ),
                    models.Index(
                        condition=models.Q(("unlisted_at", None)),
                        fields=["country", "name_key", "number"],
                        name="certificates_listed_by_country",
                    ),
                    models.Index(
                        condition=models.Q(("unlisted_at", None)),
                        fields=["state", "name_key", "number"],
                        name="certificates_listed_by_state",
                    ),
                    models.Index(
                        condition=models.Q(("unlisted_at", None)),
                        fields=["issued_on"],
                        name="certificates_listed_issued",
                    ),
                    models.Index(
                        condition=models.Q(("unlisted_at", None)),
                        fields=["valid_until"],
                        name="certificates_listed_until",
                    ),
                    models.Index(
                        models.OrderBy(models.F("changed_at"), descending=True),
                        models.OrderBy(models.F("number"), descending=True),
                        name="certificates_listing_news",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("unlisted_at", None)),
                        fields=["words"],
                        name="certificates_listed_words",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["issued", "suspended", "withdrawn", "superseded"])),
                        name="certificates_listed_once_issued",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("unlisted_at", None), models.Q(("entry", ""), _negated=True)),
                            models.Q(
                                ("country", ""),
                                ("entry", ""),
                                ("name_key", ""),
                                ("results", ""),
                                ("unlisted_at__isnull", False),
                                django.db.models.lookups.Exact(
                                    models.Func(
                                        models.F("words"),
                                        function="length",
                                        output_field=models.IntegerField(),
                                    ),
                                    0,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="certificates_unlisted_is_empty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("results", ""), ("level", "results"), _connector="OR"),
                        name="certificates_results_if_chosen",
                    ),
                ],
            },
        ),
    ]
