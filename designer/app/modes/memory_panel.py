"""Memory of every node before anything fails and after each loss, variant beside variant."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from designer.analysis.memory_figures import MemoryAfter, NodeMemory
from designer.app.choice_box import ChoiceBox
from designer.app.context import AppContext
from designer.app.modes.chart_view import ChartView
from designer.app.modes.parts import PADDING, clear, plain_label
from designer.base.texts import Message, msg
from designer.drawing.ink import Face, Role
from designer.drawing.memory_bars import memory_bars
from designer.drawing.scene import Scene
from designer.model.design import Design

_NOTHING = ""


class MemoryPanel(QScrollArea):
    """Reads only. One loss is chosen; every variant that can have it shows its nodes."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self._variants: tuple[tuple[Design, tuple[MemoryAfter, ...]], ...] = ()
        inside = QWidget()
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 8, 0, PADDING)
        column.setSpacing(4)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        head = QHBoxLayout()
        head.setContentsMargins(PADDING, 0, PADDING, 0)
        head.setSpacing(8)
        head.addWidget(plain_label(context, msg("Memory after"), role=Role.DIM))
        self.loss = ChoiceBox()
        self.loss.setAccessibleName(context.text(msg("Loss after which memory is shown")))
        self.loss.setToolTip(self.loss.accessibleName())
        self.loss.currentIndexChanged.connect(self._show)
        head.addWidget(self.loss, 1)
        column.addLayout(head)
        self.chart = ChartView(context)
        column.addWidget(self.chart)
        rule = msg("Figures at the end: demand of the VM that is pressed hardest, over what it holds.")
        note = plain_label(context, rule, points=9.0, role=Role.FAINT, wrap=True)
        note.setContentsMargins(PADDING, 0, PADDING, 0)
        column.addWidget(note)
        self._texts = QVBoxLayout()
        self._texts.setContentsMargins(PADDING, 6, PADDING, 0)
        self._texts.setSpacing(4)
        column.addLayout(self._texts)
        column.addStretch(1)

    def show_memory(self, designs: Sequence[Design], memory: Sequence[tuple[MemoryAfter, ...]]) -> None:
        """Show these variants; the chosen loss stays, else it is the last one, a site's."""
        chosen = self.loss.currentData()
        self._variants = tuple(zip(designs, memory, strict=True))
        losses = self._losses()
        self.loss.blockSignals(True)
        self.loss.clear()
        for lost, title in losses.items():
            self.loss.addItem(self._context.text(title), lost)
        known = list(losses)
        self.loss.setCurrentIndex(known.index(chosen) if chosen in known else self._gravest(known))
        self.loss.blockSignals(False)
        self._show()

    def _losses(self) -> dict[str, Message]:
        """Every loss that some variant can have, by the id of what is lost; before any loss first."""
        found: dict[str, Message] = {}
        for design, figures in self._variants:
            for after in figures:
                lost = after.lost or _NOTHING
                title = msg("the start, before anything fails")
                if after.lost is not None:
                    title = msg("the loss of {what}", what=design.name_of(after.lost))
                found.setdefault(lost, title)
        return found

    def _gravest(self, known: Sequence[str]) -> int:
        """The loss of a site is asked for first: nothing takes more."""
        sites = {site.id for design, _ in self._variants for site in design.sites}
        return next((at for at, lost in enumerate(known) if lost in sites), 0)

    def _show(self) -> None:
        lost = self.loss.currentData()
        found = [(design, _after(design, figures, lost)) for design, figures in self._variants]
        bars = [bar for design, after in found if after is not None for bar in _bars(design, after)]
        self.chart.setVisible(bool(bars))

        def made(width: float, _height: float) -> Scene:
            return memory_bars(self._context.lettering, bars, width)

        told = ". ".join(f"{name}: {self._context.text(memory.reason)}" for _, name, memory in bars)
        self.chart.show_chart(made, told)
        self._show_texts(found)

    def _show_texts(self, found: Sequence[tuple[Design, MemoryAfter | None]]) -> None:
        clear(self._texts)
        for design, after in found:
            self._texts.addWidget(plain_label(self._context, design.label, points=9.75, face=Face.SEMIBOLD))
            if after is None:
                self._say(msg("This variant has no such loss: nothing is left, or it lacks the part."))
                continue
            self._say(after.reason)
            for node in after.nodes:
                self._say(msg("{node}: {why}", node=design.name_of(node.node), why=node.reason))

    def _say(self, text: Message) -> None:
        self._texts.addWidget(plain_label(self._context, text, points=9.5, role=Role.DIM, wrap=True))


def _bars(design: Design, after: MemoryAfter) -> list[tuple[str, str, NodeMemory]]:
    """Every node that is left, named with its variant."""
    return [(f"{design.id}:{node.node}", f"{design.name_of(node.node)} · {design.label}", node) for node in after.nodes]


def _after(design: Design, figures: Sequence[MemoryAfter], lost: str | None) -> MemoryAfter | None:
    """The figures after a loss; the loss of a site with one node is that of the node."""
    wanted = lost or _NOTHING
    if any(site.id == wanted for site in design.sites):
        nodes = design.nodes_in(wanted)
        wanted = nodes[0].id if len(nodes) == 1 else wanted
    return next((one for one in figures if (one.lost or _NOTHING) == wanted), None)
