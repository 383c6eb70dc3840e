"""The Qt bindings in use do not have the fault that decision 0009 guards against."""

import sys

import pytest

QtCore = pytest.importorskip("PySide6.QtCore", exc_type=ImportError)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_calls_that_return_nothing_keep_the_references_to_none() -> None:
    """PySide6 6.12.0 takes one reference to None with each call and ends the interpreter within seconds."""
    thing = QtCore.QObject()
    before = sys.getrefcount(None)

    for _ in range(1000):
        thing.setObjectName("a")

    assert sys.getrefcount(None) - before > -50
