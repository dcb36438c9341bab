"""What is made, tested and replaced."""

from typing import Any

from django.db import models
from django.db.models import Q

from apps.accounts.models import Party
from apps.core.actor import Actor
from apps.core.language import in_language
from apps.core.names import name_key
from apps.sharing.models import Guarded
from apps.sharing.querysets import ScopedQuerySet


class CriticalInput(models.Model):
    """A material whose loss stops production. Reference data, public (see data/SOURCE.md of supply)."""

    code = models.SlugField(primary_key=True, max_length=40)
    name_en = models.CharField(max_length=120)
    name_tr = models.CharField(max_length=120)
    hs6 = models.CharField(max_length=6)
    commodity = models.CharField(max_length=60)
    stage = models.CharField(max_length=120)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name_en, self.name_tr)


class MaterialQuerySet(ScopedQuerySet["Material"]):
    """Materials are known to the party that keeps them: an organisation, or a consortium's members."""

    def _rule(self, actor: Actor) -> Q:
        return Q(owner__in=actor.parties)


class Material(Guarded):
    """A material of a grade from a producer; in a study it is a candidate or an incumbent."""

    owner = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    critical_input = models.ForeignKey(CriticalInput, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    name_key = models.CharField(max_length=400, editable=False)
    grade = models.CharField(max_length=120)
    producer = models.CharField(max_length=160, blank=True, default="")

    objects = MaterialQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name", "grade"], name="materials_material_once_per_owner"
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the sort key beside the name."""
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return f"{self.name}, {self.grade}"
