"""A seal's private key that never leaves a token: found by a PKCS#11 address (RFC 7512), used through its module.

pkcs11:token=Office;object=seal?module-path=/usr/lib/module.so&pin-source=file:/etc/consortium/pin
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self
from urllib.parse import unquote

from pkcs11 import KeyType, Mechanism, ObjectClass, PKCS11Error, lib
from pkcs11.exceptions import PinIncorrect, PinLocked
from pkcs11.util.ec import encode_ecdsa_signature

SCHEME: Final = "pkcs11:"


_refused: set[tuple["TokenKey", int]] = set()
"""Keys with the moment their PIN's file was written: a token locks itself after a few wrong ones."""


class TokenError(ValueError):
    """What is wrong with the token or its address, in one sentence."""


@dataclass(frozen=True)
class TokenKey:
    """Where a private key lives: the module's file, the token's label, the key's label, the file with the PIN."""

    module: str
    token: str
    label: str
    pin_source: str

    @classmethod
    def at(cls, address: str) -> Self:
        """Read an address. Raises `TokenError`."""
        path, _mark, query = address.removeprefix(SCHEME).partition("?")
        parts = [part.partition("=") for part in (*path.split(";"), *query.split("&")) if part]
        said = {name: unquote(value) for name, _is, value in parts}
        wanted = ("module-path", "token", "object", "pin-source")
        if missing := [name for name in wanted if not said.get(name)]:
            message = f"The address of the seal's key says no {', no '.join(missing)}."
            raise TokenError(message)
        module, token, label, pin = (said[name] for name in wanted)
        return cls(module, token, label, pin.removeprefix("file:"))

    def sign(self, data: bytes) -> bytes:
        """Give the ECDSA signature (DER) over the SHA-256 of data. Raises `TokenError`.

        The token gets the hash: many offer ECDSA only without a hash of their own. A session lasts for one
        signature: it would not outlive a fork, nor a token that was pulled out.
        """
        try:
            source = Path(self.pin_source)
            written = (self, source.stat().st_mtime_ns)
            if written in _refused:
                raise TokenError("The token refused the PIN; write the right one into its file.")
            pin = source.read_text().strip()
            with lib(self.module).get_token(token_label=self.token).open(user_pin=pin) as session:
                key = session.get_key(
                    object_class=ObjectClass.PRIVATE_KEY, key_type=KeyType.EC, label=self.label
                )
                signature = key.sign(hashlib.sha256(data).digest(), mechanism=Mechanism.ECDSA)  # type: ignore[attr-defined]  # an EC key signs
        except (PinIncorrect, PinLocked) as error:
            _refused.add(written)
            message = f"The token with the seal's key refuses the PIN: {type(error).__name__}."
            raise TokenError(message) from error
        except (PKCS11Error, OSError, RuntimeError) as error:
            message = f"The token with the seal's key does not sign: {type(error).__name__} {error}".rstrip()
            raise TokenError(f"{message}.") from error
        return bytes(encode_ecdsa_signature(signature))
