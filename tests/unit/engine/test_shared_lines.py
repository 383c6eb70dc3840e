"""Transfers over one line: even shares at every instant, rounds planned anew, nothing sent twice or lost."""

from math import ceil, exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.engine.agenda import Agenda
from designer.engine.compile import compile_design
from designer.engine.events import Advance
from designer.engine.run import run
from designer.engine.sharing import Flow, shares
from designer.engine.state import Act
from designer.engine.step import react
from designer.engine.timeline import Outcome, Timeline
from designer.engine.turn import PRIORITY_OF
from designer.model.array import PairState
from designer.model.design import Design
from designer.model.era import Era
from designer.model.link import LinkProtocol
from designer.model.scenario import Action, ActionKind, Movement, MovementKind
from tests.support.designs import changed, changed_all, with_settings
from tests.support.scripts import design, fails, moves, ran, repairs, running_on, script

GOODPUT = 0.94e9 / 8 / 2**20
"""MiB/s on 1 GbE."""


def drain(node: str) -> Movement:
    return Movement(kind=MovementKind.DRAIN, node=node)


def told(timeline: Timeline, words: str) -> list[str]:
    return [str(step.text) for step in timeline.steps if words in str(step.text)]


# --- the shares themselves ---


def test_a_part_is_divided_evenly():
    flows = [Flow(1, ("line",)), Flow(2, ("line",)), Flow(3, ("line",))]

    assert shares(flows, {"line": 1_000}) == {1: 333, 2: 333, 3: 333}


def test_what_one_cannot_use_the_others_have():
    flows = [Flow(1, ("adapter", "slow")), Flow(2, ("adapter",)), Flow(3, ("adapter",), limit_bps=50)]

    # Of 1,000: 50 for the modest one, 200 for the one behind the slow part, the rest for the third.
    assert shares(flows, {"adapter": 1_000, "slow": 200}) == {1: 200, 2: 750, 3: 50}


PARTS = ("a", "b", "c")
flows_drawn = st.lists(
    st.builds(
        Flow,
        serial=st.integers(0, 10**6),
        parts=st.lists(st.sampled_from(PARTS), min_size=1, max_size=3, unique=True).map(tuple),
        limit_bps=st.none() | st.integers(1, 2_000_000),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda flow: flow.serial,
)
capacities = st.fixed_dictionaries({part: st.integers(1_000, 10_000_000) for part in PARTS})


@given(flows_drawn, capacities)
def test_no_part_carries_more_than_it_can_and_nobody_could_have_more(flows, capacity):
    found = shares(flows, capacity)

    for part in PARTS:
        assert sum(found[flow.serial] for flow in flows if part in flow.parts) <= capacity[part]
    for flow in flows:
        if flow.limit_bps is not None and found[flow.serial] == flow.limit_bps:
            continue
        # Somewhere on its way it has as much as anybody else, and the part is full but for the rounding.
        assert any(_is_tight(part, flow, flows, found, capacity) for part in flow.parts)


def _is_tight(part, flow, flows, found, capacity):
    users = [other for other in flows if part in other.parts]
    full = sum(found[other.serial] for other in users) > capacity[part] - len(users)
    return full and found[flow.serial] >= max(found[other.serial] for other in users) - 1


# --- migrations among themselves ---


def test_a_migration_that_ends_leaves_its_share_to_the_other():
    # vm-01 has 2 GiB, vm-03 4 GiB, nobody writes: at half of the line both have sent 2 GiB when the first is done.
    of = changed_all(design(2, 1, vms=4, era=Era.W2012R2), "vms", dirty_mib_s=0.0)
    of = changed(of, "vms", "vm-01", memory=of.vm("vm-01").memory.evolve(startup_mib=2048))

    timeline = ran(of, drain("p1"))

    first = 2 * 2048 * 1.002 / GOODPUT
    rounds = {one.vm: one for one in timeline.rounds}
    assert rounds["vm-01"].time_s == pytest.approx(first, abs=1e-5)
    # The stop-and-copy of vm-01 sends nothing, but holds its share until it is over, 0.3 s later.
    shared = first + 0.3
    left = 4096 * 1.002 - shared * GOODPUT / 2
    assert rounds["vm-03"].time_s == pytest.approx(shared + left / GOODPUT, abs=1e-4)
    assert rounds["vm-03"].volume_kib == 4096 * 1024
    assert len(told(timeline, "are left go on at 1\u00a0Gbit/s")) == 1


def test_a_migration_that_starts_halves_the_rate_at_once_and_the_next_round_grows():
    of = changed_all(design(2, 1, vms=4, era=Era.W2012R2, vm_memory_mib=4096), "vms", dirty_mib_s=10.0)
    of = changed(of, "vms", "vm-03", dirty_mib_s=0.0)
    of = changed(of, "vms", "vm-03", memory=of.vm("vm-03").memory.evolve(startup_mib=1024))
    # The set-up of vm-03 is as long as that of vm-01, so both begin together; vm-03 leaves first.
    timeline = ran(of, drain("p1"))

    together = 2 * 1024 * 1.002 / GOODPUT + 0.3
    alone = (4096 * 1.002 - together * GOODPUT / 2) / GOODPUT
    whole = together + alone
    second = 2048 * (1 - exp(-10 * whole / 2048))
    rounds = [one for one in timeline.rounds if one.vm == "vm-01"]
    assert rounds[0].time_s == pytest.approx(whole, abs=1e-4)
    assert rounds[1].volume_kib == pytest.approx(second * 1024, abs=2)
    assert rounds[1].time_s == pytest.approx(second * 1.002 / GOODPUT, abs=1e-4)


def test_lateral_and_crossing_migrations_share_the_adapter_of_the_source():
    of = changed_all(design(2, 1, vms=4, era=Era.W2012R2), "vms", dirty_mib_s=0.0)
    of = changed(of, "network_links", "link-lan", rate_mbit=200)
    of = changed(of, "groups", "group-03", possible_owners=("p1", "s1"), preferred_owners=("p1", "s1"))

    timeline = ran(of, drain("p1"))

    # 200 Mbit/s over the line, so 800 of the adapter are left for the lateral one.
    lateral = next(one for one in timeline.rounds if one.vm == "vm-01")
    assert running_on(timeline)["vm-03"] == "s1"
    assert lateral.time_s == pytest.approx(4096 * 1.002 / (0.8 * GOODPUT), abs=1e-4)


def test_alone_all_times_are_as_without_sharing():
    timeline = ran(design(), moves())

    assert timeline.rounds[0].time_us == 36_626_019
    assert told(timeline, "go on at") == []


# --- migrations and replication ---


def carried(**changes: object) -> Design:
    """The replication runs over the LAN; nobody writes, but what a cut leaves behind."""
    of = design(2, 1, vms=2)
    of = changed(of, "replication_links", "link-replication", protocol=LinkProtocol.FCIP, carried_by="link-lan")
    return changed_all(of, "luns", write_mib_s=0.0)


def behind(of: Design) -> Design:
    """The pair of vm-02, which writes 10 MiB/s, has been suspended for 100 s when the run begins."""
    return changed(of, "luns", "lun-02", write_mib_s=10.0, state=PairState.SUSPENDED, stale_s=100)


def test_a_cut_of_the_carrying_line_cuts_the_replication_and_its_repair_mends_both():
    timeline = ran(carried(), None, fails("link:link-lan", 1), repairs("link:link-lan", 60))

    down = timeline.at(2_000_000).state
    assert {link.id for link in down.links if link.health.value == "down"} == {"link-lan", "link-replication"}
    assert down.pair("lun-01").state.value in {"Partitioned", "Suspended"}
    assert all(link.health.value == "up" for link in timeline.end.links)


def test_fibre_channel_runs_over_no_ip_line():
    of = changed(carried(), "replication_links", "link-replication", protocol=LinkProtocol.FC)

    timeline = ran(of, None, fails("link:link-lan", 1))

    assert timeline.end.link("link-replication").health.value == "up"


def test_a_migration_and_a_resync_share_the_line_that_carries_both():
    of = carried()
    of = behind(changed_all(of, "vms", dirty_mib_s=0.0))

    timeline = ran(of, moves(), repairs("pair:lun-02", 10))

    # At 10 s 110 s of writes are missing, 1,100 MiB. From then on 10 MiB/s of writes are mirrored as well, which
    # leaves 916.1 Mbit/s of the line, half of them to each; afterwards the migration has the 916.1 alone.
    left = 1 - 10 * 2**23 / 1e9
    resync = next(step for step in timeline.steps if step.phase.value == "resync" and step.duration_us)
    copying = 1100 * 1024 / (left / 2 * 1e9 / 8192)
    assert (resync.time_us, resync.duration_us) == (10_000_000, pytest.approx(copying * 1e6, rel=1e-4))
    line_seconds = 4096 * 1.002 / GOODPUT
    first = 8 + copying + (line_seconds - 8 - copying * left / 2) / left
    assert timeline.rounds[0].time_s == pytest.approx(first, rel=1e-4)
    assert timeline.rounds[0].volume_kib == 4096 * 1024
    assert len(told(timeline, "go on at 458")) == 1
    assert len(told(timeline, "go on at 916")) == 1
    assert timeline.outcome is Outcome.COMPLETED


def test_apart_from_each_other_neither_slows_the_other():
    of = behind(changed(carried(), "replication_links", "link-replication", carried_by=None))

    timeline = ran(of, moves(), repairs("pair:lun-02", 10))

    assert told(timeline, "go on at") == []
    assert timeline.rounds[0].time_us == 36_626_019


# --- what is on the lines ---


def sent_over(timeline: Timeline, of: Design) -> list[tuple[int, int, float]]:
    """Every stretch of sending over the migration network: from, to, KiB."""
    final = of.cluster.timings.final_state_ms * 1000
    found = []
    for step in timeline.steps:
        procedure = step.state.procedure_of(step.subject)
        stage = None if procedure is None else procedure.stage
        if stage is None or procedure.since_us != step.time_us or not step.duration_us or not stage.volume_kib:
            continue
        sending = stage.duration_us - (final if stage.act is Act.PAUSE else 0)
        if sending > 0:
            lasts = min(step.duration_us, sending)
            found.append((step.time_us, step.time_us + lasts, stage.volume_kib * lasts / sending))
    return found


@st.composite
def sharers(draw: st.DrawFn) -> tuple[Design, Movement, tuple[Action, ...]]:
    of = design(
        2, 2, vms=draw(st.integers(2, 8)), era=draw(st.sampled_from((Era.W2012, Era.W2019))), vm_memory_mib=2048
    )
    for vm in of.vms:
        of = changed(of, "vms", vm.id, dirty_mib_s=draw(st.sampled_from((0.0, 10.0, 60.0, 200.0))))
    of = changed(of, "network_links", "link-lan", rate_mbit=draw(st.sampled_from((100, 1000))))
    if draw(st.booleans()):
        of = changed(of, "replication_links", "link-replication", protocol=LinkProtocol.ISCSI, carried_by="link-lan")
    of = of.evolve(groups=tuple(one.evolve(possible_owners=("p1", "s1", "s2")) for one in of.groups))
    at = st.integers(0, 120_000)
    actions = [
        Action(kind=kind, target=target, at_ms=draw(at))
        for kind, target in draw(
            st.lists(
                st.sampled_from(
                    (
                        (ActionKind.CANCEL, "movement"),
                        (ActionKind.CANCEL, "vm-01"),
                        (ActionKind.FAIL, "link:link-replication"),
                        (ActionKind.REPAIR, "link:link-replication"),
                        (ActionKind.FAIL, "link:link-lan~latency=5"),
                        (ActionKind.FAIL, "link:link-lan~loss=0.1"),
                        (ActionKind.REPAIR, "link:link-lan"),
                        (ActionKind.FAIL, "pair:lun-02"),
                        (ActionKind.REPAIR, "pair:lun-02"),
                    )
                ),
                max_size=5,
            )
        )
    ]
    return of, drain("p1"), tuple(actions)


@given(sharers())
def test_no_line_carries_more_than_its_rate_and_the_sum_of_the_rounds_is_what_was_sent(drawn):
    of, movement, actions = drawn

    timeline = run(of, script(movement, *actions))

    assert timeline.violations == ()
    assert timeline.end.procedures == ()
    assert all(step.duration_us >= 0 for step in timeline.steps)
    stretches = sent_over(timeline, of)
    fastest = 0.94e9 / 8 / 1024 / 1e6  # KiB in a microsecond: every migration leaves the one adapter of P1
    for instant in {begin for begin, _, _ in stretches}:
        # Volumes are whole KiB and times whole microseconds, both rounded.
        rate = sum((kib - 1) / (end - begin + 1) for begin, end, kib in stretches if begin <= instant < end)
        assert rate <= fastest
    assert timeline.sent_kib == pytest.approx(sum(kib for *_, kib in stretches), abs=len(stretches) + 1)
    rests = timeline.sent_kib - sum(one.volume_kib for one in timeline.rounds)
    assert rests >= 0


@given(sharers())
def test_sharing_is_the_same_every_time(drawn):
    of, movement, actions = drawn

    assert run(of, script(movement, *actions)).fingerprint == run(of, script(movement, *actions)).fingerprint


def test_a_line_of_one_millisecond_with_half_its_rate_dirtied_ends():
    of = changed(design(), "vms", "vm-01", dirty_mib_s=GOODPUT / 2)

    timeline = ran(of, moves())

    first = 4096 * 1.002 / GOODPUT
    assert timeline.outcome is Outcome.COMPLETED
    assert len(timeline.rounds) <= 10
    assert timeline.rounds[1].volume_kib == ceil(2048 * (1 - exp(-GOODPUT / 2 * first / 2048)) * 1024)
    assert timeline.rounds[-1].volume_kib < timeline.rounds[0].volume_kib / 100


def test_a_run_can_be_taken_up_from_any_state_of_it():
    of = changed_all(design(2, 1, vms=6, era=Era.W2012R2), "vms", dirty_mib_s=40.0)
    of = changed(of, "vms", "vm-01", memory=of.vm("vm-01").memory.evolve(startup_mib=1024))
    timeline = run(of, script(drain("p1")))
    plan, _ = compile_design(of)
    shared = [step for step in timeline.steps if "go on at" in str(step.text)]
    assert shared

    for step in shared:
        # Everything that is to come follows from the procedures: when their stages began and how long they last.
        agenda, state = Agenda(), step.state
        for one in state.procedures:
            assert one.stage is not None
            due = one.since_us + one.stage.duration_us
            agenda.enter(due, PRIORITY_OF[one.kind], Advance(one.serial))
        while agenda:
            effect = react(plan, state, agenda.take(), 1)
            state = effect.state
            for call in effect.calls:
                agenda.enter(call.time_us, call.priority, call.event)
        assert state.vms == timeline.end.vms
        assert state.moved == timeline.end.moved


@pytest.mark.parametrize(("era", "at_once"), [(Era.W2008R2SP1, 1), (Era.W2012R2, 4)])
def test_the_limit_of_parallel_migrations_is_a_setting_from_2012_on(era, at_once):
    of = with_settings(design(2, 1, vms=8, era=era), "migration", parallel=4)

    timeline = ran(of, drain("p1"))

    assert max(len(step.state.procedures) for step in timeline.steps) == at_once
    assert timeline.rounds[0].time_us == at_once * 36_626_019


def test_a_round_that_ends_as_another_migration_leaves_is_followed_at_the_new_rate():
    # Both send 4 GiB at half of the line and are done at one instant; vm-01 has nothing left and no final state.
    of = changed(
        with_settings(design(2, 1, vms=4, era=Era.W2012R2), "timings", final_state_ms=0),
        "vms",
        "vm-01",
        dirty_mib_s=0.0,
    )

    timeline = ran(of, drain("p1"))

    whole = 2 * 4096 * 1.002 / GOODPUT
    second = 2048 * (1 - exp(-10 * whole / 2048))
    rounds = [one for one in timeline.rounds if one.vm == "vm-03"]
    assert rounds[0].time_s == pytest.approx(whole, abs=1e-5)
    assert rounds[1].time_s == pytest.approx(second * 1.002 / GOODPUT, abs=1e-4)
    assert told(timeline, "go on at") == []


def test_a_resync_whose_line_is_cut_is_given_up():
    timeline = ran(behind(carried()), None, repairs("pair:lun-02", 10), fails("link:link-replication", 12))

    assert timeline.end.pair("lun-02").state is PairState.SUSPENDED


def test_a_round_whose_line_changes_twice_at_one_instant_is_sent_once():
    """What the line would have carried between the two changes was never sent: no time lay between them."""
    of = changed(design(1, 1, vms=1, vm_memory_mib=2048), "vms", "vm-01", dirty_mib_s=0.0)
    worse = (fails("link:link-lan~loss=0.1", 10), fails("link:link-lan~latency=5", 10))

    timeline = ran(of, moves(), *worse)

    assert timeline.sent_kib == 2048 * 1024
    assert [one.volume_kib for one in timeline.rounds] == [2048 * 1024]
    at_once = [
        step.duration_us for step in timeline.steps if step.phase.value == "memory" and step.time_us == 10_000_000
    ]
    assert at_once[:-1] == [0]


def test_a_drain_of_an_empty_node_is_refused():
    assert ran(design(), drain("s1")).outcome is Outcome.REFUSED
