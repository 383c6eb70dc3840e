"""What is laid over a design's picture: badges of findings, and the state of a run at a moment.

A moment is not painted on top but composed: the same symbols in another condition, so that nothing is drawn twice and
the printed frame is the frame on the canvas.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Protocol

from designer.base.texts import Message, Translator, msg
from designer.drawing.compose import DEFAULT_OPTIONS, PictureOptions, compose
from designer.drawing.condition import Condition, Flow, Health, PairLook, VmCondition, VmStatus
from designer.drawing.geometry import Point, circle, point_along, scaling, translation
from designer.drawing.lettering import Lettering
from designer.drawing.marks import Group, bounds_of
from designer.drawing.ruler import TextRuler
from designer.drawing.scene import BADGE_Z, LABEL_Z, Scene, SceneItem
from designer.drawing.symbols.badge import BADGE_RADIUS, SEVERITIES, badge
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
from designer.model.array import LunPair
from designer.model.design import Design
from designer.model.workload import ResourceGroup

_SMALL = 0.75
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


class Judged(Protocol):
    """What a badge needs to know of a finding."""

    @property
    def severity(self) -> str:
        """``error``, ``warning`` or ``info``."""

    @property
    def subjects(self) -> tuple[str, ...]:
        """The ids of the elements concerned."""

    @property
    def message(self) -> Message:
        """What is so."""

    @property
    def waived(self) -> bool:
        """Whether somebody accepted it."""


@dataclass(frozen=True, slots=True)
class Badge:
    """The findings at one item of a scene: the gravest severity, how many there are, and what they say."""

    key: str
    severity: str
    count: int
    messages: tuple[Message, ...]


def badges_of(design: Design, scene: Scene, findings: Iterable[Judged]) -> tuple[Badge, ...]:
    """One badge for each drawn item that findings concern, in drawing order; waived findings give none.

    What has no symbol of its own is told at the one that stands for it: a LUN at its array, a group at its VM, a
    hidden VM at its node.
    """
    found: dict[str, list[Judged]] = {}
    for finding in findings:
        if finding.waived:
            continue
        keys = (_key_of(design, scene, subject) for subject in finding.subjects)
        for key in dict.fromkeys(key for key in keys if key is not None):
            found.setdefault(key, []).append(finding)
    return tuple(_badge(item.key, found[item.key]) for item in scene.items if item.key in found)


def findings_overlay(
    design: Design, scene: Scene, findings: Iterable[Judged], *, ruler: TextRuler, translator: Translator
) -> tuple[SceneItem, ...]:
    """The badges as scene items (keys ``badge:…``), to be added with :meth:`Scene.with_items`."""
    lettering = Lettering(ruler, translator)
    badges = badges_of(design, scene, findings)
    return tuple(_badge_item(scene, one, lettering) for one in badges)


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


def _key_of(design: Design, scene: Scene, subject: str) -> str | None:
    """The key of the item that stands for a subject of a finding, None for what no picture shows."""
    item = scene.by_key.get(subject)
    if item is not None:
        label = f"{subject}:label"
        return label if item.is_line and label in scene.by_key else subject
    element = design.find(subject)
    if isinstance(element, ResourceGroup):
        return _key_of(design, scene, element.vm)
    if isinstance(element, LunPair):
        return element.r1.array
    vm = next((vm for vm in design.vms if vm.id == subject), None)
    return vm.node if vm is not None else None


def _badge(key: str, findings: Sequence[Judged]) -> Badge:
    gravest = min((str(finding.severity) for finding in findings), key=SEVERITIES.index)
    ordered = sorted(findings, key=lambda finding: SEVERITIES.index(str(finding.severity)))
    return Badge(key, gravest, len(findings), tuple(finding.message for finding in ordered))


def _badge_item(scene: Scene, one: Badge, lettering: Lettering) -> SceneItem:
    item = scene.by_key[one.key]
    at = _corner(item)
    factor = _SMALL if item.part_of else 1.0
    marks = (Group((Group(badge(one.severity, lettering), scaling(factor)),), translation(at.x, at.y)),)
    outline = circle(at, BADGE_RADIUS * factor)
    hint = msg("{items}", items=one.messages)
    return SceneItem(f"badge:{one.key}", item.element_id, BADGE_Z, marks, outline, bounds_of(marks), hint=hint)


def _corner(item: SceneItem) -> Point:
    """Where a badge sits: on the upper right corner, of a label beside it so that it hides no word."""
    if item.is_line:
        return point_along(item.outline.flattened()[0], 0.5)
    beside = 3.0 if item.z == LABEL_Z else -2.0
    box = item.outline.bounds()
    return Point(box.right + beside, box.y if item.z == LABEL_Z else box.y + 2)
