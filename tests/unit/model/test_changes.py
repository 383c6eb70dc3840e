"""What differs between two projects, as ids."""

from designer.editing.additions import ElementKind
from designer.editing.elements import AddElement, RemoveElements, RenameElement
from designer.editing.placement import MoveElements, SetWaypoints
from designer.editing.properties import SetClusterSetting, SetProjectDetail
from designer.editing.variants import AddEmptyDesign, ReorderDesigns
from designer.model.changes import diff, diff_designs
from tests.support.builders import project_of, two_plus_one

D = "two-plus-one"


def _changes(command, project=None):
    before = project or project_of()
    return diff(before, command.apply(before))


def test_the_same_project_has_no_changes():
    project = project_of()

    assert diff(project, project).is_empty
    assert diff(project, project_of()).is_empty


def test_added_elements():
    changes = _changes(AddElement(D, ElementKind.VM, inside="s1")).of(D)

    assert changes.added == ("lun-03", "vm-03", "group-03")
    assert changes.removed == changes.altered == changes.moved == ()


def test_removed_and_altered_elements():
    changes = _changes(RemoveElements(D, ("p1",))).of(D)

    assert changes.removed == ("p1", "san-p1")
    assert changes.altered == ("vm-01", "group-01", "group-02")
    assert changes.touched == ("vm-01", "group-01", "group-02")
    assert changes.moved == ()


def test_moved_symbols_are_not_altered_elements():
    changes = _changes(MoveElements(D, ("p2",), 8, 8)).of(D)

    assert (changes.moved, changes.altered, changes.settings) == (("p2",), (), False)
    assert _changes(SetWaypoints(D, "link-lan", ((1, 2),))).of(D).moved == ("link-lan",)


def test_renamed_elements_are_altered():
    assert _changes(RenameElement(D, "p1", "Praha")).of(D).altered == ("p1",)


def test_settings_of_the_cluster():
    changes = _changes(SetClusterSetting(D, "name", "OTHER")).of(D)

    assert changes.settings
    assert changes.touched == ()


def test_designs_that_came_and_went():
    before = project_of()
    after = AddEmptyDesign().apply(before)

    assert diff(before, after).designs_added == ("design-1",)
    assert diff(after, before).designs_removed == ("design-1",)
    assert diff(before, after).of(D) is None


def test_the_rest_of_the_project():
    assert _changes(SetProjectDetail("title", "Other")).project
    project = AddEmptyDesign().apply(project_of())
    assert _changes(ReorderDesigns(("design-1", D)), project).project


def test_two_designs_are_compared_by_the_ids_of_their_elements():
    changes = diff_designs(two_plus_one(vms=1), two_plus_one(vms=2))

    assert changes.added == ("lun-02", "vm-02", "group-02")
