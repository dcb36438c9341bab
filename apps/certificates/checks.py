"""What `manage.py check --deploy` says of the seal."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.utils import timezone


@register("certificates", deploy=True)
def the_seal_is_fit(app_configs: Any, **_said: Any) -> list[CheckMessage]:
    """Refuse a production whose certificates could not be sealed."""
    from apps.certificates.sealing.material import SealError  # noqa: PLC0415 - loaded where it is asked for
    from apps.certificates.services.sealing import check_seal, material_of_settings  # noqa: PLC0415 - as above

    now = timezone.now()
    try:
        check_seal(material_of_settings(now), now)
    except SealError as error:
        return [Error(str(error), hint="Set SEAL_PATH; see deploy/README.md.", id="certificates.E001")]
    return []
