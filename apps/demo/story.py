"""The whole story, in acts; and what it tells at the end.

The acts commit one by one, as the worker must see them. Its last line is an audit entry, so that a story is
played once; one that was interrupted is not resumed, and says so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from apps.accounts.models import Organisation
from apps.audit.selectors import record_of
from apps.audit.services import record
from apps.certificates.models import Certificate
from apps.certificates.selectors import pdf_path
from apps.core.actor import system_actor
from apps.demo import certifying, founding, reporting, testing
from apps.demo.events import DemonstrationPlayed
from apps.demo.founding import Story
from apps.demo.people import OAK, SignIn, sign_ins

DAYS = 110


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
    """Play the story unless it was played, and tell where to look."""
    if not begun():
        _acts(Story(beginning=timezone.now() - timedelta(days=DAYS)), say)
        _finish()
    elif not finished():
        say(
            "The demonstration was interrupted when it was first played. Delete the home folder to play it anew."
        )
    return told()


def begun() -> bool:
    """Tell whether the story has begun in this database."""
    return Organisation.objects.filter(name=OAK.name).exists()


def finished() -> bool:
    """Tell whether the story was played to its end."""
    return bool(record_of(DemonstrationPlayed().chain, most=1))


@transaction.atomic
def _finish() -> None:
    record(DemonstrationPlayed(), actor=system_actor())


def _acts(story: Story, say: Callable[[str], Any]) -> None:
    say("The demonstration: organisations, consortium, invitations by mail ...")
    founding.found_houses(story)
    founding.open_consortium(story)
    founding.invite_everybody(story)
    founding.invite_the_sme(story)
    founding.write_addresses(story)
    say("The joint study: fifteen laboratories hand in ...")
    study = testing.plan(
        story, day=12, title="AlCu4Mg1 from recycled metal", grade="EN AW-2024", due_in_days=40
    )
    testing.measure(story, study, day=16)
    testing.close(story, study, day=55)
    say("The certificate, made by the worker ...")
    certificate = certifying.certify(story, study, day=58)
    say("The supplier change and its decision ...")
    reporting.report_and_decide(story, certificate, day=70)
    reporting.leave_work_on_desks(story, certificate)
    testing.begin_another(story, day=92)
    certifying.ask_for_another(story, study, day=104)


def told() -> Told:
    """Tell the sign-ins and the first certificate that was issued."""
    rows = Certificate.objects.unscoped("the demonstration shows its certificate on the command line")
    first = rows.filter(state="issued").order_by("numbered_at").first()
    if first is None:
        return Told(sign_ins(), "", "", "")
    return Told(sign_ins(), str(first.number), str(pdf_path(first)), certifying.address_of(first))
