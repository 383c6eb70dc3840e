"""What the Edit, Insert and Arrange menus do."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from designer.app.actions import ActionSet
from designer.app.canvas.design_canvas import DesignCanvas
from designer.app.context import AppContext
from designer.app.document_controller import DocumentController
from designer.drawing.layers import layer_of
from designer.editing import clipboard, ground
from designer.editing.clipboard import Paste
from designer.editing.elements import RemoveElements
from designer.editing.placement import AlignElements, ArrangeDesign, Axis, DistributeElements, Edge, SetLocked
from designer.model.design import Design, Element
from designer.model.link import NetworkLink, ReplicationLink, SanLink, WitnessPath


class EditVerbs(QObject):
    """Edits of the selection. Each is one command; new elements end up selected."""

    def __init__(
        self, controller: DocumentController, context: AppContext, canvas: DesignCanvas, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._context = context
        self._canvas = canvas

    def bind(self, actions: ActionSet) -> None:
        """Give the actions of the three menus their meaning."""
        actions.bind("edit.undo", self._controller.undo)
        actions.bind("edit.redo", self._controller.redo)
        actions.bind("edit.cut", self.cut)
        actions.bind("edit.copy", self.copy)
        actions.bind("edit.paste", self.paste)
        actions.bind("edit.duplicate", self.duplicate)
        actions.bind("edit.delete", self.delete)
        actions.bind("edit.rename", self.rename)
        actions.bind("edit.select_all", self.select_all)
        actions.bind("edit.select_none", self.select_none)
        actions.bind("edit.select_kind", self.select_kind)
        actions.bind("edit.select_connected", self.select_connected)
        for placeable in self._canvas.placer.offered:
            if placeable.action:
                actions.bind(placeable.action, partial(self._canvas.place_at_pointer, placeable))
        for edge in Edge:
            actions.bind(f"arrange.{edge.value}", partial(self._align, edge))
        actions.bind("arrange.across", partial(self._distribute, Axis.HORIZONTAL))
        actions.bind("arrange.down", partial(self._distribute, Axis.VERTICAL))
        actions.bind("arrange.lock", self.toggle_lock)
        actions.bind("arrange.auto", self.arrange)

    def cut(self) -> None:
        """Copy, then remove."""
        self.copy()
        self.delete()

    def copy(self) -> None:
        """Put the selection on the clipboard as text."""
        design, chosen = self._controller.design, self._controller.selection
        if design is not None and chosen:
            QGuiApplication.clipboard().setText(clipboard.copy(design, chosen))

    def paste(self) -> None:
        """Put what the clipboard holds into the shown variant."""
        self._paste(QGuiApplication.clipboard().text())

    def duplicate(self) -> None:
        """Paste a copy of the selection without touching the clipboard."""
        design, chosen = self._controller.design, self._controller.selection
        if design is not None and chosen:
            self._paste(clipboard.copy(design, chosen))

    def delete(self) -> None:
        """Remove the selection with what cannot stay without it."""
        design, chosen = self._controller.design, self._controller.selection
        if design is not None and chosen:
            self._controller.run(RemoveElements(design.id, chosen))

    def rename(self) -> None:
        """Type another name where the symbol is."""
        if self._controller.selection:
            self._canvas.rename(self._controller.selection[0])

    def select_all(self) -> None:
        """Select everything that stands on the canvas and can be picked there."""
        design = self._controller.design
        if design is not None:
            layers = self._controller.layers.untouchable
            found = (one for one in design.elements() if ground.has_place(one) and layer_of(one) not in layers)
            self._controller.select(one.id for one in found)

    def select_none(self) -> None:
        """Select nothing."""
        self._controller.select(())

    def select_kind(self) -> None:
        """Select all elements of the kinds selected."""
        design = self._controller.design
        if design is not None:
            kinds = {type(design.by_id[one]) for one in self._controller.selection}
            self._controller.select(one.id for one in design.elements() if type(one) in kinds)

    def select_connected(self) -> None:
        """Add the lines at the selection and what they lead to."""
        design = self._controller.design
        if design is not None:
            chosen = set(self._controller.selection)
            met = [(link.id, *_ends(design, link)) for link in design.links()]
            found = [one for ids in met if chosen & set(ids) for one in ids]
            self._controller.select((*self._controller.selection, *found))

    def toggle_lock(self) -> None:
        """Lock the selected symbols where they are; unlock them when all are locked."""
        design = self._controller.design
        if design is not None:
            placed = self._placed(design)
            known = ground.places(design)
            self._canvas.commit(SetLocked(design.id, placed, not all(known[one].locked for one in placed)))

    def arrange(self) -> None:
        """Lay everything out anew."""
        design = self._controller.design
        if design is not None:
            self._canvas.commit(ArrangeDesign(design.id))
            self._canvas.view.fit()

    def _align(self, edge: Edge) -> None:
        design = self._controller.design
        if design is not None:
            self._canvas.commit(AlignElements(design.id, self._placed(design), edge))

    def _distribute(self, axis: Axis) -> None:
        design = self._controller.design
        if design is not None:
            self._canvas.commit(DistributeElements(design.id, self._placed(design), axis))

    def _placed(self, design: Design) -> tuple[str, ...]:
        return tuple(one for one in self._controller.selection if ground.has_place(design.by_id[one]))

    def _paste(self, text: str) -> None:
        design = self._controller.design
        if design is None:
            return
        before = set(design.by_id)
        if self._canvas.commit(Paste(design.id, text)):
            after = self._controller.design
            fresh = () if after is None else tuple(one.id for one in after.elements() if one.id not in before)
            placed = tuple(one for one in fresh if after is not None and ground.has_place(after.by_id[one]))
            self._controller.select(placed or fresh)


def _ends(design: Design, link: Element) -> tuple[str, ...]:
    match link:
        case ReplicationLink(a=a, b=b) | NetworkLink(a=a, b=b):
            return a, b
        case SanLink(node=node, array=array):
            return node, array
        case WitnessPath(site=site) if design.witness is not None:
            return site, design.witness.id
        case _:
            return ()
