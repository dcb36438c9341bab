"""What laboratories state of their uncertainty stays their own: no answer to others depends on it, no hash tells it."""

import re
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from apps.audit.models import Entry
from apps.notifications.models import Notice
from apps.studies import services, tasks
from apps.studies.files import REPORTS, path_of
from apps.studies.models import Analysis, Cell, Enrolment
from apps.studies.selectors import inputs_of
from apps.studies.services.running import run_analysis
from tests.studies import world

pytestmark = pytest.mark.django_db

TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]+')
OF_A_STUDY = (
    "studies:detail", "studies:analysis", "studies:analysis_csv", "studies:conclusion", "studies:outliers",
    "studies:mine", "studies:report", "studies:record", "studies:laboratories", "studies:results",
    "api-study", "api-analysis", "api-study-scores", "api-study-runs", "api-study-flags",
    "api-study-conclusions", "api-study-papers", "api-sheets",
)  # fmt: skip
OF_NONE = ("studies:list", "home", "notifications:news", "api-studies")
MOMENT = datetime(2031, 5, 7, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _stopped(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    with time_machine.travel(MOMENT, tick=False):
        yield


@pytest.fixture
def study(cast, open_study):
    return world.stated(cast, open_study, {"carol": "0.0044", "colin": "0.0033"})


def asked(cast, study, who):
    """What a person reads of a closed study: status and bytes of every address, and the report's."""
    client = Client()
    client.force_login(getattr(cast, who))
    addresses = [reverse(name, args=[study.pk]) for name in OF_A_STUDY] + [reverse(name) for name in OF_NONE]
    answers = {address: client.get(address) for address in addresses}
    return {address: (one.status_code, TOKEN.sub(rb"\1", one.content)) for address, one in answers.items()}


def paper_of(cast, study):
    row = services.order_paper(study_id=study.pk, language="en", actor=cast.actor("hana"))
    tasks.make_paper(row.pk)
    row.refresh_from_db()
    return path_of(REPORTS, row.pdf_sha256).read_bytes()


def closed(cast, study, deliver_news, people):
    """Close the study in a world of its own: what its people read, what is told them, and its secrets."""
    with transaction.atomic():
        services.close_study(study_id=study.pk, actor=cast.actor("iris"))
        deliver_news()
        run = Analysis.objects.get(study=study)
        told = {who: asked(cast, study, who) for who in people}
        told["mails"] = [f"{one.to} {one.subject} {one.body}" for one in mail.outbox]
        told["notices"] = [
            str(one) for one in Notice.objects.order_by("pk").values_list("user_id", "words", "values")
        ]
        told["record"] = list(
            Entry.objects.filter(chain__startswith="study:").values_list("payload", flat=True)
        )
        told["paper"] = paper_of(cast, study)
        transaction.set_rollback(True)
    mail.outbox.clear()
    return told, run


def state_another(cast, study, who, amount):
    """Let a laboratory have stated another uncertainty, in a sheet that is locked."""
    mine = Enrolment.objects.unscoped("test").get(study=study, organisation=cast.actor(who).organisation_id)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        assert Cell.objects.filter(sheet__enrolment=mine).update(uncertainties=[Decimal(amount)] * 3)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_others_read_the_same_bytes_whatever_a_laboratory_states(cast, study, deliver_news):
    people = ("iris", "bob", "colin", "eve")
    before, run = closed(cast, study, deliver_news, people)
    state_another(cast, study, "carol", "0.0099")
    after, other = closed(cast, study, deliver_news, people)
    assert run.scores != other.scores
    assert run.stated_sha256 != other.stated_sha256
    assert run.inputs_sha256 == other.inputs_sha256
    assert {200} <= {status for status, _content in before["iris"].values()}
    assert after == before


def test_neither_salt_nor_hash_of_what_is_stated_is_told_to_anybody(cast, study, deliver_news):
    told, run = closed(cast, study, deliver_news, ("iris", "carol", "colin", "hana"))
    assert (len(run.stated_salt), len(run.stated_sha256)) == (64, 64)
    assert run.inputs_sha256 in str(told["record"])
    assert run.inputs_sha256.encode() in told["iris"][reverse("api-study-runs", args=[study.pk])][1]
    for secret in (run.stated_salt, run.stated_sha256):
        assert secret not in str(told)


def test_every_run_has_a_salt_of_its_own_and_none_where_nobody_states_anything(cast, study):
    world.outlying(cast)
    done = services.close_study(study_id=study.pk, actor=cast.actor("iris"))
    first = Analysis.objects.get(study=done)
    plain = Analysis.objects.exclude(pk=first.pk).get()
    assert (plain.stated_salt, plain.stated_sha256) == ("", "")
    second = run_analysis(done, cast.actor("iris"), inputs_of(done))
    assert second.inputs_sha256 == first.inputs_sha256
    assert len({first.stated_salt, second.stated_salt, ""}) == 3
    assert first.stated_sha256 != second.stated_sha256


@pytest.mark.parametrize("change", ["salt", "hash", "both empty", "a sheet"])
def test_recheck_tells_that_what_was_stated_is_not_what_went_in(cast, study, change):
    done = services.close_study(study_id=study.pk, actor=cast.actor("iris"))
    runs = Analysis.objects.filter(study=done)
    if change == "a sheet":
        state_another(cast, done, "carol", "0.0099")
    else:
        runs.update(
            **{
                "salt": {"stated_salt": "0" * 64},
                "hash": {"stated_sha256": "0" * 64},
                "both empty": {"stated_salt": "", "stated_sha256": ""},
            }[change]
        )
    (found,) = services.recomputed(done)
    assert (found.inputs_hold, found.stated_hold, found.holds) == (True, False, False)


@pytest.mark.parametrize("wrong", [{"stated_salt": ""}, {"stated_sha256": ""}], ids=str)
def test_the_database_keeps_hash_and_salt_together(cast, study, wrong):
    services.close_study(study_id=study.pk, actor=cast.actor("iris"))
    with pytest.raises(IntegrityError, match="studies_run_stated_under_a_salt"), transaction.atomic():
        Analysis.objects.filter(study=study).update(**wrong)
