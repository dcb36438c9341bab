"""What is told must not tell more: the hash of stated uncertainties has a secret salt."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("studies", "0007_results_by_cell")]

    operations = [
        migrations.AddField(
            model_name="analysis",
            name="stated_salt",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name="analysis",
            name="stated_sha256",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
        ),
        migrations.AddConstraint(
            model_name="analysis",
            constraint=models.CheckConstraint(
                condition=Q(stated_salt="", stated_sha256="") | ~Q(stated_salt="") & ~Q(stated_sha256=""),
                name="studies_run_stated_under_a_salt",
            ),
        ),
    ]
