"""The same answers as tables for people: figures with six digits, notes below."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Final

Plain = Mapping[str, Any]
NOTHING: Final = "-"
STATISTICS: Final = ("C", "G", "L")
TEST_COLUMNS: Final = ("labs", "statistic", "5 %", "1 %", "p", "verdict")


def as_text(answer: Plain) -> str:
    """Print an answer of any of the three kinds."""
    levels = answer.get("levels")
    if levels is None:
        return "\n".join(_block(answer))
    head = _block({name: value for name, value in answer.items() if name != "levels"})
    return "\n".join([*head, *chain.from_iterable(map(_level, levels))])


def _level(level: Plain) -> Iterator[str]:
    yield ""
    tests = {"Cochran": level["cochran"]} | {f"Grubbs {end}": one for end, one in level["grubbs"].items()}
    mandel, robust = level["mandel"], level["robust"]
    figures = {name: value for name, value in level.items() if not isinstance(value, Mapping)}
    yield from _block({name: value for name, value in figures.items() if name != "notes"})
    yield from _grid([["outlier test", *TEST_COLUMNS], *map(_test, tests, tests.values())])
    rows = [[lab, _figure(mandel["h"][lab]), _figure(mandel["k"][lab])] for lab in mandel["h"]]
    limits = [[f"critical {end} %", *_limits(mandel, end)] for end in ("5", "1")]
    yield from _grid([["laboratory", "h", "k"], *rows, *limits])
    estimates = {name: one for name, one in robust.items() if isinstance(one, Mapping)}
    columns = ("mean", "sd", "u")
    body = [[name, *(_figure(one.get(column)) for column in columns)] for name, one in estimates.items()]
    yield from _grid([["robust", *columns], *body])
    yield from _block({name: value for name, value in robust.items() if name not in estimates}, "  ")
    for name in ("censored", "nested"):
        yield from _section(name, level.get(name))
    yield from _notes(level)


def _limits(mandel: Plain, end: str) -> list[str]:
    return [_figure(mandel[f"{statistic}_crit_{end}"]) for statistic in ("h", "k")]


def _test(name: str, test: Plain) -> list[str]:
    labs = test["labs"] if "labs" in test else [test["lab"]]
    statistic = next(test[key] for key in STATISTICS if key in test)
    p_value = test["p"] if "p" in test else test["p_one_sided"]
    figures = (statistic, test["crit_5"], test["crit_1"], p_value, test["verdict"])
    return [name.replace("_", " "), ", ".join(lab or NOTHING for lab in labs), *map(_figure, figures)]


def _block(block: Plain, indent: str = "") -> Iterator[str]:
    """Give plain figures a line each, then the parts under their names, then the notes."""
    parts = {name: value for name, value in block.items() if isinstance(value, Mapping)}
    plain = {name: value for name, value in block.items() if name not in parts and name != "notes"}
    width = max(map(len, plain), default=0)
    for name, value in plain.items():
        yield f"{indent}{name:<{width}}  {_figure(value)}"
    for name, part in parts.items():
        yield from _section(name, part, indent)
    yield from _notes(block, indent)


def _section(name: str, part: Plain | None, indent: str = "") -> Iterator[str]:
    if part:
        yield f"{indent}{name}:"
        yield from _block(part, f"{indent}  ")


def _notes(block: Plain, indent: str = "") -> Iterator[str]:
    return (f"{indent}note: {note}" for note in block.get("notes", ()))


def _grid(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"  {'  '.join(cells).rstrip()}"


def _figure(value: Any) -> str:
    if value is None or value == []:
        return NOTHING
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, Mapping):
        return ": ".join(_figure(one) for one in value.values())
    if isinstance(value, list):
        between = " to " if all(isinstance(one, float) for one in value) else ", "
        return between.join(map(_figure, value))
    return str(value)
