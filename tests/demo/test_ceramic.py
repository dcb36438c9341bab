"""The second study of the demonstration: real bars, a margin locked beforehand, and an answer that its set is known for."""

import io
import json
from collections import Counter
from decimal import Decimal

import pytest
from django.core.management import call_command

from apps.accounts.models import User
from apps.accounts.selectors import actor_of, live_memberships
from apps.audit.models import Entry
from apps.demo import testing
from apps.demo.ceramic import data, planning
from apps.demo.people import EVE, GWEN, HANA, IRIS, NORA, PIA
from apps.demo.steps import marks
from apps.studies.events import FlagConfirmed, FlagReturned, FlagRuled, SheetReceived, StudyOpened
from apps.studies.models import OutlierFlag, Sample, Sheet, Study
from apps.studies.selectors import conclusions_of
from apps.studies.selectors.analysis import inputs_of
from tests.demo.stage import play, worker_by_hand


@pytest.fixture
def played(db, settings, tmp_path):
    """Play the whole story, and give the study of the ceramic."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    call_command("load_reference", stdout=io.StringIO())
    with worker_by_hand():
        play()
    return Study.objects.unscoped("test").get(pk=marks()[planning.STUDY])


def test_it(played):
    for f in OutlierFlag.objects.filter(study=played): print(f.verdict, f.state, f.reason)
    print(conclusions_of(played))
    print(Counter(Sheet.objects.unscoped("t").filter(enrolment__study=played).values_list("state", flat=True)))
