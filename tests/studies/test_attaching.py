"""Raw files beside a draft: kept under their hash, given back as they came, to nobody else."""

from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection

from apps.audit.models import Entry
from apps.core.errors import Conflict, Invalid, Missing, NotAllowed
from apps.studies import selectors, services
from apps.studies.models import Attachment
from apps.studies.services.attaching import MOST_FILES
from tests.studies import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(cast, open_study):
    world.enrolled(cast, open_study, "carol", "colin")
    return world.hand_in(cast, open_study, "carol", keep_as_draft=True)


def attach(cast, draft, content=b"raw", who="carol", name="run 7.dat"):
    return services.attach_file(sheet_id=draft.pk, file_name=name, content=content, actor=cast.actor(who))


def listed(cast, draft, who="carol"):
    return [one.file_name for one in selectors.attached_files(cast.actor(who), draft.pk)]


def test_a_raw_file_is_kept_under_its_hash_and_given_back(cast, draft):
    kept = attach(cast, draft, b"\x00\xffraw", name="../../etc/run\x07.dat")
    assert (kept.size, kept.file_name) == (5, "../../etc/run�.dat")
    (file,) = Path(settings.MEDIA_ROOT).glob("raw/*")
    assert (file.name, file.read_bytes()) == (kept.sha256, b"\x00\xffraw")
    assert selectors.raw_file(cast.actor("carol"), draft.pk, kept.pk) == (kept.file_name, file)


def test_it_is_told_in_the_sheet_s_own_record(cast, draft):
    kept = attach(cast, draft)
    services.detach_file(sheet_id=draft.pk, attachment_id=kept.pk, actor=cast.actor("carol"))
    entries = Entry.objects.filter(chain=f"sheet:{draft.pk}").order_by("seq").values_list("event", flat=True)
    assert list(entries)[-2:] == ["studies.FileAttached", "studies.FileDetached"]
    assert listed(cast, draft) == []


def test_the_number_of_a_file_does_not_count_the_files_of_others(cast, open_study, draft):
    first = attach(cast, draft)
    others = world.hand_in(cast, open_study, "colin", keep_as_draft=True)
    attach(cast, others, who="colin")
    second = attach(cast, draft, b"more", name="run 8.dat")
    told = [one.id for one in selectors.attached_files(cast.actor("carol"), draft.pk)]
    assert set(told) == {first.pk, second.pk}
    # Version 4 is random: neither a count nor a clock is in it, nor has the table a sequence to count by.
    assert [(type(one), one.version) for one in told] == [(UUID, 4), (UUID, 4)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT data_type, is_identity, column_default FROM information_schema.columns"
            " WHERE table_name = 'studies_attachment' AND column_name = 'id'"
        )
        assert cursor.fetchall() == [("uuid", "NO", None)]


def test_others_neither_attach_nor_read(cast, draft):
    kept = attach(cast, draft)
    for who in ("colin", "iris", "eve"):
        with pytest.raises(Missing):
            attach(cast, draft, b"x", who)
        with pytest.raises(Missing):
            listed(cast, draft, who)
        with pytest.raises(Missing):
            selectors.raw_file(cast.actor(who), draft.pk, kept.pk)
        with pytest.raises(Missing):
            services.detach_file(sheet_id=draft.pk, attachment_id=kept.pk, actor=cast.actor(who))


def test_a_colleague_without_the_role_reads_and_attaches_nothing(cast, open_study):
    world.enrolled(cast, open_study, "bob")
    sheet = world.hand_in(cast, open_study, "bob", keep_as_draft=True)
    attach(cast, sheet, who="bob")
    assert listed(cast, sheet, "pia") == ["run 7.dat"]
    with pytest.raises(NotAllowed):
        attach(cast, sheet, b"x", "pia")


def test_a_file_of_another_sheet_is_not_there(cast, open_study, draft):
    other = world.hand_in(cast, open_study, "carol", keep_as_draft=True)
    kept = attach(cast, other)
    with pytest.raises(Missing):
        selectors.raw_file(cast.actor("carol"), draft.pk, kept.pk)
    with pytest.raises(Missing):
        services.detach_file(sheet_id=draft.pk, attachment_id=kept.pk, actor=cast.actor("carol"))


def test_what_is_handed_in_takes_no_more_files_and_keeps_those_it_has(cast, draft):
    kept = attach(cast, draft)
    services.submit_draft(sheet_id=draft.pk, actor=cast.actor("carol"))
    with pytest.raises(Conflict):
        attach(cast, draft, b"more")
    with pytest.raises(Conflict):
        services.detach_file(sheet_id=draft.pk, attachment_id=kept.pk, actor=cast.actor("carol"))
    assert listed(cast, draft) == ["run 7.dat"]


def test_a_correction_has_files_of_its_own(cast, open_study, draft):
    attach(cast, draft)
    services.submit_draft(sheet_id=draft.pk, actor=cast.actor("carol"))
    second = world.hand_in(cast, open_study, "carol", keep_as_draft=True)
    attach(cast, second, name="run 8.dat")
    services.submit_draft(sheet_id=second.pk, reason="The balance was off.", actor=cast.actor("carol"))
    assert (listed(cast, draft), listed(cast, second)) == (["run 7.dat"], ["run 8.dat"])
    assert len(list(Path(settings.MEDIA_ROOT).glob("raw/*"))) == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "The file is empty."), (b"x" * (8 * 1024 * 1024 + 1), "larger than 8 MB")],
    ids=["empty", "too large"],
)
def test_an_empty_or_too_large_file_is_not_kept(cast, draft, content, sentence):
    with pytest.raises(Invalid, match=sentence):
        attach(cast, draft, content)
    assert not list(Path(settings.MEDIA_ROOT).glob("raw/*"))


def test_the_same_file_twice_and_one_too_many_are_refused(cast, draft):
    attach(cast, draft)
    with pytest.raises(Conflict, match="attached already"):
        attach(cast, draft, name="other name.dat")
    for number in range(1, MOST_FILES):
        attach(cast, draft, b"%d" % number)
    with pytest.raises(Conflict, match="at most 20 files"):
        attach(cast, draft, b"one more")
    assert Attachment.objects.count() == MOST_FILES
