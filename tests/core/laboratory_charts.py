"""Charts of laboratories for the tests: from 3 to 300 of them, one's own marked, one far out."""

import random

from apps.core.charts import (
    DensityCurve,
    Forest,
    Found,
    Line,
    Pair,
    Profile,
    ProfileRow,
    Score,
    ScoreBars,
    Tick,
    Youden,
)

LABS = (3, 8, 15, 30, 39, 60, 300)


def labs(count: int) -> list[tuple[str, float]]:
    """Codes with a value each, one's own marked; one laboratory lies far out."""
    spread = random.Random(count)  # noqa: S311  # no secret: the same picture every time
    found = [(f"L{at:02d}", spread.gauss(0, 1)) for at in range(1, count + 1)]
    return [("L01 (you)", found[0][1]), ("L02", 12.5 if count > 8 else 2.5), *found[2:]]


def scores(count: int) -> ScoreBars:
    return ScoreBars(
        title="z",
        description="z",
        scores=tuple(
            Score(laboratory=lab, value=value, own="you" in lab)
            for lab, value in sorted(labs(count), key=lambda one: one[1])
        ),
        x_title="Laboratory",
        y_title="z score",
        warning=Line(value=2, label="warning"),
        action=Line(value=3, label="action"),
    )


def profile(count: int) -> Profile:
    count = min(count, 40)
    rows = [f"Characteristic number {at} of M-4K" for at in range(count)]
    return Profile(
        title="h",
        description="h",
        rows=tuple(
            ProfileRow(label=row, own=labs(15)[at % 15][1], others=tuple(value for _lab, value in labs(8)))
            for at, row in enumerate(rows)
        ),
        x_title="h (mean)",
        own="your laboratory",
        others="the others",
        at_5=Line(value=1.75, label="5 %"),
        at_1=Line(value=2.06, label="1 %"),
        both_sides=True,
    )


def forest(count: int) -> Forest:
    return Forest(
        title="f",
        description="f",
        laboratories=tuple(
            Found(label=lab, value=value, text=f"{value:.3f}", own="you" in lab) for lab, value in labs(count)
        ),
        overall=Found(label="all laboratories", value=0.4, text="0.400", low=0.1, high=0.7),
        x_title="Strength: M-9Z minus M-4K, MPa",
        nothing=Line(value=0, label="no difference"),
        margins=(Line(value=-2, label="margin −2 MPa"), Line(value=2, label="margin 2 MPa")),
    )


def youden(count: int) -> Youden:
    noise = random.Random(1)  # noqa: S311  # no secret: the same picture every time
    points = [(lab, 61 + value, 62 + value + noise.gauss(0, 0.3)) for lab, value in labs(count)]
    kinds = {"L01 (you)": "own", "L02": "flagged"}
    middle = sorted(points, key=lambda point: point[1])[count // 2]
    return Youden(
        title="y",
        description="y",
        pairs=tuple(Pair(label=lab, x=x, y=y, kind=kinds.get(lab, "")) for lab, x, y in points),
        x_title="M-4K: strength, MPa",
        y_title="M-9Z: strength, MPa",
        x_median=Line(value=middle[1], label=f"median {middle[1]:.2f}"),
        y_median=Line(value=middle[2], label=f"median {middle[2]:.2f}"),
        diagonal="45°",
    )


def density(count: int) -> DensityCurve:
    values = [value for _lab, value in labs(count)]
    low, high = min(values) - 1, max(values) + 1
    curve = tuple((low + (high - low) * at / 40, 1 - abs(at - 20) / 20) for at in range(41))
    return DensityCurve(
        title="d",
        description="d",
        curve=curve,
        tops=(Line(value=0.0, label="0.0: 14 laboratories"), Line(value=1.0, label="1.0: 2 laboratories")),
        laboratories=tuple(Tick(label=lab, value=value, own="you" in lab) for lab, value in labs(count)),
        x_title="Mean of a laboratory: strength, MPa",
        y_title="Density",
    )
