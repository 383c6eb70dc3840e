"""Presets: placed and chosen in one step, each value says that it is the preset's, and one's own stand beside them."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from designer.app.panels.inspector import Inspector
from designer.app.panels.palette_panel import PalettePanel
from designer.app.presets import PresetShelf
from designer.editing.additions import ElementKind
from designer.persistence.own_presets import load_own


@pytest.fixture
def inspector(controller, context, qtbot) -> Inspector:
    made = Inspector(controller, context)
    qtbot.addWidget(made)
    made.show()
    controller.select(("p1",))
    return made


def _use(inspector: Inspector, name: str) -> None:
    choice = inspector._preset_bar.choice
    choice.setCurrentIndex(choice.findData(name))
    choice.activated.emit(choice.currentIndex())


def test_choosing_a_preset_is_one_step_and_its_values_say_so(inspector, controller) -> None:
    before = controller.project

    _use(inspector, "4 × 8 cores, 256 GiB")

    node = controller.design.node("p1")
    assert (node.sockets, node.cores_per_socket, node.memory_mib) == (4, 8, 256 * 1024)
    assert inspector.row("memory_mib").origin.text() == "preset"
    assert inspector.row("name").origin.text() == "typed"
    controller.undo()
    assert controller.project is before


def test_a_value_typed_over_the_preset_goes_back_to_it(inspector, controller) -> None:
    _use(inspector, "4 × 8 cores, 256 GiB")
    row = inspector.row("memory_mib")
    assert row.reset.isHidden()

    row.committed.emit("memory_mib", 512 * 1024)
    assert row.origin.text() == "typed"
    assert not row.reset.isHidden()
    QTest.mouseClick(row.reset, Qt.MouseButton.LeftButton)

    assert controller.design.node("p1").memory_mib == 256 * 1024
    assert row.origin.text() == "preset"
    assert row.reset.isHidden()


def test_ones_own_preset_is_kept_for_other_projects_and_forgotten_again(
    inspector, controller, context, tmp_path
) -> None:
    inspector.row("memory_mib").committed.emit("memory_mib", 384 * 1024)

    inspector._preset_bar.keep_as("Our blade")

    assert controller.design.node("p1").preset == "Our blade"
    again = PresetShelf(Path(context.preferences.folder) / "presets.json").of(ElementKind.NODE)[-1]
    assert (again.name, again.value("memory_mib"), again.is_own) == ("Our blade", 384 * 1024, True)
    inspector._preset_bar.forget()
    assert load_own(Path(context.preferences.folder) / "presets.json") == ()
    assert controller.design.node("p1").memory_mib == 384 * 1024


def test_the_palette_offers_every_preset_with_its_source_and_grade(context, qtbot) -> None:
    palette = PalettePanel(context)
    qtbot.addWidget(palette)
    shelf = context.presets

    offered = {row.placeable.id.rpartition(":")[2] for row in palette.rows if row.placeable and row.placeable.facts}

    assert offered == {preset.name for preset in shelf.all()}
    assert all(row.toolTip() for row in palette.rows if row.placeable and row.placeable.facts)


def test_an_assumption_of_the_program_says_so(inspector, controller) -> None:
    controller.select(("vm-01",))

    assert inspector.row("dirty_mib_s").origin.text() == "assumed"


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"format": "geocluster/presets/1", "presets": [3, {"kind": "vm"}]}']
)
def test_a_damaged_file_of_presets_offers_nothing_and_harms_nothing(tmp_path: Path, content: str) -> None:
    path = tmp_path / "presets.json"
    path.write_text(content)

    assert load_own(path) == ()


def test_a_preset_of_the_catalogue_is_read_in_the_language_of_the_window_and_kept_under_its_own_name() -> None:
    preset = next(one for one in PresetShelf().of(ElementKind.NODE) if one.name == "2 × 12 cores, 128 GiB")

    assert preset.title.text == "{sockets} × {n} core, {ram}"
    assert dict(preset.title.params)["n"] == 12
    assert dict(preset.whole)["preset"] == "2 × 12 cores, 128 GiB"
