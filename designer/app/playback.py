"""Wall clock to the time of a run: play, pause, step, seek, speed. Knows nothing of what the run holds.

A run is a row of steps. The cursor is a step and an instant between its start and the start of the next one, because
several steps may share an instant. Stepping back moves the cursor; nothing is ever computed anew.
"""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import accumulate, pairwise
from math import log2

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal

from designer.base.units import US_PER_S

FRAME_MS = 16
SLOWEST, FASTEST = 0.1, 16.0
_SHORTEST_S = 0.45
"""How long the event clock shows a step at least: time enough to read its line."""


class Clock(StrEnum):
    """How time passes: ``EVENT`` gives every step time to be seen and shortens waits, ``CONSTANT`` is true to scale."""

    EVENT = "event"
    CONSTANT = "constant"


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where playback stands: the step's place in the run, and the instant in microseconds."""

    step: int = 0
    time_us: int = 0


@dataclass(frozen=True)
class Track:
    """What playback knows of a run: when each step begins, the phase each belongs to, and when the run ends."""

    starts_us: tuple[int, ...] = ()
    phases: tuple[str, ...] = ()
    end_us: int = 0

    @property
    def last(self) -> int:
        """The place of the last step; 0 also for a run without steps."""
        return max(0, len(self.starts_us) - 1)

    def start_of(self, step: int) -> Cursor:
        """The cursor at the start of a step; a place outside the run is held to its ends."""
        if not self.starts_us:
            return Cursor()
        place = min(max(step, 0), self.last)
        return Cursor(place, self.starts_us[place])

    @property
    def end(self) -> Cursor:
        """The cursor when everything is over."""
        return Cursor(self.last, max(self.end_us, self.start_of(self.last).time_us))

    def at(self, time_us: int) -> Cursor:
        """The cursor at an instant: the last of the steps that have begun by then."""
        place = max(0, bisect_right(self.starts_us, time_us) - 1)
        return Cursor(place, min(max(time_us, 0), self.end.time_us)) if self.starts_us else Cursor()

    @cached_property
    def phase_starts(self) -> tuple[int, ...]:
        """The places of the steps with which a new phase begins."""
        changes = (place + 1 for place, (before, after) in enumerate(pairwise(self.phases)) if before != after)
        return (0, *changes)


@dataclass(frozen=True)
class Pace:
    """How long each step of a track is shown under a clock, in seconds at normal speed.

    The ruler's axis is this pace, so that the playhead moves evenly whatever the clock.
    """

    track: Track
    clock: Clock

    @cached_property
    def lengths(self) -> tuple[float, ...]:
        """Seconds for each step, from its start to the next one's; the last to the end of the run."""
        gaps = [
            (after - before) / US_PER_S for before, after in pairwise((*self.track.starts_us, self.track.end.time_us))
        ]
        return tuple(gaps) if self.clock is Clock.CONSTANT else tuple(_shown_seconds(gap) for gap in gaps)

    @cached_property
    def starts(self) -> tuple[float, ...]:
        """Where each step begins on this axis, and behind them where the axis ends."""
        return tuple(accumulate(self.lengths, initial=0.0))

    @property
    def total(self) -> float:
        """How long the whole run is shown."""
        return self.starts[-1]

    def position(self, cursor: Cursor) -> float:
        """Where the cursor stands on the axis."""
        if not self.lengths:
            return 0.0
        begin, end = self._span_us(cursor.step)
        share = (cursor.time_us - begin) / (end - begin) if end > begin else 0.0
        return self.starts[cursor.step] + share * self.lengths[cursor.step]

    def cursor_at(self, position: float) -> Cursor:
        """The cursor at a place of the axis; places outside are held to the ends."""
        if not self.lengths or position <= 0:
            return self.track.start_of(0)
        if position >= self.total:
            return self.track.end
        step = bisect_right(self.starts, position) - 1
        begin, end = self._span_us(step)
        share = (position - self.starts[step]) / self.lengths[step]
        return Cursor(step, begin + round(share * (end - begin)))

    def is_shortened(self, step: int) -> bool:
        """Whether the step is shown for less time than it takes."""
        begin, end = self._span_us(step)
        return self.lengths[step] < (end - begin) / US_PER_S - 1e-9

    def _span_us(self, step: int) -> tuple[int, int]:
        starts = self.track.starts_us
        return starts[step], starts[step + 1] if step + 1 < len(starts) else self.track.end.time_us


class Playback(QObject):
    """Moves a cursor over a track. ``seconds`` tells wall time and is replaced in tests."""

    cursor_changed = Signal(Cursor)
    playing_changed = Signal(bool)
    pace_changed = Signal()
    speed_changed = Signal(float)

    def __init__(self, parent: QObject | None = None, *, seconds: Callable[[], float] | None = None) -> None:
        super().__init__(parent)
        self._wall = QElapsedTimer()
        self._wall.start()
        self._seconds = seconds or self._wall_seconds
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self.tick)
        self._seen = 0.0
        self._held = 0.0
        self._speed = 1.0
        self._reduced_motion = False
        self._pace = Pace(Track(), Clock.EVENT)
        self._cursor = Cursor()

    @property
    def track(self) -> Track:
        """The run being played."""
        return self._pace.track

    @property
    def pace(self) -> Pace:
        """The axis under the present clock."""
        return self._pace

    @property
    def cursor(self) -> Cursor:
        """Where playback stands."""
        return self._cursor

    @property
    def is_playing(self) -> bool:
        """Whether time passes."""
        return self._timer.isActive()

    @property
    def speed(self) -> float:
        """How many times faster than normal."""
        return self._speed

    @property
    def is_at_end(self) -> bool:
        """Whether nothing is left to play."""
        return self._cursor == self.track.end

    def set_track(self, track: Track) -> None:
        """Load another run, at its start and paused."""
        self.pause()
        self._pace = Pace(track, self._pace.clock)
        self._cursor = track.start_of(0)
        self.pace_changed.emit()
        self.cursor_changed.emit(self._cursor)

    def set_clock(self, clock: Clock) -> None:
        """Let time pass by another clock; the cursor stays."""
        self._pace = Pace(self.track, clock)
        self.pace_changed.emit()

    def set_speed(self, speed: float) -> None:
        """Play ``speed`` times as fast, within the limits."""
        held = min(max(speed, SLOWEST), FASTEST)
        if held != self._speed:
            self._speed = held
            self.speed_changed.emit(held)

    def double_speed(self) -> None:
        """Play twice as fast."""
        self.set_speed(self._speed * 2)

    def halve_speed(self) -> None:
        """Play half as fast."""
        self.set_speed(self._speed / 2)

    def set_reduced_motion(self, reduced: bool) -> None:
        """Turn play into steps: cuts instead of movement."""
        self._reduced_motion = reduced

    def play(self) -> None:
        """Let time pass, from the start again when the end was reached."""
        if not self.track.starts_us or self.is_playing:
            return
        if self.is_at_end:
            self._move(self.track.start_of(0))
        self._seen = self._seconds()
        self._held = self._pace.position(self._cursor)
        self._timer.start()
        self.playing_changed.emit(True)

    def pause(self) -> None:
        """Stop the clock where it is."""
        if self.is_playing:
            self._timer.stop()
            self.playing_changed.emit(False)

    def toggle(self) -> None:
        """Play or pause."""
        if self.is_playing:
            self.pause()
        else:
            self.play()

    def step_forward(self) -> None:
        """Go to the start of the next step; after the last one, to the end."""
        self.pause()
        is_last = self._cursor.step >= self.track.last
        self._move(self.track.end if is_last else self.track.start_of(self._cursor.step + 1))

    def step_back(self) -> None:
        """Go to the start of the step before, or of this one when it is already under way."""
        self.pause()
        begun = self._cursor != self.track.start_of(self._cursor.step)
        self._move(self.track.start_of(self._cursor.step if begun else self._cursor.step - 1))

    def next_phase(self) -> None:
        """Go to the first step of the next phase; after the last one, to the end."""
        self.pause()
        later = [place for place in self.track.phase_starts if place > self._cursor.step]
        self._move(self.track.start_of(later[0]) if later else self.track.end)

    def previous_phase(self) -> None:
        """Go to the first step of this phase, or of the one before when already there."""
        self.pause()
        here = self._cursor
        earlier = [place for place in self.track.phase_starts if place < here.step]
        begun = here != self.track.start_of(here.step) and here.step in self.track.phase_starts
        self._move(self.track.start_of(here.step if begun else earlier[-1] if earlier else 0))

    def to_start(self) -> None:
        """Go to the first step."""
        self.pause()
        self._move(self.track.start_of(0))

    def to_end(self) -> None:
        """Go to where everything is over."""
        self.pause()
        self._move(self.track.end)

    def go_to_step(self, step: int) -> None:
        """Go to the start of a step."""
        self.pause()
        self._move(self.track.start_of(step))

    def seek(self, position: float) -> None:
        """Go to a place of the axis; a clock that runs goes on from there."""
        self._held = min(max(position, 0.0), self._pace.total)
        self._move(self._pace.cursor_at(position))

    def _wall_seconds(self) -> float:
        return self._wall.elapsed() / 1000

    def tick(self) -> None:
        """Move by the wall time that has passed since the last tick; the timer's work."""
        now = self._seconds()
        self._held += (now - self._seen) * self._speed
        self._seen = now
        target = self._pace.cursor_at(self._held)
        if self._held >= self._pace.total:
            self._move(self.track.end)
            self.pause()
        elif not self._reduced_motion:
            self._move(target)
        elif target.step != self._cursor.step:
            self._move(self.track.start_of(target.step))

    def _move(self, cursor: Cursor) -> None:
        if cursor != self._cursor:
            self._cursor = cursor
            self.cursor_changed.emit(cursor)


def _shown_seconds(gap: float) -> float:
    """How long the event clock shows a gap: never too short to see, waits by the logarithm of their length."""
    return max(_SHORTEST_S, gap if gap <= 1 else 1 + log2(gap))
