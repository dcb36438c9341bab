"""The same answers as tables for people: figures with six digits, lines that fit a terminal, notes below."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from textwrap import wrap
from typing import Any, Final

Plain = Mapping[str, Any]
NOTHING: Final = "-"
FIGURE: Final = re.compile(r"[-+0-9.e]+")
WIDTH: Final = 100
"""Columns of a line; only a name longer than that makes a longer one."""

STATISTICS: Final = ("C", "G", "L")
TEST_COLUMNS: Final = ("labs", "statistic", "5 %", "1 %", "p", "verdict")
ROBUST_COLUMNS: Final = ("mean", "sd", "u", "factor")
PRECISION: Final = ("mean", "s_r", "s_L", "s_R", "r", "R")
CONSENSUS: Final = ("dl", "pm", "reml", "weighted_mean", "mean", "median", "algorithm_a")
CONSENSUS_COLUMNS: Final = ("u", "u_kh", "tau2", "sd", "ci95")


def as_text(answer: Plain) -> str:
    """Print an answer of any of the three kinds."""
    levels = answer.get("levels")
    if levels is None:
        return "\n".join(_consensus(answer) if "pm" in answer else _block(answer))
    head = _block({name: value for name, value in answer.items() if name != "levels"})
    return "\n".join([*head, *chain.from_iterable(map(_level, levels))])


def _consensus(answer: Plain) -> Iterator[str]:
    yield from _block({name: value for name, value in answer.items() if name not in (*CONSENSUS, "notes")})
    estimates = {name: answer[name] for name in CONSENSUS}
    rows = [
        [name, _figure(one.get("mu", one.get("mean"))), *(_figure(one.get(key)) for key in CONSENSUS_COLUMNS)]
        for name, one in estimates.items()
    ]
    yield from _grid([["estimate", "mu", *CONSENSUS_COLUMNS], *rows])
    yield from _notes(answer)


def _level(level: Plain) -> Iterator[str]:
    robust = level["robust"]
    yield ""
    yield from _block({name: level[name] for name in ("material", "unit", "labs", "results")}, width=9)
    rows = [[name, *map(_figure, (level[name], level.get(f"{name}_ci95")))] for name in PRECISION]
    rows.insert(1, ["u of mean", _figure(level["u_mean"]), NOTHING])
    yield from _grid([["precision", "value", "95 % interval"], *rows])
    yield from _tests(level)
    yield from _patterns(level["mandel"])
    estimates = {name: one for name, one in robust.items() if isinstance(one, Mapping)}
    body = [[name, *(_figure(one.get(key)) for key in ROBUST_COLUMNS)] for name, one in estimates.items()]
    rest = {name: value for name, value in robust.items() if name not in estimates}
    yield from _grid([["robust", *ROBUST_COLUMNS], *body])
    yield from _grid([list(rest), list(map(_figure, rest.values()))])
    for name in ("censored", "nested"):
        yield from _section(name, level.get(name))
    yield from _notes(level)


def _tests(level: Plain) -> Iterator[str]:
    tests = {"Cochran": level["cochran"]}
    if "k_crit_by_lab" in level["mandel"]:  # cells of different size: for equal ones it is the same test
        tests["'t Lam G"] = {"crit_5": None, "crit_1": None} | level["cochran"]["g_test"]
    tests |= {f"Grubbs {end}": one for end, one in level["grubbs"].items()}
    yield from _grid([["outlier test", *TEST_COLUMNS], *map(_test, tests, tests.values())])


def _test(name: str, test: Plain) -> list[str]:
    labs = test["labs"] if "labs" in test else [test["lab"]]
    statistic = next(test[key] for key in STATISTICS if key in test)
    p_value = test["p"] if "p" in test else test["p_one_sided"]
    figures = (statistic, test["crit_5"], test["crit_1"], p_value, test["verdict"])
    return [
        name.replace("_", " "),
        ", ".join(lab or NOTHING for lab in labs) or NOTHING,
        *map(_figure, figures),
    ]


def _patterns(mandel: Plain) -> Iterator[str]:
    """Give h and k, beside each k its own limits where cells differ in size."""
    own = mandel.get("k_crit_by_lab")
    columns = ["laboratory", "h", "k", *(["k 5 %", "k 1 %"] if own else [])]
    rows = [
        [lab, _figure(mandel["h"][lab]), _figure(mandel["k"][lab]), *(_ends(own[lab]) if own else [])]
        for lab in mandel["h"]
    ]
    for end in ("5", "1"):
        limits = [_figure(mandel[f"{name}_crit_{end}"]) for name in "hk"]
        rows.append([f"critical {end} %", *limits, *(["", ""] if own else [])])
    yield from _grid([columns, *rows])


def _ends(limits: Plain) -> list[str]:
    return [_figure(limits[f"crit_{end}"]) for end in ("5", "1")]


def _block(block: Plain, indent: str = "", width: int = 0) -> Iterator[str]:
    """Give plain figures a line each, then the parts under their names, then the notes."""
    parts = {name: value for name, value in block.items() if isinstance(value, Mapping)}
    plain = {name: value for name, value in block.items() if name not in parts and name != "notes"}
    width = max(width, *map(len, plain), 0)
    for name, value in plain.items():
        yield from _wrapped(f"{indent}{name:<{width}}  ", _figure(value))
    for name, part in parts.items():
        yield from _section(name, part, indent)
    yield from _notes(block, indent)


def _section(name: str, part: Plain | None, indent: str = "") -> Iterator[str]:
    if part:
        yield f"{indent}{name}:"
        yield from _block(part, f"{indent}  ")


def _notes(block: Plain, indent: str = "") -> Iterator[str]:
    for note in block.get("notes", ()):
        yield from _wrapped(f"{indent}note: ", note)


def _wrapped(start: str, text: str) -> Iterator[str]:
    """Go on below the beginning of the text, not of the line; no name is broken."""
    below = " " * len(start)
    lines = wrap(
        text, WIDTH, initial_indent=start, subsequent_indent=below,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    yield from lines or [start.rstrip()]


def _grid(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Set cells below each other, columns of figures to the right, and an empty line after them."""
    columns = list(zip(*rows, strict=True))
    widths = [max(map(len, column)) for column in columns]
    aligned = [str.rjust if _are_figures(column[1:]) else str.ljust for column in columns]
    for row in rows:
        cells = (align(cell, width) for align, cell, width in zip(aligned, row, widths, strict=True))
        yield f"  {'  '.join(cells).rstrip()}"
    yield ""


def _are_figures(cells: Sequence[str]) -> bool:
    return all(cell in {NOTHING, ""} or FIGURE.fullmatch(cell) for cell in cells)


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
