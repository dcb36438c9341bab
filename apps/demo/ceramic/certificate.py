"""The ceramic's certificate, in two languages: made, suspended and reinstated; an amendment waits for its evaluation."""

from functools import partial
from typing import Final

from django.utils import timezone

from apps.certificates import services as certificates
from apps.certificates.models import Certificate
from apps.certificates.rules.languages import BOTH
from apps.certificates.states import ReinstatementCode, SuspensionCode
from apps.core.actor import Actor
from apps.demo import certifying
from apps.demo.ceramic.planning import STUDY
from apps.demo.people import BEA, EMIL, GWEN
from apps.demo.steps import Step, Story

CERTIFICATE: Final = "a certificate of the ceramic is asked for"
EVALUATION: Final = (
    "Eight sheets, 480 bars. The study concluded that the strength of the candidate is equivalent to that of the ceramic in use, with the margin "
    "locked before the first sheet; the outlying cells were kept, as two people decided."
)
REASONS: Final = (
    "The data carry equivalence of the mean strength. The certificate says that no limit was set for it."
)
SUSPENDED: Final = "The maker announced another sintering aid. Until it is clear whether bars of it were delivered, do not rely on this."
REINSTATED: Final = (
    "The furnace records were seen: the other sintering aid was tried on rods that were never sold."
)
AMENDED: Final = "The maker moves its works this month; the address on the paper changes."


def steps() -> list[Step]:
    """Give the steps of this act."""
    asks = partial(certifying.request, study=STUDY, holder=GWEN, day=97, language=BOTH)
    return [
        Step(CERTIFICATE, asks),
        Step("the ceramic's results are evaluated", evaluate),
        Step("the ceramic's certificate is approved", approve),
        Step(
            "the ceramic's certificate is made",
            lambda _story: None,
            awaits=partial(certifying.made, asked=CERTIFICATE),
        ),
        Step(
            "the ceramic's certificate is suspended",
            suspend,
            awaits=partial(certifying.posted, asked=CERTIFICATE),
        ),
        Step("the ceramic's certificate is reinstated", reinstate),
    ]


def one_more() -> list[Step]:
    """Leave the certificate's amendment for the evaluator's desk."""
    return [Step("an amendment of the ceramic's certificate is begun", amend)]


def evaluate(story: Story) -> None:
    """Evaluate the results."""
    emil = story.actor(EMIL, 98)
    certificates.evaluate(certificate_id=story.made_by(CERTIFICATE), evaluation=EVALUATION, actor=emil)


def approve(story: Story) -> None:
    """Approve it, as somebody else; the worker makes it."""
    bea = story.actor(BEA, 99)
    certificates.approve(certificate_id=story.made_by(CERTIFICATE), reasons=REASONS, months=36, actor=bea)


def suspend(story: Story) -> None:
    """Suspend it."""
    certificates.suspend(
        certificate_id=story.made_by(CERTIFICATE), code=SuspensionCode.CHANGE, reason=SUSPENDED, actor=_today(story)
    )  # fmt: skip


def reinstate(story: Story) -> None:
    """Let it count again."""
    certificates.reinstate(
        certificate_id=story.made_by(CERTIFICATE), code=ReinstatementCode.UNFOUNDED, reason=REINSTATED, actor=_today(story)
    )  # fmt: skip


def amend(story: Story) -> Certificate:
    """Begin an amendment."""
    return certificates.amend(certificate_id=story.made_by(CERTIFICATE), reason=AMENDED, actor=_today(story))


def _today(story: Story) -> Actor:
    """Give the decider as of now: the worker has made the paper now, and what comes after it comes later."""
    return story.actor(BEA, 100).at(timezone.now())
