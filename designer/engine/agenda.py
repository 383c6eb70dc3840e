"""The queue of events to come, in one total order: time, then priority, then the order in which they were entered."""

from collections.abc import Iterable
from enum import IntEnum
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from designer.engine.events import Event


class Priority(IntEnum):
    """Who goes first at one instant: what breaks or is mended, then paths, storage, quorum, availability, workload."""

    FAULT = 0
    PATH = 1
    STORAGE = 2
    QUORUM = 3
    AVAILABILITY = 4
    WORKLOAD = 5


class Entry(NamedTuple):
    """An event with its place in the order, which is that of the fields; two entries never agree in the first three.

    ``cause`` is the number of the step that called for it.
    """

    time_us: int
    priority: Priority
    sequence: int
    event: Event
    cause: int | None = None


class Agenda:
    """Events to come. Mutable, and owned by one run only."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        """``entries`` are what another agenda holds; they keep their order."""
        self._heap = list(entries)
        heapify(self._heap)
        self._entered = max((entry.sequence for entry in self._heap), default=0)

    def __len__(self) -> int:
        return len(self._heap)

    def enter(self, time_us: int, priority: Priority, event: Event, cause: int | None = None) -> None:
        """Enter an event at ``time_us``."""
        self._entered = sequence = self._entered + 1
        heappush(self._heap, Entry(time_us, priority, sequence, event, cause))

    def take(self) -> Entry:
        """Take out the event that comes first. Raises IndexError when there is none."""
        return heappop(self._heap)

    def entries(self) -> tuple[Entry, ...]:
        """What is entered, in order."""
        return tuple(sorted(self._heap))

    @property
    def next_us(self) -> int | None:
        """When the first event comes, or None."""
        return self._heap[0].time_us if self._heap else None
