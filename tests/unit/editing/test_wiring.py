"""Lines between elements: the ends decide the kind, and the same questions are answered before and at the command."""

import pytest

from designer.base.errors import EditRefused
from designer.editing.additions import ElementKind
from designer.editing.elements import AddElement, RemoveElements
from designer.editing.legality import LinkKind, can_start_link, link_kind, move_refusal, refusal, standing_refusal
from designer.editing.placement import SetWaypoints
from designer.editing.wiring import AttachLun, Connect, DetachLun, Disconnect
from designer.model.array import Array
from designer.model.blueprint import WitnessPlace
from designer.model.node import Node
from designer.model.site import Site
from tests.support.builders import project_of, two_plus_one

D = "two-plus-one"


def _connected(a, b, project):
    command = Connect(D, a, b)
    after = command.apply(project).design(D)
    return after.by_id[command.new_id(project)]


@pytest.fixture
def bare():
    """The design without any line."""
    design = two_plus_one()
    return Disconnect(D, tuple(link.id for link in design.links())).apply(project_of(design))


@pytest.mark.parametrize(
    ("a", "b", "kind", "new_id"),
    [
        ("p1", "array-p", LinkKind.SAN, "san-p1"),
        ("array-p", "array-s", LinkKind.REPLICATION, "link-replication"),
        ("site-p", "site-s", LinkKind.LAN, "link-lan"),
        ("site-p", "witness", LinkKind.WITNESS_PATH, "path-p"),
        ("site-s", "witness", LinkKind.WITNESS_PATH, "path-s"),
    ],
)
def test_the_ends_decide_the_kind_in_either_order(bare, a, b, kind, new_id):
    design = bare.design(D)

    assert link_kind(design.find(a), design.find(b)) is kind
    assert link_kind(design.find(b), design.find(a)) is kind
    assert _connected(a, b, bare).id == new_id
    assert _connected(b, a, bare).id == new_id


def test_a_lan_link_carries_all_networks(bare):
    assert _connected("site-p", "site-s", bare).networks == ("net-client", "net-heartbeat", "net-migration")


def test_a_san_link_runs_at_the_rate_of_the_node(bare):
    assert _connected("array-p", "p1", bare).rate_mbit == 8000


def test_sites_may_be_joined_by_parallel_lines():
    link = _connected("site-p", "site-s", project_of())

    assert (link.id, link.name) == ("link-lan-2", "LAN 2")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("p1", "p1"),
        ("p1", "p2"),
        ("p1", "site-p"),
        ("p1", "array-s"),  # at another site
        ("p1", "array-p"),  # joined already
        ("array-p", "array-s"),
        ("site-p", "witness"),
        ("site-w", "witness"),  # the share stands there
        ("vm-01", "lun-01"),
        ("p1", "nobody"),
        ("nobody", "p1"),
    ],
)
def test_what_cannot_be_joined_is_told_before_and_refused_at_the_command(a, b):
    project = project_of()

    reason = refusal(project.design(D), a, b)

    assert reason is not None
    with pytest.raises(EditRefused) as refused:
        Connect(D, a, b).apply(project)
    assert refused.value.message == reason


def test_a_witness_disk_has_no_paths():
    assert refusal(two_plus_one(witness=WitnessPlace.DISK), "site-s", "witness") is not None


def test_a_line_can_start_where_it_can_end():
    design = two_plus_one()

    assert {kind for kind in ("p1", "array-p", "site-p", "witness", "vm-01") if can_start_link(design.find(kind))} == {
        "p1",
        "array-p",
        "site-p",
        "witness",
    }
    assert not can_start_link(None)


@pytest.mark.parametrize(
    ("kind", "site", "fits"),
    [
        (Node, "site-p", True),
        (Array, "site-s", True),
        (Node, "site-w", False),
        (Site, "site-p", False),
        (Node, "p1", False),
    ],
)
def test_what_stands_in_a_site(kind, site, fits):
    assert (standing_refusal(two_plus_one(), kind, site) is None) == fits


def test_only_a_share_can_be_moved_to_a_site():
    assert move_refusal(two_plus_one(), "witness", "site-p") is None
    assert move_refusal(two_plus_one(witness=WitnessPlace.DISK), "witness", "site-p") is not None
    assert move_refusal(two_plus_one(witness=WitnessPlace.CLOUD), "witness", "site-p") is not None
    assert move_refusal(two_plus_one(), "nobody", "site-p") is not None


def test_a_removed_line_takes_its_route_along():
    project = SetWaypoints(D, "link-lan", ((1, 2),)).apply(project_of())

    after = Disconnect(D, ("link-lan",)).apply(project).design(D)

    assert after.network_links == ()
    assert after.layout.routes == ()


@pytest.mark.parametrize("link", ["p1", "nobody"])
def test_only_lines_are_disconnected(link):
    with pytest.raises(EditRefused):
        Disconnect(D, ("link-lan", link)).apply(project_of())


def test_a_new_node_is_connected_by_a_line_of_its_own():
    project = AddElement(D, ElementKind.NODE, inside="site-s").apply(project_of())

    link = _connected("s2", "array-s", project)

    assert (link.id, link.node, link.array) == ("san-s2", "s2", "array-s")


def test_a_node_with_two_arrays_has_two_lines():
    project = AddElement(D, ElementKind.ARRAY, inside="site-p").apply(project_of())

    assert _connected("p1", "array-p-2", project).id == "san-p1-2"


def test_luns_are_attached_and_detached():
    project = AttachLun(D, "vm-01", "lun-02").apply(project_of())
    assert project.design(D).vm("vm-01").luns == ("lun-01", "lun-02")
    assert AttachLun(D, "vm-01", "lun-02").apply(project) is project

    project = DetachLun(D, "vm-01", "lun-01").apply(project)
    assert project.design(D).vm("vm-01").luns == ("lun-02",)
    assert project.design(D).find("lun-01") is not None
    with pytest.raises(EditRefused):
        AttachLun(D, "vm-01", "p1").apply(project)


def test_steps_name_both_ends():
    project = project_of()

    assert str(Connect(D, "p1", "array-p").label(project)) == "Connect P1 and Array P"
    assert str(Disconnect(D, ("san-p1",)).label(project)) == "Disconnect P1 – Array P"
    assert str(AttachLun(D, "vm-01", "lun-02").label(project)) == "Attach LUN-02 to VM-01"
    assert str(DetachLun(D, "vm-01", "lun-01").label(project)) == "Detach LUN-01 from VM-01"
    assert str(RemoveElements(D, ("nobody",)).label(project)) == "Remove nobody"
