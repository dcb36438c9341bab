"""States of a certificate, and the table of its moves. Expired is not a state: it follows from `valid_until`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.certificates.events import (
    CertificateIssued,
    CertificateNumbered,
    CertificateReinstated,
    CertificateSuperseded,
    CertificateSuspended,
    CertificateWithdrawn,
    CertificationApproved,
    CertificationRefused,
    Evaluated,
    IssueFailed,
    LetterGivenUp,
    LetterHandedOver,
    LetterRefused,
)
from apps.core.flow import Flow, move


class CertificateState(models.TextChoices):
    """From the request to the end of its life."""

    REQUESTED = "requested", _("requested")
    EVALUATED = "evaluated", _("evaluated")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    ISSUING = "issuing", _("being made")
    ISSUED = "issued", _("issued")
    FAILED = "failed", _("void – not issued")
    SUSPENDED = "suspended", _("suspended")
    WITHDRAWN = "withdrawn", _("withdrawn")
    SUPERSEDED = "superseded", _("superseded")


class SuspensionCode(models.TextChoices):
    """Why a certificate is suspended, as a word that can be counted (ISO/IEC 17065, 7.11)."""

    SURVEILLANCE = "surveillance_overdue", _("surveillance is overdue")
    NONCONFORMITY = "nonconformity", _("a nonconformity is not corrected")
    CHANGE = "change_not_assessed", _("material or process changed and was not assessed")
    MISUSE = "misuse", _("the certificate is used wrongly")
    AT_REQUEST = "at_request", _("the holder asked for it")
    OTHER = "other", _("another reason")


class ReinstatementCode(models.TextChoices):
    """Why a suspended certificate counts again."""

    CORRECTED = "corrected", _("the cause is corrected")
    ASSESSED = "assessed", _("an assessment found that it conforms")
    UNFOUNDED = "unfounded", _("the suspension was unfounded")
    OTHER = "other", _("another reason")


class LetterState(models.TextChoices):
    """What became of a letter. Handed over is all that a mail server tells: nobody learns whether it was read."""

    WAITING = "waiting", _("on its way")
    HANDED_OVER = "handed_over", _("handed over")
    REFUSED = "refused", _("refused by the mail server")
    GIVEN_UP = "given_up", _("given up")


class ListingLevel(models.TextChoices):
    """How much of a certificate its holder publishes in the directory."""

    ENTRY = "entry", _("the entry")
    RESULTS = "results", _("the entry with results")


REQUESTED, EVALUATED, APPROVED, REFUSED, ISSUING, ISSUED, FAILED = CertificateState.values[:7]
SUSPENDED, WITHDRAWN, SUPERSEDED = CertificateState.values[7:]
EVALUATOR, CERTIFIER, ISSUER = "evaluator", "certifier", "issuer"  # the issuer is the platform's worker
LIVE = frozenset({ISSUED, SUSPENDED})  # what is out in the world and may still be turned

FLOW = Flow(
    REQUESTED,
    move("evaluate", _("Evaluate"), {REQUESTED}, EVALUATED, by={EVALUATOR}, event=Evaluated),
    move("approve", _("Approve"), {EVALUATED}, APPROVED, by={CERTIFIER}, event=CertificationApproved),
    move("refuse", _("Refuse"), {EVALUATED}, REFUSED, by={CERTIFIER}, event=CertificationRefused),
    move("number", _("Bind a number"), {APPROVED}, ISSUING, by={ISSUER}, event=CertificateNumbered),
    move("issue", _("Issue"), {ISSUING}, ISSUED, by={ISSUER}, event=CertificateIssued),
    move("fail", _("Give up"), {APPROVED, ISSUING}, FAILED, by={ISSUER}, event=IssueFailed),
    move("suspend", _("Suspend"), {ISSUED}, SUSPENDED, by={CERTIFIER}, event=CertificateSuspended),
    move("reinstate", _("Reinstate"), {SUSPENDED}, ISSUED, by={CERTIFIER}, event=CertificateReinstated),
    move("withdraw", _("Withdraw"), LIVE, WITHDRAWN, by={CERTIFIER}, event=CertificateWithdrawn),
    move("supersede", _("Supersede"), LIVE, SUPERSEDED, by={ISSUER}, event=CertificateSuperseded),
)

WAITING, HANDED_OVER, LETTER_REFUSED, GIVEN_UP = LetterState.values
POSTMAN = "postman"  # the platform's worker

LETTER_FLOW = Flow(
    WAITING,
    move("hand_over", _("Hand over"), {WAITING}, HANDED_OVER, by={POSTMAN}, event=LetterHandedOver),
    move("refuse", _("Refuse"), {WAITING}, LETTER_REFUSED, by={POSTMAN}, event=LetterRefused),
    move("give_up", _("Give up"), {WAITING}, GIVEN_UP, by={POSTMAN}, event=LetterGivenUp),
)
