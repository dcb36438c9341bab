"""Codes of laboratories: two digits at random, three once those are taken."""

from apps.studies.rules.codes import laboratory_code


def test_the_first_ninety_nine_have_two_digits_and_no_order():
    taken: list[str] = []
    while len(taken) < 99:
        taken.append(str(laboratory_code(taken)))
    assert sorted(taken) == [f"L{number:02}" for number in range(1, 100)]
    assert taken != sorted(taken)


def test_a_larger_study_goes_on_with_three_digits_until_all_are_taken():
    taken = [f"L{number:02}" for number in range(1, 100)]
    code = str(laboratory_code(taken))
    assert (len(code), 100 <= int(code[1:]) <= 999) == (4, True)
    assert laboratory_code([f"L{number:02}" for number in range(1, 1000)]) is None
