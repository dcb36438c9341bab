"""The report on paper: ordered by who sees the study, made once, the same bytes each time, never before closing."""

import errno
import json
import subprocess
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pytest
from django.db import IntegrityError, connection, transaction
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from apps.accounts.services import make_api_key
from apps.audit.models import Entry
from apps.core.actor import system_actor
from apps.core.canonical import canonical, sha256
from apps.core.errors import Conflict, Invalid, Missing, NotAllowed
from apps.core.figure import Cell, Column, Row
from apps.core.pdf import render_pdf
from apps.studies import selectors, services, tasks
from apps.studies.documents.reports import paper as printing
from apps.studies.files import REPORTS, path_of
from apps.studies.models import Enrolment, Paper
from apps.studies.rules.conclusions import Compared
from apps.studies.rules.papers import MOST_ATTEMPTS
from apps.studies.rules.runs import Question, compute
from apps.studies.states import PAPER_FLOW, PRINTER, VIEWER
from tests.studies import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_archive(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def study(cast):
    return world.outlying(cast)


@pytest.fixture
def quick(monkeypatch):
    """Print at once, without WeasyPrint."""
    monkeypatch.setattr(
        tasks, "printed", lambda one: f"%PDF {one.facts.rulings_sha256} {one.language}".encode()
    )


def order(cast, study, who="hana", language="en"):
    return services.order_paper(study_id=study.pk, language=language, actor=cast.actor(who))


def made(cast, study, **said):
    row = order(cast, study, **said)
    tasks.make_paper(row.pk)
    row.refresh_from_db()
    return row


def pdf_of(row):
    return path_of(REPORTS, row.pdf_sha256).read_bytes()


def enclosed(pdf):
    with pikepdf.open(BytesIO(pdf)) as opened:
        return {name: file.get_file().read_bytes() for name, file in opened.attachments.items()}


def words_of(pdf, tmp_path):

    (tmp_path / "x.pdf").write_bytes(pdf)
    asked = ["pdftotext", "-layout", str(tmp_path / "x.pdf"), "-"]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout


def told(study):
    names = Entry.objects.filter(chain=f"study:{study.pk}").order_by("seq").values_list("event", flat=True)
    return [name.partition(".")[2] for name in names if "Paper" in name]


def test_the_paper_is_a_tagged_archive_file_with_the_run_inside(cast, study, tmp_path):
    world.confirmed(cast, study)
    row = made(cast, study)
    assert (row.state, row.last_error) == ("made", "")
    pdf = pdf_of(row)
    assert sha256(pdf) == row.pdf_sha256
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert str(opened.Root.Lang) == "en"
        with opened.open_metadata() as about:
            assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("3", "B")
    files = enclosed(pdf)
    assert set(files) == {"analysis.csv", "protocol.json", "run.json"}
    assert sha256(files["protocol.json"]) == study.protocol_sha256


@pytest.fixture
def with_an_exclusion(cast):
    study = world.outlying(cast)
    world.confirmed(cast, study)
    return study


@pytest.fixture
def with_uncertainties(cast, open_study):
    world.stated(cast, open_study, {"carol": "0.0044", "colin": "0.0033"})
    return services.close_study(study_id=open_study.pk, actor=cast.actor("iris"))


@pytest.mark.parametrize("which", ["with_an_exclusion", "with_uncertainties"])
def test_the_run_inside_can_be_computed_again_by_anybody(cast, which, request):
    study = request.getfixturevalue(which)
    text = enclosed(pdf_of(made(cast, study)))["run.json"].decode()
    said = json.loads(text)
    assert canonical(said) == text
    compared = [Compared(**one) for one in said["question"].pop("compared")]
    question = Question(said["question"]["incumbent"], tuple(said["question"]["candidates"]), tuple(compared))
    excluded = [tuple(cell) for cell in said["excluded"]]
    went_in = {name: json.loads(text)[name] for name in ("excluded", "question", "results")}
    assert sha256(canonical(went_in)) == said["about"]["inputs_sha256"]
    fresh = compute([tuple(one) for one in said["results"]], excluded, question)
    assert fresh.inputs_sha256 == said["about"]["inputs_sha256"]
    assert json.loads(fresh.numbers) == said["numbers"]
    assert json.loads(fresh.numbers_without or "null") == said["numbers_without"]
    assert json.loads(fresh.conclusions) == said["conclusions"]


def test_narrow_columns_break_a_hash_and_no_word(tmp_path):
    columns = [Column(label) for label in ("Item", "Check", "Verdict", "Reason", "SHA-256")]
    words = "a bar breaks in its test and cannot be tested twice, so no separate check was made of it " * 3
    cells = ["M-2G Si3N4, recovered", "homogeneity", "waived", words, "d85b68d37bc2a1ee" * 4]
    context = {"columns": columns, "rows": [Row([Cell(text) for text in cells])]}
    pdf = render_pdf(
        f"<html lang='en'><body>{render_to_string('studies/_paper_table.html', context)}</body></html>",
        stylesheets=printing._stylesheets(), identifier=bytes(16), created=datetime.now(UTC), title="x", lang="en",
    )  # fmt: skip
    said = words_of(pdf, tmp_path)
    assert {"recovered", "homogeneity", "waived", "separate"} <= set(said.split())
    assert "d85b68d37bc2a1ee" * 4 not in said


def test_every_page_of_a_draft_says_so(cast, study, tmp_path):
    said = words_of(pdf_of(made(cast, study)), tmp_path)
    pages = [page for page in said.split("\f") if page.strip()]
    assert len(pages) > 1
    assert all("Draft of run 1, rulings open: 1" in page for page in pages)


def test_a_concluded_study_says_the_day_and_has_both_languages(
    cast, study, tmp_path, deliver_news, monkeypatch
):
    monkeypatch.setattr("apps.studies.handlers.work.send_to_print", tasks.make_paper)
    world.confirmed(cast, study, "keep")
    services.conclude(study_id=study.pk, actor=cast.actor("iris"))
    deliver_news()
    rows = Paper.objects.filter(study=study).order_by("language")
    assert [row.language for row in rows] == ["en", "tr"]
    for row in rows:
        tasks.make_paper(row.pk)  # the worker's queue is not awaited here
        row.refresh_from_db()
        assert row.state == "made"
    said = words_of(pdf_of(rows[0]), tmp_path)
    assert "Concluded on" in said
    assert "Draft" not in said
    before = told(study)
    services.order_papers(study_id=study.pk, actor=system_actor())
    assert (Paper.objects.count(), told(study)) == (2, before)


def test_the_paper_names_no_laboratory_and_tells_no_uncertainty(cast, study, tmp_path):
    pdf = pdf_of(made(cast, study))
    said = words_of(pdf, tmp_path)
    codes = Enrolment.objects.unscoped("test").filter(study=study).values_list("code", flat=True)
    assert all(code in said for code in codes)
    for name in ("Cedar", "Cypress", "Alder", "Hazel"):
        assert name not in said
        assert all(name.encode() not in content for content in enclosed(pdf).values())
    assert b"uncertaint" not in enclosed(pdf)["run.json"]


def test_the_same_order_gives_the_same_bytes(cast, study):
    row = order(cast, study)
    first = services.begin_paper(paper_id=row.pk, actor=system_actor())
    Paper.objects.filter(pk=row.pk).update(due_at=system_actor().now)
    second = services.begin_paper(paper_id=row.pk, actor=system_actor())
    assert printing.printed(first) == printing.printed(second)


@pytest.mark.usefixtures("quick")
def test_one_paper_for_each_run_language_and_state_of_the_rulings(cast, study):
    first = made(cast, study)
    assert made(cast, study, who="carol").pk == first.pk
    assert made(cast, study, language="tr").pk != first.pk
    world.ruled(cast, study)
    second = made(cast, study)
    assert (second.pk != first.pk, second.run_id) == (True, first.run_id)
    papers = {one.id: one.is_newest for one in selectors.papers_of(study).rows}
    assert (papers[first.pk], papers[second.pk]) == (False, True)
    assert told(study) == ["PaperOrdered", "PaperMade"] * 3


@pytest.mark.usefixtures("quick")
def test_an_order_whose_rulings_changed_meanwhile_comes_to_nothing_and_can_be_repeated(cast, study):
    row = order(cast, study)
    flag = world.ruled(cast, study)
    tasks.make_paper(row.pk)
    row.refresh_from_db()
    assert (row.state, told(study)[-1]) == ("outdated", "PaperOutdated")
    services.send_back(study_id=study.pk, flag_id=flag.pk, reason="Again.", actor=cast.actor("ike"))
    again = made(cast, study)
    assert (again.pk, again.state) == (row.pk, "made")


def test_a_worker_that_dies_leaves_nothing_double(cast, study, monkeypatch):
    row = order(cast, study)
    taken = services.begin_paper(paper_id=row.pk, actor=system_actor())
    assert taken is not None
    assert services.begin_paper(paper_id=row.pk, actor=system_actor()) is None  # somebody is at it
    Paper.objects.filter(pk=row.pk).update(due_at=system_actor().now)  # the worker died, its time has passed
    monkeypatch.setattr(tasks, "printed", lambda _printing: b"%PDF once")
    assert selectors.half_made(now=system_actor().now, most=5) == [row.pk]
    tasks.make_paper(row.pk)
    tasks.make_paper(row.pk)
    assert services.finish_paper(paper_id=row.pk, pdf_sha256="0" * 64, actor=system_actor()) is False
    row.refresh_from_db()
    assert (row.state, row.pdf_sha256) == ("made", sha256(b"%PDF once"))
    assert told(study) == ["PaperOrdered", "PaperMade"]


def test_a_full_disk_costs_a_report_no_attempt(cast, study, monkeypatch):
    def full(_pdf):
        raise OSError(errno.ENOSPC, "No space left on device")

    row = order(cast, study)
    with monkeypatch.context() as patch:
        patch.setattr(tasks, "printed", lambda _printing: b"%PDF at last")
        patch.setattr(services, "keep_paper", full)
        for _again in range(MOST_ATTEMPTS + 2):
            tasks.make_paper(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("ordered", 0)
    assert "No space left" in row.last_error
    assert row.due_at > system_actor().now
    monkeypatch.setattr(tasks, "printed", lambda _printing: b"%PDF at last")
    tasks.make_paper(row.pk)
    row.refresh_from_db()
    assert (row.state, row.last_error) == ("made", "")


def test_a_failure_is_seen_and_can_be_tried_again(client, cast, study, monkeypatch):
    def broken(_printing):
        raise MemoryError

    monkeypatch.setattr(tasks, "printed", broken)
    row = order(cast, study)
    for _attempt in range(MOST_ATTEMPTS):
        tasks.make_paper(row.pk)
        Paper.objects.filter(pk=row.pk, state="ordered").update(due_at=system_actor().now)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.last_error) == ("failed", MOST_ATTEMPTS, "MemoryError()")
    client.force_login(cast.hana)
    page = client.get(reverse("studies:report", args=[study.pk])).content.decode()
    assert "could not be made" in page
    assert "MemoryError" not in page
    monkeypatch.setattr(tasks, "printed", lambda _printing: b"%PDF at last")
    client.post(reverse("studies:order_report", args=[study.pk]), {"language": "en"})
    tasks.make_paper(row.pk)
    row.refresh_from_db()
    assert row.state == "made"


def test_before_closing_nobody_orders_and_nothing_is_shown(client, cast, open_study):
    with pytest.raises(Conflict, match="not closed"):
        order(cast, open_study)
    client.force_login(cast.iris)
    assert client.get(reverse("studies:report", args=[open_study.pk])).status_code == 409
    assert client.get(reverse("studies:report_file", args=[open_study.pk, 1])).status_code == 409
    assert Paper.objects.count() == 0


def test_a_stranger_finds_nothing_and_a_wrong_language_is_refused(cast, study):
    with pytest.raises(Missing):
        order(cast, study, who="eve")
    with pytest.raises(Invalid, match="English or Turkish"):
        order(cast, study, language="de")


@pytest.mark.usefixtures("quick")
def test_the_page_and_the_api_give_the_file(client, cast, study):
    key = make_api_key(actor=cast.actor("hana"), label="test")
    api, said = APIClient(), {"headers": {"Authorization": f"Token {key}"}}
    path = reverse("api-study-papers", args=[study.pk])
    ordered = api.post(path, {"language": "en"}, format="json", **said)
    assert (ordered.status_code, ordered.json()["state"]) == (201, "ordered")
    tasks.make_paper(ordered.json()["id"])
    (shown,) = api.get(path, **said).json()["results"]
    assert (shown["state"], shown["is_newest"]) == ("made", True)
    file = api.get(reverse("api-study-paper-file", args=[study.pk, shown["id"]]), **said)
    client.force_login(cast.carol)
    page = client.get(reverse("studies:report", args=[study.pk])).content.decode()
    address = reverse("studies:report_file", args=[study.pk, shown["id"]])
    assert address in page
    assert client.get(address).content == file.content == pdf_of(Paper.objects.get())
    path_of(REPORTS, shown["pdf_sha256"]).write_bytes(b"another")
    assert client.get(address).status_code == 409


def test_the_database_keeps_one_paper_and_what_was_made(cast, study, monkeypatch):
    monkeypatch.setattr(tasks, "printed", lambda _printing: b"%PDF")
    row = made(cast, study)
    rows = Paper.objects.filter(pk=row.pk)
    for wrong in ({"state": "ordered"}, {"pdf_sha256": "0" * 64}, {"language": "tr"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()
    other = order(cast, study, language="tr")
    for wrong in ({"state": "made"}, {"language": "en"}, {"language": "de"}, {"rulings_sha256": "0" * 64}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Paper.objects.filter(pk=other.pk).update(**wrong)


@pytest.mark.parametrize("move", sorted(PAPER_FLOW.moves))
@pytest.mark.parametrize("state", PAPER_FLOW.states)
def test_papers_move_by_the_right_hand_and_in_turn(move, state):
    for standing in {VIEWER, PRINTER} - PAPER_FLOW.moves[move].by:
        with pytest.raises(NotAllowed):
            PAPER_FLOW.move(move, state, {standing})
    if state not in PAPER_FLOW.moves[move].sources:
        with pytest.raises(Conflict):
            PAPER_FLOW.move(move, state, PAPER_FLOW.moves[move].by)


def test_a_large_study_is_told_by_summary_and_its_page_asks_as_often_as_a_small_one(client, cast, tmp_path):
    counts = []
    client.force_login(cast.hana)
    for number in (3, 50):
        study = world.of_many(cast, number)
        address = reverse("studies:report", args=[study.pk])
        client.get(address)  # draws and caches the pictures
        with CaptureQueriesContext(connection) as seen:
            page = client.get(address)
        counts.append(len(seen))
        assert ("This study has 100 levels" in page.content.decode()) is (number == 50)
        assert len(page.content) < (250_000 if number == 50 else 400_000)  # of six levels it has all pictures
    assert counts[0] == counts[1] <= 40
    pdf = pdf_of(made(cast, study))
    assert "This study has 100 levels" in " ".join(words_of(pdf, tmp_path).split())
    assert enclosed(pdf)["analysis.csv"].count(b"\r\n") == 101
