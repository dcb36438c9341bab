"""Sixth act: the certifying study of the demonstration, played by its services, read by all who are in it."""

import re

from apps.demo.ceramic.planning import MARGIN, TITLE
from apps.demo.people import CAROL, GWEN, HANA, IRIS, NORA, PIA
from tests.journeys import stage
from tests.journeys.acts.journey import Journey

EQUIVALENT = "Si3N4, recovered yttria, SN-Y6 is equivalent to Si3N4, primary yttria, SN-Y6"
INTERVAL = "65.6 to 90.0"
"""MPa; 77.84 ± 1.895 x 6.44, by the mixed model's standard error of the published set (peer)."""


def play(journey: Journey) -> None:
    """Play the act."""
    stage.outside(stage.break_the_bars)
    read_the_conclusion(journey)
    read_the_rulings(journey)
    read_ones_own(journey)
    keep_others_out(journey)


def read_the_conclusion(journey: Journey) -> None:
    """Read what was asked, and the answer with its interval and margins."""
    iris = journey(IRIS).goes("/studies/").follows(TITLE).sees("concluded", f"{MARGIN:f} MPa either way")
    journey.compared = iris.path
    iris.follows("Conclusion").sees("equivalent", EQUIVALENT, INTERVAL, f"-{MARGIN:f} to {MARGIN:f}")
    journey.looks.at("conclusion of an equivalence", iris)
    for member in (GWEN, HANA):
        journey(member).goes(iris.path).sees(EQUIVALENT).sees_nothing_of("Cedar Laboratories")


def read_the_rulings(journey: Journey) -> None:
    """See who ruled and who confirmed."""
    nora = journey(NORA).goes(f"{journey.compared}outliers/").sees("confirmed", "Cochran")
    journey.looks.glance("outlying cells", nora)
    flag = nora.page.get_by_role("row").filter(has_text="Cochran").get_by_role("link")
    nora.goes(str(flag.get_attribute("href"))).sees(IRIS.name, NORA.name, "the batch")
    journey.looks.abroad("ruling on an outlying cell", nora)
    nora.goes(f"{journey.compared}record/").sees("Sent the ruling on", "Concluded the study")
    journey.looks.glance("samples of the convener", nora, f"{journey.compared}samples/")


def read_ones_own(journey: Journey) -> None:
    """Let a laboratory read its own sheet and samples, and no other's."""
    carol = journey(CAROL).goes(f"{journey.compared}results/").follows("cedar-bars.csv").sees("60 rows")
    journey.looks.glance("own sheet", carol)
    carol.goes(f"{journey.compared}samples/")
    assert len(set(re.findall(r"S-\w{4}", carol.text))) == 2
    journey.looks.abroad("samples of a laboratory", carol)


def keep_others_out(journey: Journey) -> None:
    """Show a firm of the other consortium nothing."""
    journey(PIA).goes(f"{journey.compared}conclusion/", status=404).sees_nothing_of(TITLE)
