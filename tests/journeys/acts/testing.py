"""Second act: a joint study is planned, four laboratories hand in, Iris closes it and reads the analysis."""

import re

from apps.demo.people import CAROL, IRIS, KIM, PIA
from apps.demo.testing import REPLICATES, UNIT, Limits
from apps.studies.models import Cell
from tests.journeys import stage
from tests.journeys.acts.journey import Journey
from tests.journeys.people import Visitor
from tests.journeys.stage import COLIN, LARA, MERT

TITLE = "AlCu4Mg1 from recycled metal"
MATERIALS = {"AlCu4Mg1 K-Recycled": "Kestrel Alloys", "AlCu4Mg1 primary": "Overseas smelter"}
GRADE = "EN AW-2024"


def play(journey: Journey) -> None:
    """Play the act."""
    add_materials(journey)
    plan(journey)
    for limits in stage.PROTOCOL:
        add_characteristic(journey(IRIS), limits)
    open_for_results(journey)
    cedar, *others = stage.sheets()
    enrol(journey, CAROL)
    refuse_a_bad_file(journey, cedar)
    take_a_long_file(journey, cedar)
    for person, sheet in zip((COLIN, LARA, MERT), others, strict=True):
        enrol(journey, person)
        if person is LARA:
            type_in(journey, person, sheet)
        else:
            read(journey(person), sheet.file(sample_of(person))).sees("A draft.", "does not count")
        journey(person).presses("Hand in").sees("Handed in.", "18 rows were read without a fault")
    correct(journey, others[0])
    keep_others_out(journey, cedar)
    close(journey)
    read_the_analysis(journey)


def add_materials(journey: Journey) -> None:
    """Put candidate and incumbent into the catalogue."""
    iris = journey(IRIS).follows("Studies").follows("Plan a study").sees("No material to test yet")
    for name, producer in MATERIALS.items():
        iris.goes("/studies/materials/add/")
        iris.fills({"Critical input": "Aluminium", "Name": name, "Grade": GRADE, "Producer": producer})
        iris.presses("Add it").sees("is in the catalogue")


def plan(journey: Journey) -> None:
    """Plan the study."""
    candidate, incumbent = (f"{name}, {GRADE} (Aluminium)" for name in MATERIALS)
    iris = journey(IRIS).fills(
        {
            "Title": TITLE,
            "What the study shall find out": "Does the recycled alloy meet the limits, and how well do we agree?",
            "Candidate material": candidate,
            "Incumbent material": incumbent,
            "Replicates": str(REPLICATES),
            "Results due on": stage.in_days(40).isoformat(),
        }
    )
    iris.presses("Plan the study").sees("The study is planned.")
    journey.study = iris.path.removesuffix("protocol/")


def add_characteristic(iris: Visitor, limits: Limits) -> None:
    """Write a characteristic with unit, method and limits."""
    iris.fills(
        {
            "Code": limits.code,
            "Name, English": limits.name_en,
            "Name, Turkish": limits.name_tr,
            "Unit": UNIT,
            "Method": stage.METHOD,
            "Lower limit": limits.lower,
            "Upper limit": limits.upper,
        }
    )
    iris.presses("Add it").sees(f"{limits.code} is in the protocol.")


def open_for_results(journey: Journey) -> None:
    """Lock the protocol; the item's code now stands for the material."""
    iris = journey(IRIS).presses("Open for enrolment and results").sees("The study is open")
    found = re.search(r"(M-\w+): AlCu4Mg1 K-Recycled", iris.text)
    assert found
    journey.item = found[1]
    journey.looks.glance("protocol", iris, f"{journey.study}protocol/")


def sample_of(person: stage.Person) -> str:
    """Give what a laboratory reads on the jar of the candidate."""
    return stage.outside(lambda: stage.sample_of(person))


def enrol(journey: Journey, person: stage.Person) -> None:
    """Enrol a laboratory; it never learns which code is which material before the study closes."""
    lab = journey(person).goes(journey.study).sees("Embargo").sees_nothing_of(*MATERIALS)
    lab.presses("Enrol my laboratory").sees("You are enrolled; your code is")


def read(lab: Visitor, content: bytes, name: str = "results.csv") -> Visitor:
    """Upload a sheet on the results page the laboratory is on; it is read as a draft."""
    file = {"name": name, "mimeType": "text/csv", "buffer": content}
    return lab.fills({"Result sheet (CSV or XLSX)": file}).presses("Read the file")


def type_in(journey: Journey, person: stage.Person, sheet: stage.Sheet) -> None:
    """Type results into the form, one with a comma first: the form keeps what was typed and says what is wrong."""
    lab, code = journey(person).follows("type the results in here"), sample_of(person)
    names = {one.code: one.name_en for one in stage.PROTOCOL}
    cells = {
        f"{code}, {names[row['material']]}, replicate {row['replicate']}": row["value"] for row in sheet.rows
    }
    first = next(iter(cells))
    lab.fills(cells | {first: cells[first].replace(".", ","), "Analyst": "Lale Lüle"})
    lab.presses("Keep as a draft", status=422).sees("There is a problem", f"use {cells[first]}")
    journey.looks.glance("form with a fault", lab)
    lab.fills({first: cells[first]}).presses("Keep as a draft").sees("A draft.", cells[first], "Lale Lüle")
    journey.looks.abroad("form of results", lab, f"{lab.path}enter/")


def correct(journey: Journey, sheet: stage.Sheet) -> None:
    """Correct what was handed in: a draft with a slip is pointed at, a raw file stands beside it, a reason is asked."""
    colin, code = journey(COLIN).goes(f"{journey.study}results/"), sample_of(COLIN)
    slip = sheet.values("Cu")[1]
    read(colin, sheet.file(code).replace(slip.encode(), slip.replace(".", "").encode(), 1), "slip.csv")
    colin.sees("1 thing looks like a slip.", "about 1000 times as much", "A decimal point")
    colin.presses("Discard the draft").sees("The draft is discarded.")
    read(colin, sheet.file(code), "corrected.csv").sees("Nothing looks like a slip")
    raw = {"name": "burns.dat", "mimeType": "text/plain", "buffer": b"counts"}
    colin.fills({"Raw file": raw}).presses("Attach the file").sees("burns.dat")
    journey.looks.at("draft of a correction", colin)
    colin.presses("Hand in", status=422).sees("There is a problem")
    colin.fills({"Why you correct": "The second copper burn had the wrong channel."})
    colin.presses("Hand in").sees("Handed in as version 2.", "burns.dat")
    colin.goes(f"{journey.study}results/").sees("The second copper burn had the wrong channel.", "replaced")
    journey.looks.glance("versions handed in", colin)


def refuse_a_bad_file(journey: Journey, sheet: stage.Sheet) -> None:
    """Hand in a file with a decimal comma: the report names row and column, and nothing is stored."""
    carol = journey(CAROL)
    journey.looks.at("results upload", carol)
    journey.looks.abroad("home of the laboratory", carol, "/")
    read(carol, sheet.bad_file(sample_of(CAROL)), "spoilt.csv")
    wrong = sheet.rows[1]["value"].replace(".", ",")
    carol.sees("Refused: 1 fault.", "Nothing was stored", f'Row 3, value: "{wrong}" has a comma')
    journey.looks.glance("report of a bad file", carol)
    assert not stage.outside(Cell.objects.exists)
    carol.goes(f"{journey.study}results/").sees("spoilt.csv", "refused")


def take_a_long_file(journey: Journey, sheet: stage.Sheet) -> None:
    """Hand in a long file while the worker is busy: the page shows how far it is, and turns by itself."""
    carol = journey(CAROL)
    code = sample_of(CAROL)
    with stage.busy(journey.worker):
        read(carol, sheet.long_file(code), "long.csv")
        carol.sees("The sheet is being read.", "Rows read", "0 of 12018")
    carol.waits_for("A draft.").sees("12,018 rows were read without a fault", sheet.values("Cu")[0])
    carol.presses("Hand in").sees("Handed in.", sheet.values("Cu")[0])


def keep_others_out(journey: Journey, sheet: stage.Sheet) -> None:
    """See that one laboratory learns nothing of another: no value, no name, no count."""
    secret = [*sheet.values("Cu"), sheet.house.name, "12,018", "12018"]
    theirs = journey(CAROL).path
    colin = journey(COLIN)
    for page in ("", "laboratories/", "results/", "record/", "protocol/"):
        colin.goes(journey.study + page).sees_nothing_of(*secret)
    colin.goes(theirs, status=404).sees_nothing_of(*secret)
    colin.goes(f"{journey.study}analysis/", status=409).sees_nothing_of(*secret)


def close(journey: Journey) -> None:
    """Close the study, after a last question."""
    iris = journey(IRIS).goes(f"{journey.study}laboratories/").sees("Cedar Laboratories", "handed in")
    iris.sees_nothing_of(*stage.sheets()[0].values("Cu"))
    journey.looks.glance("laboratories", iris)
    journey.looks.glance("home of the convener", iris, "/")
    iris.follows("Close and analyse").sees("4 laboratories have handed in.")
    iris.presses("Close and analyse").sees("The study is closed")


def read_the_analysis(journey: Journey) -> None:
    """Read tables and pictures: mean and repeatability are those that the book gives for these sheets."""
    iris = journey(IRIS)
    for limits in stage.PROTOCOL[:2]:
        iris.goes(f"{journey.study}analysis/?level={journey.item}%2F{limits.code}")
        mean, s_r = stage.mean_and_repeatability(limits.code)
        iris.sees(limits.name_en, "Cochran", "Grubbs", "Mandel's h and k")
        pictures = iris.page.locator(".picture-wide > svg")
        # Dots, h and k, density; a Youden plot wants two materials.
        assert [one.bounding_box()["height"] > 100 for one in pictures.all()] == [True] * 3
        table = iris.page.get_by_role("table", name="Mean and precision").inner_text()
        for symbol, expected in (("m", mean), ("sr", s_r)):
            shown = re.search(rf"\t{symbol}\t([\d.]+)", table)
            assert shown, table
            places = len(shown[1].partition(".")[2])
            assert places >= 3 and shown[1] == f"{expected:.{places}f}", table
    journey.looks.at("analysis", iris)
    for member in (KIM, PIA):
        journey(member).goes(f"{journey.study}analysis/").sees_nothing_of("Cedar Laboratories")
    iris.goes(f"{journey.study}record/").sees("Opened the study", "Closed the study and analysed 4 sheets")
