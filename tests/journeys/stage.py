"""Where a journey begins and what it is played with: the people, the sheets, the worker.

The institution, the administration, the industry body and the certification body are on the platform; firms and
laboratories come by invitation. The numbers are those of a real certification round (apps/demo/data/bam_m321/SOURCE.md).
"""

import io
import json
import os
import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean, variance
from typing import Final, TypeVar
from uuid import UUID

from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.selectors import actor_of, live_memberships
from apps.audit.models import Delivery
from apps.certificates.models import Letter
from apps.certificates.states import WAITING
from apps.consortia import services as consortia
from apps.consortia.models import Consortium
from apps.core.actor import Actor, system_actor
from apps.demo import agreement, ceramic, founding, testing
from apps.demo.people import (
    ALDER,
    ALICE,
    BEA,
    BERK,
    BIRCH,
    CAROL,
    EMIL,
    FOUNDING,
    HANA,
    HAZEL,
    IRIS,
    LABORATORIES,
    PASSWORD,
    PIA,
    House,
    Person,
)
from apps.demo.steps import Story, perform, take_up
from apps.studies.models import Sample
from tests.workers import Worker, wait_until

CEDAR, CYPRESS, LINDEN, MAPLE = LABORATORIES[:4]
COLIN: Final = Person("colin", "Colin Can", "cypress", "lead")
LARA: Final = Person("lara", "Lara Lale", "linden", "lead")
MERT: Final = Person("mert", "Mert Mutlu", "maple", "lead")
TAKES_PART: Final = ((CEDAR, CAROL), (CYPRESS, COLIN), (LINDEN, LARA), (MAPLE, MERT))
"""Four laboratories: with fewer, Mandel's h has no limits."""
MEMBERS: Final = (
    (ALDER, "member", ALICE),
    (HAZEL, "member", HANA),
    (BIRCH, "observer", BERK),
    *((house, "laboratory", lead) for house, lead in TAKES_PART),
)
"""Who joins beside the SME: organisation, role in the consortium, the person who signs."""

ELEMENTS: Final = ("Fe", "Cu", "Mg")
PROTOCOL: Final = tuple(one for one in testing.PROTOCOL if one.code in ELEMENTS)
METHOD: Final = "Optical emission spectrometry"
Found = TypeVar("Found")
LINK: Final = re.compile(r"(https?://\S+/i/([\w-]{40,})/)")


def outside(do: Callable[[], Found]) -> Found:
    """Ask the database from a thread of its own: Playwright keeps an event loop in the test's thread."""

    def done() -> Found:
        try:
            return do()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(done).result()


def found_the_world() -> None:
    """Load the reference data, and found what stands before any consortium does."""
    call_command("load_reference", stdout=io.StringIO())
    founding.found_houses(Story(beginning=timezone.now()))


def members_join() -> None:
    """Let everybody but the SME join by the services, and bring the people who do the daily work."""
    join_by_service()
    add_colleagues()


def add_colleagues() -> None:
    """Give the firm and the certification body the people who do their daily work."""
    story = Story(beginning=timezone.now())
    for person in (PIA, EMIL, BEA):
        founding.add_person(story, person, system_actor(now=timezone.now()))


def join_by_service() -> None:
    """Let all members but the SME join the consortium, as their invitations would."""
    consortium = Consortium.objects.unscoped("the stage is set").get(name=agreement.CONSORTIUM)
    for house, role, lead in MEMBERS:
        invitee = consortia.Invitee(
            organisation_name=house.name, organisation_kind=house.kind, email=lead.email, member_role=role
        )
        sent = consortia.invite(consortium_id=consortium.pk, invitee=invitee, actor=actor(IRIS))
        if house in FOUNDING:
            join_as_known(sent.pk, lead)
            continue
        newcomer = consortia.Newcomer(name=lead.name, password=PASSWORD, agreement=sent.agreement.version)
        consortia.accept_as_newcomer(invitation_id=sent.pk, newcomer=newcomer, now=timezone.now())


def break_the_bars() -> None:
    """Let the demonstration play its certifying study, invitations by mail included."""
    story = take_up()
    for step in ceramic.steps():
        perform(step, story)


def actor(person: Person) -> Actor:
    """Give a person as the actor they are now."""
    return actor_of(live_memberships(User.objects.get(email=person.email)).get())


def join_as_known(invitation_id: UUID, lead: Person) -> None:
    """Let an organisation that is on the platform join with the person who leads it."""
    version = agreement.VERSION_1.version
    consortia.accept_as_known(invitation_id=invitation_id, actor=actor(lead), agreement=version)


def session_of(person: Person) -> str:
    """Sign a person in, and give the value of their session cookie."""
    client = Client()
    client.force_login(User.objects.get(email=person.email))
    return client.cookies["sessionid"].value


def in_days(days: int) -> date:
    """Give a day ahead."""
    return timezone.localdate() + timedelta(days=days)


def sample_of(person: Person) -> str:
    """Give the code of a laboratory's sample of the candidate: what it reads on its jar."""
    samples = Sample.objects.unscoped("the test looks at the jar").filter(item__role="candidate")
    return samples.get(enrolment__organisation=actor(person).organisation_id).code


# --- Sheets -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sheet:
    """What a laboratory measured: rows of the published round, for the elements of the protocol."""

    house: House
    rows: list[dict[str, str]]

    def file(self, item: str) -> bytes:
        """Write it as the laboratory's own CSV."""
        return testing.as_file(item, self.rows)

    def bad_file(self, item: str) -> bytes:
        """Write it with a decimal comma in its third row (the header is the first)."""
        spoilt = [
            row | {"value": row["value"].replace(".", ",")} if at == 1 else row
            for at, row in enumerate(self.rows)
        ]
        return testing.as_file(item, spoilt)

    def long_file(self, item: str) -> bytes:
        """Write it with so many rows without a value that a worker reads it."""
        gap = f"{item},Fe,1,,{testing.UNIT}\r\n".encode()
        return self.file(item) + gap * 12_000

    def values(self, element: str) -> list[str]:
        """Give the values of an element as they were written."""
        return [row["value"] for row in self.rows if row["material"] == element]


def sheets() -> list[Sheet]:
    """Give a sheet for each laboratory that takes part, replicates complete."""
    found = [[row for row in rows if row["material"] in ELEMENTS] for rows in testing.sheets().values()]
    complete = [rows for rows in found if len(rows) == len(ELEMENTS) * testing.REPLICATES]
    return [Sheet(house, rows) for (house, _lead), rows in zip(TAKES_PART, complete, strict=False)]


def mean_and_repeatability(element: str) -> tuple[float, float]:
    """Compute m and s_r of a balanced level from the sheets, by the book and without the engine."""
    cells = [[float(value) for value in sheet.values(element)] for sheet in sheets()]
    return fmean(map(fmean, cells)), fmean(map(variance, cells)) ** 0.5


# --- The worker, the paper, the trail ---------------------------------------------------------------


@contextmanager
def busy(worker: Worker) -> Iterator[None]:
    """Hold the worker still for a while, so that what waits for it can be looked at."""
    os.killpg(worker.process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(worker.process.pid, signal.SIGCONT)


def text_of(pdf: bytes) -> str:
    """Give what is written on a paper."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def the_post_is_out() -> None:
    """Wait until no letter waits."""
    wait_until(lambda: not Letter.objects.filter(state=WAITING).exists(), 30)


def the_trail_holds() -> int:
    """Wait until all news is delivered; check that every chain holds, by the command; count the entries."""
    wait_until(lambda: not Delivery.objects.filter(delivered_at=None, dead_at=None).exists(), 20)
    assert not Delivery.objects.exclude(dead_at=None).exists()
    out = io.StringIO()
    call_command("verify_audit", json=True, stdout=out)
    told = json.loads(out.getvalue())
    assert told["holds"] is True, told
    return told["entries"]
