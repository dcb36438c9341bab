"""Certificates by mail: to the holder's people at the issue, and to whom they send it; by a real mail server."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.utils import timezone, translation

from apps.audit import outbox
from apps.audit.models import Delivery, Entry, PersonalPart
from apps.certificates import selectors, services, tasks
from apps.certificates.models import Letter
from apps.certificates.rules.letters import MOST_A_DAY, TRIED_FOR, pause_after
from apps.certificates.selectors import pdf_path
from apps.core.canonical import sha256
from apps.core.errors import Conflict, Invalid, Missing, NotAllowed
from tests.certificates.post_office import free_port

pytestmark = pytest.mark.django_db
OUTSIDE = "buyer@customer.example"
NOT_REACHED = "The mail server could not be reached, or takes no mail from the platform."
LATER = timedelta(hours=2)  # longer than any pause


class Killed(BaseException):
    """What no handler catches, as a kill -9 is not caught."""


def send(world, row, by="alice", address=OUTSIDE, line="", language="en"):
    return services.send_certificate(
        certificate_id=row.pk, actor=world.actor(by), address=address, language=language, line=line
    )


def posted(letter):
    tasks.post(str(letter.pk))
    return again_letter(letter)


def again_letter(letter):
    return Letter.objects.get(pk=letter.pk)


def told(letter):
    return list(
        Entry.objects.filter(chain=f"letter:{letter.pk}").order_by("seq").values_list("event", flat=True)
    )


def parts(mail):
    (file,) = mail.iter_attachments()
    return mail.get_body(("plain",)).get_content(), file


def letters_at_the_issue(world, deliver_news, **asked):
    row = world.issued(**asked)
    deliver_news()
    return row, list(Letter.objects.filter(certificate=row).order_by("address"))


def test_the_people_of_the_holder_get_the_file_and_both_links_in_their_language(
    world, deliver_news, post_office
):
    world.cast.pia.language = "tr"
    world.cast.pia.save()
    row, letters = letters_at_the_issue(world, deliver_news)
    assert [letter.address for letter in letters] == [world.cast.alice.email, world.cast.pia.email]
    for letter in letters:
        assert posted(letter).state == "handed_over"
    english, turkish = post_office.letters
    body, file = parts(english)
    assert english["Subject"] == f"Certificate {row.number} for {world.cast.candidate.name} is issued"
    assert selectors.verify_address(row.number, row.facts_sha256) in body
    assert f"/certificates/{row.pk}/" in body
    assert (file.get_filename(), file.get_content_type()) == (f"{row.number}.pdf", "application/pdf")
    assert file.get_content() == pdf_path(row).read_bytes()
    with translation.override("tr"):
        wanted = translation.gettext("Certificate %(number)s for %(material)s is issued")
    said = {"number": row.number, "material": world.cast.candidate.name}
    assert wanted != "Certificate %(number)s for %(material)s is issued"
    assert turkish["Subject"].strip() == wanted % said  # folded: a long one in letters of ours


def test_what_was_handed_over_is_recorded_with_its_file_and_message_id(world, deliver_news, post_office):
    row, (letter, _other) = letters_at_the_issue(world, deliver_news)
    done = posted(letter)
    (mail,) = post_office.letters
    assert mail["Message-ID"] == done.message_id
    assert done.pdf_sha256 == row.pdf_sha256 == sha256(parts(mail)[1].get_content())
    assert (done.attempts, done.due_at, done.trouble) == (1, None, "")
    assert done.ended_at is not None
    assert told(done) == ["certificates.LetterHandedOver"]


def test_an_amendment_names_what_it_stands_in_the_place_of(world, deliver_news, post_office):
    old = world.issued()
    new = world.amendment(old)
    deliver_news()
    posted(Letter.objects.filter(certificate=new).first())
    assert f"It stands in the place of certificate {old.number}." in parts(post_office.letters[0])[0]
    posted(Letter.objects.filter(certificate=old).first())
    assert len(post_office.letters) == 1  # the superseded one is sent to nobody any more


def test_news_delivered_twice_and_a_task_run_twice_send_one_letter_each(world, deliver_news, post_office):
    row, letters = letters_at_the_issue(world, deliver_news)
    Delivery.objects.filter(handler="apps.certificates.handlers.mail_the_holder").update(delivered_at=None)
    for entry_id in Entry.objects.filter(chain=f"certificate:{row.pk}").values_list("pk", flat=True):
        outbox.deliver(entry_id)
    assert Letter.objects.count() == len(letters) == 2
    for letter in [*letters, *letters]:
        posted(letter)
    assert [to for (to,) in post_office.recipients] == [letter.address for letter in letters]


def test_the_holder_sends_it_outside_with_a_line_and_gets_the_answers(world, post_office):
    row = world.issued()
    letter = posted(send(world, row, by="pia", line="For order 4711 – Çelik"))
    (mail,) = post_office.letters
    body, _file = parts(mail)
    assert mail["Subject"] == f"Alder Metals sends you certificate {row.number}"
    assert mail["Reply-To"] == world.cast.pia.email
    assert "Pia Polat writes: For order 4711 – Çelik" in body
    assert selectors.verify_address(row.number, row.facts_sha256) in body
    assert f"/certificates/{row.pk}/" not in body  # no page of ours is for them
    assert letter.sent_by == world.cast.pia.pseudonym
    assert told(letter) == ["certificates.CertificateSent", "certificates.LetterHandedOver"]
    entry = Entry.objects.get(chain=f"letter:{letter.pk}", seq=1)
    assert OUTSIDE not in entry.payload
    assert PersonalPart.objects.get(entry=entry.pk, field="address").value == OUTSIDE


def test_a_recipient_refused_for_good_ends_with_the_servers_sentence(world, post_office):
    post_office.answers[OUTSIDE] = ["550 5.1.1 No such mailbox here"]
    letter = posted(send(world, world.issued()))
    assert (letter.state, letter.trouble) == ("refused", "550 5.1.1 No such mailbox here")
    with time_machine.travel(timezone.now() + LATER):
        assert posted(letter).attempts == 1
    assert post_office.letters == []
    assert told(letter)[-1] == "certificates.LetterRefused"
    assert selectors.letters_due(now=timezone.now() + LATER, most=9) == []


def test_a_letter_refused_for_good_ends_with_the_servers_sentence(world, post_office):
    post_office.to_letters = ["554 Too large"]
    letter = posted(send(world, world.issued()))
    assert (letter.state, letter.trouble) == ("refused", "554 Too large")


def test_a_server_that_is_busy_is_asked_again_later(world, post_office):
    post_office.answers[OUTSIDE] = ["451 4.7.1 Greylisted, come back"]
    letter = posted(send(world, world.issued()))
    assert (letter.state, letter.trouble) == ("waiting", "451 4.7.1 Greylisted, come back")
    assert letter.due_at > timezone.now()
    assert posted(letter).attempts == 1  # its pause is not over
    with time_machine.travel(timezone.now() + LATER):
        done = posted(letter)
    assert (done.state, done.attempts, done.trouble) == ("handed_over", 2, "")
    assert post_office.letters[0]["Message-ID"] == letter.message_id


def test_without_a_server_it_waits_and_is_given_up_after_two_days(world, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    letter = posted(send(world, world.issued()))
    assert (letter.state, letter.trouble) == ("waiting", NOT_REACHED)
    assert selectors.letters_due(now=timezone.now() + LATER, most=9) == [letter.pk]
    with time_machine.travel(timezone.now() + TRIED_FOR - timedelta(hours=1)):
        assert posted(letter).state == "waiting"
    with time_machine.travel(timezone.now() + TRIED_FOR + LATER):
        given_up = posted(letter)
    assert (given_up.state, given_up.trouble) == ("given_up", NOT_REACHED)
    assert given_up.attempts == 2
    assert told(letter)[-1] == "certificates.LetterGivenUp"


def test_a_server_that_refuses_the_platform_is_the_operators_trouble(world, post_office, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "platform", "wrong"
    letter = posted(send(world, world.issued()))
    assert (letter.state, letter.trouble) == ("waiting", NOT_REACHED)


def test_a_file_that_is_not_in_the_archive_is_not_sent(world, post_office):
    row = world.issued()
    letter = send(world, row)
    pdf_path(row).write_bytes(b"something else")
    assert posted(letter).state == "waiting"
    assert "not in the archive" in again_letter(letter).trouble
    assert post_office.letters == []


@pytest.mark.parametrize(
    "where",
    [
        "apps.certificates.tasks.services.begin_letter",
        "apps.certificates.documents.letter.message",
        "apps.certificates.tasks.services.finish_letter",
        "apps.certificates.services.sending.record",
    ],
)
def test_killed_anywhere_it_is_sent_later_and_a_double_has_the_same_message_id(
    world, post_office, monkeypatch, where
):
    letter = send(world, world.issued())

    def die(*_args, **_kwargs):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(where, die)
        with pytest.raises(Killed):
            tasks.post(str(letter.pk))
    assert again_letter(letter).state == "waiting"
    due = timezone.now() + timedelta(hours=1)
    assert selectors.letters_due(now=due, most=9) == [letter.pk]
    with time_machine.travel(due):
        done = posted(letter)
    assert done.state == "handed_over"
    assert {mail["Message-ID"] for mail in post_office.letters} == {letter.message_id}
    assert told(letter).count("certificates.LetterHandedOver") == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_hand_it_over_once(world, post_office):
    letter = send(world, world.issued())
    together = threading.Barrier(2)

    def work():
        together.wait(10)
        tasks.post(str(letter.pk))
        connection.close()

    workers = [threading.Thread(target=work) for _each in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(30)
    assert again_letter(letter).state == "handed_over"
    assert len(post_office.letters) == 1


@pytest.mark.parametrize(
    "address",
    [
        "",
        "buyer",
        "buyer@",
        "a@b.example, c@d.example",
        "a@b.example\nBcc: c@d.example",
        "a@b.example\r\n",
        "\ta@b.example",
        "Buyer <buyer@customer.example>",
        '"a\x01b"@customer.example',
        f"{'a' * 250}@b.example",
    ],
)
def test_an_address_that_cannot_be_is_refused_in_one_sentence(world, address):
    row = world.issued()
    with pytest.raises(Invalid) as refused:
        send(world, row, address=address)
    assert refused.value.fields == {"address": ["Write one e-mail address, like name@company.com."]}
    assert Letter.objects.count() == 0
    assert not Entry.objects.filter(event="certificates.CertificateSent").exists()


@pytest.mark.parametrize("line", ["a\nb", "x" * 301, "ab\u202ecd", "a\u2028b"])
def test_a_line_is_one_short_line_with_nothing_hidden(world, line):
    row = world.issued()
    with pytest.raises(Invalid) as refused:
        send(world, row, line=line)
    assert list(refused.value.fields) == ["line"]
    assert Letter.objects.count() == 0


def test_blanks_around_an_address_are_no_fault(world):
    assert send(world, world.issued(), address=f" {OUTSIDE} ").address == OUTSIDE


@pytest.mark.parametrize("state", ["suspended", "withdrawn", "superseded"])
def test_what_nobody_may_rely_on_is_not_sent(world, state):
    row = getattr(world, state)()
    with pytest.raises(Conflict, match="Only a valid certificate"):
        send(world, row)


def test_neither_before_the_issue_nor_after_the_last_day(world):
    row = world.approved(months=12)
    with pytest.raises(Conflict):
        send(world, row)
    row = world.made(row)
    actor = world.actor("alice").at(timezone.now() + timedelta(days=400))
    with pytest.raises(Conflict):
        services.send_certificate(certificate_id=row.pk, actor=actor, address=OUTSIDE, language="en")


def test_suspended_while_the_letter_waits_it_is_given_up(world, post_office):
    row = world.issued()
    letter = send(world, row)
    services.suspend(certificate_id=row.pk, actor=world.actor("bea"), code="misuse", reason="Wrong alloy.")
    done = posted(letter)
    assert (done.state, post_office.letters) == ("given_up", [])
    assert done.trouble == "The certificate was not valid any more when its turn came."


@pytest.mark.parametrize(("who", "error"), [("bob", NotAllowed), ("bea", NotAllowed), ("hana", Missing)])
def test_only_the_leads_of_the_holder_send(world, who, error):
    row = world.issued()
    with pytest.raises(error):
        send(world, row, by=who)
    assert Letter.objects.count() == 0


def test_letters_are_known_to_the_holder_alone(world, post_office):
    row = world.issued()
    posted(send(world, row))
    (shown,) = selectors.letters_page(world.actor("bob"), row.pk).rows
    assert (shown.address, shown.sender, shown.state) == (OUTSIDE, "Alice Aydın", "handed_over")
    assert selectors.letters_of(world.actor("bea"), row) == []
    with pytest.raises(NotAllowed):
        selectors.letters_page(world.actor("bea"), row.pk)
    with pytest.raises(Missing):
        selectors.letters_page(world.actor("hana"), row.pk)
    assert not Entry.objects.filter(chain=f"certificate:{row.pk}", event__contains="Letter").exists()


def test_an_organisation_sends_so_many_within_a_day_and_no_more(world):
    row = world.issued()
    now = timezone.now()
    Letter.objects.bulk_create(
        Letter(
            certificate=row, address=f"{n}@b.example", language="en", sent_by=world.cast.alice.pseudonym,
            message_id=f"<{n}@x>", created_at=now - timedelta(hours=23), due_at=now,
        )
        for n in range(MOST_A_DAY - 1)
    )  # fmt: skip
    send(world, row)
    with pytest.raises(Conflict, match="tomorrow"):
        send(world, row, by="pia", address="other@customer.example")
    later = world.actor("pia").at(now + timedelta(hours=2))
    services.send_certificate(
        certificate_id=row.pk, actor=later, address="other@customer.example", language="en"
    )


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_go_beyond_what_a_day_allows(world, monkeypatch):
    monkeypatch.setattr("apps.certificates.rules.letters.MOST_A_DAY", 1)
    row, together, said = world.issued(), threading.Barrier(2), []

    def ask(name):
        together.wait(10)
        try:
            said.append(send(world, row, address=f"{name}@customer.example").state)
        except Conflict as refused:
            said.append(str(refused))
        connection.close()

    people = [threading.Thread(target=ask, args=[name]) for name in ("one", "two")]
    for one in people:
        one.start()
    for one in people:
        one.join(30)
    assert Letter.objects.filter(sent_by__isnull=False).count() == 1
    assert sorted(said)[1] == "waiting"


def test_the_second_of_two_clicks_is_told_that_it_is_on_its_way(world, post_office):
    row = world.issued()
    letter = send(world, row)
    with pytest.raises(Conflict, match="already on its way"):
        send(world, row)
    posted(letter)
    assert posted(send(world, row)).state == "handed_over"  # a customer who lost it may have it again


def test_what_was_sent_is_never_changed_or_deleted(world, post_office):
    letter = posted(send(world, world.issued()))
    for change in ({"address": "other@customer.example"}, {"state": "waiting"}, {"trouble": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Letter.objects.filter(pk=letter.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        letter.delete()


def test_pauses_double_up_to_an_hour():
    minutes = [pause_after(attempts).total_seconds() / 60 for attempts in (1, 2, 3, 8, 30)]
    assert minutes == [0.5, 1, 2, 60, 60]
