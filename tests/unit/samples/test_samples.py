"""The shipped samples are contracts: each opens, is what its builder makes, shows what it says, and is laid out."""

import json
import re
from collections.abc import Iterator

import pytest

from designer.analysis.run import analyse
from designer.assets.loader import sample_names
from designer.assets.samples import SAMPLES, sample
from designer.base.errors import UnknownElement
from designer.model.arrangement import NODE_HEIGHT, NODE_WIDTH
from designer.model.project import Project
from designer.persistence.codec import decode, encode
from designer.resilience.targets import parse_target
from designer.resilience.verdict import evaluate
from tests.support.sample_projects import all_projects

NAMES = [one.name for one in SAMPLES]
USUAL = {"QU14", "NE02", "QU15"}
"""One LAN for everything, memory sent in clear, and the time to notice a dead node: true of every sample."""

MACHINE_PATH = re.compile(r"(?<![\w.])(?:[~.]{0,2}/\w|[A-Za-z]:[\\/]|\\\\\w|file:)")
"""How a path of one machine starts: at a root, a home, a drive, a server's share."""

EXPECTED: dict[tuple[str, str], set[str]] = {
    ("article", "one-plus-one"): {"ST01", "QU01", "QU11", "CL06"},
    ("article", "two-plus-two"): {"ST01", "QU01", "QU11"},
    ("article", "two-plus-one"): {"ST01", "QU04", "QU05", "CL05", "ME02", "ME03"},
    ("quorum", "one-plus-one-share"): {"CL06"},
    ("quorum", "two-plus-one-share"): {"QU03", "QU04", "QU05", "QU11", "CL05"},
    ("quorum", "two-plus-one-adjusted"): {"CL05"},
    ("quorum", "two-plus-two-share"): set(),
    ("rolling-disaster", "two-plus-two"): set(),
    ("lan-cut", "one-plus-one"): {"CL06"},
    ("lan-cut", "two-plus-one"): {"QU04", "QU05", "CL05"},
    ("small-survivor", "static-memory"): {"ME01", "ME04", "ME08", "QU04", "QU05", "CL05"},
    ("small-survivor", "dynamic-memory"): {"ME02", "ME03", "ME08", "QU04", "QU05", "CL05"},
}


def opened(name: str) -> Project:
    return decode(sample(name).content, name)


@pytest.mark.parametrize("name", NAMES)
def test_file_is_what_its_builder_makes(name):
    assert sample(name).content == encode(all_projects()[name])


@pytest.mark.parametrize("name", NAMES)
def test_sample_opens_and_says_what_it_shows(name):
    project = opened(name)

    assert project.shows == str(sample(name).shows)
    assert project.title == str(sample(name).title)
    assert project.main_design() is not None


def test_list_of_samples_is_the_folder():
    assert tuple(sorted(NAMES)) == sample_names()


def test_unknown_sample_is_refused_by_name():
    with pytest.raises(UnknownElement) as refused:
        sample("nothing")

    assert refused.value.code == "sample-unknown"


@pytest.mark.parametrize(("name", "design_id"), EXPECTED)
def test_findings_are_those_that_the_sample_is_there_for(name, design_id):
    found = analyse(opened(name).design(design_id))

    assert {finding.rule for finding in found} == EXPECTED[name, design_id] | USUAL


def test_every_design_of_the_samples_is_judged_here():
    assert set(EXPECTED) == {(name, design.id) for name in NAMES for design in opened(name).designs}


@pytest.mark.parametrize("name", NAMES)
def test_scenarios_name_targets_that_their_designs_have(name):
    project = opened(name)

    for scenario in project.scenarios:
        designs = project.designs if scenario.design is None else (project.design(scenario.design),)
        for design in designs:
            assert all(parse_target(action.target, design) for action in scenario.actions)
            if scenario.movement is not None:
                design.vm(scenario.movement.vm)
                design.node(scenario.movement.to)


@pytest.mark.parametrize("name", NAMES)
def test_every_symbol_has_a_place_and_nodes_do_not_overlap(name):
    for design in opened(name).designs:
        places = {place.element: place for place in design.layout.places}
        assert {one.id for one in (*design.sites, *design.nodes, *design.arrays)} <= set(places)
        boxes = [(places[node.id].x, places[node.id].y) for node in design.nodes]
        apart = [
            abs(ax - bx) >= NODE_WIDTH or abs(ay - by) >= NODE_HEIGHT
            for index, (ax, ay) in enumerate(boxes)
            for bx, by in boxes[:index]
        ]
        assert all(apart)


def test_article_keeps_its_products_names_and_ids():
    project = opened("article")
    design = project.main_design()

    assert [one.id for one in project.designs] == ["one-plus-one", "two-plus-two", "two-plus-one"]
    assert design.id == "two-plus-one"
    assert {array.model for array in design.arrays} == {"CX4-240"}
    assert (design.cluster.enabler.product, design.cluster.enabler.version) == ("srdf-ce", "3.1")
    assert {node.os for node in design.nodes} == {"2008r2sp1"}
    assert design.witness is None
    assert design.cluster.quorum.mode == "node-majority"
    assert all(vm.memory.is_dynamic for vm in design.vms)
    assert [vm.id for vm in design.vms] == [f"vm-{number:02d}" for number in range(1, 7)]
    assert [vm.node for vm in design.vms] == ["p1", "p2"] * 3
    assert [(node.id, node.memory_mib // 1024) for node in design.nodes] == [("p1", 96), ("p2", 96), ("s1", 64)]


def test_article_fills_every_register_and_the_control_block():
    project = opened("article")

    assert len({entry.kind for entry in project.registers}) == 5
    assert all((project.document.title, project.document.summary, project.document.revisions))


def test_adjusted_quorum_differs_from_the_plain_one_by_one_vote():
    project = opened("quorum")
    plain, adjusted = (project.design(f"two-plus-one-{kind}") for kind in ("share", "adjusted"))

    assert [node.votes for node in plain.nodes] == [1, 1, 1]
    assert [node.votes for node in adjusted.nodes] == [1, 0, 1]
    assert plain.witness == adjusted.witness
    assert plain.witness.site == "site-w"


def test_small_survivor_designs_differ_in_memory_only():
    static, dynamic = opened("small-survivor").designs

    assert static.nodes == dynamic.nodes
    assert {vm.memory.is_dynamic for vm in static.vms} == {False}
    assert {vm.memory.is_dynamic for vm in dynamic.vms} == {True}


@pytest.mark.parametrize("name", NAMES)
def test_file_names_no_machine_and_no_person_of_its_making(name):
    texts = list(_texts(json.loads(sample(name).content)))

    assert len(texts) > 100
    assert [text for text in texts if MACHINE_PATH.search(text)] == []


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in (*value, *value.values()):
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


@pytest.mark.parametrize(
    ("text", "is_path"),
    [
        ("/home/anna/cluster", True),
        ("saved in /srv", True),
        ("from “/tmp/x”", True),
        ("C:\\Users\\anna", True),
        ("d:/data", True),
        ("\\\\server\\share", True),
        ("file:///tmp/x", True),
        ("~/cluster", True),
        ("geocluster/project/1", False),
        ("LAN / replication", False),
        ("1/2 of all VMs: no", False),
    ],
)
def test_path_of_a_machine_is_known_by_its_start(text, is_path):
    assert bool(MACHINE_PATH.search(text)) is is_path


REPLICATION_THEN_SITE = "link:link-replication>site:site-p"
SHOWN = [
    # No variant of the article fails over by itself: the pair is fine, the votes are not.
    ("article", "one-plus-one", "site:site-p", "QT"),
    ("article", "two-plus-two", "site:site-p", "QT"),
    ("article", "two-plus-one", "site:site-p", "QT"),
    # In 1+1 a failed server stops the cluster; with a neighbour it is taken over inside the site.
    ("article", "one-plus-one", "node:p1", "QX"),
    ("article", "two-plus-two", "node:p1", "L"),
    ("article", "two-plus-one", "node:p1", "L"),
    ("article", "two-plus-one", "link:link-lan", "N"),
    ("quorum", "one-plus-one-share", "site:site-p", "T"),
    ("quorum", "two-plus-one-share", "site:site-p", "QT"),
    ("quorum", "two-plus-one-adjusted", "site:site-p", "T"),
    ("quorum", "two-plus-two-share", "site:site-p", "T"),
    ("quorum", "two-plus-one-adjusted", "link:link-lan", "R"),
    ("rolling-disaster", "two-plus-two", REPLICATION_THEN_SITE, "M-T"),
    ("rolling-disaster", "two-plus-two", "site:site-p", "T"),
    ("lan-cut", "one-plus-one", "link:link-lan", "R"),
    ("lan-cut", "two-plus-one", "link:link-lan", "N"),
]


@pytest.mark.parametrize(("name", "design_id", "event", "outcome"), SHOWN)
def test_sample_shows_the_failure_it_is_there_for(name, design_id, event, outcome):
    design = opened(name).design(design_id)

    assert evaluate(design, parse_target(event, design)).outcome == outcome


def test_rolling_disaster_loses_what_was_written_since_the_suspend():
    design = opened("rolling-disaster").main_design()

    assert evaluate(design, parse_target(REPLICATION_THEN_SITE, design)).data_loss == "since-suspend"


@pytest.mark.parametrize(("design_id", "left_out"), [("static-memory", ("vm-04", "vm-05")), ("dynamic-memory", ())])
def test_small_survivor_starts_all_machines_with_dynamic_memory_only(design_id, left_out):
    design = opened("small-survivor").design(design_id)

    assert evaluate(design, parse_target("nodes:site-p", design)).not_started == left_out
