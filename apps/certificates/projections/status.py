"""A status list as a credential of its own (W3C Bitstring Status List 1.0)."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from apps.certificates.projections.credential import W3C, moment
from apps.certificates.projections.did import did_web
from apps.certificates.rules.bitstring import encoded

STATES_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "revocation": ("withdrawn", "superseded"),  # for good: no move leads out of these states
    "suspension": ("suspended",),  # until it is reinstated
}
"""Which states of a certificate set its bit, by the purpose of a list."""

FRESH_FOR: Final = timedelta(minutes=5)  # how long a list may be kept before it is asked for again
COUNTS_FOR: Final = timedelta(days=1)  # how long a list that was kept counts at all


def status_list(
    address: str, purpose: str, indices: Iterable[int], length: int, at: datetime
) -> dict[str, Any]:
    """Give the list of a purpose with these bits set, as it stands at a moment."""
    return {
        "@context": [W3C],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": did_web(),
        "validFrom": moment(at),
        "validUntil": moment(at + COUNTS_FOR),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": encoded(indices, length),
            "ttl": FRESH_FOR // timedelta(milliseconds=1),
        },
    }
