"""Compiled message catalogues, made from the .po files where they are older: no gettext tools needed."""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent


def locale_folders(repository: Path = REPOSITORY) -> list[Path]:
    """Folders of our own catalogues: the project's and the apps'."""
    return sorted(repository.glob("consortium/locale")) + sorted(repository.glob("apps/*/locale"))


def compile_messages(folders: Iterable[Path]) -> list[Path]:
    """Write the .mo beside each .po that has changed since; give the files written."""
    sources = (po for folder in folders for po in sorted(folder.glob("*/LC_MESSAGES/*.po")))
    return [_compile(po) for po in sources if _changed(po)]


def _changed(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns


def _compile(po: Path) -> Path:
    from babel.messages import mofile, pofile  # noqa: PLC0415 - slow to load, seldom needed

    with po.open("rb") as source:
        catalog = pofile.read_po(source, abort_invalid=True)
    draft = po.with_suffix(f".{os.getpid()}.draft")
    with draft.open("wb") as target:
        mofile.write_mo(target, catalog)
    return draft.replace(po.with_suffix(".mo"))  # whole or not at all: several programs may start at once


def main() -> None:
    """Compile what has changed and name it."""
    for written in compile_messages(locale_folders()):
        sys.stdout.write(f"Compiled {written.relative_to(REPOSITORY)}\n")


if __name__ == "__main__":
    main()
