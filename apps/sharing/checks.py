"""A system check: every field of a shared model stands in exactly one place of its declaration."""

from collections import Counter
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register

from apps.sharing.models import Guarded, Shareable
from apps.sharing.querysets import ScopedQuerySet


@register()
def every_guarded_model_has_a_door(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """Refuse a guarded model whose default manager answers without asking who asks."""
    guarded = [model for model in apps.get_models() if issubclass(model, Guarded | Shareable)]
    return [
        Error(f"{model.__name__}: its default manager is not scoped.", obj=model, id="sharing.E002")
        for model in guarded
        if not isinstance(model._default_manager.all(), ScopedQuerySet)
    ]


@register()
def every_field_is_declared(app_configs: Any, **_kwargs: Any) -> list[CheckMessage]:
    """Refuse a field in no group, a field in two, and a bit used twice."""
    return [
        fault for model in apps.get_models() if issubclass(model, Shareable) for fault in faults_of(model)
    ]


def faults_of(model: type[Shareable]) -> list[CheckMessage]:
    """Give what is wrong with one model's declaration."""
    declaration = model.SHARING
    said = [
        *declaration.core,
        *declaration.internal,
        *(name for group in declaration.groups for name in group.fields),
    ]
    fields = {field.name for field in model._meta.concrete_fields}
    wrong = [
        *(f"field '{name}' is in no group" for name in sorted(fields - set(said))),
        *(f"'{name}' is declared twice" for name, times in Counter(said).items() if times > 1),
        *(f"'{name}' is no field" for name in sorted(set(said) - fields - declaration.parts)),
    ]
    bits = Counter(group.bit for group in declaration.groups)
    wrong += [f"bit {bit} is used twice" for bit, times in bits.items() if times > 1]
    return [Error(f"{model.__name__}: {words}.", obj=model, id="sharing.E001") for words in wrong]
