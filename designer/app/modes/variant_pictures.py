"""Variants side by side at one scale; zooming or moving one does it to all."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from designer.app.canvas.canvas_view import FIT_MARGIN, CanvasView
from designer.app.context import AppContext
from designer.app.modes.parts import PADDING, Panel, clear, plain_label
from designer.app.modes.preview import scene_of
from designer.base.texts import msg
from designer.drawing.geometry import Rect
from designer.drawing.ink import Face, Role
from designer.model.design import Design

_MARGIN = FIT_MARGIN / 2
_BY_HAND = frozenset(
    {
        QEvent.Type.Wheel,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.KeyPress,
        QEvent.Type.NativeGesture,
        QEvent.Type.Gesture,
    }
)
"""Events with which a person moves a picture; a picture also moves when its size changes, and that is no wish."""


class VariantPictures(QWidget):
    """A row of pictures. They keep one scale and one offset from their own middles."""

    picture_chosen = Signal(str)
    """The id of the design whose picture was double-clicked."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._views: list[tuple[str, CanvasView]] = []
        self._joined = False
        self._fitted = True
        self._touched: CanvasView | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(PADDING - 2)
        self._fit_later = QTimer(self)
        self._fit_later.setSingleShot(True)
        self._fit_later.setInterval(0)
        self._fit_later.timeout.connect(self.fit)

    @property
    def views(self) -> tuple[CanvasView, ...]:
        """The pictures, in the order of the designs."""
        return tuple(view for _, view in self._views)

    def show_designs(self, designs: Sequence[Design], recommended: str | None) -> None:
        """Show these designs; the pictures are kept where the designs are the same ones."""
        wanted = [design.id for design in designs]
        if wanted != [design_id for design_id, _ in self._views]:
            self._rebuild(wanted)
        for design, (_, view) in zip(designs, self._views, strict=True):
            view.show_scene(scene_of(self._context, design))
            view.setAccessibleName(self._context.text(msg("Picture of variant {label}", label=design.label)))
        for place, design in enumerate(designs):
            self._name(place, design, is_recommended=design.id == recommended)
        if self._fitted:
            self._fit_later.start()

    def fit(self) -> None:
        """Show all of every picture at the largest scale that serves them all."""
        self._fitted = True
        scales = [_fitting_scale(view) for view in self.views]
        if scales:
            self._look(min(scales), QPointF(0, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit anew when a picture changes its size; a double click chooses the variant."""
        if event.type() is QEvent.Type.Resize:
            self._touched = None
            if self._fitted:
                self._fit_later.start()
        elif event.type() in _BY_HAND:
            self._touched = next((view for _, view in self._views if watched in {view, view.viewport()}), None)
        elif event.type() is QEvent.Type.MouseButtonDblClick:
            for design_id, view in self._views:
                if watched is view.viewport():
                    self.picture_chosen.emit(design_id)
                    return True
        return super().eventFilter(watched, event)

    def _rebuild(self, design_ids: Sequence[str]) -> None:
        clear(self._row)
        self._views = []
        self._touched = None
        for design_id in design_ids:
            panel = Panel(padding=1, spacing=0)
            head = QHBoxLayout()
            head.setContentsMargins(PADDING, 6, PADDING, 5)
            head.setSpacing(6)
            name = plain_label(self._context, "", points=10.5, face=Face.SEMIBOLD)
            name.setObjectName("variantName")
            star = QLabel()
            star.setPixmap(self._context.icons.pixmap("star-filled", Role.PRIMARY, 14))
            star.setObjectName("variantStar")
            star.setToolTip(self._context.text(msg("Recommended in this project")))
            head.addWidget(name)
            head.addWidget(star)
            head.addStretch(1)
            facts = plain_label(self._context, "", points=9.0, role=Role.DIM)
            facts.setObjectName("variantFacts")
            head.addWidget(facts)
            panel.column.addLayout(head)
            view = CanvasView(self._context.ink)
            view.show_grid(shown=False)
            view.setToolTip(
                self._context.text(msg("Ctrl and the wheel zoom all pictures; a double click opens the variant"))
            )
            panel.column.addWidget(view, 1)
            self._row.addWidget(panel, 1)
            self._views.append((design_id, view))
            view.viewport().installEventFilter(self)
            view.installEventFilter(self)
            view.scale_changed.connect(self._join)
            view.horizontalScrollBar().valueChanged.connect(self._join)
            view.verticalScrollBar().valueChanged.connect(self._join)

    def _name(self, place: int, design: Design, *, is_recommended: bool) -> None:
        panel = self._row.itemAt(place).widget()
        name, star = panel.findChild(QLabel, "variantName"), panel.findChild(QLabel, "variantStar")
        facts = panel.findChild(QLabel, "variantFacts")
        if isinstance(name, QLabel) and isinstance(star, QLabel) and isinstance(facts, QLabel):
            name.setText(design.label)
            name.setToolTip(design.description)
            star.setVisible(is_recommended)
            witness = self._context.text(
                msg("no witness") if design.witness is None else msg("{name}", name=design.witness.name)
            )
            facts.setText(witness)

    def _join(self) -> None:
        """Bring the other pictures to where the touched one is."""
        moved = self._touched
        if self._joined or moved is None:
            return
        middle = moved.mapToScene(moved.viewport().rect().center())
        bounds = moved.canvas.value.bounds
        self._fitted = False
        self._look(moved.scale_now, middle - QPointF(*bounds.centre), but=moved)

    def _look(self, scale: float, offset: QPointF, but: CanvasView | None = None) -> None:
        self._joined = True
        for view in self.views:
            if view is not but:
                view.zoom_to(scale)
                view.centerOn(QPointF(*view.canvas.value.bounds.centre) + offset)
        self._joined = False


def _fitting_scale(view: CanvasView) -> float:
    bounds: Rect = view.canvas.value.bounds
    area = view.viewport().rect()
    if bounds.width <= 0 or bounds.height <= 0:
        return 1.0
    wide, high = (area.width() - 2 * _MARGIN) / bounds.width, (area.height() - 2 * _MARGIN) / bounds.height
    return max(0.05, min(wide, high, 1.0))
