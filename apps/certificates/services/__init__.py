"""What happens to a certificate."""

from apps.certificates.services.amending import amend
from apps.certificates.services.batches import (
    begin_line,
    judge_line,
    note_line_trouble,
    order_batch,
    queue_line_again,
)
from apps.certificates.services.deciding import approve, evaluate, refuse
from apps.certificates.services.directory import list_publicly, unlist
from apps.certificates.services.issuing import (
    Printing,
    begin_issue,
    finish_issue,
    note_no_seal,
    note_trouble,
    put_off,
    queue_again,
)
from apps.certificates.services.keys import give_up_key, keep_a_key, rotate_key
from apps.certificates.services.requesting import request_certification
from apps.certificates.services.sealing import ActiveSeal, active_seal
from apps.certificates.services.sending import (
    Posting,
    begin_letter,
    end_refused,
    finish_letter,
    note_letter_trouble,
    queue_letter_again,
    send_certificate,
    write_to_holder,
)
from apps.certificates.services.turning import reinstate, suspend, withdraw
from apps.certificates.services.watching import record_surveillance, remind

__all__ = [
    "ActiveSeal",
    "Posting",
    "Printing",
    "active_seal",
    "amend",
    "approve",
    "begin_issue",
    "begin_letter",
    "begin_line",
    "end_refused",
    "evaluate",
    "finish_issue",
    "finish_letter",
    "give_up_key",
    "judge_line",
    "keep_a_key",
    "list_publicly",
    "note_letter_trouble",
    "note_line_trouble",
    "note_no_seal",
    "note_trouble",
    "order_batch",
    "put_off",
    "queue_again",
    "queue_letter_again",
    "queue_line_again",
    "record_surveillance",
    "refuse",
    "reinstate",
    "remind",
    "request_certification",
    "rotate_key",
    "send_certificate",
    "suspend",
    "unlist",
    "withdraw",
    "write_to_holder",
]
