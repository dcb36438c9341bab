"""Turkish and English names: sorting, folding, finding, in Python."""

import pytest

from apps.core.names import fold, name_key, search_key


def test_names_sort_in_the_order_of_the_turkish_alphabet():
    names = [
        "Zonguldak",
        "Şırnak",
        "Sivas",
        "İzmir",
        "Iğdır",
        "Çorum",
        "Ceyhan",
        "Özdere",
        "Ordu",
        "Ünye",
        "Uşak",
        "Göle",
        "Ğ",
    ]
    expected = [
        "Ceyhan",
        "Çorum",
        "Göle",
        "Ğ",
        "Iğdır",
        "İzmir",
        "Ordu",
        "Özdere",
        "Sivas",
        "Şırnak",
        "Uşak",
        "Ünye",
        "Zonguldak",
    ]
    assert sorted(names, key=name_key) == expected


@pytest.mark.parametrize(
    ("upper", "lower"), [("İZMİR", "izmir"), ("IĞDIR", "ığdır"), ("ÇELİK", "çelik"), ("Işık", "ışık")]
)
def test_folding_keeps_the_two_letters_i_apart(upper, lower):
    assert fold(upper) == lower


@pytest.mark.parametrize("typed", ["çelik", "ÇELİK", "celik", "CELIK", "Çelik"])
def test_one_name_is_found_however_it_is_typed(typed):
    assert search_key(typed) == search_key("Çelik")


def test_a_key_is_plain_ascii_and_bounded():
    assert name_key("日本 Métal 42 " * 200).isascii()
    assert len(name_key("x" * 1000)) <= 400


def test_foreign_letters_stand_beside_their_base_letter():
    assert sorted(["Ezine", "Éclair", "Edirne"], key=name_key) == ["Éclair", "Edirne", "Ezine"]
