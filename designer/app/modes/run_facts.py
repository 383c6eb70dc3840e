"""What a run says at a moment, as texts: figures, events, states of all objects, memory rounds, time budget, votes.

Everything is read from the timeline; nothing is computed that the engine did not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from designer.app.modes.number_strip import Figure
from designer.app.modes.phase_ruler import Band, phase_bands
from designer.app.playback import Track
from designer.base.texts import Decimal, Message, msg, msg_in, msg_n
from designer.base.units import US_PER_S, seconds_text
from designer.drawing.ink import Role
from designer.engine.state import (
    ClusterState,
    FabricCondition,
    Health,
    NodeCondition,
    Phase,
    Procedure,
    ProcedureKind,
    QuorumState,
    ResourceStatus,
    VmCondition,
    VmState,
)
from designer.engine.timeline import Moment, Outcome, Step, Timeline
from designer.model.array import PairState
from designer.model.design import Design

KIB_PER_MIB = 1024
NOT_RUNNING = frozenset(
    {
        VmCondition.PAUSED,
        VmCondition.STALLED,
        VmCondition.STARTING,
        VmCondition.STOPPING,
        VmCondition.SAVING,
        VmCondition.SAVED,
        VmCondition.OFF,
        VmCondition.FAILED,
    }
)
_HEALTHY_PAIRS = frozenset({PairState.SYNCHRONIZED, PairState.CONSISTENT})
_PASSING_PAIRS = frozenset(
    {PairState.SYNC_IN_PROGRESS, PairState.R1_UPDATING, PairState.R1_UPDATED, PairState.FAILED_OVER}
)
"""States that planned movements pass through as well."""
_NONE = "–"


@dataclass(frozen=True, slots=True)
class ObjectState:
    """One object of the state table: its id, what kind of thing it is, its state and what else is to be said."""

    id: str
    name: str
    kind: Message
    state: Message | str
    role: Role
    detail: Message | str = ""


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One block of the time budget. ``interrupted`` says that the VM that is followed did not run in all of it."""

    name: Message
    phase: Phase
    start_us: int
    length_us: int
    interrupted: bool


@dataclass(frozen=True, slots=True)
class Ballot:
    """One voter: its id, its votes now, and whether it is with the partition that holds quorum."""

    id: str
    name: str
    votes: int
    state: Message
    role: Role


@dataclass(frozen=True)
class RunFacts:
    """Answers about one run of one design. ``followed`` is the VM whose resources and outage are watched."""

    design: Design
    timeline: Timeline
    followed: str

    @cached_property
    def track(self) -> Track:
        """What playback needs."""
        steps = self.timeline.steps
        return Track(tuple(s.time_us for s in steps), tuple(s.phase.value for s in steps), self.timeline.total_us)

    @cached_property
    def bands(self) -> tuple[Band, ...]:
        """The phases in order."""
        return phase_bands(self.track.phases)

    @cached_property
    def fault_steps(self) -> tuple[int, ...]:
        """The places of the steps at which something fails from outside."""
        return tuple(
            place for place, step in enumerate(self.timeline.steps) if step.cause is None and step.phase is Phase.DETECT
        )

    @cached_property
    def ran_at_start(self) -> frozenset[str]:
        """The VMs that ran when the run began."""
        return frozenset(vm.id for vm in self.timeline.start.vms if vm.condition is VmCondition.RUNNING)

    def moment(self, step: int, time_us: int) -> Moment:
        """The moment of a step at or after its start."""
        if not self.timeline.steps or time_us == self.timeline.steps[step].time_us:
            return self.timeline.at_step(step)
        return self.timeline.at(time_us)

    def name_of(self, subject: str) -> str:
        """The name of whatever a step is about."""
        return self.design.name_of(subject)

    def subject_text(self, step: Step) -> Message | str:
        """What a step is about, in a word."""
        return msg("cluster") if step.subject == "cluster" else self.name_of(step.subject)

    # Numbers

    def figures(self, place: int, moment: Moment) -> tuple[Figure, ...]:
        """The numbers of the strip at a moment; ``place`` is the moment's step, counted from 0."""
        return (
            Figure(msg("elapsed"), seconds_text(moment.time_us / US_PER_S)),
            self._blackout(moment),
            self._sent(place, moment),
            self._line(moment),
            self._mirror(moment.state),
            votes_figure(moment.state.quorum),
        )

    def sent_kib(self, place: int, moment: Moment) -> int:
        """KiB sent over the migration network up to the moment."""
        running = sum(
            round(interval.volume_kib * interval.fraction) for interval in moment.intervals if interval.volume_kib
        )
        earlier = sum(
            stage.volume_kib
            for procedure in moment.state.procedures
            if procedure.kind is ProcedureKind.LIVE
            for stage in procedure.stages[: max(0, procedure.index)]
        )
        return self._sent_and_over[place] + earlier + running

    @cached_property
    def _sent_and_over(self) -> tuple[int, ...]:
        """For each step: KiB sent by movements that are over by then."""
        sums: list[int] = []
        last: dict[int, Procedure] = {}
        total = 0
        for step in self.timeline.steps:
            present = {procedure.serial: procedure for procedure in step.state.procedures}
            for serial, procedure in last.items():
                if serial not in present and procedure.kind is ProcedureKind.LIVE:
                    total += sum(stage.volume_kib for stage in procedure.stages[: procedure.index])
                    total += self._part_sent(procedure, step.time_us)
            sums.append(total)
            last = present
        return tuple(sums)

    @staticmethod
    def _part_sent(procedure: Procedure, time_us: int) -> int:
        stage = procedure.stage
        if stage is None or not stage.volume_kib:
            return 0
        share = min(1.0, (time_us - procedure.since_us) / stage.duration_us) if stage.duration_us else 1.0
        return round(stage.volume_kib * share)

    def _blackout(self, moment: Moment) -> Figure:
        outages = [vm.outage_us for vm in moment.state.vms]
        outages += [moment.time_us - vm.down_since_us for vm in moment.state.vms if vm.down_since_us is not None]
        longest = max(outages, default=0)
        lasting = any(vm.down_since_us is not None for vm in moment.state.vms)
        if lasting and moment.time_us >= self.timeline.total_us:
            origin = msg("At the end of the run VMs still do not run; a person or a repair has to bring them back.")
            shown = msg("over {length}", length=seconds_text(longest / US_PER_S))
            return Figure(msg("blackout"), shown, Role.FAILED, origin)
        role = Role.PENDING if lasting else Role.TEXT
        origin = msg("The longest interruption of any VM so far.")
        return Figure(msg("blackout"), seconds_text(longest / US_PER_S) if longest else _NONE, role, origin)

    def _sent(self, place: int, moment: Moment) -> Figure:
        mib = self.sent_kib(place, moment) // KIB_PER_MIB
        shown = msg("{value}\u00a0MiB", value=mib) if mib else _NONE
        return Figure(msg("sent"), shown, origin=msg("Memory sent over the migration network."))

    def _line(self, moment: Moment) -> Figure:
        rates = [
            (interval.volume_kib / KIB_PER_MIB) / ((interval.end_us - interval.start_us) / US_PER_S)
            for interval in moment.intervals
            if interval.volume_kib and interval.end_us > interval.start_us and interval.fraction < 1
        ]
        shown = msg("{value}\u00a0MiB/s", value=Decimal(sum(rates), 0)) if rates else _NONE
        return Figure(msg("link"), shown, origin=msg("What the migration network carries now."))

    def _mirror(self, state: ClusterState) -> Figure:
        pairs = [pair for pair in state.pairs if pair.target is not None]
        if not pairs:
            return Figure(msg("mirror"), _NONE)
        worst = max(pairs, key=lambda pair: _pair_rank(pair.state))
        count = sum(pair.state is worst.state for pair in pairs)
        shown: Message | str = worst.state.value
        if count < len(pairs):
            shown = msg("{n} of {total} {state}", n=count, total=len(pairs), state=worst.state.value)
        return Figure(msg("mirror"), shown, pair_role(worst.state), msg("The worst state of any pair."))

    # Objects

    def objects(self, state: ClusterState) -> tuple[ObjectState, ...]:
        """The state of everything, in the design's order."""
        return (
            *self._node_states(state),
            *self._storage_states(state),
            *self._line_states(state),
            *self._vm_states(state),
        )

    def _node_states(self, state: ClusterState) -> Iterator[ObjectState]:
        for node in state.nodes:
            names = {
                NodeCondition.UP: (msg_in("node", "up"), Role.ONLINE),
                NodeCondition.STOPPED: (msg_in("node", "cluster service stopped"), Role.PENDING),
                NodeCondition.DOWN: (msg_in("node", "down"), Role.FAILED),
            }
            text, role = names[node.condition]
            running = sum(vm.node == node.id and vm.condition is VmCondition.RUNNING for vm in state.vms)
            detail = msg_n("{n} VM runs", "{n} VMs run", running)
            yield ObjectState(node.id, self.name_of(node.id), msg("Node"), text, role, detail)

    def _storage_states(self, state: ClusterState) -> Iterator[ObjectState]:
        for array in state.arrays:
            yield ObjectState(array.id, self.name_of(array.id), msg("Array"), *_health(array.health))
        for fabric in state.fabrics:
            if fabric.condition is not FabricCondition.FULL:
                lost = fabric.condition is FabricCondition.LOST
                text = msg_in("fabric", "lost") if lost else msg_in("fabric", "one path lost")
                role = Role.FAILED if lost else Role.PENDING
                yield ObjectState(fabric.site, self.name_of(fabric.site), msg("Host fabric"), text, role)
        for pair in state.pairs:
            writable = self.name_of(pair.writable) if pair.writable else _NONE
            detail = msg("R1 {source} · writable: {writable}", source=self.name_of(pair.source), writable=writable)
            state_word, role = pair.state.value, pair_role(pair.state)
            yield ObjectState(pair.id, self.name_of(pair.id), msg("LUN pair"), state_word, role, detail)

    def _line_states(self, state: ClusterState) -> Iterator[ObjectState]:
        shown = {link.id for link in self.design.replication_links} | {link.id for link in self.design.network_links}
        for link in state.links:
            if link.id in shown or link.health is Health.DOWN:
                yield ObjectState(link.id, self.name_of(link.id), msg_in("kind", "Link"), *_health(link.health))
        if state.witness is not None:
            holder = state.quorum.witness_holder
            detail = msg("locked by {node}", node=self.name_of(holder)) if holder else ""
            text, role = _health(state.witness.health)
            yield ObjectState(state.witness.id, self.name_of(state.witness.id), msg("Witness"), text, role, detail)

    def _vm_states(self, state: ClusterState) -> Iterator[ObjectState]:
        for vm in state.vms:
            group = state.group_of(vm.id)
            resources = "" if group is None else " · ".join(resource.status.label for resource in group.resources)
            detail = msg("on {node}: {resources}", node=self.name_of(vm.node), resources=resources or _NONE)
            yield ObjectState(vm.id, self.name_of(vm.id), msg("Virtual machine"), vm_text(vm), vm_role(vm), detail)

    # Time

    def budget(self) -> tuple[BudgetLine, ...]:
        """The phases with their lengths, in order; blocks without length are left out."""
        starts = (*self.timeline.times_us, max(self.timeline.total_us, *self.timeline.times_us[-1:], 0))
        lines = []
        for band in self.bands:
            start, end = starts[band.first], starts[band.last + 1]
            if end > start:
                down = all(
                    self._is_down(place)
                    for place in range(band.first, band.last + 1)
                    if starts[place + 1] > starts[place]
                )
                lines.append(BudgetLine(band.name, band.phase, start, end - start, down))
        return tuple(lines)

    def _is_down(self, place: int) -> bool:
        """Whether the followed VM stands still after a step; VMs keep their places in every state."""
        if self._followed_place is None:
            return False
        return self.timeline.steps[place].state.vms[self._followed_place].condition in NOT_RUNNING

    @property
    def stays_down(self) -> bool:
        """Whether the followed VM still does not run when the run has ended."""
        steps = self.timeline.steps
        return bool(steps) and self._is_down(len(steps) - 1)

    @cached_property
    def _followed_place(self) -> int | None:
        ids = [vm.id for vm in self.timeline.start.vms]
        return ids.index(self.followed) if self.followed in ids else None

    # Votes

    def ballots(self, state: ClusterState) -> tuple[Ballot, ...]:
        """All voters with what they count now, nodes first, the witness last."""
        quorum = state.quorum
        found = [
            Ballot(voter, self.name_of(voter), votes, *_node_ballot(state, voter)) for voter, votes in quorum.votes
        ]
        if state.witness is not None:
            name = self.name_of(state.witness.id)
            found.append(Ballot(state.witness.id, name, quorum.witness_votes, *self._witness_ballot(state)))
        return tuple(found)

    def _witness_ballot(self, state: ClusterState) -> tuple[Message, Role]:
        if state.witness is None or state.witness.health is Health.DOWN:
            return msg_in("voter", "lost"), Role.FAILED
        holder = state.quorum.witness_holder
        if holder is not None:
            return msg("locked by {node}", node=self.name_of(holder)), Role.ONLINE
        return msg_in("voter", "within reach"), Role.ONLINE


def _node_ballot(state: ClusterState, voter: str) -> tuple[Message, Role]:
    if state.node(voter).condition is NodeCondition.DOWN:
        return msg_in("voter", "lost"), Role.FAILED
    if voter in state.quorum.living:
        return msg_in("voter", "in the partition with quorum"), Role.ONLINE
    return msg_in("voter", "without quorum"), Role.PENDING


def votes_figure(quorum: QuorumState) -> Figure:
    """The votes held of all, with what is needed as origin."""
    origin = msg("{need} votes make quorum.", need=quorum.need)
    if not quorum.settled:
        return Figure(msg("votes"), msg("regrouping"), Role.PENDING, origin)
    role = Role.TEXT if quorum.living else Role.FAILED
    shown = msg("{held} of {n}", held=quorum.votes_held, n=quorum.total)
    return Figure(msg("votes"), shown, role, origin)


def round_text(moment: Moment) -> Message | None:
    """Which memory round is under way, of how many; None outside the memory phase."""
    for interval in moment.intervals:
        procedure = moment.state.procedure_of(interval.subject)
        if interval.round and procedure is not None:
            return msg("round {round} of {last}", round=interval.round, last=max(one.round for one in procedure.stages))
    return None


def outcome_text(outcome: Outcome) -> Message:
    """How a run ended, in a sentence a calm colleague would say."""
    return {
        Outcome.COMPLETED: msg("Completed: the VM runs where it was sent."),
        Outcome.CANCELLED: msg("Cancelled: the VM still runs at the source, without interruption."),
        Outcome.FAILED: msg("The movement did not succeed; the VM was interrupted."),
        Outcome.REFUSED: msg("Refused: the movement never started."),
        Outcome.UNAFFECTED: msg("No VM noticed anything."),
        Outcome.RECOVERED: msg("Every VM runs again without a person."),
        Outcome.STOPPED: msg("VMs stay down until a person acts or something is repaired."),
    }[outcome]


def outcome_role(outcome: Outcome) -> Role:
    """The colour role of an ending."""
    if outcome in {Outcome.COMPLETED, Outcome.UNAFFECTED, Outcome.RECOVERED}:
        return Role.ONLINE
    return Role.PENDING if outcome in {Outcome.CANCELLED, Outcome.REFUSED} else Role.FAILED


def vm_text(vm: VmState) -> Message:
    """What a VM does, in a word."""
    return {
        VmCondition.RUNNING: msg_in("VM", "running"),
        VmCondition.PAUSED: msg_in("VM", "paused"),
        VmCondition.STALLED: msg_in("VM", "waits for its disk"),
        VmCondition.STARTING: msg_in("VM", "starting"),
        VmCondition.STOPPING: msg_in("VM", "stopping"),
        VmCondition.SAVING: msg_in("VM", "saving"),
        VmCondition.SAVED: msg_in("VM", "saved"),
        VmCondition.OFF: msg_in("VM", "off"),
        VmCondition.FAILED: msg_in("VM", "failed"),
    }[vm.condition]


def vm_role(vm: VmState) -> Role:
    """The colour role of what a VM does."""
    if vm.condition is VmCondition.RUNNING:
        return Role.ONLINE
    if vm.condition is VmCondition.FAILED:
        return Role.FAILED
    return Role.OFFLINE if vm.condition in {VmCondition.OFF, VmCondition.SAVED} else Role.PENDING


def status_role(status: ResourceStatus) -> Role:
    """The colour role of a resource's state."""
    if status is ResourceStatus.ONLINE:
        return Role.ONLINE
    if status is ResourceStatus.FAILED:
        return Role.FAILED
    return Role.OFFLINE if status is ResourceStatus.OFFLINE else Role.PENDING


def pair_role(state: PairState) -> Role:
    """The colour role of a pair's state."""
    if state in _HEALTHY_PAIRS:
        return Role.ONLINE
    return Role.PENDING if state in _PASSING_PAIRS else Role.FAILED


def _pair_rank(state: PairState) -> int:
    return (Role.ONLINE, Role.PENDING, Role.FAILED).index(pair_role(state))


def _health(health: Health) -> tuple[Message, Role]:
    return (msg_in("health", "up"), Role.ONLINE) if health is Health.UP else (msg_in("health", "down"), Role.FAILED)
