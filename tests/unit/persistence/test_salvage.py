"""Salvage: what is whole comes back, what is not is named, and nothing else is lost."""

import json

import pytest

from designer.base.errors import ProjectUnreadable
from designer.model.project import Project
from designer.persistence.codec import decode, encode
from designer.persistence.salvage import salvage
from tests.support.builders import full_project


def _document(project: Project) -> dict:
    return json.loads(encode(project))


def _bytes(document: dict) -> bytes:
    return json.dumps(document, indent=1).encode()


def test_a_whole_file_loses_nothing() -> None:
    project = full_project()

    saved = salvage(encode(project), "a.geocluster")

    assert saved.project == project
    assert saved.dropped == ()


def test_a_field_that_does_not_fit_takes_its_default_and_is_named() -> None:
    document = _document(full_project())
    node = document["designs"][0]["nodes"][0]
    node["sockets"] = "many"

    saved = salvage(_bytes(document), "a.geocluster")

    assert [one.id for one in saved.project.designs[0].nodes] == [one["id"] for one in document["designs"][0]["nodes"]]
    assert len(saved.dropped) == 1
    assert "many" in str(saved.dropped[0])


def test_an_element_without_what_it_must_have_goes_with_what_hangs_on_it() -> None:
    document = _document(full_project())
    design = document["designs"][0]
    gone = design["san_links"][0]
    del gone["node"]

    saved = salvage(_bytes(document), "a.geocluster")

    kept = {one.id for one in saved.project.designs[0].san_links}
    assert kept == {one["id"] for one in design["san_links"]} - {gone["id"]}


def test_a_reference_to_nothing_is_left_out_and_its_owner_stays_where_it_can() -> None:
    document = _document(full_project())
    design = document["designs"][0]
    vm = next(one for one in design["vms"] if one["luns"])
    vm["luns"] = [*vm["luns"], "lun-of-nobody"]

    saved = salvage(_bytes(document), "a.geocluster")

    assert saved.project.designs[0].vm(vm["id"]).luns == tuple(vm["luns"][:-1])
    assert "lun-of-nobody" in str(saved.dropped[0])


def test_a_node_that_is_gone_takes_only_its_dependants() -> None:
    project = full_project()
    document = _document(project)
    design = document["designs"][0]
    gone = design["nodes"][-1]["id"]
    design["nodes"] = design["nodes"][:-1]

    saved = salvage(_bytes(document), "a.geocluster")

    after = saved.project.designs[0]
    assert [one.id for one in after.nodes] == [one["id"] for one in design["nodes"]]
    assert gone not in after.by_id
    assert len(after.arrays) == len(project.designs[0].arrays)
    assert saved.dropped


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_file_that_breaks_off_keeps_what_stands_before(share: float) -> None:
    data = encode(full_project())

    saved = salvage(data[: int(len(data) * share)], "a.geocluster")

    assert saved.project.designs
    assert saved.dropped
    assert decode(encode(saved.project), "again") == saved.project


def test_one_unreadable_line_costs_that_line() -> None:
    project = full_project()
    lines = encode(project).decode().splitlines()
    at = next(place for place, line in enumerate(lines) if '"memory_mib":' in line)
    lines[at] = lines[at].replace('"memory_mib":', '"memory_mib" §§')

    saved = salvage("\n".join(lines).encode(), "a.geocluster")

    assert [one.id for one in saved.project.designs] == [one.id for one in project.designs]
    assert any("§§" in str(one) for one in saved.dropped)


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"[]", b'{"format": "other"}', b"{" * 5000])
def test_what_never_was_a_project_is_refused(data: bytes) -> None:
    with pytest.raises(ProjectUnreadable) as refusal:
        salvage(data, "a.geocluster")

    assert refusal.value.code == "nothing-to-salvage"


def test_a_newer_file_is_refused_as_ever() -> None:
    document = {**_document(full_project()), "schema": 999}

    with pytest.raises(ProjectUnreadable) as refusal:
        salvage(_bytes(document), "a.geocluster")

    assert refusal.value.code == "schema-newer"


def test_every_single_cut_byte_range_still_gives_a_project_that_holds_together() -> None:
    data = encode(full_project())
    step = len(data) // 60
    for start in range(len(data) // 4, len(data) - 40, step):
        saved = salvage(data[:start] + data[start + 40 :], "a.geocluster")
        assert decode(encode(saved.project), "again") == saved.project
