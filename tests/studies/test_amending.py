"""Amendments: a new version with its reason; what decides stands after the first result, in code and database."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from apps.audit.models import Entry
from apps.core.canonical import sha256
from apps.core.errors import Conflict, Invalid, NotAllowed
from apps.notifications.models import Notice
from apps.studies import selectors, services
from apps.studies.models import Characteristic, ProtocolVersion, Study
from apps.studies.rules.characteristics import Described
from tests.studies import world

pytestmark = pytest.mark.django_db

NICKEL = Described(code="Ni", name_en="Nickel", name_tr="Nikel", unit="% (m/m)", method="ICP-OES")
DECISIVE = [
    {"characteristics": {"Fe": {"margin_low": Decimal("0.5"), "margin_high": Decimal("0.5")}}},
    {"characteristics": {"Fe": {"direction": "higher", "margin_high": None}}},
    {"characteristics": {"Fe": {"margin_low": None, "margin_high": None}}},
    {
        "characteristics": {
            "Fe": {
                "margin_kind": "ratio",
                "transformation": "ln",
                "margin_low": Decimal("0.8"),
                "margin_high": Decimal("1.25"),
            }
        }
    },
    {"added": [NICKEL]},
    {"removed": ["Cu"]},
]


@pytest.fixture
def study(cast):
    """An open study with margins, and two laboratories."""
    margins = {"margin_low": Decimal("0.02"), "margin_high": Decimal("0.02"), "upper": Decimal(5)}
    planned = world.with_characteristics(cast, world.planned(cast), **margins)
    opened = services.open_study(study_id=planned.pk, actor=cast.actor("iris"))
    world.enrolled(cast, opened, "carol", "colin", "bob")
    return opened


def amend(cast, study, who="iris", after=timedelta(0), **asked):
    actor = cast.actor(who)
    said = {"reason": "The samples were held up."} | asked
    return services.amend(study_id=study.pk, actor=actor.at(actor.now + after), **said)


def later(cast, number):
    return cast.actor("iris").now.date() + timedelta(days=number)


def fresh(study):
    return Study.objects.unscoped("test").get(pk=study.pk)


def test_makes_the_next_version_with_its_reason_and_hash(cast, study):
    first = study.protocol_sha256
    version = amend(cast, study, changes={"results_due_on": later(cast, 60)}, reason=" Held up. ")
    assert (version.number, version.reason, version.invalidates) == (2, "Held up.", [])
    assert version.sha256 == sha256(version.text) == fresh(study).protocol_sha256 != first
    assert json.loads(version.text)["results_due_on"] == later(cast, 60).isoformat()
    assert ProtocolVersion.objects.get(study=study, number=1).sha256 == first
    entry = Entry.objects.filter(chain=f"study:{study.pk}").latest("seq")
    assert entry.event == "studies.ProtocolAmended"
    told = json.loads(entry.payload)
    assert version.sha256 in entry.payload
    assert "Held up." in json.dumps(told)


def test_days_numbers_methods_and_limits_change_after_the_first_result_too(cast, study):
    world.hand_in(cast, study, "carol")
    amend(
        cast,
        study,
        changes={
            "results_due_on": later(cast, 60),
            "samples_due_on": later(cast, 20),
            "laboratories_wanted": 12,
            "replicates": 4,
        },
        characteristics={"Fe": {"method": "XRF", "lower": Decimal("0.02"), "upper": None}},
    )
    row, iron = fresh(study), Characteristic.objects.get(study=study, code="Fe")
    assert (row.results_due_on, row.samples_due_on) == (later(cast, 60), later(cast, 20))
    assert (row.laboratories_wanted, row.replicates) == (12, 4)
    assert (iron.method, iron.lower, iron.upper) == ("XRF", Decimal("0.02"), None)


@pytest.mark.parametrize("asked", DECISIVE)
def test_before_the_first_result_even_margins_can_be_amended(cast, study, asked):
    assert amend(cast, study, **asked).number == 2


def with_a_sheet(cast, study, state):
    """Carol's sheet in a state, as laboratories and the platform get it there."""
    if state == "received":  # too large to be read at once: the worker has not come to it
        return world.hand_in(cast, study, "carol", world.sheet(study) + b"\n" * 4_000_000)
    sheet = world.hand_in(cast, study, "carol", keep_as_draft=state != "taken")
    if state == "discarded":
        return services.discard_draft(sheet_id=sheet.pk, actor=cast.actor("carol"))
    return sheet


@pytest.mark.parametrize("asked", DECISIVE)
@pytest.mark.parametrize("state", ["taken", "draft", "received", "discarded"])
def test_after_the_first_result_what_decides_stands(cast, study, asked, state):
    assert with_a_sheet(cast, study, state).state == state
    with pytest.raises(Conflict, match="There are results") as refused:
        amend(cast, study, **asked)
    assert ProtocolVersion.objects.filter(study=study).count() == 1
    said = str(refused.value)
    assert "Cedar" not in said
    assert not any(character.isdigit() for character in said)


def test_a_refused_sheet_is_no_result(cast, study):
    assert world.hand_in(cast, study, "carol", b"x").state == "refused"
    assert amend(cast, study, removed=["Cu"]).number == 2


def test_the_same_margin_written_again_is_no_change(cast, study):
    world.hand_in(cast, study, "carol")
    same = {"margin_low": Decimal("0.020"), "margin_high": Decimal("0.02"), "direction": "target"}
    with pytest.raises(Invalid, match="Nothing would change"):
        amend(cast, study, characteristics={"Fe": same})
    assert amend(cast, study, characteristics={"Fe": same | {"method": "XRF"}}).number == 2


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        ({"reason": "  "}, ["reason"]),
        ({}, []),
        ({"changes": {"replicates": 2}}, ["replicates"]),
        ({"changes": {"replicates": 51}}, ["replicates"]),
        ({"changes": {"laboratories_wanted": 1}}, ["laboratories_wanted"]),
        ({"changes": {"results_due_on": 0}}, ["results_due_on"]),
        ({"changes": {"samples_due_on": 40}}, ["samples_due_on"]),
        ({"changes": {"certifying": True}}, ["certifying"]),
        ({"changes": {"publication": "figures"}}, ["publication"]),
        ({"characteristics": {"Fe": {"unit": "MPa"}}}, ["unit"]),
        ({"characteristics": {"Fe": {"lower": Decimal(6)}}}, ["Fe.upper"]),
        ({"characteristics": {"Fe": {"method": " "}}}, ["Fe.method"]),
        ({"characteristics": {"Zn": {"method": "XRF"}}}, ["characteristics"]),
        ({"removed": ["Zn"]}, ["removed"]),
        ({"invalidates": ["Zn"]}, ["invalidates"]),
        ({"added": [Described(**{**NICKEL.__dict__, "unit": "spoon"})]}, ["added.unit"]),
        ({"removed": ["Fe", "Cu"]}, []),
    ],
)
def test_refuses_an_amendment_with_a_fault(cast, study, asked, fields):
    days = asked.get("changes", {})
    asked = asked | {
        "changes": {
            name: later(cast, value) if name.endswith("_on") else value for name, value in days.items()
        }
    }
    with pytest.raises(Invalid) as refused:
        amend(cast, study, **asked)
    assert list(refused.value.fields) == fields
    assert fresh(study).protocol_sha256 == study.protocol_sha256


def test_a_day_that_has_passed_may_stay(cast, study):
    amend(cast, study, changes={"samples_due_on": later(cast, 5)})
    assert (
        amend(cast, study, after=timedelta(days=10), changes={"results_due_on": later(cast, 60)}).number == 3
    )
    with pytest.raises(Invalid) as refused:  # the samples' day stands: results cannot be due before it
        amend(cast, study, changes={"results_due_on": later(cast, 4)})
    assert list(refused.value.fields) == ["results_due_on"]


def test_a_certifying_study_keeps_margins_and_laboratories(cast):
    margins = {"margin_low": Decimal("0.02"), "margin_high": Decimal("0.02")}
    planned = world.with_characteristics(cast, world.planned(cast, certifying=True), ["Fe"], **margins)
    study = services.open_study(study_id=planned.pk, actor=cast.actor("iris"))
    with pytest.raises(Invalid, match="margins"):
        amend(cast, study, characteristics={"Fe": {"margin_low": None, "margin_high": None}})
    with pytest.raises(Invalid) as refused:
        amend(cast, study, changes={"laboratories_wanted": 2})
    assert list(refused.value.fields) == ["laboratories_wanted"]


@pytest.mark.parametrize("who", ["ike", "carol", "alice", "emil"])
def test_only_the_coordinator_amends(cast, study, who):
    with pytest.raises(NotAllowed):
        amend(cast, study, who=who, changes={"replicates": 4})


def test_a_closed_study_is_not_amended(cast, closed_study):
    with pytest.raises(Conflict):
        amend(cast, closed_study, changes={"laboratories_wanted": 9})


def test_results_handed_in_before_an_invalidation_are_left_out(cast, study):
    for who, start in (("carol", "0.050"), ("colin", "0.052"), ("bob", "0.047")):
        world.hand_in(cast, study, who, world.sheet(study, start))
    minute = timedelta(minutes=1)
    amend(cast, study, after=minute, invalidates=["Fe"], reason="The Fe standard was mislabelled.")
    assert {level.split("/")[1] for _lab, level, *_ in selectors.inputs_of(study)} == {"Cu"}
    for who in ("carol", "colin"):
        again(cast, study, who, 2 * minute)
    kept = {(lab, level.split("/")[1]) for lab, level, *_ in selectors.inputs_of(study)}
    assert sorted(code for _lab, code in kept) == ["Cu", "Cu", "Cu", "Fe", "Fe"]


def again(cast, study, who, after):
    actor = cast.actor(who)
    content = world.under_own_codes(cast, study, who, world.sheet(study, "0.061"))
    return services.hand_in(
        study_id=study.pk,
        file_name="again.csv",
        content=content,
        reason="Measured again.",
        actor=actor.at(actor.now + after),
    )


def test_a_laboratory_whose_results_were_invalidated_hands_in_again(cast, study):
    for who in ("carol", "colin"):
        world.hand_in(cast, study, who)
    carol = cast.actor("carol")

    def stands():
        return selectors.study_view(carol, selectors.study_for(carol, study.pk)).own.has_handed_in

    assert stands()
    amend(cast, study, after=timedelta(minutes=1), invalidates=["Fe"])
    assert not stands()
    assert [str(line.what) for line in selectors.waiting_for(carol)] == ["Hand in your results"]
    again(cast, study, "carol", timedelta(minutes=2))
    assert stands()


def test_does_not_close_on_results_that_do_not_count(cast, study):
    for who in ("carol", "colin"):
        world.hand_in(cast, study, who)
    amend(cast, study, after=timedelta(minutes=1), invalidates=["Fe", "Cu"])
    iris = cast.actor("iris")
    with pytest.raises(Conflict, match="Two laboratories"):
        services.close_study(study_id=study.pk, actor=iris.at(iris.now + timedelta(minutes=5)))


def test_each_laboratory_is_told_what_concerns_it_and_nothing_of_the_others(cast, study, deliver_news):
    world.hand_in(cast, study, "carol")
    deliver_news()
    Notice.objects.all().delete()
    amend(cast, study, after=timedelta(minutes=1), invalidates=["Fe"], reason="Mislabelled standard.")
    deliver_news()
    told = {
        notice.user: notice.words.format_map(notice.values)
        for notice in Notice.objects.select_related("user")
    }
    assert told[cast.carol] == (
        f"Results you handed in for {study.reference} count no more: Fe. Hand in again."
    )
    assert told[cast.colin] == f"The protocol of {study.reference} was amended: Mislabelled standard."
    assert {cast.iris, cast.ike, cast.hana, cast.eve}.isdisjoint(told)


def test_a_later_amendment_does_not_repeat_an_earlier_invalidation(cast, study, deliver_news):
    world.hand_in(cast, study, "carol")
    amend(cast, study, after=timedelta(minutes=1), invalidates=["Fe"])
    deliver_news()
    Notice.objects.all().delete()
    amend(cast, study, after=timedelta(minutes=2), changes={"laboratories_wanted": 9})
    deliver_news()
    (words,) = Notice.objects.filter(user=cast.carol).values_list("words", flat=True)
    assert words.startswith("The protocol of")


MOVED = [
    {"margin_low": Decimal("0.5")},
    {"margin_high": Decimal("0.5")},
    {"margin_low": None, "margin_high": None},
    {"direction": "higher", "margin_high": None},
    {"margin_kind": "ratio", "transformation": "ln", "margin_low": Decimal("0.8"), "margin_high": Decimal(2)},
    {"unit": "mg/kg"},
    {"code": "Fe2"},
]


@pytest.mark.parametrize("wrong", MOVED)
def test_the_database_keeps_what_decides_after_the_first_result(cast, study, wrong):
    iron = Characteristic.objects.filter(study=study, code="Fe")
    with transaction.atomic():
        assert iron.update(**wrong) == 1
        transaction.set_rollback(True)
    world.hand_in(cast, study, "carol")
    with pytest.raises(IntegrityError, match="After the first result"), transaction.atomic():
        iron.update(**wrong)
    assert iron.update(method="XRF", upper=Decimal(6), counts_from=cast.actor("iris").now) == 1


def test_the_database_keeps_the_list_of_characteristics_after_the_first_result(cast, study):
    other = world.opened(cast)
    world.hand_in(cast, study, "carol")
    new = {"study": study, "position": 9, **NICKEL.__dict__}
    with pytest.raises(IntegrityError, match="After the first result"), transaction.atomic():
        Characteristic.objects.create(**new)
    with pytest.raises(IntegrityError, match="After the first result"), transaction.atomic():
        Characteristic.objects.filter(study=study, code="Cu")._raw_delete("default")
    with pytest.raises(IntegrityError, match="After the first result"), transaction.atomic():
        Characteristic.objects.filter(study=study, code="Cu").update(study=other)
    assert Characteristic.objects.create(**new | {"study": other}).pk  # another study is another matter


def test_the_database_keeps_every_version(cast, study):
    version = amend(cast, study, changes={"replicates": 4})
    rows = ProtocolVersion.objects.filter(pk=version.pk)
    for wrong in (
        {"text": "{}"},
        {"sha256": "0" * 64},
        {"reason": "Another"},
        {"invalidates": ["Fe"]},
        {"number": 9},
        {"locked_at": cast.actor("iris").now},
    ):
        with pytest.raises(IntegrityError, match="immutable"), transaction.atomic():
            rows.update(**wrong)
    with pytest.raises(IntegrityError, match="immutable"), transaction.atomic():
        rows._raw_delete("default")
    with pytest.raises(IntegrityError), transaction.atomic():
        ProtocolVersion.objects.create(
            study=study,
            number=3,
            text="{}",
            sha256="0",
            locked_by=version.locked_by,
            locked_at=version.locked_at,
        )


def test_says_in_words_what_a_version_changed(cast, study):
    amend(
        cast,
        study,
        changes={"replicates": 4},
        characteristics={"Fe": {"upper": Decimal(6)}},
        removed=["Cu"],
        added=[NICKEL],
    )
    carol = cast.actor("carol")
    found = selectors.study_for(carol, study.pk)
    newest, oldest = selectors.version_views(carol, found, list(selectors.versions_of(found)))
    assert [(one.code, str(one.what), one.before, one.after) for one in newest.changes] == [
        ("", "Replicates", "3", "4"),
        ("Fe", "Upper limit", "5 % (m/m)", "6 % (m/m)"),
        ("Cu", "Characteristic", "Cu content", ""),
        ("Ni", "Characteristic", "", "Nickel"),
    ]
    assert (oldest.number, oldest.changes) == (1, ())


def test_the_text_is_for_the_convener_until_the_study_closes(cast, study):
    def texts(who):
        actor = cast.actor(who)
        found = selectors.study_for(actor, study.pk)
        return [row.text for row in selectors.version_views(actor, found, list(selectors.versions_of(found)))]

    assert texts("carol") == [None]
    (text,) = texts("iris")
    assert str(cast.candidate.pk) in text
    for who, start in (("carol", "0.050"), ("colin", "0.052")):
        world.hand_in(cast, study, who, world.sheet(study, start))
    services.close_study(study_id=study.pk, actor=cast.actor("iris"))
    assert texts("carol") == [text]
    assert sha256(text) == fresh(study).protocol_sha256


def test_names_who_amended_to_the_convener_alone(cast, study):
    def by(who):
        actor = cast.actor(who)
        found = selectors.study_for(actor, study.pk)
        return selectors.version_views(actor, found, list(selectors.versions_of(found)))[0].by

    assert (by("ike"), by("carol")) == ("Iris İnan", "Oak Research Institute")


@pytest.mark.parametrize("number", [1, 3])
def test_versions_take_the_same_queries_for_any_number(cast, study, number, django_assert_num_queries):
    for step in range(number):
        amend(cast, study, changes={"laboratories_wanted": 9 + step})
    iris = cast.actor("iris")
    found = selectors.study_for(iris, study.pk)
    with django_assert_num_queries(3):
        selectors.version_views(iris, found, list(selectors.versions_of(found)))
