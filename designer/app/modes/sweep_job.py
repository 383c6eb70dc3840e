"""A sweep over all shapes of a variant in the background, a few shapes at a time, so that it can be stopped."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from designer.app.background import Outcome, TaskRunner
from designer.base.texts import Message, msg
from designer.comparison.sweep import Point, judge_all
from designer.model.design import Design
from designer.model.reshape import Shape

CHANNEL = "sweep"
_AT_ONCE = 4


class SweepJob(QObject):
    """Judges shapes and tells what is known after every few of them."""

    advanced = Signal()
    """More points are known, or the job has ended; also when it ended early."""

    def __init__(self, tasks: TaskRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._design: Design | None = None
        self._left: tuple[Shape, ...] = ()
        self.total = 0
        self.points: tuple[Point, ...] = ()
        self.is_running = False
        self.fault: Message | None = None

    def start(self, design: Design, wanted: tuple[Shape, ...]) -> None:
        """Judge these shapes of the design; what was known is forgotten."""
        self.stop()
        self._design, self._left, self.total = design, wanted, len(wanted)
        self.points, self.fault = (), None
        self.is_running = bool(wanted)
        self._go_on()
        self.advanced.emit()

    def stop(self) -> None:
        """End the job; points that are known stay."""
        self._tasks.forget(CHANNEL)
        if self.is_running:
            self.is_running = False
            self.advanced.emit()

    def _go_on(self) -> None:
        if not self.is_running or self._design is None:
            return
        name = msg("Judging variants: {done} of {total}", done=len(self.points), total=self.total)
        job = partial(judge_all, self._design, self._left[:_AT_ONCE])
        self._tasks.submit(CHANNEL, job, self._take, name=name, heavy=True)

    def _take(self, outcome: Outcome[tuple[Point, ...]]) -> None:
        if not self.is_running:
            return
        if outcome.value is None:
            broken = msg("The sweep could not go on.")
            self.fault = outcome.refusal.message if outcome.refusal is not None else broken
            self.is_running = False
        else:
            self.points += outcome.value
            self._left = self._left[_AT_ONCE:]
            self.is_running = bool(self._left)
            QTimer.singleShot(0, self, self._go_on)
        self.advanced.emit()
