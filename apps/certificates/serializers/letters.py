"""Certificates sent by mail, as JSON."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from apps.certificates.rules.letters import LONGEST_ADDRESS, LONGEST_LINE
from apps.certificates.states import LetterState


class LetterIn(serializers.Serializer[Any]):
    """To whom a certificate is sent by mail, with a line of yours."""

    address = serializers.CharField(max_length=LONGEST_ADDRESS, trim_whitespace=False)
    line = serializers.CharField(max_length=LONGEST_LINE, trim_whitespace=False, allow_blank=True, default="")
    language = serializers.ChoiceField(choices=[code for code, _name in settings.LANGUAGES], default="en")


class LetterOut(serializers.Serializer[Any]):
    """A certificate sent by mail. `sender` is empty where the platform told the holder of the issue."""

    id = serializers.UUIDField()
    address = serializers.CharField()
    sender = serializers.CharField(allow_blank=True)
    line = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()
    state = serializers.ChoiceField(choices=LetterState.choices)
    ended_at = serializers.DateTimeField(allow_null=True)
    attempts = serializers.IntegerField()
    trouble = serializers.CharField(
        allow_blank=True, help_text="What the mail server said, or a sentence of ours."
    )
    pdf_sha256 = serializers.CharField(allow_blank=True, help_text="Of the file that was attached.")
    message_id = serializers.CharField()


class LetterPage(serializers.Serializer[Any]):
    """A page of letters, newest first; `next` is the address of the next one."""

    next = serializers.CharField(allow_null=True)
    results = LetterOut(many=True)
