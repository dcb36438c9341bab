"""Turkish is complete: every text of pages, API and mail has its translation, with the same placeholders."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.template.base import Lexer, TokenType

ROOT = Path(__file__).parents[2]
PO = ROOT / "consortium" / "locale" / "tr" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]|</?\w+[^>]*>")


def catalogue():
    with PO.open("rb") as file:
        return read_po(file, locale="tr")


def test_every_message_has_its_turkish_words():
    assert [
        m.id
        for m in catalogue()
        if m.id and (not m.string or (isinstance(m.string, tuple) and not all(m.string)))
    ] == []
    assert [m.id for m in catalogue() if m.id and m.fuzzy] == []


def test_placeholders_are_the_same_in_both_languages():
    wrong = []
    for message in catalogue():
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = set(PLACEHOLDER.findall(ids[-1] if ids else ""))
        wrong += [message.id for text in strings if message.id and set(PLACEHOLDER.findall(text)) != wanted]
    assert wrong == []


CALLS = {"_": 1, "gettext_lazy": 1, "gettext": 1, "gettext_noop": 1, "ngettext": 2}


def texts_in_python():
    for path in [*ROOT.glob("apps/**/*.py"), *ROOT.glob("consortium/**/*.py")]:
        calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
        for call in calls:
            for argument in call.args[: CALLS.get(getattr(call.func, "id", ""), 0)]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value, path.name


def texts_in_templates():
    for path in [*ROOT.glob("templates/**/*.html"), *ROOT.glob("templates/**/*.txt")]:
        for token in Lexer(path.read_text()).tokenize():
            found = re.match(r"translate (\"([^\"]*)\"|'([^']*)')", token.contents)
            if token.token_type == TokenType.BLOCK and found:
                yield found[2] or found[3], path.name


def texts_in_code():
    """Collect what the code marks for translation, with readers other than gettext's own."""
    yield from texts_in_python()
    yield from texts_in_templates()


def test_every_marked_text_is_in_the_catalogue():
    known = {text for m in catalogue() for text in (m.id if isinstance(m.id, tuple) else (m.id,))}
    missing = sorted(
        {
            (text, where)
            for text, where in texts_in_code()
            if text and text.replace("%%", "%") not in {k.replace("%%", "%") for k in known}
        }
    )
    assert missing == [], "run `make messages` and translate"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/account/sign-in/", "/v/"])
def test_public_pages_speak_turkish(client, path):
    subprocess.run([sys.executable, "-m", "consortium.messages"], cwd=ROOT, check=True, capture_output=True)
    page = client.get(path, headers={"Accept-Language": "tr"}).content.decode()
    assert '<html lang="tr">' in page
    assert "Belge" in page or "Oturum" in page or "Giriş" in page
