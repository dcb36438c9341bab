"""Eight laboratories hand in, each in its own way: file, workbook, form, draft, refusal, correction."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final
from uuid import UUID

from apps.core.actor import Actor
from apps.demo.ceramic import data
from apps.demo.ceramic.consortium import BREAKERS
from apps.demo.ceramic.planning import STUDY
from apps.demo.ceramic.samples import on_the_boxes
from apps.demo.founding import lead_of
from apps.demo.people import IRIS, House
from apps.demo.steps import Step, Story
from apps.studies import selectors
from apps.studies import services as studies
from apps.studies.documents.workbook_files import empty_workbook
from apps.studies.models import Sheet
from apps.studies.rules.grid import lines_of

INSTRUMENT: Final = "Universal testing machine, 5 kN load cell"
CORRECTION: Final = (
    "Two digits of the first bar were exchanged when it was typed; the machine's record has them right."
)


@dataclass(frozen=True)
class Bench:
    """A laboratory at work: who acts for it, the codes on its boxes, what it measured."""

    study_id: UUID
    key: str
    actor: Actor
    codes: data.Codes
    rows: list[data.Row]

    def hand_in(self, rows: Iterable[data.Row], *, keep_as_draft: bool = False) -> Sheet:
        """Hand rows in as the laboratory's CSV file."""
        return studies.hand_in(
            study_id=self.study_id,
            file_name=f"{self.key}-bars.csv",
            content=data.as_csv(self.codes, rows),
            keep_as_draft=keep_as_draft,
            instrument=INSTRUMENT,
            actor=self.actor,
        )

    def type_in(self, rows: Iterable[data.Row], *, draft_id: UUID | None = None) -> Sheet:
        """Type rows into the form, which keeps them as a draft."""
        lines = lines_of(sorted(self.codes.values()), [(data.CODE, data.UNIT)], data.BARS)
        return studies.enter_results(
            study_id=self.study_id,
            lines=lines,
            typed=data.as_typed(self.codes, rows),
            draft_id=draft_id,
            instrument=INSTRUMENT,
            actor=self.actor,
        )


Way = Callable[[Bench], object]


def steps() -> list[Step]:
    """Give the steps of this part."""
    return [
        *(
            Step(
                f"{house.name} hands its bars in", partial(measure, house=house, sheet=sheet, day=76 + place)
            )
            for place, (house, sheet) in enumerate(zip(BREAKERS, data.sheets(), strict=True))
        ),
        Step("a slip in the bars is corrected", correct),
    ]


def measure(story: Story, *, house: House, sheet: str, day: int) -> None:
    """Hand in what a laboratory measured, in its own way."""
    bench = at_the_bench(story, house, sheet, day)
    WAYS.get(house.key, file_alone)(bench)


def at_the_bench(story: Story, house: House, sheet: str, day: int) -> Bench:
    """Go to a laboratory on a day."""
    return Bench(
        study_id=story.made_by(STUDY),
        key=house.key,
        actor=story.actor(lead_of(house), day),
        codes=on_the_boxes(story.actor(IRIS, day), story, house),
        rows=data.sheets()[sheet],
    )


def file_alone(bench: Bench) -> None:
    """Hand in a file."""
    bench.hand_in(bench.rows)


def with_a_raw_file(bench: Bench) -> None:
    """Keep the file as a draft, put beside it how the bars were ground, and hand both in."""
    draft = bench.hand_in(bench.rows, keep_as_draft=True)
    ground = data.as_ground(bench.codes, bench.rows)
    studies.attach_file(sheet_id=draft.pk, file_name="grinding.csv", content=ground, actor=bench.actor)
    studies.submit_draft(sheet_id=draft.pk, actor=bench.actor)


def filled_in_template(bench: Bench) -> None:
    """Fill in the workbook that the platform offers."""
    study = selectors.study_for(bench.actor, bench.study_id)
    empty = empty_workbook(selectors.study_view(bench.actor, study))
    studies.hand_in(
        study_id=bench.study_id,
        file_name=f"{bench.key}-bars.xlsx",
        content=data.as_workbook(empty, bench.codes, bench.rows),
        instrument=INSTRUMENT,
        actor=bench.actor,
    )


def typed_with_a_slip(bench: Bench) -> None:
    """Type all in, exchange two digits, and see it only days later."""
    draft = bench.type_in(data.slipped(bench.rows))
    studies.submit_draft(sheet_id=draft.pk, actor=bench.actor)


def warned_by_a_hint(bench: Bench) -> None:
    """Keep a draft with a lost decimal point, which the hint names; go on from it, and hand in."""
    draft = bench.hand_in(data.without_point(bench.rows), keep_as_draft=True)
    mended = bench.type_in(bench.rows, draft_id=draft.pk)
    studies.submit_draft(sheet_id=mended.pk, actor=bench.actor)


def refused_once(bench: Bench) -> None:
    """Hand in decimal commas, which are refused, then points."""
    bench.hand_in(data.with_commas(bench.rows))
    bench.hand_in(bench.rows)


WAYS: Final[dict[str, Way]] = {
    "cedar": with_a_raw_file,
    "linden": filled_in_template,
    "juniper": typed_with_a_slip,
    "walnut": warned_by_a_hint,
    "larch": refused_once,
}


def correct(story: Story) -> None:
    """Correct what was typed: the next version, with its reason; the earlier one is kept."""
    house, sheet = next(
        (one, number) for one, number in zip(BREAKERS, data.sheets(), strict=True) if one.key == "juniper"
    )
    bench = at_the_bench(story, house, sheet, 86)
    draft = bench.type_in(bench.rows)
    studies.submit_draft(sheet_id=draft.pk, reason=CORRECTION, actor=bench.actor)
