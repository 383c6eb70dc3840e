"""The tabs of the variants."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from designer.app.main_window import MainWindow
from designer.app.variant_tabs import VariantTabs
from designer.model.blueprint import Blueprint, build
from designer.model.project import Project


def test_the_tabs_are_as_wide_as_their_texts_whatever_was_open_before(
    open_window: Callable[[Project], MainWindow],
) -> None:
    two = build(Blueprint(2, 1))
    three = tuple(two.evolve(id=name, label=f"A long label {name}") for name in ("a", "b", "c"))
    open_window(Project(title="Three", designs=three, recommended="b"))
    window = open_window(Project(title="One", designs=(two.evolve(label="Design"),)))
    QApplication.processEvents()
    tabs = window.findChild(VariantTabs)
    assert tabs is not None
    bar = tabs.bar
    assert bar.width() == bar.tabRect(0).right() + 1
