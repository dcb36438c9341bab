"""Health: am I up, and can I work."""

from datetime import timedelta

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from apps.accounts.entrance import public_page
from apps.audit.models import Delivery, Pulse

SILENT_AFTER = timedelta(minutes=3)


@public_page("a load balancer asks without signing in; it learns nothing but that we are up")
def live(request: HttpRequest) -> JsonResponse:
    """Answer that the process serves."""
    return JsonResponse({"live": True})


@public_page("a load balancer asks without signing in; it learns only whether parts work")
def ready(request: HttpRequest) -> JsonResponse:
    """Answer whether the database answers and the worker's heart beats; 503 if the database does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        pulse = Pulse.objects.filter(name="worker", beat_at__gt=timezone.now() - SILENT_AFTER).exists()
        dead = Delivery.objects.exclude(dead_at=None).exists()
    except DatabaseError:
        return JsonResponse({"database": False}, status=503)
    return JsonResponse({"database": True, "worker": pulse, "dead_deliveries": dead})
