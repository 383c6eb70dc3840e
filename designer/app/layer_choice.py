"""Which layers of the picture are hidden and which cannot be picked. View state: not in a file, not undone."""

from PySide6.QtCore import QObject, Signal

from designer.drawing.layers import Layer


class LayerChoice(QObject):
    """What a person wants to see and to touch. Outlives the window, which is built anew for a language or theme."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hidden: frozenset[Layer] = frozenset()
        self._locked: frozenset[Layer] = frozenset()

    @property
    def hidden(self) -> frozenset[Layer]:
        """The layers that are not shown."""
        return self._hidden

    @property
    def locked(self) -> frozenset[Layer]:
        """The layers that are shown but cannot be picked or moved with the mouse."""
        return self._locked

    @property
    def untouchable(self) -> frozenset[Layer]:
        """The layers that cannot be picked: locked or hidden."""
        return self._hidden | self._locked

    def show(self, layer: Layer, *, shown: bool) -> None:
        """Show or hide a layer."""
        self._become(self._hidden - {layer} if shown else self._hidden | {layer}, self._locked)

    def lock(self, layer: Layer, *, locked: bool) -> None:
        """Keep a layer from being picked, or not."""
        self._become(self._hidden, self._locked | {layer} if locked else self._locked - {layer})

    def show_all(self) -> None:
        """Hide and lock nothing."""
        self._become(frozenset(), frozenset())

    def show_everything_of(self, layers: frozenset[Layer]) -> None:
        """Show at least these layers: something in them is to be looked at."""
        self._become(self._hidden - layers, self._locked)

    def _become(self, hidden: frozenset[Layer], locked: frozenset[Layer]) -> None:
        if (hidden, locked) != (self._hidden, self._locked):
            self._hidden, self._locked = hidden, locked
            self.changed.emit()
