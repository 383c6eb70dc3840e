"""A finished run: its steps with their complete states, and look-ups by time. Stepping back is a look-up.

Knows nothing of how steps come about.
"""

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from designer.base.texts import Message
from designer.engine.fingerprint import state_digest, states_digest
from designer.engine.safety import Violation
from designer.engine.state import ClusterState, Phase, Procedure, ProcedureKind, Stage, VmCondition

_WITHOUT_SESSIONS = frozenset({VmCondition.OFF, VmCondition.FAILED, VmCondition.SAVED, VmCondition.STARTING})


class Outcome(StrEnum):
    """How a run ended (contract). The first four are of a movement, the others of faults alone."""

    COMPLETED = "completed"
    CANCELLED = "cancelled"
    FAILED = "failed"
    REFUSED = "refused"
    UNAFFECTED = "unaffected"
    RECOVERED = "recovered"
    STOPPED = "stopped"

    @property
    def is_favourable(self) -> bool:
        """Whether everything asked for was done, or every VM runs again without a person."""
        return self in {Outcome.COMPLETED, Outcome.RECOVERED, Outcome.UNAFFECTED}


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened at ``time_us`` and what everything was right after it.

    ``duration_us`` is how long what begins here lasts (0: an instant). ``subject`` is an element's id; ``before`` and
    ``after`` are its states in the words of the trade. ``cause`` is the number of the step that led here. ``text`` says
    what happens, ``why`` the reason, ``otherwise`` what would happen without it, ``source`` the rule's source.
    """

    n: int
    time_us: int
    duration_us: int
    phase: Phase
    subject: str
    before: str
    after: str
    cause: int | None
    text: Message
    why: Message
    otherwise: Message
    source: str
    state: ClusterState

    @property
    def end_us(self) -> int:
        """When what begins here is over."""
        return self.time_us + self.duration_us

    @property
    def digest(self) -> str:
        """Hash of the state after this step."""
        return state_digest(self.state)


@dataclass(frozen=True, slots=True)
class Interval:
    """Something in progress at a moment, from ``start_us`` to ``end_us``; ``fraction`` of it is done (0 to 1).

    ``round`` and ``volume_kib`` belong to memory rounds. ``source`` and ``target`` are nodes, or arrays of a resync.
    """

    kind: ProcedureKind
    stage: Stage
    subject: str
    source: str
    target: str
    start_us: int
    end_us: int
    fraction: float

    @property
    def phase(self) -> Phase:
        """The phase in progress."""
        return self.stage.phase

    @property
    def round(self) -> int:
        """The memory round, from 1; 0 outside the memory phase."""
        return self.stage.round

    @property
    def volume_kib(self) -> int:
        """KiB that the memory round sends as a whole."""
        return self.stage.volume_kib


@dataclass(frozen=True, slots=True)
class Moment:
    """One instant of a run: the last step at or before it, the state, and what is in progress."""

    time_us: int
    step: Step
    state: ClusterState
    intervals: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class SentRound:
    """One memory round of the movement: its number, the volume sent and the time it took."""

    n: int
    vm: str
    volume_kib: int
    time_us: int

    @property
    def sent_mib(self) -> float:
        """MiB sent."""
        return self.volume_kib / 1024

    @property
    def time_s(self) -> float:
        """Seconds taken."""
        return self.time_us / 1_000_000


@dataclass(frozen=True)
class Timeline:
    """All steps of a run in order, numbered from 1, and what the run amounts to.

    ``blackout_us`` is the longest interruption that any VM had; one that has not ended counts up to the run's
    end. ``sent_kib`` counts memory rounds and the rest sent while paused. ``violations`` is empty unless the engine
    itself is wrong. ``tcp_tolerance_us`` is the interruption that sessions of guests survive. ``further`` names the
    resources of groups beside their VM's chain: VM, id, name.
    """

    design: str
    start: ClusterState
    steps: tuple[Step, ...]
    outcome: Outcome
    total_us: int
    blackout_us: int
    sent_kib: int
    rounds: tuple[SentRound, ...]
    violations: tuple[Violation, ...]
    tcp_tolerance_us: int = 20_000_000
    further: tuple[tuple[str, str, str], ...] = ()

    def resource_name(self, vm_id: str, key: str) -> str:
        """What people call a resource of the VM's group: its kind, or the name of a further one."""
        return next((name for vm, one, name in self.further if (vm, one) == (vm_id, key)), str(key))

    @property
    def end(self) -> ClusterState:
        """The state after the last step."""
        return self.steps[-1].state if self.steps else self.start

    @property
    def still_down(self) -> tuple[str, ...]:
        """The VMs that ran and whose interruption has not ended with the run, in the design's order."""
        return tuple(vm.id for vm in self.end.vms if vm.down_since_us is not None)

    @cached_property
    def dropped_sessions(self) -> tuple[str, ...]:
        """The VMs whose TCP sessions are gone: booted again, down at the end, or interrupted for too long (S18)."""
        ran = {vm.id for vm in self.start.vms if vm.condition is VmCondition.RUNNING}
        return tuple(
            vm.id
            for vm in self.end.vms
            if vm.id in ran
            and (vm.restarted or vm.condition in _WITHOUT_SESSIONS or vm.outage_us > self.tcp_tolerance_us)
        )

    @property
    def is_lasting(self) -> bool:
        """Whether an interruption has not ended, so that ``blackout_us`` says only how long was looked at."""
        return bool(self.still_down)

    @property
    def data_sent_mib(self) -> float:
        """MiB sent over the migration network."""
        return self.sent_kib / 1024

    @cached_property
    def fingerprint(self) -> str:
        """Hash over all states in order: equal runs have equal fingerprints everywhere."""
        return states_digest((self.start, *(step.state for step in self.steps)))

    @cached_property
    def times_us(self) -> tuple[int, ...]:
        """The time of each step, ascending."""
        return tuple(step.time_us for step in self.steps)

    def index_at(self, time_us: int) -> int:
        """The index of the last step at or before ``time_us``; 0 before the first step."""
        return max(0, bisect_right(self.times_us, time_us) - 1)

    def at(self, time_us: int) -> Moment:
        """The moment at ``time_us``, clamped to the run. Raises IndexError for a run without steps."""
        time = min(max(time_us, 0), max(self.total_us, self.times_us[-1]))
        return self._moment(self.index_at(time), time)

    def at_step(self, index: int) -> Moment:
        """The moment right after step ``index``, counted from 0 and clamped to the run."""
        inside = min(max(index, 0), len(self.steps) - 1)
        return self._moment(inside, self.steps[inside].time_us)

    def next(self, time_us: int) -> Step | None:
        """The first step after ``time_us``, or None."""
        index = bisect_right(self.times_us, time_us)
        return self.steps[index] if index < len(self.steps) else None

    def previous(self, time_us: int) -> Step | None:
        """The last step that is earlier than the step shown at ``time_us``, or None."""
        index = self.index_at(time_us) - 1
        return self.steps[index] if index >= 0 else None

    def _moment(self, index: int, time_us: int) -> Moment:
        step = self.steps[index]
        found = tuple(
            _interval(procedure, procedure.stages[procedure.index], time_us)
            for procedure in step.state.procedures
            if procedure.index >= 0
        )
        return Moment(time_us, step, step.state, found)


def _interval(procedure: Procedure, stage: Stage, time_us: int) -> Interval:
    passed = time_us - procedure.since_us
    fraction = 1.0 if stage.duration_us <= 0 else min(1.0, max(0.0, passed / stage.duration_us))
    return Interval(
        kind=procedure.kind,
        stage=stage,
        subject=procedure.subject,
        source=procedure.source,
        target=procedure.target,
        start_us=procedure.since_us,
        end_us=procedure.since_us + stage.duration_us,
        fraction=fraction,
    )
