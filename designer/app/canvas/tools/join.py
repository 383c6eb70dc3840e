"""Connecting with the keyboard: from the selected element, Tab or arrows go from target to target, Enter connects."""

from PySide6.QtCore import Qt

from designer.app.canvas.adornments import Wire
from designer.app.canvas.tools.canvas_tool import CanvasTool
from designer.app.canvas.tools.host import ToolHost
from designer.app.canvas.tools.tool import Pointer
from designer.base.texts import msg
from designer.drawing.geometry import Point
from designer.editing import legality
from designer.editing.wiring import Connect

_FORWARD = frozenset({Qt.Key.Key_Tab, Qt.Key.Key_Right, Qt.Key.Key_Down})
_BACK = frozenset({Qt.Key.Key_Backtab, Qt.Key.Key_Left, Qt.Key.Key_Up})
_TAKE = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})


class JoinTool(CanvasTool):
    """Walks through what the source may be joined to, nearest first; a click joins too."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, host: ToolHost, source: str, targets: tuple[str, ...]) -> None:
        super().__init__(host)
        self._source = source
        self._targets = targets
        self._at = 0

    @property
    def is_busy(self) -> bool:
        """Always: Escape leaves."""
        return True

    def begin(self) -> None:
        """Show the first target."""
        self._show()

    def key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """Go on, go back, connect or leave; any other key is nobody's meanwhile."""
        if key in _FORWARD:
            self._step(1)
        elif key in _BACK:
            self._step(-1)
        elif key in _TAKE:
            self._join(self._targets[self._at])
        elif key == Qt.Key.Key_Escape:
            self._host.finish_tool()
        return True

    def press(self, pointer: Pointer) -> None:
        """Join what is clicked, if it is one of the targets; else leave."""
        found = self._host.element_at(pointer.at)
        if found in self._targets:
            self._join(found)
        else:
            self._host.finish_tool()

    def leave(self) -> None:
        """The pointer does not matter here."""

    def cancel(self) -> None:
        """Join nothing."""
        self._host.adorn(refused=frozenset(), wire=None, target=None, focused=None)
        self._host.tell(None)

    def _step(self, by: int) -> None:
        self._at = (self._at + by) % len(self._targets)
        self._show()

    def _show(self) -> None:
        design, target = self._host.design, self._targets[self._at]
        if design is None:
            return
        start, end = (self._middle(one) for one in (self._source, target))
        others = frozenset(one.id for one in design.elements() if legality.can_start_link(one))
        self._host.adorn(
            refused=others - set(self._targets) - {self._source},
            wire=Wire(start, end, is_allowed=True),
            target=target,
            is_target_allowed=True,
            focused=self._source,
        )
        self._host.reveal((target,))
        self._host.tell(
            msg(
                "Connect {a} and {b}? Enter connects, Tab shows the next of {n}, Esc leaves.",
                a=design.name_of(self._source),
                b=design.name_of(target),
                n=len(self._targets),
            ),
            beside=target,
        )

    def _middle(self, element_id: str) -> Point:
        item = self._host.picture.symbol_of(element_id)
        return item.outline.bounds().centre if item is not None else Point(0, 0)

    def _join(self, target: str) -> None:
        design = self._host.design
        self._host.finish_tool()
        if design is not None:
            self._host.commit_new(Connect(design.id, self._source, target))
