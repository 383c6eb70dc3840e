"""Facts pasted onto others, and copies joined like the original."""

import pytest

from designer.base.errors import EditRefused
from designer.editing.clipboard import copy
from designer.editing.likeness import CopyBeside, PasteProperties
from designer.editing.properties import SetProperty
from tests.support.builders import project_of, two_plus_one

D = "two-plus-one"


def test_facts_are_pasted_but_not_who_and_where_an_element_is():
    project = SetProperty(D, "p1", "memory_mib", 65536).apply(project_of())
    text = copy(project.design(D), ("p1",))

    after = PasteProperties(D, ("p2", "s1", "array-p"), text).apply(project).design(D)

    before = project.design(D)
    for node_id in ("p2", "s1"):
        node = after.node(node_id)
        assert node.memory_mib == 65536
        assert (node.name, node.site, node.nics) == (
            before.node(node_id).name,
            before.node(node_id).site,
            before.node(node_id).nics,
        )
    assert after.array("array-p") == before.array("array-p")
    assert after.layout == before.layout


def test_facts_of_another_kind_are_refused():
    text = copy(two_plus_one(), ("p1",))

    with pytest.raises(EditRefused) as refused:
        PasteProperties(D, ("array-p",), text).apply(project_of())
    assert refused.value.code == "no-such-kind"

    with pytest.raises(EditRefused):
        PasteProperties(D, ("p1",), "not ours").apply(project_of())


def test_a_copy_beside_is_joined_like_its_original():
    command = CopyBeside(D, "p1", 248, 0)

    after = command.apply(project_of()).design(D)

    new_id = command.new_id(project_of())
    assert after.node(new_id).site == "site-p"
    assert {link.array for link in after.san_links if link.node == new_id} == {"array-p"}
    old, new = after.layout.place_of("p1"), after.layout.place_of(new_id)
    assert (new.x - old.x, new.y - old.y) == (248, 0)


def test_only_nodes_and_arrays_are_copied_with_their_lines():
    with pytest.raises(EditRefused):
        CopyBeside(D, "site-p", 10, 0).apply(project_of())
