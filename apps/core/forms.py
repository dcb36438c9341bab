"""What was posted, and showing a refusal on the form that it is about."""

from django.forms import Form
from django.http import HttpRequest, QueryDict

from apps.core.errors import Refusal


def posted(request: HttpRequest) -> QueryDict | None:
    """Give what was posted, even if it is empty; None asks the form to wait for an answer."""
    return request.POST if request.method == "POST" else None


def show_refusal(form: Form, refusal: Refusal) -> None:
    """Add a refusal's lines to the fields they name, and its sentence to the form if none is named."""
    named = {name: lines for name, lines in refusal.fields.items() if name in form.fields}
    for name, lines in named.items():
        for line in lines:
            form.add_error(name, str(line))
    if not named:
        form.add_error(None, str(refusal))
