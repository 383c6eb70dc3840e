"""The queue of events to come, in one total order: time, then priority, then the order in which they were entered."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from heapq import heapify, heappop, heappush

from designer.engine.events import Event


class Priority(IntEnum):
    """Who goes first at one instant: what breaks or is mended, then paths, storage, quorum, availability, workload."""

    FAULT = 0
    PATH = 1
    STORAGE = 2
    QUORUM = 3
    AVAILABILITY = 4
    WORKLOAD = 5


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """An event with its place in the order. ``cause`` is the number of the step that called for it."""

    time_us: int
    priority: Priority
    sequence: int
    event: Event
    cause: int | None = None


class Agenda:
    """Events to come. Mutable, and owned by one run only."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """``entries`` are what another agenda holds; they keep their order."""
        self._heap: list[tuple[int, int, int, Entry]] = [
            (one.time_us, one.priority, one.sequence, one) for one in entries
        ]
        heapify(self._heap)
        self._entered = max((one[2] for one in self._heap), default=0)

    def __len__(self) -> int:
        return len(self._heap)

    def enter(self, time_us: int, priority: Priority, event: Event, cause: int | None = None) -> None:
        """Enter an event at ``time_us``."""
        self._entered += 1
        entry = Entry(time_us, priority, self._entered, event, cause)
        heappush(self._heap, (time_us, priority, self._entered, entry))

    def take(self) -> Entry:
        """Take out the event that comes first. Raises IndexError when there is none."""
        return heappop(self._heap)[3]

    def entries(self) -> tuple[Entry, ...]:
        """What is entered, in order."""
        return tuple(one[3] for one in sorted(self._heap))

    @property
    def next_us(self) -> int | None:
        """When the first event comes, or None."""
        return self._heap[0][0] if self._heap else None
