"""The house: accountability -> reviews -> duties, and nothing imports config."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("duties", "reviews", "accountability")
FORBIDDEN = {
    "duties": {"reviews", "accountability", "config", "tests"},
    "reviews": {"accountability", "config", "tests"},
    "accountability": {"config", "tests"},
    "config": {"tests"},
}
STRING_KEY = re.compile(r"(duties|reviews|accountability)\.\w+")
RELATIONS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
SIGNAL_MODULES = {"django.db.models.signals", "django.dispatch"}


def sources(package: str) -> list[Path]:
    """Python files of a package, its generated migrations left out."""
    files = sorted((ROOT / package).rglob("*.py"))
    return [file for file in files if "migrations" not in file.parts]


ALL_SOURCES = [file for package in (*APPS, "config") for file in sources(package)]


def named(file: Path) -> str:
    return str(file.relative_to(ROOT))


def imported(tree: ast.AST, file: Path) -> list[tuple[int, str]]:
    """(line, absolute module) of every import below a node, relative ones resolved."""
    found = []
    package = file.relative_to(ROOT).parent.parts
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            found.append((node.lineno, ".".join((*base, *filter(None, [node.module])))))
    return found


def top(module: str) -> str:
    return module.partition(".")[0]


@pytest.mark.parametrize("file", ALL_SOURCES, ids=named)
def test_imports_point_downward(file):
    forbidden = FORBIDDEN[file.relative_to(ROOT).parts[0]]
    tree = ast.parse(file.read_text(encoding="utf-8"))
    wrong = [(line, name) for line, name in imported(tree, file) if top(name) in forbidden]
    assert wrong == []


@pytest.mark.parametrize("file", ALL_SOURCES, ids=named)
def test_no_import_of_our_own_hides_in_a_function(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    hidden = {
        (line, name)
        for function in functions
        for line, name in imported(function, file)
        if top(name) in (*APPS, "config")
    }
    assert hidden == set()


@pytest.mark.parametrize("app", APPS)
def test_no_string_foreign_key_points_to_a_higher_app(app):
    wrong = []
    for file in sources(app):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and relation(call) in RELATIONS:
                wrong += [
                    (named(file), call.lineno, target)
                    for target in string_targets(call)
                    if top(target) in FORBIDDEN[app]
                ]
    assert wrong == []


def relation(call: ast.Call) -> str:
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def string_targets(call: ast.Call) -> list[str]:
    values = [*call.args, *(keyword.value for keyword in call.keywords)]
    texts = [v.value for v in values if isinstance(v, ast.Constant) and isinstance(v.value, str)]
    return [text for text in texts if STRING_KEY.fullmatch(text)]


@pytest.mark.parametrize("app", APPS)
def test_apps_do_not_signal_each_other(app):
    wrong = [
        (named(file), name)
        for file in sources(app)
        for name in signals(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert wrong == []


def signals(tree: ast.AST) -> list[str]:
    """Names imported from Django's signals; those about migrating carry no business."""
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = [a.name for node in imports if node.module in SIGNAL_MODULES for a in node.names]
    return [name for name in names if name not in {"pre_migrate", "post_migrate"}]


def test_the_checks_see_what_they_forbid():
    """A guard for the guards: each finds its offence in a made-up source."""
    file = ROOT / "duties" / "models" / "made_up.py"
    tree = ast.parse("from ...reviews import models\nimport config.celery\nfrom . import organs")
    assert [name for _, name in imported(tree, file)] == [
        "reviews",
        "config.celery",
        "duties.models",
    ]
    call = ast.parse('models.ForeignKey("reviews.Report", on_delete=models.CASCADE)').body[0].value
    assert relation(call) in RELATIONS
    assert string_targets(call) == ["reviews.Report"]
    assert signals(ast.parse("from django.dispatch import Signal")) == ["Signal"]
