"""The exported fault tree: its form, its probability by a reader of our own, and by SCRAM where that is installed."""

import re
import shutil
import subprocess
from xml.etree import ElementTree as ET

import pytest

from designer.analysis.availability.assess import Study
from designer.analysis.availability.open_psa import open_psa
from designer.assets.loader import sample_bytes, sample_names
from designer.assets.reliability import reliability
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.persistence.codec import decode

SHIPPED = [
    pytest.param(design, id=f"{name}-{design.id}")
    for name in sample_names()
    for design in decode(sample_bytes(name), name).designs
]
EXTRA = [
    pytest.param(build(Blueprint(3, 3, witness=WitnessPlace.THIRD)), id="three-plus-three"),
    pytest.param(build(Blueprint(1, 1, witness=WitnessPlace.DISK)), id="disk"),
    pytest.param(build(Blueprint(2, 1, witness=WitnessPlace.CLOUD, no_votes=("p2",))), id="cloud"),
]


def exported(design):
    found = Study(design, reliability())
    return found, ET.fromstring(open_psa(found))


class Reader:
    """Says what a tree means for a set of basic events that are true; knows nothing of diagrams."""

    def __init__(self, root):
        self.gates = {one.get("name"): one[-1] for one in root.iter("define-gate")}
        self.events = {
            one.get("name"): float(one.find("float").get("value")) for one in root.iter("define-basic-event")
        }

    def gate(self, name, true, known):
        if name not in known:
            known[name] = self.formula(self.gates[name], true, known)
        return known[name]

    def formula(self, node, true, known):
        match node.tag:
            case "gate":
                return self.gate(node.get("name"), true, known)
            case "basic-event":
                return node.get("name") in true
            case "not":
                return not self.formula(node[0], true, known)
            case "and":
                return all(self.formula(one, true, known) for one in node)
            case "or":
                return any(self.formula(one, true, known) for one in node)
            case "constant":
                return node.get("value") == "true"
        raise AssertionError(node.tag)


@pytest.mark.parametrize("design", [*SHIPPED, *EXTRA])
def test_one_tree_one_top_gate_and_nothing_left_over(design):
    found, root = exported(design)
    reader = Reader(root)
    used = [one.get("name") for one in root.iter("gate")]
    events = {one.get("name") for one in root.iter("basic-event")}
    names = [*reader.gates, *reader.events, root.find("define-fault-tree").get("name")]

    assert len(root.findall("define-fault-tree")) == 1
    assert set(reader.gates) - set(used) == {"stopped"}
    assert set(used) <= set(reader.gates)
    assert events == set(reader.events)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+", name) for name in names)
    figures = found.figures()
    for name, value in reader.events.items():
        mttf, mttr = figures[name]
        assert value == mttr / (mttf + mttr)


@pytest.mark.parametrize("design", [*SHIPPED[:5], *EXTRA])
def test_the_tree_says_what_the_evaluator_says(design):
    """Of every single part, every pair of a sample, and all at once."""
    found, root = exported(design)
    reader = Reader(root)
    names = [part.id for part in found.wiring.parts]
    states = [set(), set(names), *({one} for one in names), *({one, names[-1 - at]} for at, one in enumerate(names))]

    for state in states:
        stopped = found.structure.judge.is_stopped(found.wiring.losses(frozenset(state)))
        assert reader.gate("stopped", state, {}) == stopped, state


def test_names_that_the_format_does_not_take_are_changed_and_kept_apart():
    design = build(Blueprint(1, 1))
    lan = design.network_links[0]
    renamed = design.evolve(
        network_links=(lan.evolve(id="9-lan--x-"), lan.evolve(id="x9-lan--x-", name="other")),
        layout=type(design.layout)(),
    )

    _, root = exported(renamed)
    names = [one.get("name") for one in root.iter() if one.tag.startswith("define-")]

    assert all(re.fullmatch(r"[A-Za-z_]\w*(-\w+)*", name, re.ASCII) for name in names)
    assert len({name.lower() for name in names}) == len(names)


def test_a_design_without_vms_is_never_stopped():
    _, root = exported(Design(id="empty", label="empty"))

    assert Reader(root).gate("stopped", set(), {}) is False


@pytest.mark.skipif(shutil.which("scram") is None, reason="SCRAM is not installed (apt-get install scram)")
@pytest.mark.parametrize("design", [*SHIPPED, *EXTRA])
def test_scram_comes_to_the_same_probability(design, tmp_path):
    """By decision diagram, so that no cut-off and no approximation is in it; SCRAM prints six digits."""
    found = Study(design, reliability())
    tree, answer = tmp_path / "tree.xml", tmp_path / "answer.xml"
    tree.write_text(open_psa(found), encoding="utf-8")

    done = subprocess.run(
        ["scram", "--bdd", "--probability", "1", "--limit-order", "2", str(tree), "-o", str(answer)],
        capture_output=True,
        check=False,
        timeout=60,
    )

    assert (done.returncode, done.stderr) == (0, b"")
    (result,) = ET.parse(answer).getroot().iter("sum-of-products")
    assert float(result.get("probability")) == pytest.approx(found.exact()[0], rel=5e-6)
