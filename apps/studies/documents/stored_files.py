"""Files of strangers that leave: to be saved, never to be shown."""

from pathlib import Path

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def stored_file(name: str, place: Path) -> HttpResponse:
    """Give a laboratory's own file back under its own name; no browser guesses what it is."""
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox",
    }
    return HttpResponse(place.read_bytes(), content_type="application/octet-stream", headers=headers)
