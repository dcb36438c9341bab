"""The answer on a file in words, for the public page."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.certificates.rules.authenticity import AUTHENTIC, CHANGED, RESAVED
from apps.certificates.rules.checked import Checked
from apps.certificates.rules.notes import NOTES
from apps.core.errors import Words

STATES: dict[str, tuple[str, Words, Words]] = {
    "valid": (
        "good",
        gettext_lazy("Authentic and valid"),
        gettext_lazy(
            "This is the file as it was sealed here, to the last byte, and the certificate is valid."
        ),
    ),
    "expired": (
        "warn",
        gettext_lazy("Authentic, but expired"),
        gettext_lazy("This is the file as it was sealed here; the validity of the certificate is over."),
    ),
    "suspended": (
        "bad",
        gettext_lazy("Authentic, but suspended: do not rely on it now"),
        gettext_lazy(
            "This is the file as it was sealed here; the certification body has suspended the certificate."
        ),
    ),
    "withdrawn": (
        "bad",
        gettext_lazy("Authentic, but withdrawn: do not rely on it"),
        gettext_lazy(
            "This is the file as it was sealed here; the certification body has withdrawn the certificate."
        ),
    ),
    "superseded": (
        "bad",
        gettext_lazy("Authentic, but superseded"),
        gettext_lazy("This is the file as it was sealed here; another certificate has taken its place."),
    ),
    "demonstration": (
        "warn",
        gettext_lazy("Authentic file of a demonstration: not a certificate"),
        gettext_lazy("This is the file as it was sealed here; its firms and decisions are invented."),
    ),
}


def answer_to(found: Checked) -> dict[str, Words]:
    """Say it in a band: tone, title, one sentence."""
    if found.verdict == AUTHENTIC:
        tone, title, text = STATES[found.state or ""]
        if "seal_compromised" in found.notes:
            tone, title = "bad", _("Sealed with a key that is no longer trusted")
        return {"tone": tone, "title": title, "text": text}
    if found.verdict == CHANGED:
        return {
            "tone": "bad",
            "title": _("Changed after it was sealed"),
            "text": _("It was sealed here, and something in it was changed since. Do not rely on it."),
        }
    if found.verdict == RESAVED:
        return {
            "tone": "warn",
            "title": _("A copy that proves nothing"),
            "text": _(
                "It names a certificate of ours, but it is not the file that was issued: saving or printing it anew"
                " does that, and so does a forger. Compare what it says with the register, line by line, or ask for"
                " the file."
            ),
        }
    return {
        "tone": "bad",
        "title": _("Not ours"),
        "text": _("No seal of ours stands on this file, and the register does not know it."),
    }


def sentences(found: Checked) -> list[str]:
    """Give what is said beside the verdict."""
    return [_(NOTES[name]) for name in found.notes]
