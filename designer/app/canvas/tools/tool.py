"""What a tool is: an object that turns pointer and keys into one command. One is active at a time; Escape cancels."""

from dataclasses import dataclass

from PySide6.QtCore import QMimeData, QPoint, Qt

from designer.drawing.geometry import Point


@dataclass(frozen=True, slots=True)
class Pointer:
    """The pointer in the picture (``at``) and in the viewport (``screen``). ``scale`` is pixels to the point."""

    at: Point
    screen: QPoint
    button: Qt.MouseButton
    modifiers: Qt.KeyboardModifier
    scale: float

    def holds(self, modifier: Qt.KeyboardModifier) -> bool:
        """Whether the modifier key is down."""
        return bool(self.modifiers & modifier)

    @property
    def is_left(self) -> bool:
        """Whether the left button caused the event."""
        return self.button is Qt.MouseButton.LeftButton


class Tool:
    """Does nothing at all; tools override what they answer to."""

    cursor = Qt.CursorShape.ArrowCursor
    pans = False

    @property
    def is_busy(self) -> bool:
        """Whether a gesture is under way that Escape would cancel."""
        return False

    def press(self, pointer: Pointer) -> None:
        """A button went down."""

    def move(self, pointer: Pointer) -> None:
        """The pointer moved, with or without a button."""

    def release(self, pointer: Pointer) -> None:
        """A button went up."""

    def double_click(self, pointer: Pointer) -> None:
        """The left button was clicked twice."""

    def key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """A key went down; whether the tool took it."""
        return False

    def drag_over(self, data: QMimeData, at: Point) -> bool:
        """Something is dragged over the canvas; whether it could be dropped there."""
        return False

    def drop(self, data: QMimeData, at: Point) -> bool:
        """Something was dropped; whether the tool took it."""
        return False

    def leave(self) -> None:
        """The pointer left the canvas."""

    def cancel(self) -> None:
        """Give the gesture up; the document is as before."""
