"""Other worlds for one viewer: `changed` (everything unknown is different) and `absent` (it is not there)."""

from collections.abc import Iterator

from tests.proof.worlds.oracle import Oracle
from tests.proof.worlds.other import parties, reports, studies, trail
from tests.proof.worlds.other.change import Other

COMMITMENTS = (
    "The hash of an entry covers those before it, the hash of a protocol covers which code is which material. "
    "Both bind without telling, as long as what they cover cannot be guessed; so they are left as they are."
)


def others(oracle: Oracle) -> Iterator[tuple[str, Other]]:
    """Give the other worlds of a viewer by name."""
    for name in ("changed", "absent"):
        other = Other()
        for topic in (reports, studies, parties, trail):
            getattr(topic, name)(oracle, other)
        yield name, other
