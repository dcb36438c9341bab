"""The secret of a mailed link: made for the mail alone, stored as a hash."""

import secrets

from apps.core.canonical import sha256


def new_token() -> str:
    """Make the secret of a link: 256 random bits, no claims in it."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Give what is stored of a link's secret."""
    return sha256(token)
