"""Who does long work: this process, a process for each processor, or a dask cluster.

All of them stand behind ``concurrent.futures.Executor``: the work is a function of values, handed over piece by piece.
dask is optional and is loaded only when it is asked for.
"""

import os
import re
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from multiprocessing import active_children
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from designer.base.errors import DesignerError
from designer.base.texts import msg
from designer.cli.usage import Options, UsageWrong, shortened

PROCESSES = "processes"
NONE = "none"
DASK = "dask://"
MOST_WORKERS = 64
_DASK_ADDRESS = re.compile(re.escape(DASK) + r"(\[[0-9a-fA-F:]+\]|[\w.-]+):\d{1,5}", re.ASCII)
PATIENCE_S = 10
"""How long a scheduler is waited for."""

Piece = TypeVar("Piece")
Result = TypeVar("Result")


class ExecutorUnavailable(DesignerError):
    """Nobody is there to do the work: the library is not installed, or the cluster does not answer."""


def add_executor_option(options: Options) -> None:
    """Let a person say who does the work."""
    options.option(
        "--executor",
        metavar="processes|none|dask://HOST:PORT",
        default=PROCESSES,
        read=read_executor,
        about=msg("who does the work: a process for each processor, none beside this one, or a dask cluster"),
    )


def read_executor(text: str) -> str:
    """The word for an executor as it is. Raises ``UsageWrong`` for any other."""
    if text in {PROCESSES, NONE} or re.fullmatch(
        re.escape(DASK) + r"(\[[0-9a-fA-F:]+\]|[\w.-]+):\d{1,5}", text, re.ASCII
    ):
        return text
    known = (PROCESSES, NONE, "dask://HOST:PORT")
    message = msg(
        "{option} takes one of {known}, not “{text}”.", option="--executor", known=known, text=shortened(text)
    )
    raise UsageWrong("usage-choice", message)


def spread(function: Callable[[Piece], Result], work: Sequence[Piece], executor: str) -> Iterator[Result]:
    """The result of each piece of work, in the order of the pieces, whoever does it.

    Pieces are begun in their order, so the longest should come first. When nobody listens any more, or somebody
    interrupts, the work ends at once. Raises ``ExecutorUnavailable`` before anything is begun.
    """
    if executor == NONE or (executor == PROCESSES and len(work) < 2):
        yield from map(function, work)
        return
    with _opened(executor, len(work)) as (pool, drop):
        futures: list[Future[Result]] = []
        try:
            with _interrupts_held():
                futures += [pool.submit(function, piece) for piece in work]
            yield from _taken(futures)
        except BaseException:
            drop(futures)
            raise


def _taken(futures: list[Future[Result]]) -> Iterator[Result]:
    """The results in order; each future is let go once it is read, so that results do not pile up."""
    for future in futures[:]:
        futures.remove(future)
        yield future.result()


Drop = Callable[[Iterable["Future[Any]"]], None]
"""Lets an executor end its work at once: nobody will look at what is still to come."""


@contextmanager
def _opened(executor: str, pieces: int) -> Iterator[tuple[Executor, Drop]]:
    if executor != PROCESSES:
        with _dask(executor.removeprefix(DASK)) as pool:
            yield pool, _cancel
        return
    before = set(active_children())
    workers = min(os.cpu_count() or 1, MOST_WORKERS, pieces)
    with ProcessPoolExecutor(workers, initializer=_leave_interrupts_to_the_first_process) as pool:
        yield pool, lambda _: _end(set(active_children()) - before)


def _cancel(futures: Iterable["Future[Any]"]) -> None:
    for future in futures:
        future.cancel()


def _end(processes: Iterable[BaseProcess]) -> None:
    """End the pool's processes in the middle of their work.

    The pool then tells every future that it is broken; a future cancelled before would be an error of its thread.
    """
    for process in processes:
        process.terminate()


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    """The workers of a dask cluster as an executor. They need this program installed, in this version."""
    if find_spec("distributed") is None:
        raise ExecutorUnavailable(
            "executor-dask-missing",
            msg(
                "dask is not installed, so {address} cannot be asked: pip install {package}",
                address=f"{DASK}{address}",
                package="'geocluster-designer[dask]'",
            ),
        )
    from distributed import Client  # noqa: PLC0415 - optional, and takes a second to load

    try:
        client = Client(f"tcp://{address}", timeout=PATIENCE_S, set_as_default=False)
    except (OSError, TimeoutError) as error:
        raise ExecutorUnavailable(
            "executor-dask-silent",
            msg(
                "No dask scheduler answers at {address}. Start one there, or leave out --executor.",
                address=f"{DASK}{address}",
            ),
        ) from error
    with client, client.get_executor(pure=False) as pool:
        yield pool


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Let an interrupt wait until the processes are started: one that strikes inside a fork is lost without a trace."""
    if sys.platform == "win32":
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _leave_interrupts_to_the_first_process() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
