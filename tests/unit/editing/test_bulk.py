"""Many facts as one command: all of them or none, one step of the history."""

import pytest

from designer.base.errors import EditRefused
from designer.editing.bulk import SetProperties
from designer.editing.session import Session
from designer.model.project import Project
from tests.support.designs import sound


def project() -> Project:
    return Project(designs=(sound(),))


def test_facts_of_several_elements_are_set_at_once():
    change = SetProperties(
        sound().id,
        (
            ("lun-01", "domino", True),
            ("vm-01", "memory.kind", "dynamic"),
            ("vm-01", "memory.startup_mib", 1024),
            ("witness", "size_mib", 512),
        ),
    )

    after = change.apply(project()).designs[0]

    assert after.lun("lun-01").domino
    assert (after.vm("vm-01").memory.kind, after.vm("vm-01").memory.startup_mib) == ("dynamic", 1024)
    assert after.witness.size_mib == 512
    assert str(change.label(project()))


def test_elements_that_are_not_named_stay_the_same_objects():
    before = project()

    after = SetProperties(sound().id, (("lun-01", "domino", True),)).apply(before)

    assert after.designs[0].nodes[0] is before.designs[0].nodes[0]
    assert after.designs[0].luns[1] is before.designs[0].luns[1]


def test_setting_what_is_so_already_changes_nothing():
    before = project()

    assert SetProperties(sound().id, (("lun-01", "domino", False),)).apply(before) is before


@pytest.mark.parametrize(
    "change",
    [
        ("gone", "domino", True),
        ("lun-01", "nothing", True),
        ("lun-01", "domino", "often"),
        ("lun-01", "id", "lun-9"),
    ],
)
def test_one_change_that_is_refused_refuses_all(change):
    with pytest.raises(EditRefused):
        SetProperties(sound().id, (("lun-02", "domino", True), change)).apply(project())


def test_one_undo_takes_all_back():
    session = Session(project())
    before = session.project

    session.run(SetProperties(sound().id, (("lun-01", "domino", True), ("lun-02", "domino", True))))
    session.undo()

    assert session.project is before
