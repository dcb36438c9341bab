"""The certification decision and the paper that carries it."""

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "apps.certificates"
    label = "certificates"

    def ready(self) -> None:
        """Look at the seal and the credential key before a deployment."""
        from apps.certificates import checks  # noqa: F401, PLC0415 - registers itself
