"""Finding in the directory: words in any spelling, filters, Turkish order, pages, and their cost."""

from datetime import date

import pytest
from django.utils import timezone
from django.utils.translation import override

from apps.accounts.models import Organisation
from apps.certificates import selectors
from apps.certificates.rules.directory import question, vector, words_in
from apps.core.errors import Invalid
from apps.materials.models import CriticalInput
from tests.certificates.directory.rows import another, found, published_copies

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ÇELİK Şerit, IŞIK ığdır", ["celik", "serit", "isik", "igdir"]),
        ("EN AW-2024 / EN", ["en", "aw", "2024"]),
        ("a'b & c:* | !d \\ <e>", ["a", "b", "c", "d", "e"]),
        ("x" * 99, ["x" * 60]),
        ("_'_ \x00", []),
    ],
)
def test_words_are_folded_each_once_and_only_letters_and_digits(text, words):
    assert words_in([text]) == words


def test_vector_and_question_are_written_from_words_alone():
    assert vector(["Al'Cu", "Mg:4"]) == "'al' 'cu' 'mg' '4'"
    assert question("Al & !Cu") == "'al':* & 'cu':*"
    assert question("...") == ""
    assert question(" ".join(map(str, range(99)))).count("&") == 11


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("", True),
        ("AlCu4Mg1", True),
        ("alder secondary 2024", True),  # in any order, from different fields
        ("ALDER", True),
        ("metal", True),  # the beginning of Metals
        ("etals", False),
        ("primary", True),  # what it replaces
        ("copper iron", True),  # certified characteristics
        ("alüminyum", True),  # the critical input in either language
        ("aluminyum", True),
        ("aluminium", True),
        ("alder steel", False),
        ("...", False),
        ("'", False),
        ("alder') or true --", False),
    ],
)
def test_all_words_must_stand_in_what_is_published(published, words, is_found):
    assert found(q=words) == ({published.number} if is_found else set())


def test_the_number_as_it_is_printed_is_found(published):
    assert found(q=published.number) == {published.number}


@pytest.mark.parametrize(
    "words", ["Çelik", "celik", "ÇELIK", "ÇELİK", "çelık", "IŞILTI", "ışıltı", "isilti", "Ğ", "güneş ÇEL"]
)
def test_turkish_letters_are_found_in_any_spelling(world, publish, published, words):
    row = publish(another(world, published, material="Çelik Işıltı Ğüneş Güneş"))
    assert found(q=words) == {row.number}


def test_the_order_is_that_of_the_turkish_alphabet(world, publish):
    like = world.issued()
    names = ["Zirkon", "İridyum", "Indiyum", "Çinko", "Cıva", "Şap", "Sodyum", "Özel", "Osmiyum", "2024"]
    for name in names:
        publish(another(world, like, material=name))
    page = selectors.directory_page(selectors.Wanted(), at=timezone.now())
    assert [entry.material for entry in page.rows] == [
        "2024", "Cıva", "Çinko", "Indiyum", "İridyum", "Osmiyum", "Özel", "Sodyum", "Şap", "Zirkon",
    ]  # fmt: skip


def test_filters_narrow_and_join(world, publish, published):
    gallium = CriticalInput.objects.create(
        code="gallium", name_en="Gallium", name_tr="Galyum", hs6="811292", commodity="", stage=""
    )
    Organisation.objects.filter(pk=world.cast.hazel.pk).update(country="DE")
    hazel = Organisation.objects.get(pk=world.cast.hazel.pk)
    other = another(
        world, published, material="GaAs", critical_input=gallium, holder=hazel, valid_until=date(2027, 1, 31)
    )
    publish(other, by="hana")
    both = {published.number, other.number}
    assert found() == found(state="valid") == both
    assert found(critical_input="gallium") == found(country="DE") == {other.number}
    assert found(critical_input="gallium", country="TR") == found(critical_input="nothing") == set()
    assert found(valid_at=date(2027, 1, 31)) == both
    assert found(valid_at=date(2027, 2, 1)) == {published.number}
    assert found(valid_at=date(2020, 1, 1)) == set()
    with override("tr"):
        assert [row.name for row in selectors.inputs_listed()] == ["Alüminyum alaşımı", "Galyum"]
        assert selectors.countries_listed() == [("DE", "Almanya"), ("TR", "Türkiye")]


def test_a_country_that_is_not_known_is_not_told(world, publish):
    Organisation.objects.filter(pk=world.cast.alder.pk).update(country="")
    row = publish(world.issued())
    assert selectors.countries_listed() == []
    assert selectors.entry_of(row.number, at=timezone.now()).country_name == ""


def test_pages_follow_each_other_without_gap_or_double(world, publish, published):
    published_copies(world, publish, published, 5)
    publish(another(world, published, material="Copy 03"))  # the same name: its number decides
    for ask in (selectors.directory_page, selectors.directory_news):
        seen, cursor = [], ""
        while True:
            page = ask(selectors.Wanted(), at=timezone.now(), cursor=cursor, most=2)
            seen += [entry.number for entry in page.rows]
            if not (cursor := page.next_token):
                break
        assert (len(seen), set(seen)) == (7, found())
        with pytest.raises(Invalid):
            ask(selectors.Wanted(), at=timezone.now(), cursor="torn")


@pytest.mark.parametrize("count", [1, 3, 50])
def test_a_page_costs_one_query_for_any_length(world, publish, published, django_assert_num_queries, count):
    published_copies(world, publish, published, count - 1)
    wanted = selectors.Wanted(q="alder", critical_input="aluminium", country="TR", state="current")
    for ask in (selectors.directory_page, selectors.directory_news):
        with django_assert_num_queries(1):
            assert len(ask(wanted, at=timezone.now(), most=50).rows) == count
