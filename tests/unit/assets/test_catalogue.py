"""The presets that ship: they read into the model's types, apply to elements, and agree with the rules' limits."""

import pytest

from designer.analysis.run import analyse
from designer.assets.catalogue import Standing, catalogue
from designer.base.errors import UnknownElement
from designer.model.array import SRDF_FAMILIES
from designer.model.limits import ARRAY_LIMITS
from tests.support.designs import sound


def test_usual_server_has_two_sockets_of_six_cores_and_96_gib():
    preset = catalogue().node("2 × 6 cores, 96 GiB")

    assert (preset.sockets, preset.cores_per_socket, preset.memory_mib) == (2, 6, 98_304)


def test_array_of_the_article_is_marked_as_to_be_verified():
    preset = catalogue().array("CLARiiON CX4-240")

    assert (preset.model, preset.drives, preset.cache_gib) == ("CX4-240", 240, 8)
    assert preset.must_be_verified


def test_published_figures_name_their_source_and_others_none():
    for preset in catalogue().arrays:
        assert bool(preset.source) == (preset.standing is Standing.PUBLISHED)


def test_symmetrix_presets_carry_srdf_and_the_others_mirrorview():
    for preset in catalogue().arrays:
        expected = "srdf-s" if preset.family in SRDF_FAMILIES else "mirrorview-s"
        assert [licence.value for licence in preset.licences] == [expected]


def test_every_limit_of_the_rules_belongs_to_a_preset():
    assert set(ARRAY_LIMITS) <= {preset.model for preset in catalogue().arrays}


def test_presets_apply_to_elements_and_leave_names_and_places():
    design = sound()
    array = catalogue().array("CLARiiON CX4-480").applied_to(design.array("array-p"))
    node = catalogue().node("4 × 8 cores, 256 GiB").applied_to(design.node("p1"))

    assert (array.id, array.name, array.site, array.model) == ("array-p", "Array P", "site-p", "CX4-480")
    assert (node.id, node.name, node.logical_processors, node.memory_mib) == ("p1", "P1", 64, 262_144)


@pytest.mark.parametrize("preset", catalogue().nodes, ids=lambda preset: preset.name)
def test_no_server_preset_breaks_a_rule_by_itself(preset):
    design = sound()
    design = design.evolve(nodes=tuple(preset.applied_to(node) for node in design.nodes))

    assert not [finding.rule for finding in analyse(design) if finding.severity == "error"]


def test_names_are_unique():
    presets = catalogue()
    for kind in (presets.arrays, presets.nodes, presets.replication, presets.migration):
        assert len({preset.name for preset in kind}) == len(kind)


def test_lines_say_how_much_of_their_rate_arrives():
    presets = catalogue()

    assert {line.rate_mbit: line.efficiency_percent for line in presets.migration}[1000] == 94
    assert all(line.payload_mb_s * 10 <= line.rate_mbit for line in presets.replication)


@pytest.mark.parametrize("find", [catalogue().array, catalogue().node])
def test_unknown_preset_is_refused_with_the_known_ones(find):
    with pytest.raises(UnknownElement) as refused:
        find("nothing")

    assert refused.value.code == "preset-unknown"
