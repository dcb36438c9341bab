"""States of a certificate, and the table of its moves. Expired is not a state: it follows from `valid_until`."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.certificates.events import (
    CertificateIssued,
    CertificateNumbered,
    CertificateWithdrawn,
    CertificationApproved,
    CertificationRefused,
    Evaluated,
    IssueFailed,
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
    WITHDRAWN = "withdrawn", _("withdrawn")


REQUESTED, EVALUATED, APPROVED, REFUSED, ISSUING, ISSUED, FAILED, WITHDRAWN = CertificateState.values
EVALUATOR, CERTIFIER, ISSUER = "evaluator", "certifier", "issuer"  # the issuer is the platform's worker

FLOW = Flow(
    REQUESTED,
    move("evaluate", _("Evaluate"), {REQUESTED}, EVALUATED, by={EVALUATOR}, event=Evaluated),
    move("approve", _("Approve"), {EVALUATED}, APPROVED, by={CERTIFIER}, event=CertificationApproved),
    move("refuse", _("Refuse"), {EVALUATED}, REFUSED, by={CERTIFIER}, event=CertificationRefused),
    move("number", _("Bind a number"), {APPROVED}, ISSUING, by={ISSUER}, event=CertificateNumbered),
    move("issue", _("Issue"), {ISSUING}, ISSUED, by={ISSUER}, event=CertificateIssued),
    move("fail", _("Give up"), {APPROVED, ISSUING}, FAILED, by={ISSUER}, event=IssueFailed),
    move("withdraw", _("Withdraw"), {ISSUED}, WITHDRAWN, by={CERTIFIER}, event=CertificateWithdrawn),
)
