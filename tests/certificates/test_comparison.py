"""The conclusion of the joint study on the certificate, and certificates in two languages."""

import json
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from math import exp, log, sqrt

import pikepdf
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from apps.certificates import selectors, services
from apps.certificates.documents import paper, pictures
from apps.certificates.projections import facts_of
from apps.certificates.projections.sides import first_of, second_of, with_second
from apps.core.canonical import canonical, sha256
from apps.core.errors import Invalid
from tests.certificates.test_paper import text_of
from tests.certificates.world import World

T_3 = 2.353363  # 95 % point of Student's t with 3 degrees of freedom, of any printed table
APART = {"Cu": "0.06", "Fe": "0.004", "Mg": "0.05"}
MARGINS = {
    "Cu": {"margin_low": Decimal("0.2"), "margin_high": Decimal("0.2")},
    "Fe": {"direction": "lower", "margin_high": Decimal("0.01")},
    "Mg": {
        "margin_kind": "ratio",
        "transformation": "ln",
        "margin_low": Decimal("0.8"),
        "margin_high": Decimal("1.25"),
    },
}


def compared(cast, **changed):
    return World(cast, margins=MARGINS | changed, apart=APART)


def begun(world, language="en"):
    row = world.approved(language=language)
    return services.begin_issue(certificate_id=row.pk, actor=world.system())


def rows_of(printing):
    study = json.loads(printing.facts)["study"]
    return study, {row["characteristic"]: row for row in study["precision"]}


def interval(differences):
    count = len(differences)
    mean = sum(differences) / count
    sd = sqrt(sum((one - mean) ** 2 for one in differences) / (count - 1))
    half = T_3 * sd / sqrt(count)
    return mean, mean - half, mean + half


def test_it_prints_the_difference_of_the_laboratories_with_the_interval_and_the_margins(cast, quiet_press):
    study, rows = rows_of(begun(compared(cast)))
    copper = rows["Copper"]
    expected = interval([0.06 * (1 + place / 10) for place in range(4)])
    printed = [float(copper[name]) for name in ("difference", "interval_low", "interval_high")]
    assert printed == pytest.approx(expected, abs=5e-5)
    assert (copper["margin_low"], copper["margin_high"]) == ("-0.2", "0.2")
    assert (copper["conclusion"], copper["compared_by"], copper["compared_as"]) == (
        "equivalent", 4, "difference",
    )  # fmt: skip
    assert study["conclusion"]["word"] == "both"
    assert "not inferior where it asks one" in study["conclusion"]["sentence"]


def test_it_prints_one_margin_where_one_side_was_asked(cast, quiet_press):
    _study, rows = rows_of(begun(compared(cast)))
    iron = rows["Iron, Fe"]
    assert (iron["margin_low"], iron["margin_high"], iron["conclusion"]) == (None, "0.01", "non_inferior")


def test_it_prints_a_ratio_as_a_ratio(cast, quiet_press):
    _study, rows = rows_of(begun(compared(cast)))
    magnesium = rows["Magnesium"]
    # each laboratory's geometric means of three replicates, as tests.certificates.world makes them
    logs = []
    for place in range(4):
        incumbent = [1.51 * (1 + (place - 1) / 400 + step / 800) for step in (-1, 0, 1)]
        candidate = [value + 0.05 * (1 + place / 10) for value in incumbent]
        logs.append(sum(log(ours / theirs) for ours, theirs in zip(candidate, incumbent, strict=True)) / 3)
    expected = [exp(end) for end in interval(logs)]
    printed = [float(magnesium[name]) for name in ("difference", "interval_low", "interval_high")]
    assert printed == pytest.approx(expected, abs=6e-5)
    assert (magnesium["margin_low"], magnesium["margin_high"]) == ("0.8", "1.25")


def test_a_candidate_beyond_the_margin_is_called_different_and_not_equivalent(cast, quiet_press):
    narrow = {"margin_low": Decimal("0.01"), "margin_high": Decimal("0.01")}
    printing = begun(compared(cast, Cu=narrow))
    study, rows = rows_of(printing)
    assert rows["Copper"]["conclusion"] == study["conclusion"]["word"] == "different"
    said = text_of(paper.printed(printing))
    assert "AlCu4Mg1 secondary, EN AW-2024 differs from AlCu4Mg1 primary, EN AW-2024" in said
    assert "secondary, EN AW-2024 is equivalent" not in said


def test_without_margins_nothing_is_concluded_and_nothing_printed(cast, quiet_press):
    printing = begun(World(cast))
    study, rows = rows_of(printing)
    assert study["conclusion"] is None
    assert not any("conclusion" in row for row in rows.values())
    assert "Compared with the material in use" not in text_of(paper.printed(printing))


def test_the_paper_prints_table_sentence_and_the_picture_of_what_is_least_clear(cast, quiet_press):
    printing = begun(compared(cast))
    said = text_of(paper.printed(printing))
    for words in ("Compared with the material in use", "0.0599 … 0.0781", "< 0.01", "not inferior", "L"):
        assert words in said, words
    drawn = pictures.comparison_picture(json.loads(printing.facts))
    assert drawn["title"].startswith("Not inferior: the 90 % interval 0.00399 to 0.00521 % (m/m) lies below")


def test_it_says_where_the_answer_rests_on_rulings(cast, quiet_press):
    row = compared(cast).approved()
    against = selectors.against_of(row)
    assert against.remarks == []
    first, *others = against.conclusion.characteristics
    turned = replace(first, decision_with_all="inconclusive")
    resting = replace(against, conclusion=replace(against.conclusion, characteristics=(turned, *others)))
    (remark,) = resting.remarks
    assert "confirmed rulings" in remark
    assert remark.endswith("would differ in: Copper.")


def test_who_took_part_and_whose_results_were_left_out_is_printed(cast, quiet_press):
    row = compared(cast).approved()
    first, *others = selectors.evidence_of(row)
    out = replace(first, took_part=(*first.took_part, "L99"), left_out=("L99",))
    people = selectors.people_of(row, row.decided_by, row.decided_at)
    valid = (row.valid_from, row.valid_until)
    facts = facts_of(row, [out, *others], people, selectors.against_of(row), valid=valid, test=True)
    assert facts["study"]["number_of_laboratories"] == 5
    assert facts["remarks"][0].startswith("5 laboratories took part")
    assert facts["study"]["deviations"].endswith("are results of: Copper: L99.")
    assert facts["results"][0]["by"] == ", ".join(code for code, _values in first.dots)  # four of the five


# --- two languages ---------------------------------------------------------------------------------------


def test_two_languages_are_frozen_once_and_printed_side_by_side(cast, quiet_press):
    printing = begun(compared(cast), "en-tr")
    facts = json.loads(printing.facts)
    second = second_of(facts)
    assert (facts["language"], second["language"]) == ("en", "tr")
    assert facts["also"]["results"][0] == {
        "characteristic": "Bakır",
        "by": "tümü",
    }  # what differs, and no figure
    assert [row["value"] for row in second["results"]] == [row["value"] for row in facts["results"]]
    said = text_of(paper.printed(printing))
    for words in ("Certificate of joint testing", "Ortak deney belgesi", "Copper", "Bakır", "equivalent",
                  "eşdeğer", "Decision rule.", "Karar kuralı", "4.474", printing.number):  # fmt: skip
        assert words in said, words
    assert "4,474" not in said


def test_a_page_shows_a_certificate_in_two_languages_in_the_readers_own(
    client, cast, quick_paper, quiet_press
):
    row = compared(cast).issued(language="en-tr")
    for language, title in (("tr", "Ortak deney belgesi"), ("en", "Certificate of joint testing")):
        address = reverse("verify:certificate", args=[row.number])
        shown = client.get(f"{address}?h={row.facts_sha256[:16]}", headers={"Accept-Language": language})
        assert title in shown.content.decode()


def test_another_language_is_refused_with_a_sentence(world):
    with pytest.raises(Invalid, match="Choose one of the languages"):
        world.requested(language="de")


texts = st.text("abçİ", max_size=3)
shapes = st.recursive(
    st.just("text"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def pairs(draw):
    """Facts of the same shape in two languages; lists of texts may differ in length."""

    def side(shape):
        if isinstance(shape, dict):
            return {name: side(part) for name, part in shape.items()}
        if isinstance(shape, list) and all(part == "text" for part in shape):
            return draw(st.lists(texts, max_size=2))
        if isinstance(shape, list):
            return [side(part) for part in shape]
        return draw(texts)

    shape = draw(st.dictionaries(st.sampled_from("abc"), shapes, max_size=3))
    return side(shape), side(shape)


@given(pair=pairs())
def test_both_languages_come_back_as_they_were_frozen(pair):
    first, second = pair
    facts = json.loads(json.dumps(with_second(first, second)))
    assert first_of(facts) == first
    assert second_of(facts) == second


def test_an_amendment_in_two_languages_says_in_both_what_changed(cast, quick_paper, quiet_press):
    world = compared(cast)
    old = world.issued(language="en-tr")
    cast.alder.address = "Sanayi Cad. 5\nKonya"
    cast.alder.save()
    new = world.amendment(old, until="approved")
    assert new.language == "en-tr"
    said = text_of(paper.printed(services.begin_issue(certificate_id=new.pk, actor=world.system())))
    for words in (
        "Address of the holder",
        "Belge sahibinin adresi",
        "Sanayi Cad. 5; Konya; Türkiye",
        "What has changed",
    ):
        assert words in said, words


def test_names_with_markup_stay_words_in_two_languages(cast, quiet_press):
    cast.alder.name, cast.alder.address = '<b>"A"</b> & Söhne', "<i>Hof</i>"
    cast.alder.save()
    said = text_of(paper.printed(begun(compared(cast), "en-tr")))
    assert '<b>"A"</b> & Söhne' in said
    assert "<i>Hof</i>" in said


def test_the_language_of_a_paper_is_that_of_its_frozen_facts(cast, quiet_press):
    printing = begun(compared(cast), "en-tr")
    assert paper.printed(replace(printing, language="tr")) == paper.printed(printing)


def test_of_very_many_changes_the_first_are_printed_and_all_are_enclosed(cast, quiet_press):
    printing = begun(World(cast))
    change = {"fact": "Result", "characteristic": "", "old": "1", "new": "2", "figures": True}
    names = [f"Element {number:03}" for number in range(1, 302)]
    replaced = {
        "number": "CC-2026-000001-P",
        "reason": "All was measured anew.",
        "changes": [change | {"characteristic": name} for name in names],
    }
    text = canonical(json.loads(printing.facts) | {"replaces": replaced})
    pdf = paper.printed(replace(printing, facts=text, facts_sha256=sha256(text)))
    said = text_of(pdf)
    assert "Element 300" in said
    assert "Element 301" not in said
    assert "The first 300 changes are printed" in said
    with pikepdf.open(BytesIO(pdf)) as file:
        assert b"Element 301" in file.attachments["certificate.json"].get_file().read_bytes()
