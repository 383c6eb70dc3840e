"""Frames of the canvas beside a plain QGraphicsView with the same nodes and lines, in one run; prints ratios.

Run: ``QT_QPA_PLATFORM=offscreen python -m tests.performance.canvas [N ...]``. A frame is the input and everything until
it is painted. The plain view has three items a node and one a line: no document, no undo, no rules, no routing.
"""

import sys
from collections.abc import Callable
from statistics import median
from time import perf_counter

from PySide6.QtCore import QEvent, QPoint, QPointF, QSettings, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsItem,
    QGraphicsLineItem,
    QGraphicsRectItem,
    QGraphicsScene,
    QGraphicsSimpleTextItem,
    QGraphicsView,
)

from designer.app.actions import ActionSet
from designer.app.background import TaskRunner
from designer.app.canvas.design_canvas import DesignCanvas
from designer.app.context import build_context
from designer.app.document_controller import DocumentController
from designer.app.preferences import Preferences
from designer.model.project import Project
from tests.performance.crowd import crowd
from tests.support.immediate import ImmediateExecutor

SIZE = (1600, 1000)
FRAMES = 40
_ROW = "{:<34} {:>16} {:>16} {:>8}"


class Peer:
    """A plain view: what the toolkit itself needs for as many shapes."""

    def __init__(self, canvas_of: "Ours") -> None:
        start = perf_counter()
        self.scene = QGraphicsScene()
        picture = canvas_of.canvas.picture
        nodes = [item for item in picture.items if item.element_id.startswith("node-") and not item.part_of]
        self.cards = {}
        for item in nodes:
            if item.element_id in self.cards:
                continue
            box = item.outline.bounds()
            card = QGraphicsRectItem(0, 0, box.width, box.height)
            card.setPos(box.x, box.y)
            card.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsMovable)
            card.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
            QGraphicsRectItem(8, 40, box.width - 16, 6, card)
            QGraphicsSimpleTextItem(item.title, card).setPos(34, 8)
            self.scene.addItem(card)
            self.cards[item.element_id] = card
        for item in picture.items:
            if item.is_line:
                points = item.outline.flattened()[0]
                self.scene.addItem(QGraphicsLineItem(*points[0], *points[-1]))
        self.view = QGraphicsView(self.scene)
        self.view.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.view.setFrameShape(QGraphicsView.Shape.NoFrame)
        self.view.resize(*SIZE)
        self.populated = perf_counter() - start
        start = perf_counter()
        self.view.show()
        _settle()
        self.first = perf_counter() - start

    def pan(self, step: int) -> None:
        bar = self.view.horizontalScrollBar()
        bar.setValue(bar.value() + (9 if step % 2 else 7))

    def zoom(self, step: int) -> None:
        factor = 1.05 if step % 2 else 1 / 1.05
        self.view.scale(factor, factor)

    def show_all(self) -> None:
        self.view.fitInView(self.scene.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)

    def close_up(self, element_id: str) -> None:
        self.view.resetTransform()
        self.view.centerOn(self.cards[element_id])

    def select(self, ids: tuple[str, ...]) -> None:
        for one, card in self.cards.items():
            card.setSelected(one in ids)

    def middle(self, element_id: str) -> QPoint:
        return self.view.mapFromScene(self.cards[element_id].sceneBoundingRect().center())


class Ours:
    """The canvas of the program on the same design."""

    def __init__(self, count: int) -> None:
        settings = QSettings("/dev/null", QSettings.Format.IniFormat)
        self._tasks = TaskRunner(ImmediateExecutor(), ImmediateExecutor())
        self.context = build_context(Preferences(settings), self._tasks)
        design = crowd(count)
        self.controller = DocumentController(Project(designs=(design,)))
        start = perf_counter()
        self.canvas = DesignCanvas(self.controller, self.context, ActionSet(self.context))
        self.canvas.resize(*SIZE)
        self.populated = perf_counter() - start
        self.view = self.canvas.view
        start = perf_counter()
        self.canvas.show()
        _settle()
        self.first = perf_counter() - start

    def pan(self, step: int) -> None:
        self.view.pan_by(-9 if step % 2 else -7, 0)

    def zoom(self, step: int) -> None:
        self.view.zoom_by(1.05 if step % 2 else 1 / 1.05)

    def show_all(self) -> None:
        self.view.fit()

    def close_up(self, element_id: str) -> None:
        self.view.zoom_to(1.0)
        self.canvas.view.centerOn(QPointF(*self.canvas.picture.symbol_of(element_id).bounds.centre))

    def select(self, ids: tuple[str, ...]) -> None:
        self.controller.select(ids)

    def middle(self, element_id: str) -> QPoint:
        at = self.canvas.picture.symbol_of(element_id).outline.bounds().centre
        return self.view.mapFromScene(at.x, at.y)


def _settle() -> None:
    for _ in range(3):
        QApplication.processEvents()


def _frames(act: Callable[[int], object], view: QGraphicsView) -> tuple[float, float]:
    times = []
    for step in range(FRAMES):
        start = perf_counter()
        act(step)
        view.viewport().update()
        QApplication.processEvents()
        times.append((perf_counter() - start) * 1000)
    times.sort()
    return median(times), times[int(len(times) * 0.95)]


def _drag(one: "Peer | Ours", ids: tuple[str, ...]) -> tuple[float, float]:
    one.close_up(ids[0])
    one.select(ids)
    _settle()
    viewport, at = one.view.viewport(), one.middle(ids[0])
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)

    def move(step: int) -> None:
        place = QPointF(at) + QPointF(12 + 3 * step, 2 * step)
        spot = QPointF(viewport.mapToGlobal(place.toPoint()))
        none, left = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
        event = QMouseEvent(QEvent.Type.MouseMove, place, spot, none, left, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(viewport, event)

    move(0)
    _settle()
    found = _frames(move, one.view)
    QTest.keyClick(one.view, Qt.Key.Key_Escape)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    _settle()
    return found


def measure(count: int) -> None:
    """Print one table for ``count`` nodes and as many lines."""
    ours = Ours(count)
    plain = Peer(ours)
    _say(f"\n{count} nodes, {count} lines; ms: median / 95 of 100")
    _say(_ROW.format("", "plain", "ours", "ratio"))
    _print(
        "populate and first paint", ((plain.populated + plain.first) * 1000,), ((ours.populated + ours.first) * 1000,)
    )
    middle = f"node-{count // 4}"
    some = tuple(f"node-{count // 4 + index}" for index in range(min(100, count // 4)))
    for one in (plain, ours):
        one.close_up(middle)
    _settle()
    _print("pan at 100 %", _frames(plain.pan, plain.view), _frames(ours.pan, ours.view))
    _print("zoom around 100 %", _frames(plain.zoom, plain.view), _frames(ours.zoom, ours.view))
    _print("drag of 1", _drag(plain, (middle,)), _drag(ours, (middle,)))
    _print(f"drag of {len(some)}", _drag(plain, some), _drag(ours, some))
    for one in (plain, ours):
        one.show_all()
    _settle()
    QTest.qWait(150)
    nothing: Callable[[int], object] = lambda _: None  # noqa: E731 - a repaint and nothing else
    _print("repaint, all visible", _frames(nothing, plain.view), _frames(nothing, ours.view))
    _print("zoom, all visible", _frames(plain.zoom, plain.view), _frames(ours.zoom, ours.view))
    ours.canvas.close()
    plain.view.close()


def _print(what: str, plain: tuple[float, ...], ours: tuple[float, ...]) -> None:
    shown = [" / ".join(f"{value:.1f}" for value in values) for values in (plain, ours)]
    _say(_ROW.format(what, *shown, f"{ours[0] / plain[0]:.2f}"))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def main() -> None:
    """Measure the counts named, 100 and 1,000 without any."""
    application = QApplication.instance() or QApplication([])
    for count in [int(one) for one in sys.argv[1:]] or [100, 1000]:
        measure(count)
    application.processEvents()


if __name__ == "__main__":
    main()
