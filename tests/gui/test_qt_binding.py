"""The canary: a binding that loses references to None brings the interpreter down within seconds (decision 0009)."""

import sys

from PySide6.QtCore import QObject


def test_calls_that_return_nothing_do_not_take_a_reference_to_none() -> None:
    thing = QObject()
    before = sys.getrefcount(None)

    for _ in range(1000):
        thing.setObjectName("a")

    assert sys.getrefcount(None) - before > -50
