"""What the acts of the API journey share: programs by person, and the ids of what was made so far."""

from dataclasses import dataclass, field

from apps.demo.people import DAN, IRIS, PIA, Person
from tests.journeys.programs import Program

BY_SESSION = (IRIS, PIA, DAN)
"""The others come with a key."""


@dataclass
class Walk:
    """One walk through the API. `study`, `report` and `case` are paths."""

    programs: dict[str, Program] = field(default_factory=dict)
    consortium: str = ""
    study: str = ""
    materials: list[str] = field(default_factory=list)
    item: str = ""
    certificate: dict[str, str] = field(default_factory=dict)
    report: str = ""
    case: str = ""

    def __call__(self, person: Person) -> Program:
        """Give a person's program, signed in."""
        if person.key not in self.programs:
            kind = Program.signed_in if person in BY_SESSION else Program.with_key
            self.programs[person.key] = kind(person)
        return self.programs[person.key]
