"""The mail that was sent, read from the folder of the file backend, for the demonstration's page."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from django.conf import settings

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SEPARATOR = b"-" * 79


@dataclass(frozen=True)
class Letter:
    """One mail."""

    sender: str
    to: str
    subject: str
    body: str
    date: datetime


def letters(*, to: str = "", most: int = 60) -> list[Letter]:
    """Give the mail sent, newest first; `to` narrows to one address."""
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), reverse=True) if folder.is_dir() else []
    found = [_letter(part) for file in files for part in file.read_bytes().split(SEPARATOR) if part.strip()]
    wanted = [letter for letter in found if not to or letter.to == to]
    return sorted(wanted, key=lambda letter: letter.date, reverse=True)[:most]


def _letter(raw: bytes) -> Letter:
    message = message_from_bytes(raw.lstrip(b"\n"), policy=default)
    text = message.get_body(("plain",)) if isinstance(message, EmailMessage) else None
    body = text.get_content() if text else ""
    date = getattr(message["Date"], "datetime", None) or EPOCH  # a killed worker may leave half a letter
    date = date if date.tzinfo else date.replace(tzinfo=UTC)  # "-0000" says UTC without saying so
    return Letter(str(message["From"]), str(message["To"]), str(message["Subject"]), str(body), date)
