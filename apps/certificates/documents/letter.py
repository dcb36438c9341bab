"""A certificate as a mail with its sealed file, and handing it to the mail server."""

from email.utils import formatdate
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_noop, override

from apps.certificates import selectors
from apps.certificates.documents import archive
from apps.certificates.projections import register_entry
from apps.certificates.services import Posting
from apps.core.canonical import sha256
from apps.core.errors import Conflict
from apps.core.letters import visible

FIRST_PERMANENT: Final = 500  # RFC 5321, 4.2.1: from here on the server wants no repeat
NOT_REACHED: Final = gettext_noop("The mail server could not be reached, or takes no mail from the platform.")
OTHERWISE: Final = gettext_noop("Something went wrong here.")


class Refused(Exception):
    """The mail server refuses this letter for good; says its sentence."""


def hand_over(posting: Posting) -> str:
    """Hand a letter to the mail server, and give the SHA-256 of the file that it took.

    Raises `Refused` if a repeat is of no use: the recipient or the letter itself is refused for good. A server that
    refuses the platform itself is the operator's trouble, and the letter waits. Raises `Conflict` without the file.
    """
    pdf = archive.read(posting.certificate)
    if pdf is None:
        raise Conflict(archive.lost())
    server = get_connection()
    try:
        server.send_messages([message(posting, pdf)])
    except (SMTPRecipientsRefused, SMTPDataError) as error:
        code, sentence = answer_of(error)
        if code >= FIRST_PERMANENT:
            raise Refused(sentence) from error
        raise
    finally:
        server.close()  # one that refused us is left open by Django
    return sha256(pdf)


def message(posting: Posting, pdf: bytes) -> EmailMessage:
    """Write the letter: the same at every attempt, its Message-ID and day too, so that a double is recognised."""
    entry = register_entry(posting.certificate, posting.created_at)
    sender = selectors.sender_of(posting.sent_by) if posting.sent_by else None
    template = "certificates/mail/" + ("sent" if posting.sent_by else "issued")
    values = {
        "certificate": entry,
        "sender": sender.name if sender else "",
        "line": posting.line,
        "check": selectors.verify_address(entry.number, posting.certificate.facts_sha256),
        "page": settings.SITE_URL + reverse("certificates:detail", args=[entry.id]),
        "sha256": posting.certificate.pdf_sha256,
        "site_name": settings.SITE_NAME,
    }
    headers = {"Message-ID": posting.message_id, "Date": formatdate(posting.created_at.timestamp())}
    with override(posting.language):
        letter = EmailMessage(
            " ".join(render_to_string(f"{template}.subject.txt", values).split()),
            render_to_string(f"{template}.txt", values),
            to=[posting.address],
            reply_to=[sender.email] if sender else [],
            headers=headers if sender else {**headers, "Auto-Submitted": "auto-generated"},
        )
    letter.attach(f"{entry.number}.pdf", pdf, "application/pdf")
    return letter


def said_by(error: Exception) -> str:
    """Say in a sentence why a letter was not handed over: the server's own, or one of ours."""
    if isinstance(error, Conflict):
        return str(error)
    if isinstance(error, SMTPRecipientsRefused | SMTPDataError):
        return answer_of(error)[1]
    return NOT_REACHED if isinstance(error, OSError) else OTHERWISE  # every fault of smtplib is an OSError


def answer_of(error: SMTPRecipientsRefused | SMTPDataError) -> tuple[int, str]:
    """Give the code of a mail server's answer, and the answer in one line."""
    code: int
    words: bytes | str
    if isinstance(error, SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
    else:
        code, words = error.smtp_code, error.smtp_error
    text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    line = " ".join(visible(text, " ").split())
    return code, f"{code} {line}"[:500]
