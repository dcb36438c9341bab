"""Message catalogues are compiled where they have changed."""

import gettext
import os
from pathlib import Path

from consortium.messages import compile_messages

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n > 1);\\n"

msgid "supplier"
msgstr "tedarikçi"

msgid "one sample"
msgid_plural "%d samples"
msgstr[0] "bir numune"
msgstr[1] "%d numune"
"""


def test_a_catalogue_is_compiled_once_and_again_when_it_changes(tmp_path: Path) -> None:
    po = tmp_path / "tr" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text(CATALOGUE)
    assert compile_messages([tmp_path]) == [po.with_suffix(".mo")]
    assert compile_messages([tmp_path]) == []
    later = po.with_suffix(".mo").stat().st_mtime + 1
    os.utime(po, (later, later))
    assert compile_messages([tmp_path]) == [po.with_suffix(".mo")]


def test_a_compiled_catalogue_speaks(tmp_path: Path) -> None:
    po = tmp_path / "tr" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text(CATALOGUE)
    compile_messages([tmp_path])
    turkish = gettext.translation("django", tmp_path, ["tr"])
    assert turkish.gettext("supplier") == "tedarikçi"
    assert turkish.ngettext("one sample", "%d samples", 3) == "%d numune"
