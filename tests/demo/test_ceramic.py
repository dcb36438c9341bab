"""The second study of the demonstration: real bars, a margin locked beforehand, and what its set is known to say."""

import io
import json
from collections import Counter, defaultdict
from decimal import Decimal
from statistics import fmean

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from apps.accounts.models import User
from apps.accounts.selectors import actor_of, live_memberships
from apps.audit.models import Entry
from apps.certificates.models import Certificate
from apps.certificates.projections.sides import second_of
from apps.demo import testing
from apps.demo.ceramic import concluding, data, planning
from apps.demo.people import EVE, GWEN, HANA, IRIS, NORA, PIA
from apps.demo.steps import marks
from apps.studies.events import FlagReturned, SheetReceived, StudyOpened
from apps.studies.models import Analysis, OutlierFlag, ProtocolVersion, Sample, Sheet, Study
from apps.studies.selectors import conclusions_of
from apps.studies.selectors.analysis import inputs_of
from apps.studies.selectors.sheets import own_results
from apps.studies.statistics import Cells, Margins, equivalence_of
from tests.demo.stage import play, worker_by_hand

pytestmark = pytest.mark.django_db

SE, DF = "6.44", 7
"""Origin: lme4 with Kenward-Roger degrees of freedom on the same results, printed (tests/studies/test_conclusions.py)."""
T_7 = 1.8946  # 95 % point of Student's t with 7 degrees of freedom, of any printed table
LABORATORIES, RESULTS = 8, 480


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker, tmp_path_factory):
    """Play the whole story once, in a transaction that is rolled back."""
    files = tmp_path_factory.mktemp("files")
    quick = {
        "MEDIA_ROOT": files / "media",
        "EMAIL_FILE_PATH": files / "mail",
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
    }
    with django_db_blocker.unblock(), override_settings(**quick), transaction.atomic():
        call_command("load_reference", stdout=io.StringIO())
        with worker_by_hand():
            play()
        yield files
        transaction.set_rollback(True)


@pytest.fixture
def ceramic(played):
    return study_of(planning.STUDY)


@pytest.fixture(autouse=True)
def _its_files(played, settings):
    settings.MEDIA_ROOT = played / "media"


def study_of(step):
    return Study.objects.unscoped("test").get(pk=marks()[step])


def actor(person):
    return actor_of(live_memberships(User.objects.get(email=person.email)).get())


def figures_of(study):
    (conclusion,) = conclusions_of(study)
    (strength,) = conclusion.characteristics
    return conclusion, strength


def test_it_concludes_that_the_ceramics_are_equivalent(ceramic):
    conclusion, strength = figures_of(ceramic)
    figures = strength.figures
    assert ceramic.certifying and ceramic.state == "concluded"
    assert (conclusion.decision, conclusion.decision_with_all) == ("equivalent", "equivalent")
    assert (f"{figures['se']:.2f}", figures["df"], len(figures["labs"])) == (SE, DF, LABORATORIES)
    assert len(inputs_of(ceramic)) == RESULTS


def published_difference():
    cells = defaultdict(list)
    for rows in data.sheets().values():
        for row in rows:
            cells[row["lab"], row["material"]].append(float(row["value"]))
    return fmean(fmean(cells[lab, "batch1"]) - fmean(cells[lab, "batch2"]) for lab in data.sheets())


def test_its_difference_is_that_of_the_published_means(ceramic):
    _conclusion, strength = figures_of(ceramic)
    assert strength.figures["difference"] == pytest.approx(published_difference(), rel=1e-12)


@pytest.mark.parametrize(
    ("margin", "answer"),
    [("30", "different"), ("60", "different"), ("90", "inconclusive"), ("120", "equivalent")],
)
def test_its_source_note_says_what_other_margins_would_have_given(margin, answer):
    note = (data.DATA.parent / "SOURCE.md").read_text()
    (line,) = [line for line in note.splitlines() if line.startswith("|") and f"±{margin} MPa" in line]
    assert answer in line
    found = equivalence_of(*bars(), Margins.around(float(margin), float(margin)))
    assert found.decision == answer


def test_its_source_note_says_what_the_usual_ratio_would_have_given():
    found = equivalence_of(*bars(), Margins.of_ratio(1.25, 0.8), ratio=True)
    ends = found.ratio.interval
    line = f"| ratio 0.80 to 1.25 | | {found.decision} ({ends.low:.3f} to {ends.high:.3f}) |"
    assert line in (data.DATA.parent / "SOURCE.md").read_text()


def bars():
    """The set as it was published: its cells, the incumbent, the candidate."""
    rows = [row for rows in data.sheets().values() for row in rows]
    cells = ((row["lab"], row["material"], int(row["replicate"]), Decimal(row["value"])) for row in rows)
    return Cells.from_results(cells), data.INCUMBENT, data.CANDIDATE


def test_what_counts_is_what_was_published_to_the_digit(ceramic):
    published = Counter(row["value"] for rows in data.sheets().values() for row in rows)
    assert Counter(reported for *_place, reported in inputs_of(ceramic)) == published


def test_its_margin_was_locked_before_the_first_sheet_came(ceramic):
    opened = Entry.objects.get(event=StudyOpened.name, payload__contains=str(ceramic.pk))
    sheets = Entry.objects.filter(event=SheetReceived.name, payload__contains=str(ceramic.pk))
    first = sheets.order_by("pk").first()
    assert opened.pk < first.pk
    assert opened.at < first.at
    version = ProtocolVersion.objects.get(study=ceramic)
    assert version.sha256 in opened.payload
    (strength,) = json.loads(version.text)["characteristics"]
    assert {Decimal(strength["margin_low"]), Decimal(strength["margin_high"])} == {planning.MARGIN}


def test_two_people_ruled_on_its_outlying_cell(ceramic):
    flag = OutlierFlag.objects.get(study=ceramic)
    iris, nora = (User.objects.get(email=person.email).pseudonym for person in (IRIS, NORA))
    assert (flag.test, flag.verdict, flag.ruling) == ("cochran", "outlier", "keep")
    assert (flag.ruled_by, flag.confirmed_by, flag.reason) == (iris, nora, concluding.REASON)
    returned = Entry.objects.get(event=FlagReturned.name, payload__contains=str(ceramic.pk))
    assert returned.actor == nora


def test_its_boxes_came_in_and_the_broken_one_was_replaced(ceramic):
    boxes = Sample.objects.unscoped("test").filter(study=ceramic)
    states = Counter(boxes.values_list("state", flat=True))
    assert states == {"received": 2 * LABORATORIES, "damaged": 1}


def test_its_sheets_came_in_every_way_and_one_was_corrected(ceramic):
    sheets = Sheet.objects.unscoped("test").filter(enrolment__study=ceramic)
    states = Counter(sheets.values_list("state", flat=True))
    assert states == {"taken": LABORATORIES, "replaced": 1, "refused": 1, "discarded": 1}
    assert {name.rpartition(".")[2] for name in sheets.values_list("file_name", flat=True)} > {"csv", "xlsx"}
    corrected = sheets.get(version=2)
    earlier = sheets.get(enrolment=corrected.enrolment, version=1)
    assert corrected.reason
    assert earlier.hints == corrected.hints  # no hint told of the slip
    lab = actor_of(live_memberships(User.objects.get(pseudonym=corrected.handed_in_by)).get())
    found = [_values(own_results(lab, sheet.pk)) for sheet in (earlier, corrected)]
    assert len(found[0] - found[1]) == len(found[1] - found[0]) == 1
    draft = sheets.get(state="discarded")
    assert [hint["code"] for hint in draft.hints] == ["factor"]


def _values(cells):
    return {(cell.sample, value.replicate, value.text) for cell in cells for value in cell.values}


def test_the_alloys_study_is_concluded_with_everything_counted(played):
    alloy = study_of(testing.STUDY)
    rulings = OutlierFlag.objects.filter(study=alloy).values_list("state", "ruling")
    assert alloy.state == "concluded"
    assert set(rulings) == {("confirmed", "keep")}
    run = Analysis.objects.get(study=alloy)
    certificate = Certificate.objects.unscoped("test").get(state="issued", study=alloy)
    assert json.loads(certificate.facts)["study"]["inputs_sha256"] == run.inputs_sha256


def test_its_consortium_alone_knows_of_it(ceramic):
    sees = {
        person.key: Study.objects.visible_to(actor(person)).filter(pk=ceramic.pk).exists()
        for person in (GWEN, HANA, PIA, EVE)
    }
    assert sees == {"gwen": True, "hana": True, "pia": False, "eve": False}


def test_its_certificate_says_in_two_languages_that_the_ceramics_are_equivalent(ceramic):
    certificate = Certificate.objects.unscoped("test").get(study=ceramic, state="issued")
    facts = json.loads(certificate.facts)
    (strength,) = facts["study"]["precision"]
    assert (certificate.holder.name, facts["study"]["conclusion"]["word"]) == ("Heron Ceramics", "equivalent")
    assert (strength["conclusion"], strength["compared_by"]) == ("equivalent", LABORATORIES)
    difference, half = published_difference(), T_7 * float(SE)
    printed = [float(strength[name]) for name in ("difference", "interval_low", "interval_high")]
    assert printed == pytest.approx([difference, difference - half, difference + half], abs=0.1)
    assert "eşdeğer" in second_of(facts)["study"]["conclusion"]["sentence"]
    assert (certificate.suspended_code, certificate.reinstated_code) == ("change_not_assessed", "unfounded")


def test_an_amendment_of_its_certificate_waits_for_its_evaluation(ceramic):
    waiting = Certificate.objects.unscoped("test").get(study=ceramic, state="requested")
    assert waiting.replaces.state == "issued"


def test_its_analyses_can_be_made_again(played):
    out = io.StringIO()
    call_command("recheck_analysis", "--json", stdout=out)
    told = json.loads(out.getvalue())
    assert [one["holds"] for one in told] == [True, True]


def test_its_record_holds(played):
    out = io.StringIO()
    call_command("verify_audit", json=True, stdout=out)
    assert json.loads(out.getvalue())["holds"] is True
