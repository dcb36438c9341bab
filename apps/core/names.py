"""Names sort, fold and compare by Turkish and English rules in Python, never by a collation."""

import unicodedata

# Turkish alphabet order; letters of other languages fall beside their base letter.
ALPHABET = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"
RANK = {letter: format(index, "02d") for index, letter in enumerate(ALPHABET, start=10)}


def fold(text: str) -> str:
    """Lower a text so that İ/i and I/ı stay the pairs they are in Turkish."""
    return unicodedata.normalize("NFC", text).replace("İ", "i").replace("I", "ı").lower()


def name_key(text: str) -> str:
    """Give a plain ASCII key that sorts a name as a Turkish reader expects.

    Digits sort before letters, unknown letters by their base letter, everything else as a space.
    """
    return "".join(_rank(letter) for letter in fold(text).strip())[:400]


def _rank(letter: str) -> str:
    if letter in RANK:
        return RANK[letter]
    if letter.isdigit():
        return f"0{letter}" if letter.isascii() else "00"
    base = unicodedata.normalize("NFD", letter)[0]
    return RANK.get(base, "  ")


def search_key(text: str) -> str:
    """Fold a text for finding: `celik`, `Çelik` and `ÇELİK` are one; `ı` is found by `i`."""
    folded = fold(text).replace("ı", "i")
    return "".join(char for char in unicodedata.normalize("NFD", folded) if not unicodedata.combining(char))
