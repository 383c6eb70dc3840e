"""Work off the GUI thread: pure functions of values on standard executors, results back on the GUI thread.

One ticket per channel: a result is delivered only while it is the newest of its channel. No widget, no QObject and
nothing mutable may be handed to a job.
"""

import logging
import traceback
from collections.abc import Callable
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ThreadPoolExecutor,
)
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from designer.base.errors import DesignerError
from designer.base.texts import Message

_LOG = logging.getLogger(__name__)
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Result]):
    """How a job ended: a value, a refusal told in a sentence, or a fault of ours with its traceback."""

    value: Result | None = None
    refusal: DesignerError | None = None
    fault: str | None = None

    @property
    def is_good(self) -> bool:
        """Whether there is a value to use."""
        return self.refusal is None and self.fault is None


@dataclass(frozen=True, slots=True)
class _Delivery:
    channel: str
    ticket: int
    outcome: Outcome[Any]
    done: Callable[[Outcome[Any]], None]
    broken: Executor | None = None
    """The executor that can take no more jobs, because its process has ended."""


class TaskRunner(QObject):
    """Runs jobs and hands their outcomes back on the thread this object lives on; the newest of a channel wins.

    ``short`` serves quick jobs (threads), ``long`` heavy ones (a process, so that frames are not lost; its jobs and
    results must be picklable). Tests hand in an executor that runs at once.
    """

    task_changed = Signal(object)
    """Name (:class:`Message`) of the job in the status bar, or None when all is quiet."""
    faulted = Signal(str)
    """The traceback of a job that ended in a way nobody foresaw."""

    _delivered = Signal(object)

    def __init__(
        self, short: Executor | None = None, long: Executor | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._short = short
        self._long = long
        self._tickets: dict[str, int] = {}
        self._names: dict[str, Message] = {}
        self._delivered.connect(self._deliver)

    def submit(
        self,
        channel: str,
        job: Callable[[], Result],
        done: Callable[[Outcome[Result]], None],
        *,
        name: Message | None = None,
        heavy: bool = False,
    ) -> None:
        """Start ``job`` on the channel; ``done`` is called with its outcome unless a newer job took the channel.

        Use :class:`functools.partial` to bind values to a module's function. ``name`` shows in the status bar.
        """
        ticket = self._tickets.get(channel, 0) + 1
        self._tickets[channel] = ticket
        if name is not None:
            self._names[channel] = name
            self.task_changed.emit(name)
        executor = self._executor(heavy=heavy)
        try:
            future = executor.submit(job)
        except BrokenExecutor:
            self._drop(executor)
            executor = self._executor(heavy=heavy)
            future = executor.submit(job)
        future.add_done_callback(_Callback(self._delivered.emit, channel, ticket, done, executor=executor))

    def forget(self, channel: str) -> None:
        """Drop whatever is under way on the channel; its outcome will not be delivered."""
        self._tickets[channel] = self._tickets.get(channel, 0) + 1
        self._quiet(channel)

    def is_busy(self, channel: str) -> bool:
        """Whether a named job of the channel has not been delivered yet."""
        return channel in self._names

    def shutdown(self) -> None:
        """Stop taking jobs and drop those that have not started."""
        for executor in (self._short, self._long):
            if executor is not None:
                executor.shutdown(wait=False, cancel_futures=True)
        self._short = self._long = None
        self._tickets = {channel: ticket + 1 for channel, ticket in self._tickets.items()}

    def _executor(self, *, heavy: bool) -> Executor:
        if heavy:
            if self._long is None:
                from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - the start goes without processes
                from multiprocessing import get_context  # noqa: PLC0415 - as above

                from designer.app.worker import end_with_parent  # noqa: PLC0415 - as above

                self._long = ProcessPoolExecutor(1, get_context("spawn"), initializer=end_with_parent)
            return self._long
        if self._short is None:
            self._short = ThreadPoolExecutor(max_workers=2, thread_name_prefix="checks")
        return self._short

    def _drop(self, broken: Executor) -> None:
        """Let the next job start an executor anew: one whose process has ended stays useless for good."""
        if broken is self._long:
            self._long = None
        if broken is self._short:
            self._short = None
        broken.shutdown(wait=False)

    def _deliver(self, delivery: _Delivery) -> None:
        if delivery.broken is not None:
            self._drop(delivery.broken)
        if self._tickets.get(delivery.channel) != delivery.ticket:
            return
        self._quiet(delivery.channel)
        if _is_gone(delivery.done):
            return
        if delivery.outcome.fault is not None:
            _LOG.error("job of channel %s failed: %s", delivery.channel, delivery.outcome.fault)
            self.faulted.emit(delivery.outcome.fault)
        delivery.done(delivery.outcome)

    def _quiet(self, channel: str) -> None:
        if self._names.pop(channel, None) is not None:
            self.task_changed.emit(next(iter(self._names.values()), None))


def _is_gone(done: Callable[..., None]) -> bool:
    """Whether the widget that asked has been deleted meanwhile, say by a change of language."""
    receiver = getattr(done, "__self__", None)
    return isinstance(receiver, QObject) and not isValid(receiver)


class _Callback:
    """What a future calls on its own thread: turns the end of a job into one signal."""

    def __init__(
        self,
        emit: Callable[[object], None],
        channel: str,
        ticket: int,
        done: Callable[[Outcome[Any]], None],
        *,
        executor: Executor,
    ) -> None:
        self._emit = emit
        self._channel = channel
        self._ticket = ticket
        self._done = done
        self._executor = executor

    def __call__(self, future: "Future[Any]") -> None:
        outcome = _outcome(future)
        if outcome is not None:
            is_broken = isinstance(future.exception(), BrokenExecutor)
            broken = self._executor if is_broken else None
            self._emit(_Delivery(self._channel, self._ticket, outcome, self._done, broken))


def _outcome(future: "Future[Any]") -> Outcome[Any] | None:
    try:
        return Outcome(value=future.result())
    except CancelledError:
        return None
    except DesignerError as refusal:
        return Outcome(refusal=refusal)
    except Exception:  # noqa: BLE001 - exceptions travel in the outcome; the runner reports them
        return Outcome(fault=traceback.format_exc())
