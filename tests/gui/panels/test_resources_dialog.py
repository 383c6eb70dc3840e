"""Resources of a group are added, named, tied together and removed in a window of their own; all of it is undoable."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QPushButton

from designer.app.panels.inspector import Inspector
from designer.app.panels.resources_dialog import ResourcesDialog
from designer.editing.resources import AddResource
from designer.model.workload import FurtherKind

GROUP = "group-01"
CHAIN = 4


@pytest.fixture
def dialog(controller, context, qtbot) -> ResourcesDialog:
    controller.run(AddResource(controller.design_id, GROUP, FurtherKind.IP_ADDRESS, "Address A"))
    made = ResourcesDialog(controller, context, GROUP)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


def group_of(controller):
    return next(group for group in controller.design.groups if group.id == GROUP)


def tick(dialog, name: str, column: int) -> None:
    """Press the box of a resource in a column, as a person does."""
    table = dialog.clauses
    row = next(row for row in range(table.rowCount()) if table.verticalHeaderItem(row).text() == name)
    table.scrollToItem(table.item(row, column))
    area = table.visualItemRect(table.item(row, column))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(area.left() + 12, area.center().y()))


def test_a_resource_is_added_by_name_and_undo_takes_it_away(dialog, controller):
    dialog.new_kind.setCurrentIndex(dialog.new_kind.findData(FurtherKind.FILE_SHARE.value))
    QTest.keyClicks(dialog.new_name, "Share")
    QTest.keyClick(dialog.new_name, Qt.Key.Key_Return)

    added = group_of(controller).further_resources[-1]
    assert (added.name, added.kind) == ("Share", FurtherKind.FILE_SHARE)
    controller.undo()
    assert [one.name for one in group_of(controller).further_resources] == ["Address A"]
    assert dialog.resources.rowCount() == CHAIN + 1


def test_boxes_in_a_column_are_alternatives_and_columns_add_up(dialog, controller):
    controller.run(AddResource(controller.design_id, GROUP, FurtherKind.IP_ADDRESS, "Address B"))
    controller.run(AddResource(controller.design_id, GROUP, FurtherKind.OTHER, "Licence"))
    dialog.resources.setCurrentCell(0, 0)

    tick(dialog, "Address A", 0)
    tick(dialog, "Address B", 0)
    tick(dialog, "Licence", 1)

    assert group_of(controller).vm_resource.depends_on == (("resource-1", "resource-2"), ("resource-3",))
    assert dialog.resources.item(0, 2).text() == "(Address A or Address B) and Licence"


def test_an_emptied_column_is_no_requirement(dialog, controller):
    dialog.resources.setCurrentCell(0, 0)
    tick(dialog, "Address A", 0)

    tick(dialog, "Address A", 0)

    assert group_of(controller).vm_resource.depends_on == ()
    assert dialog.clauses.columnCount() == 1


def test_what_would_lead_back_is_not_offered(dialog):
    dialog.resources.setCurrentCell(CHAIN, 0)
    tick(dialog, "Virtual Machine", 0)
    dialog.resources.setCurrentCell(2, 0)

    offered = [dialog.clauses.verticalHeaderItem(row).text() for row in range(dialog.clauses.rowCount())]

    assert offered == ["Cluster Enabler"]


def test_only_further_resources_can_be_removed(dialog, controller):
    dialog.resources.setCurrentCell(1, 0)
    assert not dialog.remove.isEnabled()
    dialog.resources.setCurrentCell(CHAIN, 0)

    QTest.mouseClick(dialog.remove, Qt.MouseButton.LeftButton)

    assert group_of(controller).further_resources == ()


def test_name_and_kind_are_changed_in_place_and_an_empty_name_is_refused(dialog, controller):
    dialog.resources.item(CHAIN, 0).setText("Service address")
    box = dialog.resources.cellWidget(CHAIN, 1)
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(box.findData(FurtherKind.NETWORK_NAME.value))

    dialog.resources.item(CHAIN, 0).setText(" ")

    changed = group_of(controller).further_resources[0]
    assert (changed.name, changed.kind) == ("Service address", FurtherKind.NETWORK_NAME)
    assert dialog.wrong.isVisible()
    assert dialog.resources.item(CHAIN, 0).text() == "Service address"


def test_the_inspector_of_a_group_leads_there(controller, context, qtbot):
    inspector = Inspector(controller, context)
    qtbot.addWidget(inspector)
    inspector.resize(320, 700)
    inspector.show()
    controller.select((GROUP,))
    inspector.refresh()

    QTest.mouseClick(inspector.findChild(QPushButton, "resourcesOfGroup"), Qt.MouseButton.LeftButton)

    opened = inspector.findChild(ResourcesDialog)
    assert opened.isVisible()
    opened.reject()
