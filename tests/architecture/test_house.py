"""What import-linter cannot say: rooms, writers, texts, sizes."""

import ast
from pathlib import Path

import pytest

from apps.core.events import REGISTRY
from apps.core.flow import Flow

ROOT = Path(__file__).parents[2]
APPS = sorted(path.parent for path in ROOT.glob("apps/*/__init__.py"))
FILES = sorted(path for path in ROOT.glob("apps/*/**/*.py") if "migrations" not in path.parts)
WRITES = {
    "create",
    "bulk_create",
    "update",
    "delete",
    "save",
    "get_or_create",
    "update_or_create",
    "bulk_update",
}
# Rooms that may write: services; models (their own keys); the outbox and its worker; what loads reference data;
# rest/idempotency keeps remembered answers.
MAY_WRITE = {
    "services",
    "models.py",
    "outbox.py",
    "tasks.py",
    "idempotency.py",
    "handlers.py",
    "loading.py",
    "querysets.py",
}


def room(path):
    relative = path.relative_to(ROOT / "apps")
    return relative.parts[1]


def flows():
    import importlib

    for app in APPS:
        if (app / "states.py").exists():
            module = importlib.import_module(f"apps.{app.name}.states")
            for name, value in vars(module).items():
                if isinstance(value, Flow):
                    yield app.name, name, value


def orm_writes(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            yield node.lineno, ast.unparse(node.func)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_services_write(path):
    if room(path).removesuffix(".py") == "services" or path.name in MAY_WRITE or "services" in path.parts:
        return
    written = [
        (line, call)
        for line, call in orm_writes(path)
        if "objects" in call or ".save" in call or ".delete" in call
    ]
    assert written == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_is_a_room_for_one_idea(path):
    assert len(path.read_text().splitlines()) <= 250


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_service_never_queues_a_task(path):
    if "services" not in path.parts and path.name != "services.py":
        return
    calls = [
        ast.unparse(node.func) for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)
    ]
    assert [call for call in calls if call.endswith((".delay", ".apply_async"))] == []


def test_there_is_no_drawer_for_everything():
    assert [path for path in FILES if path.stem in {"utils", "helpers", "misc", "common"}] == []


@pytest.mark.parametrize(("app", "name", "flow"), list(flows()), ids=lambda value: str(value)[:30])
def test_every_state_of_a_flow_is_reachable_and_every_move_has_somebody_and_news(app, name, flow):
    reached = {flow.initial}
    for _round in flow.moves:
        reached |= {move.target for move in flow.moves.values() if move.sources & reached}
    assert reached == set(flow.states)
    for move in flow.moves.values():
        assert move.by, move.name
        assert move.event.name in REGISTRY, move.name
        assert move.sources <= set(flow.states), move.name


@pytest.mark.parametrize(("app", "name", "flow"), list(flows()), ids=lambda value: str(value)[:30])
def test_the_readme_shows_the_flow_as_it_is(app, name, flow):
    assert flow.diagram() in (ROOT / "apps" / app / "README.md").read_text()


def test_every_event_says_its_sentence():
    silent = [
        name for name, event in REGISTRY.items() if not str(event.sentence) and not event.__subclasses__()
    ]
    assert silent == []


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_every_app_explains_itself(app):
    assert (app / "README.md").exists()


@pytest.mark.parametrize("template", sorted(ROOT.glob("templates/**/*.html")), ids=lambda path: path.name)
def test_a_template_carries_no_inline_script_or_style(template):
    text = template.read_text().lower()
    for forbidden in ("<style", " style=", "onclick=", "onsubmit=", "javascript:", "hx-on"):
        assert forbidden not in text.replace("{# no-inline-check #}", ""), forbidden
    assert all(
        ">" in part.split("src=")[0] or "src=" in part.split(">")[0] for part in text.split("<script")[1:]
    )


def test_nothing_reads_outside_the_repository():
    named = [path for path in FILES if "../shared" in path.read_text() or "/work/" in path.read_text()]
    assert named == []
