"""A list of what differs: every sentence, and a sentence where there is nothing to say."""

from pytestqt.qtbot import QtBot

from designer.app.context import AppContext
from designer.app.dialogs.change_list import ChangeListDialog, differences
from designer.base.texts import msg
from designer.model.project import Project


def test_a_new_title_is_told_and_equal_versions_are_said_to_be_equal(
    qtbot: QtBot, context: AppContext, project: Project
) -> None:
    changed = differences(project, project.evolve(title="Another"))
    told = ChangeListDialog(context, msg("The file as it is now, beside yours"), changed)
    equal = ChangeListDialog(context, msg("The file as it is now, beside yours"), differences(project, project))
    qtbot.addWidget(told)
    qtbot.addWidget(equal)

    assert told.list.count() == len(changed) == 1
    assert equal.list.item(0).text() == "Nothing differs."
    assert told.list.accessibleName() == "The file as it is now, beside yours"
