"""Preferences take effect at once; About tells version and licences."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractSpinBox

from designer import __version__
from designer.app.dialogs.about import PARTS, AboutDialog
from designer.app.dialogs.preferences import PreferencesDialog
from designer.app.modes.generate_dialog import GenerateDialog
from designer.app.preferences import Theme


def test_choices_are_kept_at_once(qtbot, context, preferences):
    dialog = PreferencesDialog(context)
    qtbot.addWidget(dialog)
    dialog.language.setCurrentIndex(dialog.language.findData("cs"))
    dialog.language.activated.emit(dialog.language.currentIndex())
    dialog.theme.setCurrentIndex(dialog.theme.findData("dark"))
    dialog.theme.activated.emit(dialog.theme.currentIndex())
    for box in (dialog.motion, dialog.keys):
        qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    qtbot.keyClicks(dialog.author, "Jana")
    qtbot.keyClick(dialog.author, Qt.Key.Key_Tab)
    dialog.author.editingFinished.emit()

    assert preferences.language == "cs"
    assert preferences.theme is Theme.DARK
    assert preferences.reduced_motion
    assert not preferences.single_keys
    assert preferences.author == "Jana"


def test_about_tells_version_and_every_licence(qtbot, context):
    dialog = AboutDialog(context)
    qtbot.addWidget(dialog)

    assert __version__ in dialog.version.text()
    assert [row.cells[0].text for row in dialog.parts.facts.rows] == [name for name, _ in PARTS]


def test_text_keeps_off_the_edge_in_every_spin_box(qtbot, context):
    dialog = GenerateDialog(context)
    qtbot.addWidget(dialog)

    boxes = dialog.findChildren(QAbstractSpinBox)
    assert len(boxes) > 8
    assert all(box.lineEdit().textMargins().left() >= 4 for box in boxes)
