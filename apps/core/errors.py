"""What can be refused, in words for the reader of the screen. Entrances map these to HTTP."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise

Words = str | Promise


class Refusal(Exception):
    """A request that changes nothing. `message` is a sentence for a person, already in their language."""

    code = "refused"

    def __init__(
        self, message: Words, *, fields: Mapping[str, Sequence[Words]] | None = None, **more: Any
    ) -> None:
        super().__init__(message)
        self.message = message
        self.fields = {name: list(lines) for name, lines in (fields or {}).items()}
        self.more = more

    def __str__(self) -> str:
        return str(self.message)


class Invalid(Refusal):
    """What was sent cannot be right."""

    code = "invalid"


class Conflict(Refusal):
    """It would have been right, but not now: the state has moved, or somebody was faster."""

    code = "conflict"


class NotAllowed(Refusal):
    """The actor may see this but may not do this to it."""

    code = "not-allowed"


class Missing(Refusal):
    """It does not exist for this actor; whether it exists at all is not said."""

    code = "missing"

    def __init__(self, message: Words, *, trace: Callable[[], None] | None = None, **more: Any) -> None:
        super().__init__(message, **more)
        self._trace = trace

    def leave_trace(self) -> None:
        """Leave the entry of the attempt again, if the transaction it was written in is gone.

        For entrances, which answer when that transaction is over.
        """
        if self._trace:
            self._trace()
