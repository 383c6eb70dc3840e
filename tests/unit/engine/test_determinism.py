"""Equal runs have equal fingerprints: under every hash seed, whatever the layout, whatever the names."""

import os
import subprocess
import sys

from designer.engine.run import run
from designer.model.arrangement import arrange
from designer.model.layout import Layout
from tests.support.designs import changed
from tests.support.scripts import design, fails, moves, script, with_share

PROGRAM = """
from designer.engine.run import run
from tests.support.scripts import *
print(run(design(2, 1, vms=6), script(moves(), fails("node:p2", 20))).fingerprint)
print(run(with_share(2, 2, vms=6), script(None, fails("link:link-replication+link:link-lan"))).fingerprint)
"""


def fingerprints(seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout


def test_two_hash_seeds_give_the_same_fingerprints():
    assert fingerprints("0") == fingerprints("1")


def test_the_same_run_twice_has_the_same_fingerprint():
    of, wanted = with_share(), script(None, fails("site:site-p"))

    assert run(of, wanted).fingerprint == run(of, wanted).fingerprint


def test_where_things_are_drawn_does_not_matter():
    of = design()

    bare = of.evolve(layout=Layout())
    moved = of.evolve(layout=arrange(of.evolve(layout=Layout())))

    assert run(bare, script(moves())).fingerprint == run(moved, script(moves())).fingerprint


def test_names_do_not_matter_but_what_happens_does():
    of = design()
    renamed = changed(of, "nodes", "p1", name="Praha 1")

    assert run(of, script(moves())).fingerprint == run(renamed, script(moves())).fingerprint
    assert run(of, script(moves())).fingerprint != run(of, script(moves(to="p2"))).fingerprint
