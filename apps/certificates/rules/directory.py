"""What of a certificate its holder may publish, and how the published words are found. Pure."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from apps.certificates.rules.verdicts import PASS
from apps.core.names import search_key

SHOWN_OF_A_RESULT: Final = (
    "characteristic",
    "unit",
    "method",
    "operator",
    "value",
    "uncertainty",
    "k",
    "limit_low",
    "limit_high",
    "verdict",
)
"""Of a printed result: no laboratory, no count of them, no precision of the study."""
LONGEST_WORD: Final = 60
MOST_WORDS: Final = 12  # of a question


def standards_of(facts: Mapping[str, Any]) -> list[str]:
    """Give the standards of the basis; what names the study is its consortium's to publish."""
    return [line for line in facts["basis"] if facts["study"]["number"] not in line]


def certified_of(facts: Mapping[str, Any]) -> list[str]:
    """Name the characteristics that conform; what was not decided is certified of none."""
    return [row["characteristic"] for row in facts["results"] if row["verdict"] == PASS]


def results_of(facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the results as they may be published: every one of them, or a holder could choose the good ones."""
    return [{name: row[name] for name in SHOWN_OF_A_RESULT} for row in facts["results"]]


def words_in(texts: Iterable[str]) -> list[str]:
    """Give the words of texts, folded (`Çelik` is `celik`), each once, in their order."""
    found = [word[:LONGEST_WORD] for text in texts for word in re.findall(r"[^\W_]+", search_key(text))]
    return list(dict.fromkeys(found))


def vector(texts: Iterable[str]) -> str:
    """Write the words as a `tsvector`. They are letters and digits only, so nothing needs escaping."""
    return " ".join(f"'{word}'" for word in words_in(texts))


def question(text: str) -> str:
    """Write what is looked for as a `tsquery`: every word, or its beginning; empty if there is no word in it."""
    return " & ".join(f"'{word}':*" for word in words_in([text])[:MOST_WORDS])
