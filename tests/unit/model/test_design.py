"""A design always holds together; whether it makes sense is asked elsewhere."""

import pytest
from pydantic import ValidationError

from designer.base.errors import IntegrityBroken, UnknownElement
from designer.editing.parts import COLLECTION_TYPES
from designer.model.array import LunCopy
from designer.model.design import COLLECTIONS, Design, check_integrity
from designer.model.layout import Layout, Place, Route, Waypoint
from designer.model.link import NetworkLink, ReplicationLink
from designer.model.node import Nic
from designer.model.site import SiteRole
from tests.support.builders import two_plus_one

_DESIGN = two_plus_one()


def _first(collection, **changes):
    members = getattr(_DESIGN, collection)
    return {collection: (members[0].evolve(**changes), *members[1:])}


def _cluster(**changes):
    return {"cluster": _DESIGN.cluster.evolve(quorum=_DESIGN.cluster.quorum.evolve(**changes))}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        (_first("nodes", id="p2"), "id-twice"),
        (_first("nodes", id="site-p"), "id-twice"),
        (_first("nodes", site="nowhere"), "reference-broken"),
        (_first("nodes", site="array-p"), "reference-broken"),
        (_first("nodes", nics=(Nic(network="nowhere"),)), "reference-broken"),
        (_first("nodes", nics=(Nic(network="net-client"), Nic(network="net-client"))), "listed-twice"),
        (_first("arrays", site="nowhere"), "reference-broken"),
        (_first("luns", r1=LunCopy(array="nowhere")), "reference-broken"),
        (_first("luns", r2=LunCopy(array="array-p")), "pair-on-one-array"),
        (_first("luns", r2=None, writable="array-s"), "writable-elsewhere"),
        (_first("luns", consistency_group="nowhere"), "reference-broken"),
        (_first("vms", node="nowhere"), "reference-broken"),
        (_first("vms", luns=("nowhere",)), "reference-broken"),
        (_first("vms", luns=("lun-01", "lun-01")), "listed-twice"),
        (_first("groups", vm="nowhere"), "reference-broken"),
        (_first("groups", vm="vm-02"), "vm-in-two-groups"),
        (_first("groups", possible_owners=("nowhere",)), "reference-broken"),
        (_first("groups", preferred_owners=("p1", "p1")), "listed-twice"),
        (_first("replication_links", a="site-p"), "reference-broken"),
        (_first("network_links", b="array-s"), "reference-broken"),
        (_first("network_links", networks=("nowhere",)), "reference-broken"),
        (_first("san_links", node="array-p"), "reference-broken"),
        (_first("san_links", array="p1"), "reference-broken"),
        (_first("witness_paths", site="p1"), "reference-broken"),
        ({"witness": _DESIGN.witness.evolve(site="p1")}, "reference-broken"),
        ({"witness": _DESIGN.witness.evolve(array="p1")}, "reference-broken"),
        ({"witness": _DESIGN.witness.evolve(hosted_by="site-p")}, "reference-broken"),
        ({"witness": _DESIGN.witness.evolve(id="p1")}, "id-twice"),
        (_cluster(preferred_site="p1"), "reference-broken"),
        (_cluster(core_group_site="nowhere"), "reference-broken"),
        ({"layout": Layout(places=(Place(element="vm-01", x=0, y=0),))}, "reference-broken"),
        ({"layout": Layout(places=(Place(element="p1", x=0, y=0),) * 2)}, "listed-twice"),
        ({"layout": Layout(routes=(Route(link="p1"),))}, "reference-broken"),
        ({"network_links": (NetworkLink(id="l", name="L", a="site-p", b="site-p"),)}, "link-to-itself"),
        ({"replication_links": (ReplicationLink(id="l", name="L", a="array-p", b="array-p"),)}, "link-to-itself"),
    ],
)
def test_a_design_that_does_not_hold_together_cannot_be_made(changes, code):
    with pytest.raises(IntegrityBroken) as broken:
        _DESIGN.evolve(**changes)

    assert broken.value.code == code
    assert broken.value.subjects


def test_unwise_designs_can_be_made():
    Design(id="a", label="A")
    _DESIGN.evolve(witness=None, witness_paths=(), layout=Layout())
    _DESIGN.evolve(nodes=tuple(node.evolve(votes=0, memory_mib=512) for node in _DESIGN.nodes))
    check_integrity(_DESIGN)


@pytest.mark.parametrize(
    ("collection", "changes"),
    [
        ("nodes", {"votes": 2}),
        ("nodes", {"memory_mib": 1}),
        ("nodes", {"name": ""}),
        ("nodes", {"id": "P 1"}),
        ("vms", {"dirty_mib_s": float("nan")}),
        ("vms", {"dirty_mib_s": float("inf")}),
        ("san_links", {"paths": 0}),
    ],
)
def test_values_outside_their_range_are_refused(collection, changes):
    with pytest.raises(ValidationError):
        _first(collection, **changes)


def test_elements_are_listed_collection_by_collection_and_found_by_id():
    ids = [element.id for element in _DESIGN.elements()]

    assert ids[:3] == ["site-p", "site-s", "site-w"]
    assert ids[-1] == "witness"
    assert list(_DESIGN.by_id) == ids
    assert _DESIGN.find("p1") is _DESIGN.nodes[0]
    assert _DESIGN.find("nobody") is None
    assert tuple(COLLECTION_TYPES) == COLLECTIONS


def test_lookups_by_kind_refuse_other_kinds():
    assert _DESIGN.node("p1").id == "p1"
    assert _DESIGN.lun("lun-01").id == "lun-01"
    assert _DESIGN.network("net-client").id == "net-client"
    for lookup in (_DESIGN.site, _DESIGN.array, _DESIGN.vm):
        with pytest.raises(UnknownElement) as unknown:
            lookup("p1")
        assert unknown.value.subjects == ("p1",)


def test_lookups_by_place_and_role():
    assert [node.id for node in _DESIGN.nodes_in("site-p")] == ["p1", "p2"]
    assert [array.id for array in _DESIGN.arrays_in("site-s")] == ["array-s"]
    assert [vm.id for vm in _DESIGN.vms_on("p2")] == ["vm-02"]
    assert _DESIGN.group_of("vm-02").id == "group-02"
    assert _DESIGN.group_of("nobody") is None
    assert _DESIGN.site_with_role(SiteRole.THIRD).id == "site-w"
    assert _DESIGN.name_of("p1") == "P1"
    assert _DESIGN.name_of("nobody") == "nobody"
    assert len(_DESIGN.links()) == 7


def test_a_layout_changes_by_element():
    layout = Layout(places=(Place(element="a", x=0, y=0), Place(element="b", x=1, y=1)))

    moved = layout.with_places(Place(element="c", x=2, y=2), Place(element="a", x=9, y=9))
    assert [(place.element, place.x) for place in moved.places] == [("a", 9), ("b", 1), ("c", 2)]

    routed = moved.with_route(Route(link="l", waypoints=(Waypoint(x=1, y=1),)))
    assert routed.route_of("l").waypoints == (Waypoint(x=1, y=1),)
    assert routed.with_route(Route(link="l")).routes == ()
    assert routed.without(frozenset({"a", "l"})).places == moved.places[1:]
    assert routed.without(frozenset({"a", "l"})).routes == ()
