"""What a process for heavy jobs does at its start. Imports nothing of the window, so that the process starts fast."""

import os
from multiprocessing import parent_process
from multiprocessing.connection import wait
from threading import Thread


def end_with_parent() -> None:
    """Let this process end when the window's process ends, however that happens: nobody else would end it."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_wait_and_end, args=(parent.sentinel,), name="end-with-parent", daemon=True).start()


def _wait_and_end(sentinel: int) -> None:
    wait([sentinel])
    os._exit(0)  # the results of this process have no reader any more
