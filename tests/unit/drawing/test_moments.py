"""A moment of a run is the same picture in another condition."""

import pytest

from designer.base.texts import ENGLISH
from designer.drawing.compose import LEGEND
from designer.drawing.condition import AS_DESIGNED, Health, VmStatus
from designer.drawing.overlay import compose_moment, condition_at, moment_scene
from designer.engine.run import run
from designer.engine.state import Phase
from designer.model.blueprint import Blueprint, WitnessPlace, build
from designer.model.scenario import Action, ActionKind, Movement, MovementKind, Scenario
from tests.support.pictures import RULER, drawn, sample_designs, texts_in, words_of

DESIGN = build(Blueprint(2, 1, witness=WitnessPlace.THIRD))
MOVE = Movement(kind=MovementKind.LIVE, vm="vm-01", to="s1")


def failing(target):
    return run(DESIGN, Scenario(id="s", name="S", actions=(Action(kind=ActionKind.FAIL, target=target),)))


@pytest.fixture(scope="module")
def migration():
    return run(DESIGN, Scenario(id="s", name="S", movement=MOVE))


def first_of(timeline, phase, *, into=0):
    """The moment ``into`` microseconds after the first step of a phase."""
    step = next(step for step in timeline.steps if step.phase is phase)
    return timeline.at(step.time_us + into)


def scene_at(moment):
    return compose_moment(DESIGN, moment, RULER, ENGLISH)


def test_before_anything_happens_everything_is_as_designed(migration):
    scene = scene_at(first_of(migration, Phase.PRE_CHECK)).by_key

    designed = drawn(DESIGN)
    assert [item for item in designed.items if item.key != LEGEND and scene[item.key] != item] == []
    assert not any(key.startswith("vm-01@") for key in scene)


def test_the_target_gives_memory_from_the_setup_on(migration):
    def words(phase):
        return [text.text for text, _ in texts_in(scene_at(first_of(migration, phase)).by_key["s1"])]

    (before,) = [text for text in words(Phase.PRE_CHECK) if text.startswith("0 of")]
    assert before not in words(Phase.SETUP)
    assert "vm-01@s1" in scene_at(first_of(migration, Phase.SETUP)).by_key


def test_memory_on_its_way_is_a_line_between_the_nodes_with_its_round(migration):
    moment = first_of(migration, Phase.MEMORY, into=1_000_000)
    scene = scene_at(moment)

    last = len(migration.rounds)
    assert f"RAM · round 1 of {last}" in words_of(scene)
    assert scene.by_key["vm-01:flow"].is_line
    assert scene.by_key["vm-01@s1"].element_id == "vm-01"
    assert 0 < condition_at(DESIGN, moment).flows[0].share < 1


def test_while_the_last_pages_are_sent_the_vm_is_paused(migration):
    moment = first_of(migration, Phase.STOP_AND_COPY)

    assert condition_at(DESIGN, moment).vms["vm-01"].status is VmStatus.PAUSED
    assert "RAM · last pages" in words_of(scene_at(moment))


def test_after_the_role_change_the_lun_is_full_on_the_other_array(migration):
    before, after = scene_at(migration.at(0)).by_key, scene_at(first_of(migration, Phase.CLEAN_UP)).by_key

    def inner(scene, key):
        return scene[key].marks[0].marks

    assert inner(before, "lun-01@array-p") == inner(after, "lun-01@array-s")
    assert inner(before, "lun-01@array-s") == inner(after, "lun-01@array-p")
    assert inner(before, "lun-02@array-p") == inner(after, "lun-02@array-p")
    assert next(texts_in(after["array-s"]))[0].text == "R1/R2"


def test_while_the_roles_change_the_link_names_the_lun_and_its_state(migration):
    words = words_of(scene_at(first_of(migration, Phase.ROLE_CHANGE, into=1000)))

    assert "LUN-01 · Failed Over" in words


def test_where_a_name_has_no_room_the_link_tells_how_many_pairs_are_in_that_state(migration):
    luns = [lun.evolve(name=f"{lun.name} of the database") for lun in DESIGN.luns]
    narrow = DESIGN.evolve(luns=tuple(luns))
    moment = first_of(migration, Phase.ROLE_CHANGE, into=1000)

    words = words_of(compose_moment(narrow, moment, RULER, ENGLISH))

    assert f"1 of {len(DESIGN.luns)} Failed Over" in words
    assert "Failed Over" not in words


def test_at_the_end_the_vm_runs_at_its_target(migration):
    scene = scene_at(migration.at(migration.total_us))

    card = scene.by_key["s1"].outline.bounds()
    assert card.contains(scene.by_key["vm-01"].outline.bounds())


def test_every_frame_of_a_run_has_the_same_size(migration):
    sizes = {scene_at(migration.at_step(index)).bounds for index in range(len(migration.steps))}

    assert len(sizes) == 1


def test_a_lost_site_is_told_at_the_site_and_at_everything_in_it():
    moment = failing("site:site-p").at_step(0)

    condition = condition_at(DESIGN, moment)

    lost = ("site-p", "p1", "p2", "array-p")
    assert all(condition.health_of(element) is Health.DOWN for element in lost)
    assert condition.health_of("s1") is not Health.DOWN


def test_lost_fabrics_cut_the_san_lines_of_their_site_only():
    condition = condition_at(DESIGN, failing("fabric:site-p").at_step(0))

    assert condition.health_of("san-p1") is Health.DOWN
    assert condition.health_of("san-s1") is Health.UP


def test_a_run_without_steps_shows_the_design():
    quiet = run(DESIGN, Scenario(id="s", name="S"))

    assert quiet.steps == ()
    assert moment_scene(DESIGN, quiet, 0, ruler=RULER, translator=ENGLISH) == drawn(DESIGN, condition=AS_DESIGNED)


@pytest.mark.parametrize("target", ["node:p1", "array:array-p", "link:link-lan", "link:link-replication", "witness"])
def test_every_moment_of_a_failure_can_be_drawn(target):
    timeline = failing(target)

    scenes = [scene_at(timeline.at_step(index)) for index in range(len(timeline.steps))]

    assert all(scene.by_key["p1"] for scene in scenes)
    assert any(scene != drawn(DESIGN) for scene in scenes)


@pytest.mark.parametrize("name", [name for name in sample_designs() if "article" in name])
def test_the_articles_migration_can_be_drawn_step_by_step(name):
    design = sample_designs()[name]
    timeline = run(design, Scenario(id="s", name="S", movement=MOVE))

    for index in range(len(timeline.steps)):
        scene = compose_moment(design, timeline.at_step(index), RULER, ENGLISH)
        assert "vm-01" in scene.by_key
