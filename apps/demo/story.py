"""The whole story, in acts of steps; and what it tells at the end.

The steps commit one by one, as the worker must see them, each with its mark (apps/demo/steps.py): a story that
was cut off goes on where it stopped, and one that was played is not played again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings

from apps.certificates.models import Certificate
from apps.certificates.selectors import pdf_path
from apps.demo import ceramic, certifying, founding, reporting, testing
from apps.demo.ceramic import certificate
from apps.demo.people import SignIn, sign_ins
from apps.demo.steps import Step, Story, finish, finished, perform, take_up


@dataclass(frozen=True)
class Act:
    """Steps that belong together, and the sentence that announces them."""

    sentence: str
    steps: Callable[[], list[Step]]


ACTS: Final = (
    Act("The demonstration: organisations, consortium, invitations by mail ...", founding.steps),
    Act("The joint study: fifteen laboratories hand in ...", testing.steps),
    Act("The certificate, made by the worker ...", certifying.steps),
    Act("A certifying study: eight laboratories break bars of a ceramic ...", ceramic.steps),
    Act("The ceramic's certificate, in two languages ...", certificate.steps),
    Act("The supplier change and its decision ...", reporting.steps),
    Act(
        "What lies on the desks today ...",
        lambda: [*testing.one_more(), *certificate.one_more(), *certifying.one_more()],
    ),
)


@dataclass(frozen=True)
class Told:
    """Where to look: the sign-ins, and the certificate that the worker made."""

    people: list[SignIn]
    number: str
    pdf: str
    address: str

    def as_dict(self) -> dict[str, Any]:
        """Give it for scripts."""
        people = [one.__dict__ | {"role": str(one.role)} for one in self.people]
        return {"people": people, "number": self.number, "pdf": self.pdf, "verification": self.address}

    def as_text(self) -> str:
        """Give it for people."""
        width = max((len(one.email) for one in self.people), default=0)
        lines = [f"  {one.email:<{width}}  {one.name}, {one.role}, {one.organisation}" for one in self.people]
        return "\n".join(
            [
                "",
                f"Sign in as (password for all: {self.people[0].password if self.people else ''})",
                *lines,
                "",
                f"Certificate {self.number}",
                f"  PDF:    {self.pdf}",
                f"  verify: {self.address}",
                f"Mail that was sent: {settings.SITE_URL}/demo/mail/",
            ]
        )


def play(*, say: Callable[[str], Any]) -> Told:
    """Play what is left of the story, and tell where to look."""
    if not finished():
        story = take_up()
        if story.made:
            say("The demonstration was interrupted; it goes on where it stopped.")
        for act in ACTS:
            _play(act, story, say)
        finish()
    return told()


def _play(act: Act, story: Story, say: Callable[[str], Any]) -> None:
    left = [step for step in act.steps() if step.name not in story.made]
    if left:
        say(act.sentence)
    for step in left:
        perform(step, story)


def told() -> Told:
    """Tell the sign-ins and the first certificate that was issued."""
    rows = Certificate.objects.unscoped("the demonstration shows its certificate on the command line")
    first = rows.filter(state="issued").order_by("numbered_at").first()
    if first is None:
        return Told(sign_ins(), "", "", "")
    return Told(sign_ins(), str(first.number), str(pdf_path(first)), certifying.address_of(first))
