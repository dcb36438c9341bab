"""What is said beside a verdict on a file, by name; sentences of their own, so that no caller makes them up."""

from typing import Final


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for translation. Django's asks for settings, and the command offline has none."""
    return sentence


NOTES: Final = {
    "not_a_pdf": gettext_noop("This is no PDF file."),
    "too_large": gettext_noop("The file is larger than any certificate; it was not looked into."),
    "too_long": gettext_noop("Reading the file took too long and was stopped."),
    "too_much": gettext_noop("Reading the file needed too much memory and was stopped."),
    "unreadable": gettext_noop("The file is damaged; not all of it could be read."),
    "no_seal": gettext_noop("The file bears no seal."),
    "seal_of_others": gettext_noop("The file bears a seal, but not ours."),
    "seal_moved": gettext_noop("A program wrote the file anew: our seal no longer stands where it was put."),
    "appended": gettext_noop("Something was added to the file after it was sealed."),
    "bytes_changed": gettext_noop("Bytes of the file were changed after it was sealed."),
    "facts_differ": gettext_noop("The facts enclosed in the file are not those of the register."),
    "unknown_number": gettext_noop("The register does not know the number that the file names."),
    "not_in_register": gettext_noop(
        "The seal is ours, but the register does not know this file."
        " Tell the certification body: a key may have been stolen."
    ),
    "sealed_again": gettext_noop("The certificate was sealed again since; ask for the newer file."),
    "seal_compromised": gettext_noop("The key of this seal is no longer trusted; ask for the newer file."),
    "own_word_for_time": gettext_noop(
        "The time of sealing is the sealer's own word; no time-stamp confirms it."
    ),
    "test_seal": gettext_noop("The seal was made for a demonstration: not a certificate."),
}
