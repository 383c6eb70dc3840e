"""What decides the future of a run, as a hash: two runs that stand at equal situations go on equally.

A situation is a state with the events that are due. Left out is only what decides nothing that is still to come:

* the instant itself. Nothing in the engine reads the absolute time but the hours of an automatic failback, and where a
  design has such hours the time of day is in. Every instant of the state that is read again (when a stage began, when
  a group failed over or was restarted, since when it is held) is in as its age, exactly, so that thresholds within
  periods agree; ages of thresholds count up to the age from which they are forgotten;
* the numbers of procedures and steps: they name, they do not decide. What is due is in, in its order at equal
  instants, with the place of a procedure instead of its number. What is due for a stage that was given up or timed
  anew is left out, because it does nothing;
* totals: how long a VM was down, what was written and what was lost. They are told and never asked. Whether a VM was
  down at all decides the outcome and is in. Of what was written, the parts are in that only one side has, brought up
  to the instant, since they decide how long a resynchronisation lasts; where they are more than the whole LUN, that
  they are.

Nodes and VMs are told apart although many look alike: the engine breaks ties by the design's order, so that exchanging
two of them is no symmetry of its runs.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from hashlib import blake2b
from operator import attrgetter
from typing import Any, NamedTuple

from designer.base.units import KIB_PER_MIB, MIB_PER_GIB, US_PER_MS, US_PER_S
from designer.engine.agenda import Agenda, Entry
from designer.engine.compile import Plan, rate_kib_s
from designer.engine.events import Advance
from designer.engine.state import ClusterState, PairWrites, Procedure
from designer.engine.writes import changed_kib, counted
from designer.model.array import PairState, ReplicationMode

_US_PER_H = 3600 * US_PER_S
_US_PER_DAY = 24 * _US_PER_H

AGES = frozenset({"stale_since_us", "held_since_us", "failovers", "restarts", "since_us", "round_since_us"})
"""Fields that hold instants which are read again: their age decides."""

TOLD_ONLY = frozenset({"down_since_us", "outage_us"})
"""Fields whose length is told and never asked; whether there was one at all is in."""

NAMES_ONLY = frozenset({"serial", "cause", "next_serial"})
"""Fields that number procedures and steps."""

COUNTED = frozenset(field.name for field in fields(PairWrites))
"""Fields of what was written, which are put into words by :meth:`Situations.of` itself."""

_READ_APART = frozenset({"procedures", "writes"}) | NAMES_ONLY
_parts_of = attrgetter(*(field.name for field in fields(ClusterState) if field.name not in _READ_APART))
_procedure_names = tuple(field.name for field in fields(Procedure) if field.name not in NAMES_ONLY | AGES | {"stages"})
_procedure_values = attrgetter(*_procedure_names)
_DIGEST = 12
_LONG = 24
_REMEMBERED = 400_000


def still_due(state: ClusterState, agenda: Agenda) -> tuple[Entry, ...]:
    """What is due, in order, without what does nothing any more: its procedure was given up, its stage timed anew."""
    alive = {procedure.serial: procedure for procedure in state.procedures}
    return tuple(entry for entry in agenda.entries() if _will_do_something(entry, alive))


def _will_do_something(entry: Entry, alive: dict[int, Procedure]) -> bool:
    event = entry.event
    if not isinstance(event, Advance):
        return True
    procedure = alive.get(event.serial)
    if procedure is None or event.index not in {None, procedure.index}:
        return False
    stage = procedure.stage
    return stage is None or entry.time_us == procedure.since_us + stage.duration_us


def grown_old_us(plan: Plan) -> int:
    """The time after which every threshold is forgotten and every copy that is not kept up wholly stale."""
    periods = [0]
    for group in plan.design.groups:
        periods.append(group.failover_period_h * _US_PER_H)
        periods += [one.restart_period_ms * US_PER_MS for one in plan.chain(group.vm).settings.values()]
    for lun in plan.design.luns:
        rate = rate_kib_s(plan, lun, plan.vms_of_lun[lun.id])
        periods.append(lun.r1.size_gib * MIB_PER_GIB * KIB_PER_MIB * US_PER_S // rate + 1 if rate else 0)
    return max(periods)


class Situations:
    """Hashes of situations, equal in every process.

    Parts shared by many states are read once; their identity is the memory, and the memory keeps them alive.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._old_us = grown_old_us(plan)
        self._known: dict[int, _Read] = {}
        groups = plan.design.groups
        self._by_hours = any(group.auto_failback and group.failback_start_h is not None for group in groups)

    def of(self, state: ClusterState, now: int, due: Sequence[Entry]) -> bytes:
        """Hash of a state with what is due; times count from now."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        words: list[str] = []
        for part in _parts_of(state):
            known = self._read(part)
            words.append(known.text)
            if known.ages:
                words += [str(self._age(now - instant, exact=exact)) for instant, exact in known.ages]
        words += [self._written(state, place, now) for place in range(len(state.writes))]
        places: dict[int, int] = {}
        for place, one in enumerate(state.procedures):
            places[one.serial] = place
            round_us = now - one.round_since_us if one.round_since_us else 0
            words += (self._read(one.stages).text, f"{_procedure_values(one)}/{now - one.since_us}/{round_us}")
        for entry in due:
            event = entry.event
            what = f"{places[event.serial]}/{event.index}" if isinstance(event, Advance) else event
            words.append(f"{entry.time_us - now}/{entry.priority}/{what}")
        if self._by_hours:
            words.append(str(now % _US_PER_DAY))
        return blake2b("|".join(words).encode(), digest_size=_DIGEST).digest()

    def _age(self, age_us: int, *, exact: bool) -> int:
        return age_us if exact else min(age_us, self._old_us)

    def _written(self, state: ClusterState, place: int, now: int) -> str:
        """What only one side of a pair has; of an asynchronous pair also what is on its way."""
        pair, account = state.pairs[place], state.writes[place]
        if pair.target is None:
            return ""
        lun = self._plan.luns[pair.id]
        on_its_way = ""
        if lun.mode is ReplicationMode.ASYNC:
            account = counted(self._plan, state, pair.id, now)
            age = min(now - account.last_us, 2 * lun.cycle_s * US_PER_S)
            on_its_way = f"{age}/{account.last_rate_kib_s}"
        elif pair.state is not PairState.SYNCHRONIZED:
            account = counted(self._plan, state, pair.id, now)
        first, second = account.at_first - account.common, account.at_second - account.common
        if not (first or second):
            return f"{account.held}/{on_its_way}"
        if changed_kib(account, lun) >= lun.r1.size_gib * MIB_PER_GIB * KIB_PER_MIB:
            return f"whole/{account.held}/{on_its_way}"
        return f"{first}/{second}/{account.held}/{on_its_way}"

    def _read(self, part: object) -> "_Read":
        found = self._known.get(id(part))
        if found is None or found.part is not part:
            found = self._known[id(part)] = self._read_anew(part)
        return found

    def _read_anew(self, part: object) -> "_Read":
        """The part as text without its instants; these apart, in order."""
        if part is None:
            return _NOTHING
        if isinstance(part, tuple):
            if part and not hasattr(part[0], "__dataclass_fields__"):
                return _Read(part, str(part))
            return self._gathered(part, (("", one) for one in part))
        kind = _KINDS.get(part.__class__) or _kind_of(part.__class__)
        if kind.plain:
            return _Read(part, _shortened(map(str, kind.values(part))))
        return self._gathered(part, zip(kind.names, kind.values(part), strict=True))

    def _gathered(self, part: object, named: Iterable[tuple[str, Any]]) -> "_Read":
        words: list[str] = []
        ages: list[tuple[int, bool]] = []
        for name, value in named:
            if name in AGES:
                text, found = _instants(name, value)
                words.append(text)
                ages += found
            elif name in TOLD_ONLY:
                words.append("no" if value is None or (value == 0 and name == "outage_us") else "yes")
            elif not name or isinstance(value, tuple):
                known = self._read(value)
                words.append(known.text)
                ages += known.ages
            else:
                words.append(str(value))
        return _Read(part, _shortened(words), tuple(ages))


def _instants(name: str, value: Any) -> tuple[str, list[tuple[int, bool]]]:  # noqa: ANN401 - what fields of AGES hold
    """The instants of a field, each with whether its age counts exactly however old it is; and what else it holds."""
    if name == "held_since_us":
        return ("no", []) if not value else ("yes", [(value, True)])
    if name == "stale_since_us":
        return ("no" if value is None else "yes"), []
    if name == "restarts":
        return str([key for key, _ in value]), [(instant, False) for _, instant in value]
    return str(len(value)), [(instant, False) for instant in value]


class _Read(NamedTuple):
    """A part as it was read: its text, and the instants that the text leaves out."""

    part: object
    text: str
    ages: tuple[tuple[int, bool], ...] = ()


_NOTHING = _Read(None, "-")


class _Kind(NamedTuple):
    """How parts of a class are read: the values of their fields; ``plain`` ones hold nothing but words and numbers."""

    names: tuple[str, ...]
    values: Callable[[object], tuple[Any, ...]]
    plain: bool


_KINDS: dict[type, _Kind] = {}


def _kind_of(kind: type) -> _Kind:
    names = tuple(field.name for field in fields(kind))
    plain = not any(name in AGES | TOLD_ONLY or "tuple" in str(kind.__annotations__[name]) for name in names)
    found = _KINDS[kind] = _Kind(names, attrgetter(*names), plain)
    return found


def _shortened(words: Iterable[str]) -> str:
    """The words as one; a long one is shortened to its hash."""
    text = f"({','.join(words)})"
    return text if len(text) < _LONG else blake2b(text.encode(), digest_size=_DIGEST).hexdigest()
