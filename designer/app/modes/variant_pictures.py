"""Variants side by side at one scale; zooming or moving one does it to all."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QPointF, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from designer.app.canvas.canvas_view import CanvasView
from designer.app.context import AppContext
from designer.app.modes.parts import PADDING, Panel, clear, plain_label
from designer.app.modes.preview import scene_of
from designer.base.texts import msg
from designer.drawing.differences import Sign, marked_differences
from designer.drawing.geometry import Rect
from designer.drawing.ink import Face, Role
from designer.drawing.scene import Scene
from designer.model.design import Design

_MARGIN = 8.0
"""Kept small: three pictures side by side on a small screen still show their names."""
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
        self._pictures: list[_VariantPicture] = []
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
        return tuple(picture.view for picture in self._pictures)

    def show_designs(self, designs: Sequence[Design], recommended: str | None) -> None:
        """Show these designs; the pictures are kept where the designs are the same ones."""
        wanted = [design.id for design in designs]
        if wanted != [picture.design_id for picture in self._pictures]:
            self._rebuild(wanted)
        for design, picture in zip(designs, self._pictures, strict=True):
            picture.show_design(design, is_recommended=design.id == recommended)
        if self._fitted:
            self._fit_later.start()

    def show_signs(self, signs: Mapping[str, Mapping[str, Sign]], chosen: str) -> None:
        """Draw what each variant has otherwise than another; nothing for variants that are not named."""
        for picture in self._pictures:
            picture.show_signs(signs.get(picture.design_id, {}), chosen)

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
            self._touched = next((view for view in self.views if watched in {view, view.viewport()}), None)
        elif event.type() is QEvent.Type.MouseButtonDblClick:
            for picture in self._pictures:
                if watched is picture.view.viewport():
                    self.picture_chosen.emit(picture.design_id)
                    return True
        return super().eventFilter(watched, event)

    def _rebuild(self, design_ids: Sequence[str]) -> None:
        clear(self._row)
        self._pictures = []
        self._touched = None
        for design_id in design_ids:
            picture = _VariantPicture(self._context, design_id)
            self._row.addWidget(picture, 1)
            self._pictures.append(picture)
            view = picture.view
            view.viewport().installEventFilter(self)
            view.installEventFilter(self)
            view.scale_changed.connect(self._join)
            view.horizontalScrollBar().valueChanged.connect(self._join)
            view.verticalScrollBar().valueChanged.connect(self._join)

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


class _VariantPicture(Panel):
    """One variant: its name, whether it is the recommended one, its witness, its picture."""

    def __init__(self, context: AppContext, design_id: str) -> None:
        super().__init__(padding=1, spacing=0)
        self._context = context
        self.design_id = design_id
        self._scene = Scene()
        self._signs: dict[str, Sign] = {}
        self._chosen = ""
        head = QHBoxLayout()
        head.setContentsMargins(PADDING, 6, PADDING, 5)
        head.setSpacing(6)
        self._name = plain_label(context, "", points=10.5, face=Face.SEMIBOLD)
        self._star = QLabel()
        self._star.setPixmap(context.icons.pixmap("star-filled", Role.PRIMARY, 14))
        self._star.setToolTip(context.text(msg("Recommended in this project")))
        self._witness = plain_label(context, "", points=9.0, role=Role.DIM)
        head.addWidget(self._name)
        head.addWidget(self._star)
        head.addStretch(1)
        head.addWidget(self._witness)
        self.column.addLayout(head)
        self.view = CanvasView(context.ink)
        self.view.show_grid(shown=False)
        hint = msg("Ctrl and the wheel zoom all pictures; a double click opens the variant")
        self.view.setToolTip(context.text(hint))
        self.column.addWidget(self.view, 1)

    def show_design(self, design: Design, *, is_recommended: bool) -> None:
        """Show the design."""
        self._name.setText(design.label)
        self._name.setToolTip(design.description)
        self._star.setVisible(is_recommended)
        self._witness.setText(self._context.text(msg("no witness") if design.witness is None else design.witness.name))
        self._scene = scene_of(self._context, design)
        self._draw()
        self.view.setAccessibleName(self._context.text(msg("Picture of variant {label}", label=design.label)))

    def show_signs(self, signs: Mapping[str, Sign], chosen: str) -> None:
        """Draw the signs of elements over the picture."""
        if (dict(signs), chosen) != (self._signs, self._chosen):
            self._signs, self._chosen = dict(signs), chosen
            self._draw()

    def _draw(self) -> None:
        self.view.show_scene(marked_differences(self._context.lettering, self._scene, self._signs, self._chosen))


def _fitting_scale(view: CanvasView) -> float:
    bounds: Rect = view.canvas.value.bounds
    area = view.viewport().rect()
    if bounds.width <= 0 or bounds.height <= 0:
        return 1.0
    wide, high = (area.width() - 2 * _MARGIN) / bounds.width, (area.height() - 2 * _MARGIN) / bounds.height
    return max(0.05, min(wide, high, 1.0))
