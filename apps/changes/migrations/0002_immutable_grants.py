"""Grants of reports are immutable but for their revocation."""

from django.db import migrations

from apps.sharing.ddl import immutable_grants


class Migration(migrations.Migration):
    dependencies = [("changes", "0001_initial")]

    operations = [immutable_grants("changes_reportgrant")]
