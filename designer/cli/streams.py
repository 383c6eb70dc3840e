"""The standard streams of the process, any of which may be closed, on a full disk, or left by its reader."""

import os
import sys
from contextlib import suppress
from typing import TextIO

_STREAMS = 3


def stand_in_for_closed() -> None:
    """Open nothing in the place of closed streams, so that no file that is opened later gets the number of one."""
    for number in range(_STREAMS):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def write_answer(text: str) -> None:
    """Write the text to standard output, to the last byte.

    Raises ``OSError`` where that cannot be done, ``BrokenPipeError`` where the reader has left; nothing more is
    written to the stream then, not even at the end of the process.
    """
    # Python has no stream for a descriptor that was closed from the start, whatever its type says.
    stream: TextIO | None = sys.stdout
    if stream is None:
        raise OSError
    try:
        stream.write(text)
        stream.flush()
    except OSError:
        silence(stream)
        raise


def say_beside(text: str) -> None:
    """Write the text to standard error. What nobody can hear changes nothing, so a failure is passed over."""
    stream: TextIO | None = sys.stderr
    if stream is None:
        return
    try:
        stream.write(text)
        stream.flush()
    except (OSError, ValueError):
        silence(stream)


def is_watched() -> bool:
    """Whether a person sees standard error as it comes."""
    stream: TextIO | None = sys.stderr
    return stream is not None and stream.isatty()


def silence(stream: TextIO) -> None:
    """Lead the stream to nowhere: the interpreter flushes what is left of it and fails the process where it cannot."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, stream.fileno())
        finally:
            os.close(nowhere)
