"""From the words of single characteristics to the word for a candidate: exact ones, whatever side was asked.

What was asked from one side is never called equivalent or different: it is superior, not inferior, inferior.
"""

from collections.abc import Sequence
from typing import Final, Literal, cast

from apps.studies.statistics import Decision, Standing, all_hold

Word = Decision | Standing
"""What is said of one characteristic."""

CandidateWord = Literal["equivalent", "not_inferior", "both", "different", "inferior", "inconclusive"]
"""What is said of a candidate; `both`: equivalent where both sides were asked, not inferior where one was."""

FROM_ONE_SIDE: Final[dict[str, Decision]] = {
    "superior": "equivalent",
    "non_inferior": "equivalent",
    "inferior": "different",
}
"""How one-sided words count in the intersection-union test; never to be shown."""


def counts_as(word: Word) -> Decision:
    """Give how a characteristic's word counts when all must hold."""
    return FROM_ONE_SIDE.get(word, cast("Decision", word))


def holds(word: Word | None) -> bool:
    """Tell whether a characteristic with this word holds."""
    return word is not None and counts_as(word) == "equivalent"


def word_of_all(words: Sequence[Word | None]) -> CandidateWord | None:
    """Give the word for a candidate out of its characteristics' (intersection-union; see `all_hold`)."""
    whole = all_hold([word and counts_as(word) for word in words])
    if whole is None or whole == "inconclusive":
        return whole
    from_one_side = [word in FROM_ONE_SIDE for word in deciding(words)]
    if whole == "different":
        return "inferior" if all(from_one_side) else "different"
    if all(from_one_side):
        return "not_inferior"
    return "both" if any(from_one_side) else "equivalent"


def deciding(words: Sequence[Word | None]) -> list[Word | None]:
    """Give those words that the word for all rests on."""
    whole = all_hold([word and counts_as(word) for word in words])
    return [word for word in words if (word and counts_as(word)) == whole]
