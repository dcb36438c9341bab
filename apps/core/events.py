"""News: frozen dataclasses of ids and plain values, told once by `audit.record`."""

from dataclasses import asdict, dataclass
from typing import Any, ClassVar, Self
from uuid import UUID

from apps.core.errors import Words

REGISTRY: dict[str, type["Event"]] = {}


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened. Subclasses name the chain it stands in by `about`.

    `about = "report"` puts the entry into the chain `report:<report_id>`. `sentence` says on the
    Record page what happened; it may use the values of `telling` in braces.
    """

    name: ClassVar[str]
    about: ClassVar[str]
    sentence: ClassVar[Words]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Register the event under `<app>.<ClassName>`; names are for ever, the trail holds them."""
        super().__init_subclass__(**kwargs)
        cls.name = f"{cls.__module__.split('.')[1]}.{cls.__name__}"
        REGISTRY[cls.name] = cls

    @property
    def chain(self) -> str:
        """The chain of entries that this event belongs to."""
        return f"{self.about}:{getattr(self, f'{self.about}_id')}"

    @property
    def subject(self) -> str:
        """What the event is about; the chain's own object unless a subclass says otherwise."""
        return self.chain

    def telling(self) -> dict[str, Any]:
        """Give the values for `sentence` in the reader's language; codes become words here."""
        return self.body()

    def body(self) -> dict[str, Any]:
        """Give the values as plain JSON values, decimals and ids as strings."""
        return {key: plain(value) for key, value in asdict(self).items()}

    @classmethod
    def from_body(cls, body: dict[str, Any]) -> Self:
        """Rebuild the event from its entry; unknown keys of a newer version are left out."""
        known = cls.__dataclass_fields__
        return cls(**{key: value for key, value in body.items() if key in known})


def plain(value: Any) -> Any:
    """Turn a value into what canonical JSON can hold without loss."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, tuple | list | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, float):
        message = "A float in an event would not survive canonical JSON; use a Decimal."
        raise TypeError(message)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
