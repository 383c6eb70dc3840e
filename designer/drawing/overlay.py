"""The state of a run at a moment, as a picture.

A moment is not painted on top but composed: the same symbols in another condition, so that nothing is drawn twice and
the printed frame is the frame on the canvas.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import fsum

from designer.base.texts import Message, Translator, msg
from designer.drawing.compose import DEFAULT_OPTIONS, PictureOptions, compose
from designer.drawing.condition import Condition, Flow, Health, PairLook, VmCondition, VmStatus
from designer.drawing.ruler import TextRuler
from designer.drawing.scene import Scene
from designer.engine.state import (
    MOVEMENTS,
    ClusterState,
    FabricCondition,
    NodeCondition,
    Phase,
    ProcedureKind,
)
from designer.engine.state import Health as PartHealth
from designer.engine.state import VmCondition as GuestCondition
from designer.engine.timeline import Interval, Moment, Timeline
from designer.model.design import Design

_GUESTS = {
    GuestCondition.RUNNING: VmStatus.RUNNING,
    GuestCondition.PAUSED: VmStatus.PAUSED,
    GuestCondition.STALLED: VmStatus.PAUSED,
    GuestCondition.STARTING: VmStatus.PENDING,
    GuestCondition.STOPPING: VmStatus.PENDING,
    GuestCondition.SAVING: VmStatus.PENDING,
    GuestCondition.SAVED: VmStatus.OFFLINE,
    GuestCondition.OFF: VmStatus.OFFLINE,
    GuestCondition.FAILED: VmStatus.FAILED,
}
_NODES = {NodeCondition.UP: Health.UP, NodeCondition.STOPPED: Health.PENDING, NodeCondition.DOWN: Health.DOWN}
_FABRICS = {
    FabricCondition.FULL: Health.UP,
    FabricCondition.DEGRADED: Health.PENDING,
    FabricCondition.LOST: Health.DOWN,
}


def compose_moment(
    design: Design,
    moment: Moment,
    ruler: TextRuler,
    translator: Translator,
    *,
    options: PictureOptions = DEFAULT_OPTIONS,
) -> Scene:
    """The picture of the design at a moment of a run: canvas and storyboard alike."""
    return compose(design, ruler, translator, options=options, condition=condition_at(design, moment))


def moment_scene(
    design: Design,
    timeline: Timeline,
    time_us: int,
    *,
    ruler: TextRuler,
    translator: Translator,
    options: PictureOptions = DEFAULT_OPTIONS,
) -> Scene:
    """The picture at ``time_us`` of a run; the design as it stands for a run without steps."""
    if not timeline.steps:
        return compose(design, ruler, translator, options=options)
    return compose_moment(design, timeline.at(time_us), ruler, translator, options=options)


def condition_at(design: Design, moment: Moment) -> Condition:
    """How everything in the picture stands at a moment of a run."""
    state = moment.state
    return Condition(
        vms={vm.id: VmCondition(vm.node, _GUESTS[vm.condition]) for vm in state.vms},
        memory_mib={vm.id: vm.assigned_mib for vm in state.vms},
        health=dict(_healths(design, state)),
        pairs={pair.id: PairLook(pair.state, pair.source, pair.writable) for pair in state.pairs},
        progress=_resync_progress(design, moment.intervals),
        votes=_votes(design, state),
        targets={one.subject: one.target for one in moment.intervals if _has_begun(one)},
        flows=tuple(_flows(state, moment.intervals)),
    )


def _has_begun(interval: Interval) -> bool:
    """Whether a movement has taken anything at its target: the checks before it reserve nothing."""
    return interval.kind in MOVEMENTS and interval.phase is not Phase.PRE_CHECK


def _healths(design: Design, state: ClusterState) -> Iterator[tuple[str, Health]]:
    fabrics = {fabric.site: _FABRICS[fabric.condition] for fabric in state.fabrics}
    for link in design.san_links:
        site_id = design.node(link.node).site
        yield link.id, fabrics.get(site_id, Health.UP)
    for part in (*state.sites, *state.arrays, *state.links, *((state.witness,) if state.witness else ())):
        if part.health is PartHealth.DOWN:
            yield part.id, Health.DOWN
    for node in state.nodes:
        yield node.id, _NODES[node.condition]


def _votes(design: Design, state: ClusterState) -> dict[str, int]:
    votes = dict(state.quorum.votes)
    if design.witness is not None:
        votes[design.witness.id] = state.quorum.witness_votes
    return votes


def _resync_progress(design: Design, intervals: Sequence[Interval]) -> dict[str, float]:
    """The share that is over of the resync on each replication link, over its pairs on average."""
    shares = {one.subject: one.fraction for one in intervals if one.kind is ProcedureKind.RESYNC}
    progress = {}
    for link in design.replication_links:
        pairs = [lun.id for lun in design.luns if {copy.array for copy in lun.copies} == {link.a, link.b}]
        found = [shares[pair_id] for pair_id in pairs if pair_id in shares]
        if found:
            progress[link.id] = fsum(found) / len(found)
    return progress


def _flows(state: ClusterState, intervals: Iterable[Interval]) -> Iterator[Flow]:
    for one in intervals:
        if one.kind in MOVEMENTS and one.source != one.target and (words := _flow_words(state, one)) is not None:
            yield Flow(one.subject, one.source, one.target, words, one.fraction)


def _flow_words(state: ClusterState, interval: Interval) -> Message | None:
    match interval.phase:
        case Phase.SETUP:
            return msg("setting up")
        case Phase.MEMORY if interval.round:
            procedure = state.procedure_of(interval.subject)
            rounds = [stage.round for stage in procedure.stages] if procedure else []
            return msg("RAM · round {round} of {last}", round=interval.round, last=max(rounds, default=interval.round))
        case Phase.MEMORY:
            return msg("RAM")
        case Phase.STOP_AND_COPY:
            return msg("RAM · last pages")
        case _:
            return None
