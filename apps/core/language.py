"""Values that are kept in both languages: which one the reader gets."""

from django.utils.translation import get_language


def in_language(english: str, turkish: str) -> str:
    """Choose the text of the reader's language."""
    return turkish if (get_language() or "en").startswith("tr") else english
