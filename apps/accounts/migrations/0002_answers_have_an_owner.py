import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """Make the table anew: what it held were answers of days, which nobody has to keep."""

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.DeleteModel(name="RememberedAnswer"),
        migrations.CreateModel(
            name="RememberedAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("owner", models.CharField(max_length=100)),
                ("key", models.CharField(max_length=120)),
                ("request_sha256", models.CharField(max_length=64)),
                ("status", models.PositiveSmallIntegerField()),
                ("body", models.TextField()),
                ("created_at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("owner", "key"), name="accounts_answer_once_per_key")
                ]
            },
        ),
    ]
