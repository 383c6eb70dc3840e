"""What every test runs under: Qt without a screen, Hypothesis' profiles, and guards against things left behind."""

import importlib
import logging
import os
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_RELAXED: dict[str, Any] = {"deadline": None}  # two busy cores make single examples slow now and then
hypothesis.settings.register_profile("fast", max_examples=40, **_RELAXED)
hypothesis.settings.register_profile("ci", max_examples=200, derandomize=True, print_blob=True, **_RELAXED)
hypothesis.settings.register_profile("thorough", max_examples=2000, print_blob=True, **_RELAXED)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "fast"))

_QT_SETTINGS = ("qt_api", "qt_log_level_fail", "qt_log_ignore")


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Declares pytest-qt's settings where it is not loaded, so that one configuration serves both environments."""
    parser.addoption("--update-golden", action="store_true", help="write tests/golden anew instead of comparing")
    if not pluginmanager.hasplugin("pytest-qt"):
        for name in _QT_SETTINGS:
            parser.addini(name, help="setting of pytest-qt, which is not loaded")


def pytest_ignore_collect(collection_path: Any) -> bool | None:
    """Leaves out the window's tests where Qt cannot be loaded; run.py and .ci/run say so."""
    of_the_window = collection_path.parts[-2:] == ("tests", "gui")
    return True if of_the_window and not _can_import("PySide6.QtWidgets") else None


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with the file of that name under tests/golden, or writes it with ``--update-golden``."""

    def check(name: str, text: str) -> None:
        place = Path(__file__).parent / "golden" / name
        if request.config.getoption("--update-golden"):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8", newline="\n")
        assert place.read_text(encoding="utf-8") == text

    return check


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, None, None]:
    """Fails a test during which something was logged at warning or above, unless it is marked ``logs_warnings``."""
    heard = _Heard()
    logging.getLogger().addHandler(heard)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(heard)
    if heard.sentences and item.get_closest_marker("logs_warnings") is None:
        pytest.fail("unexpected log records: " + "; ".join(heard.sentences))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, None, None]:
    """Fails a test that left a window on the screen: the next one would be tested with it."""
    yield
    left = _shown_windows()
    if left:
        pytest.fail(f"left on the screen by {item.name}: " + ", ".join(left))


class _Heard(logging.Handler):
    """Collects the sentences of the records that no test expects."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.sentences: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.sentences.append(f"{record.name}: {record.getMessage()}")


def _shown_windows() -> list[str]:
    widgets = sys.modules.get("PySide6.QtWidgets")
    if widgets is None or widgets.QApplication.instance() is None:
        return []
    shown = [widget for widget in widgets.QApplication.topLevelWidgets() if widget.isVisible()]
    names = [type(widget).__name__ for widget in shown]
    for widget in shown:
        widget.hide()
    return names


def _can_import(name: str) -> bool:
    try:
        importlib.import_module(name)
    except ImportError:
        return False
    return True
