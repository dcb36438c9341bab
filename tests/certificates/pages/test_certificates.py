"""The pages of holder and body."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.certificates import services
from apps.certificates.models import Certificate
from apps.certificates.selectors import pdf_path
from tests.certificates.test_comparison import APART, MARGINS
from tests.certificates.test_selectors import copy_of
from tests.certificates.world import LABS, World, again

pytestmark = pytest.mark.django_db
LIFE = ("suspend", "reinstate", "amend", "withdraw")


def url(name, row):
    return reverse(f"certificates:{name}", args=[row.pk])


def as_(client, world, who):
    client.force_login(getattr(world.cast, who))
    return client


def test_nobody_without_a_sign_in(client, world):
    row = world.requested()
    for name in ("detail", "record", "pdf", "progress", "evaluate", "decide", *LIFE):
        assert client.get(url(name, row)).status_code == 302


@pytest.mark.parametrize("who", ["hana", "eve", "dora", "iris"])
def test_it_does_not_exist_for_others(client, world, who):
    row = world.issued()
    client = as_(client, world, who)
    for name in ("detail", "record", "pdf", "progress", "evaluate", "decide", *LIFE):
        assert client.get(url(name, row)).status_code == 404, name


def test_a_paper_that_waits_for_the_platform_says_so_to_its_body(client, world):
    row = world.approved()
    services.note_no_seal(certificate_id=row.pk, error="/srv/key.pem is gone", actor=world.system())
    page = as_(client, world, "bea").get(url("detail", row)).content.decode()
    assert "It could not be made yet, and is tried again by itself." in page
    assert "/srv/key.pem" not in page
    assert "could not be made" not in as_(client, world, "pia").get(url("detail", row)).content.decode()


def test_the_journey_by_pages(client, world):
    client = as_(client, world, "pia")
    page = client.get(reverse("certificates:requestable"))
    assert world.study.title in page.content.decode()
    asked = {"material": world.cast.candidate.pk, "body": world.cast.birch.pk, "language": "en"}
    answer = client.post(reverse("certificates:request", args=[world.study.pk]), asked)
    row = Certificate.objects.unscoped("test").get()
    assert answer.url == url("detail", row)
    assert "What the study says" in client.get(answer.url).content.decode()
    client = as_(client, world, "emil")
    assert client.post(url("evaluate", row), {"evaluation": "All there."}).url == url("detail", row)
    client = as_(client, world, "bea")
    page = client.get(url("decide", row)).content.decode()
    assert "At least three laboratories" in page
    decision = {"outcome": "approve", "reasons": "Carried.", "months": "24"}
    assert client.post(url("decide", row), decision).url == url("detail", row)
    assert "is being made" in client.get(url("detail", row)).content.decode()
    from apps.certificates.tasks import issue

    issue(str(row.pk))
    made = again(row)
    page = client.get(url("detail", row)).content.decode()
    assert made.number in page
    assert reverse("verify:certificate", args=[made.number]) in page
    assert client.post(url("withdraw", row), {"reason": "Alloy changed."}).url == url("detail", row)
    assert "Alloy changed." in client.get(url("detail", row)).content.decode()


@pytest.mark.parametrize(
    ("state", "name", "who"),
    [
        ("requested", "decide", "bea"),
        ("evaluated", "withdraw", "bea"),
        ("issued", "evaluate", "emil"),
        ("refused", "decide", "bea"),
        ("suspended", "suspend", "bea"),
        ("issued", "reinstate", "bea"),
        ("withdrawn", "amend", "bea"),
    ],
)
def test_a_form_out_of_turn_says_so(client, world, state, name, who):
    row = getattr(world, state)()
    assert as_(client, world, who).get(url(name, row)).status_code == 409


def test_a_form_that_is_not_right_comes_back_with_what_is_wrong(client, world):
    row = world.evaluated()
    answer = as_(client, world, "bea").post(
        url("decide", row), {"outcome": "approve", "reasons": "", "months": ""}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "There is a problem" in page
    assert "Say for how many months" in page
    assert "<title>Error:" in page
    assert again(row).state == "evaluated"


def test_what_blocks_an_approval_is_listed_and_refused_in_words(client, cast, quick_paper, quiet_press):
    world = World(cast, labs=LABS[:2], shift={"Cu": "2"})
    row = world.evaluated()
    client = as_(client, world, "bea")
    page = client.get(url("decide", row)).content.decode()
    assert "Copper was measured by 2 laboratories" in page
    assert "Copper does not conform" in page
    answer = client.post(url("decide", row), {"outcome": "approve", "reasons": "Anyway.", "months": "12"})
    assert answer.status_code == 422
    assert "The data do not carry this certificate." in answer.content.decode()
    assert client.post(url("decide", row), {"outcome": "refuse", "reasons": "No."}).status_code == 302


def test_asking_twice_is_a_friendly_conflict(client, world):
    world.requested()
    asked = {"material": world.cast.candidate.pk, "body": world.cast.birch.pk, "language": "en"}
    answer = as_(client, world, "alice").post(reverse("certificates:request", args=[world.study.pk]), asked)
    assert answer.status_code == 422
    assert "already under way" in answer.content.decode()


def test_a_study_without_a_body_says_whom_to_ask(client, world):
    from django.utils import timezone

    from apps.consortia.models import ConsortiumMembership

    ConsortiumMembership.objects.filter(organisation=world.cast.birch).update(left_at=timezone.now())
    page = as_(client, world, "alice").get(reverse("certificates:request", args=[world.study.pk]))
    assert "Ask the convener to invite one" in page.content.decode()


@pytest.mark.parametrize("who", ["alice", "emil"])
def test_the_file_is_given_to_holder_and_body_as_it_was_issued(client, world, who):
    row = world.issued()
    answer = as_(client, world, who).get(url("pdf", row))
    assert answer.content == pdf_path(row).read_bytes()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{row.number}.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_a_lost_or_damaged_file_is_said_plainly_and_an_unmade_one_is_not_there(client, world):
    row = world.issued()
    pdf_path(row).write_bytes(b"damaged")
    answer = as_(client, world, "alice").get(url("pdf", row))
    assert (answer.status_code, "not in the archive" in answer.content.decode()) == (409, True)
    unmade = world.approved(by="hana")
    assert as_(client, world, "hana").get(url("pdf", unmade)).status_code == 404


def test_progress_polls_while_it_is_made_and_then_asks_the_page_to_show_itself_anew(client, world):
    row = world.approved()
    client = as_(client, world, "alice")
    going = client.get(url("progress", row), headers={"HX-Request": "true"})
    assert 'hx-trigger="every 1s"' in going.content.decode()
    assert "HX-Refresh" not in going
    from apps.certificates.tasks import issue

    issue(str(row.pk))
    assert client.get(url("progress", row), headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_the_record_tells_who_did_what(client, world):
    row = world.issued()
    page = as_(client, world, "alice").get(url("record", row)).content.decode()
    assert "Emil Eren, Birch Certification" in page
    assert "The platform" in page
    assert f"Issued certificate {row.number}" in page


@pytest.mark.parametrize("count", [1, 3, 50])
def test_the_list_costs_the_same_for_any_length(client, world, count):
    for number in range(count):
        copy_of(world, number)
    client = as_(client, world, "alice")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = client.get(reverse("certificates:list"))
    assert page.status_code == 200
    assert len(queries) == 6


@pytest.mark.parametrize(
    ("state", "most"),
    [
        ("evaluated", 19),
        ("issued", 15),
        ("superseded", 15),
    ],  # before it is frozen, the study's conclusion is asked too
)
def test_a_certificate_costs_a_bounded_number_of_queries(client, world, state, most):
    row = getattr(world, state)()
    client = as_(client, world, "alice")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url("detail", row)).status_code == 200
    assert len(queries) <= most


def test_an_empty_list_says_what_to_do(client, world):
    page = as_(client, world, "alice").get(reverse("certificates:list")).content.decode()
    assert "No certificates yet" in page
    assert reverse("certificates:requestable") in page
    page = as_(client, world, "emil").get(reverse("certificates:list")).content.decode()
    assert reverse("certificates:requestable") not in page


@pytest.mark.parametrize(
    "state",
    ["requested", "evaluated", "approved", "refused", "issued", "withdrawn", "suspended", "superseded"],
)
def test_every_state_has_its_page_in_both_languages(client, world, state):
    row = getattr(world, state)()
    client = as_(client, world, "bea")
    for language in ("en", "tr"):
        client.cookies["django_language"] = language
        page = client.get(url("detail", row))
        assert page.status_code == 200
        assert f'<html lang="{language}">' in page.content.decode()


def test_a_failed_one_says_so_to_the_body_with_the_cause(client, world):
    from apps.certificates import services

    row = world.approved()
    services.begin_issue(certificate_id=row.pk, actor=world.system())
    Certificate.objects.unscoped("test").update(attempts=5)
    services.note_trouble(certificate_id=row.pk, error="no ink", actor=world.system())
    assert "no ink" in as_(client, world, "bea").get(url("detail", row)).content.decode()
    page = as_(client, world, "alice").get(url("detail", row)).content.decode()
    assert "could not be made" in page
    assert "no ink" not in page


def test_who_evaluates_and_who_decides_read_the_conclusion_of_the_study_first(
    client, cast, quick_paper, quiet_press
):
    world = World(cast, margins=MARGINS, apart=APART)
    row = world.requested()
    for who, name, state in (("emil", "evaluate", "requested"), ("bea", "decide", "evaluated")):
        for page in ("detail", name):
            shown = as_(client, world, who).get(url(page, row)).content.decode()
            assert "every compared characteristic holds" in shown, (page, state)
            assert "0.0599 … 0.0781" in shown, (page, state)
        if state == "requested":
            services.evaluate(certificate_id=row.pk, actor=world.actor("emil"), evaluation="All there.")
