"""What happens to a certificate."""

from apps.certificates.services.amending import amend
from apps.certificates.services.deciding import approve, evaluate, refuse
from apps.certificates.services.directory import list_publicly, unlist
from apps.certificates.services.issuing import (
    Printing,
    begin_issue,
    finish_issue,
    note_trouble,
    put_off,
    queue_again,
)
from apps.certificates.services.keys import give_up_key, keep_a_key, rotate_key
from apps.certificates.services.requesting import request_certification
from apps.certificates.services.sealing import ActiveSeal, active_seal
from apps.certificates.services.turning import reinstate, suspend, withdraw
from apps.certificates.services.watching import record_surveillance, remind

__all__ = [
    "ActiveSeal",
    "Printing",
    "active_seal",
    "amend",
    "approve",
    "begin_issue",
    "evaluate",
    "finish_issue",
    "give_up_key",
    "keep_a_key",
    "list_publicly",
    "note_trouble",
    "put_off",
    "queue_again",
    "record_surveillance",
    "refuse",
    "reinstate",
    "remind",
    "request_certification",
    "rotate_key",
    "suspend",
    "unlist",
    "withdraw",
]
