"""Facts set by their paths, and refusals that name element and field."""

import pytest

from designer.base.errors import EditRefused
from designer.editing.properties import (
    MoveVm,
    SetClusterSetting,
    SetDocumentDetail,
    SetMemory,
    SetProjectDetail,
    SetProperty,
    SetVote,
)
from designer.model.era import Era
from designer.model.link import NetworkRole
from designer.model.node import Nic
from designer.model.policy import QuorumMode
from designer.model.register import DocumentStatus, Revision
from designer.model.site import SiteRole
from designer.model.workload import MemoryKind
from tests.support.builders import project_of, two_plus_one

D = "two-plus-one"


def _after(command):
    return command.apply(project_of()).design(D)


def _refusal(command):
    project = project_of()
    with pytest.raises(EditRefused) as refused:
        command.apply(project)
    return refused.value


def test_fields_are_set_by_their_paths():
    assert _after(SetProperty(D, "p1", "memory_mib", 65536)).node("p1").memory_mib == 65536
    assert _after(SetProperty(D, "vm-01", "memory.startup_mib", 2048)).vm("vm-01").memory.startup_mib == 2048
    assert _after(SetProperty(D, "p1", "nics.1.rate_mbit", 10_000)).node("p1").nics[1].rate_mbit == 10_000
    assert _after(SetProperty(D, "lun-01", "r2.size_gib", 50)).lun("lun-01").r2.size_gib == 50
    assert _after(SetProperty(D, "lun-01", "r2", None)).lun("lun-01").r2 is None
    assert _after(SetProperty(D, "witness", "size_mib", 512)).witness.size_mib == 512


def test_members_of_enums_and_lists_may_be_given_as_texts_and_lists():
    assert _after(SetProperty(D, "p1", "os", "2016")).node("p1").os is Era.W2016
    assert _after(SetProperty(D, "vm-01", "memory.kind", "dynamic")).vm("vm-01").memory.kind is MemoryKind.DYNAMIC
    roles = _after(SetProperty(D, "net-client", "roles", ["csv", "client"])).network("net-client").roles
    assert roles == (NetworkRole.CSV, NetworkRole.CLIENT)
    nics = (Nic(network="net-client", rate_mbit=100),)
    assert _after(SetProperty(D, "p1", "nics", nics)).node("p1").nics == nics


@pytest.mark.parametrize(
    ("element", "path", "value", "code", "sentence"),
    [
        ("p1", "memory_mib", 4, "value-refused", "P1: Memory must be at least 512."),
        ("p1", "memory_mib", "4096", "value-refused", "P1: Memory must be a whole number."),
        ("p1", "memory_mib", 4096.5, "value-refused", "P1: Memory must be a whole number."),
        ("p1", "memory_mib", None, "value-refused", "P1: Memory must be a whole number."),
        ("vm-01", "memory.startup_mib", 1, "value-refused", "VM-01: Startup memory must be at least 8."),
        ("p1", "os", "2003", "value-refused", "P1: Windows version must be one of the values offered."),
        ("p1", "votes", True, "value-refused", "P1: Votes must be a whole number."),
        ("p1", "colour", 1, "field-unknown", "P1 has no field “colour”."),
        ("p1", "memory_mib.x", 1, "field-unknown", "P1 has no field “x”."),
        ("p1", "", 1, "field-unknown", "P1 has no field “”."),
        ("p1", "id", "p9", "id-fixed", "P1: an id cannot be changed."),
        ("p1", "nics.7.rate_mbit", 1, "nothing-there", "P1: there is no entry 7 in the list."),
        ("p1", "nics.-1.rate_mbit", 1, "nothing-there", "P1: there is no entry -1 in the list."),
        ("nobody", "name", "A", "element-unknown", "The design 2+1 has no element “nobody”."),
        ("lun-01", "writable", "p1", "writable-elsewhere", "LUN-01 is writable on an array that has no copy of it."),
    ],
)
def test_a_refusal_names_element_and_field(element, path, value, code, sentence):
    refused = _refusal(SetProperty(D, element, path, value))

    assert refused.code == code
    assert str(refused) == sentence


def test_setting_what_hangs_on_something_unset_is_refused():
    project = SetProperty(D, "lun-01", "r2", None).apply(project_of())

    with pytest.raises(EditRefused) as refused:
        SetProperty(D, "lun-01", "r2.size_gib", 5).apply(project)
    assert refused.value.code == "nothing-there"


def test_setting_the_site_does_what_moving_there_does():
    after = _after(SetProperty(D, "p2", "site", "site-s"))

    assert after.node("p2").site == "site-s"
    assert "san-p2" not in after.by_id
    assert _refusal(SetProperty(D, "p2", "site", "site-w")).code == "cannot-stand-there"


def test_setting_a_role_that_another_site_has_swaps_the_two():
    after = _after(SetProperty(D, "site-p", "role", "secondary"))

    assert [site.role for site in after.sites] == [SiteRole.SECONDARY, SiteRole.PRIMARY, SiteRole.THIRD]
    assert _refusal(SetProperty(D, "site-p", "role", "third")).code == "third-site-occupied"


def test_setting_the_name_does_what_renaming_does():
    assert _after(SetProperty(D, "vm-01", "name", " Mail ")).group_of("vm-01").name == "Mail"


def test_setting_what_is_already_so_changes_nothing():
    project = project_of()

    assert SetProperty(D, "p1", "votes", 1).apply(project) is project


def test_cluster_settings_are_set():
    assert _after(SetClusterSetting(D, "quorum.mode", "node-majority")).cluster.quorum.mode is QuorumMode.NODE_MAJORITY
    assert _after(SetClusterSetting(D, "timings.vm_boot_ms", 90_000)).cluster.timings.vm_boot_ms == 90_000
    assert _refusal(SetClusterSetting(D, "timings.vm_boot_ms", -1)).code == "value-refused"
    assert _refusal(SetClusterSetting(D, "quorum.core_group_site", "p1")).code == "reference-broken"


def test_document_details_are_set():
    project = SetDocumentDetail("status", "final").apply(project_of())
    assert project.document.status is DocumentStatus.FINAL
    revision = Revision(version="1.0", date="2012-03-04")
    assert SetDocumentDetail("revisions", [revision]).apply(project).document.revisions == (revision,)
    assert _refusal(SetDocumentDetail("date", "tomorrow")).code == "value-refused"


def test_project_details_are_set_and_nothing_else_is():
    assert SetProjectDetail("title", "New").apply(project_of()).title == "New"
    assert _refusal(SetProjectDetail("designs", "x")).code == "field-unknown"


def test_votes_are_given_and_taken():
    assert _after(SetVote(D, "p2", 0)).node("p2").votes == 0
    assert str(SetVote(D, "p2", 0).label(project_of())) == "Take the vote of P2"
    assert str(SetVote(D, "p2", 1).label(project_of())) == "Give P2 a vote"
    assert _refusal(SetVote(D, "vm-01", 0)).code == "element-unknown"


def test_memory_is_set_for_nodes_and_vms():
    assert _after(SetMemory(D, "p1", 65536)).node("p1").memory_mib == 65536
    assert _after(SetMemory(D, "vm-01", 2048)).vm("vm-01").memory.startup_mib == 2048
    assert _refusal(SetMemory(D, "array-p", 2048)).code == "no-memory"


def test_a_vm_moves_with_its_first_preference():
    after = _after(MoveVm(D, "vm-01", "s1"))

    assert after.vm("vm-01").node == "s1"
    assert after.group_of("vm-01").preferred_owners == ("s1", "p1", "p2")


def test_another_first_preference_stays():
    design = two_plus_one()
    group = design.groups[0].evolve(preferred_owners=("p2", "p1"))
    project = project_of(design.evolve(groups=(group, design.groups[1])))

    after = MoveVm(D, "vm-01", "s1").apply(project).design(D)

    assert after.group_of("vm-01").preferred_owners == ("p2", "p1")


def test_typing_into_one_field_is_one_step():
    key = SetProperty(D, "p1", "memory_mib", 1024).merge_key

    assert key == SetProperty(D, "p1", "memory_mib", 2048).merge_key
    assert key != SetProperty(D, "p1", "sockets", 1).merge_key
    assert str(SetProperty(D, "p1", "memory_mib", 1024).label(project_of())) == "Set Memory of P1"
