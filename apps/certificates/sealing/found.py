"""What was found in a file, and whom to trust: plain values, so that asking loads no parser."""

from dataclasses import asdict, dataclass, field
from typing import Any, Self

from cryptography import x509


@dataclass(frozen=True, kw_only=True)
class SealFound:
    """One signature. `is_ours`: its certificate leads to a trusted root, and is a pinned one where pins are given.

    `is_sound`: the key of its certificate made it. `is_intact`: over just these bytes. `is_in_place`: it
    stands in the gap that its byte range leaves, as it does unless a program wrote the file anew.
    """

    fingerprint: str
    signer: str
    signed_at: str | None
    is_ours: bool
    is_sound: bool
    is_intact: bool
    is_in_place: bool
    covers_whole_file: bool


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a file holds. `facts_sha256` is computed from the enclosed facts; `trouble` says why reading ended."""

    seals: tuple[SealFound, ...] = ()
    number: str = ""
    facts_sha256: str = ""
    facts_are_consistent: bool | None = None
    trouble: str = ""
    is_pdf: bool = True

    def as_dict(self) -> dict[str, Any]:
        """Give it as JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, said: dict[str, Any]) -> Self:
        """Read it back."""
        return cls(**{**said, "seals": tuple(SealFound(**one) for one in said["seals"])})


@dataclass(frozen=True)
class Trust:
    """Whose seals count: roots as PEM, and, where the register is at hand, the fingerprints of its seals."""

    roots: tuple[str, ...]
    pins: tuple[str, ...] | None = None
    certificates: tuple[x509.Certificate, ...] = field(init=False)

    def __post_init__(self) -> None:
        found = [one for pem in self.roots for one in x509.load_pem_x509_certificates(pem.encode())]
        object.__setattr__(self, "certificates", tuple(found))
