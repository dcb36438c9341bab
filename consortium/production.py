"""What production refuses at its start, each with one sentence."""

from collections.abc import Sequence
from typing import Final

from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET: Final = 50
FEWEST_LETTERS: Final = 5


def check_production(*, secret: str, hosts: Sequence[str], site_url: str) -> None:
    """Refuse a guessable secret, a host that matches everything, and an address without TLS."""
    if len(secret) < SHORTEST_SECRET or len(set(secret)) < FEWEST_LETTERS:
        raise ImproperlyConfigured(
            f"SECRET_KEY is too weak: give at least {SHORTEST_SECRET} random characters."
        )
    if "*" in hosts:
        raise ImproperlyConfigured("ALLOWED_HOSTS is “*”. Name the hosts that are served.")
    if not site_url.startswith("https://"):
        raise ImproperlyConfigured(
            "SITE_URL does not begin with https://. Links in mail and codes on paper use it."
        )
