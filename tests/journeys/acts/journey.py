"""What the acts of the browser journey share: the browser, the worker, who is here, and what was made so far."""

from dataclasses import dataclass, field

from playwright.sync_api import Browser

from apps.demo.people import IRIS, KIM, Person
from tests.journeys import stage
from tests.journeys.browser import Watch
from tests.journeys.looks import Looks
from tests.journeys.people import Visitor
from tests.workers import Worker

BY_THE_FORM = (IRIS, KIM)
"""Who signs in through the form (Pia does too, without JavaScript); the others come signed in, to save time."""


@dataclass
class Journey:
    """One walk through the platform. Addresses are paths."""

    browser: Browser
    watch: Watch
    looks: Looks
    worker: Worker
    consortium: str = ""
    study: str = ""
    compared: str = ""
    item: str = ""
    certificate: str = ""
    amendment: str = ""
    number: str = ""
    report: str = ""
    reference: str = ""
    _visitors: dict[str, Visitor] = field(default_factory=dict)

    def nobody(self, *, scripts: bool = True) -> Visitor:
        """Give somebody who is not signed in."""
        return Visitor(self.browser, self.watch, scripts=scripts)

    def __call__(self, person: Person) -> Visitor:
        """Give a person at their browser, signed in."""
        if person.key not in self._visitors:
            visitor = self._visitors[person.key] = self.nobody()
            if person in BY_THE_FORM:
                visitor.signs_in(person)
            else:
                visitor.brings(stage.outside(lambda: stage.session_of(person)))
        return self._visitors[person.key]

    def keeps(self, person: Person, visitor: Visitor) -> None:
        """Let a person go on in a browser they are signed in at already."""
        self._visitors[person.key] = visitor
