"""The sentences of a certificate, in the active language: they say what the data carry, and not more."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from apps.certificates.models import Certificate
from apps.certificates.projections.evidence import Evidence
from apps.certificates.rules.verdicts import INCONCLUSIVE, NOT_ASSESSED, PASS


def title_of(rows: Sequence[Evidence]) -> str:
    """Name the paper: conformity only where every row conforms."""
    if all(row.verdict == PASS for row in rows):
        return _("Certificate of conformity")
    return _("Certificate of joint testing")


def statement_of(rows: Sequence[Evidence]) -> str:
    """Say what the data carry, and not more: an undecided characteristic is named in the sentence."""
    passed = [row.name for row in rows if row.verdict == PASS]
    undecided = [row.name for row in rows if row.verdict == INCONCLUSIVE]
    unassessed = [row.name for row in rows if row.verdict == NOT_ASSESSED]
    if len(passed) == len(rows):
        return _(
            "The material was tested by several laboratories in one joint study and conforms to every limit."
        )
    lines = [_("The material was tested by several laboratories in one joint study.")]
    if passed:
        lines.append(_("It conforms to its limits in: %(names)s.") % {"names": "; ".join(passed)})
    if undecided:
        lines.append(
            _("Not decided, because the uncertainty crosses a limit: %(names)s.")
            % {"names": "; ".join(undecided)}
        )
    if unassessed:
        lines.append(
            _("Measured, without a limit to assess against: %(names)s.") % {"names": "; ".join(unassessed)}
        )
    return " ".join(lines)


def scope_of(certificate: Certificate) -> str:
    """Say what the certificate covers."""
    return _(
        "%(material)s, grade %(grade)s, as a candidate for the critical input “%(input)s”, as tested in study %(study)s"
    ) % {
        "material": certificate.material.name,
        "grade": certificate.material.grade,
        "input": certificate.material.critical_input.name,
        "study": certificate.study.reference,
    }


def decision_rule() -> str:
    """Say how a result was judged."""
    return _(
        "A result conforms when its whole expanded uncertainty interval (U = 2 u, about 95 %) lies within the"
        " limits; it does not conform when the interval lies wholly outside; otherwise nothing is decided"
        " (JCGM 106:2012, 8.3.2)."
    )


def left_out_sentence(rows: Sequence[Evidence]) -> str:
    """Say of which laboratories results do not count (ISO/IEC 17025, 7.8.2.1 n); empty where all do."""
    told = [f"{row.name}: {', '.join(row.left_out)}" for row in rows if row.left_out]
    if not told:
        return ""
    sentence = _("Left out of the figures, as two people ruled and confirmed, are results of: %(names)s.")
    return sentence % {"names": "; ".join(told)}
