"""Promises about the source files that no linter keeps."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "designer"
SOURCES = sorted(PACKAGE.rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
DRAINS = {"utils", "util", "helpers", "helper", "common", "misc", "core", "manager", "handler", "stuff", "tools_misc"}


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", [path for path in SOURCES if path.name == "__init__.py"], ids=relative)
def test_package_files_are_empty(path: Path) -> None:
    body = ast.parse(path.read_text(encoding="utf-8")).body

    if path.parent == PACKAGE:
        assigned = [node for node in body if not is_docstring(node)]
        assert [ast.unparse(node).split(" = ")[0] for node in assigned] == ["__version__"]
    else:
        assert body == []


def is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def test_every_folder_with_sources_is_a_package() -> None:
    without = {relative(path.parent) for path in SOURCES if not (path.parent / "__init__.py").exists()}

    assert without == set()


def test_no_file_is_a_drain_for_everything() -> None:
    found = [relative(path) for path in [*SOURCES, *TESTS] if DRAINS & {path.stem, path.parent.name}]

    assert found == []


def test_names_come_from_one_address() -> None:
    found = [
        f"{relative(path)}:{node.lineno}"
        for path in [*SOURCES, *TESTS]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.level > 0 or any(alias.name == "*" for alias in node.names))
    ]

    assert found == []


def test_every_suppression_names_its_rule_and_its_reason() -> None:
    found = [place for place, line in lines_of(SOURCES) if is_suppression(line) and not is_explained(line)]

    assert found == []


def is_suppression(line: str) -> bool:
    return "# noqa" in line or "# type: ignore" in line


def is_explained(line: str) -> bool:
    return re.search(r"# (noqa: [A-Z]+\d+(, ?[A-Z]+\d+)*|type: ignore\[[a-z, -]+\]) +(-|#) \w+", line) is not None


def test_nothing_is_left_for_later() -> None:
    mark = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")

    found = [place for place, line in lines_of(SOURCES) if mark.search(line)]

    assert found == []


def test_only_the_command_line_and_the_entry_speak_to_the_terminal() -> None:
    speaking = re.compile(r"(?<![\w.])print\(|sys\.std(out|err)")

    found = {
        relative(path)
        for path in SOURCES
        if speaking.search(path.read_text(encoding="utf-8")) and path.parent.name not in {"cli", "app"}
    }

    assert found <= {"designer/__main__.py"}


def test_a_blind_except_stands_only_where_the_program_ends() -> None:
    """Three places, says decision 0010: a background outcome, the window's last hook, the command line's main."""
    found = {
        relative(path)
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler) and is_blind(node) and not passes_on(node)
    }

    assert {path for path in found if not path.startswith(("designer/app/", "designer/cli/"))} == set()
    assert len(found) <= 3


def is_blind(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or ast.unparse(handler.type) in {"Exception", "BaseException"}


def passes_on(handler: ast.ExceptHandler) -> bool:
    return isinstance(handler.body[-1], ast.Raise) and handler.body[-1].exc is None


def lines_of(paths: list[Path]) -> Iterator[tuple[str, str]]:
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            yield f"{relative(path)}:{number}", line
