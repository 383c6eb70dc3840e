"""The page without a project: start one, open one, or look at a sample."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from designer.app.context import AppContext
from designer.app.modes.design_card import DesignCard
from designer.app.modes.parts import PADDING, Panel, page_style, plain_label, push_button, section_head
from designer.app.modes.preview import scene_of
from designer.app.thumbnails import THUMBNAIL, Thumbnails
from designer.assets.loader import PROJECT_SUFFIX
from designer.assets.samples import SAMPLES, Sample
from designer.base.errors import DesignerError
from designer.base.texts import Message, msg, msg_in, msg_n
from designer.drawing.ink import Face, Role
from designer.drawing.scene import Scene
from designer.model.blueprint import Blueprint, build
from designer.persistence.codec import decode

if TYPE_CHECKING:
    from designer.app.modes.generate_dialog import GenerateDialog

_STARTS: tuple[tuple[Blueprint, Message], ...] = (
    (
        Blueprint(primary=1, secondary=1),
        msg("One server a site. Every lost server means a failover to the other site."),
    ),
    (
        Blueprint(primary=2, secondary=2),
        msg("A lost server is replaced inside its site, at both sites. Four servers and licences."),
    ),
    (
        Blueprint(primary=2, secondary=1),
        msg("Local restart at the primary site; one node at the secondary carries everything for a while."),
    ),
)
_PATH = Qt.ItemDataRole.UserRole


class WelcomePage(QWidget):
    """Where a person begins. Decides nothing: every choice is a signal."""

    new_requested = Signal(object)
    """A :class:`Blueprint` to begin with, or None for an empty project."""
    open_requested = Signal()
    path_requested = Signal(str)
    """A file to open: a recent one, or one that was dropped here."""
    sample_requested = Signal(str)
    """The name of a sample."""
    recovery_requested = Signal(str)
    """What to do with recovered work: ``restore`` or ``discard``."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._thumbnails = Thumbnails(context)
        self.setObjectName("modePage")
        self.setStyleSheet(page_style(context))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self._banner = self._build_banner()
        outer.addWidget(self._banner)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("onGround")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        outer.addWidget(self._scroll, 1)

    def showEvent(self, event: QShowEvent) -> None:
        """Build what the page shows when it is shown first: a start with a file does without it."""
        super().showEvent(event)
        self.build()

    def build(self) -> None:
        """Make cards and lists, once."""
        if self._scroll.widget() is not None:
            return
        context = self._context
        inside = QWidget()
        inside.setObjectName("modePage")
        self._scroll.setWidget(inside)
        centred = QHBoxLayout(inside)
        centred.setContentsMargins(2 * PADDING, 2 * PADDING, 2 * PADDING, PADDING)
        body = QWidget()
        body.setMaximumWidth(1360)
        centred.addWidget(body)
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * PADDING)
        grid.setVerticalSpacing(PADDING)
        grid.addLayout(self._build_head(), 0, 0, 1, 2)
        grid.addLayout(self._build_starts(), 1, 0)
        grid.addWidget(self._build_recent(), 1, 1)
        grid.addLayout(self._build_samples(), 2, 0, 1, 2)
        grid.setRowStretch(3, 1)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 1)
        context.preferences.changed.connect(self._see_preference)
        self.show_recent()

    def set_recovered(self, name: str) -> None:
        """Tell that work on ``name`` was recovered; an empty name takes the banner away."""
        self._banner.setVisible(bool(name))
        self._banner_text.setText(self._context.text(msg("Unsaved work on {name} can be restored.", name=name)))

    def show_recent(self) -> None:
        """List the projects opened last; those that are gone are marked."""
        self.recent.clear()
        now = datetime.now(tz=UTC)
        for text in self._context.preferences.recent:
            self.recent.addItem(self._recent_item(Path(text), now))
        has_any = self.recent.count() > 0
        self.recent.setVisible(has_any)
        self.recent_filter.setVisible(self.recent.count() > 4)
        self._no_recent.setVisible(not has_any)

    # Building

    def _build_banner(self) -> QFrame:
        banner = QFrame()
        banner.setObjectName("notice")
        banner.setProperty("tone", "warning")
        row = QHBoxLayout(banner)
        row.setContentsMargins(2 * PADDING, 6, PADDING, 6)
        self._banner_text = plain_label(self._context, "", face=Face.MEDIUM)
        row.addWidget(self._banner_text)
        row.addStretch(1)
        for text, choice, accent in (
            (msg("Restore it"), "restore", True),
            (msg("Discard it"), "discard", False),
        ):
            button = push_button(self._context, text, accent=accent)
            button.setObjectName(f"recovery:{choice}")
            button.clicked.connect(self._choose_recovery)
            row.addWidget(button)
        banner.hide()
        return banner

    def _build_head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setSpacing(2)
        head.addWidget(plain_label(self._context, "Geocluster Designer", points=18, face=Face.SEMIBOLD))
        text = msg(
            "Draw a failover cluster over two sites, see what every failure does to it, and hand over the document."
        )
        head.addWidget(plain_label(self._context, text, points=10.5, role=Role.DIM, wrap=True))
        return head

    def _build_starts(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(PADDING)
        column.addWidget(section_head(self._context, msg_in("welcome", "New project")))
        cards = QHBoxLayout()
        cards.setSpacing(PADDING)
        self.cards: list[DesignCard] = []
        for blueprint, text in _STARTS:
            card = DesignCard(self._context, blueprint.label, text, scene_of(self._context, build(blueprint)))
            card.setObjectName(f"start:{blueprint.label}")
            card.clicked.connect(self._start)
            self.cards.append(card)
            cards.addWidget(card, 1)
        column.addLayout(cards)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.open = push_button(self._context, msg("Open…"), icon="folder-open", accent=True)
        self.open.clicked.connect(self.open_requested)
        self.generate = push_button(self._context, msg("From numbers…"), icon="wand")
        self.generate.clicked.connect(self._generate)
        self.empty = push_button(self._context, msg("Empty project"), icon="file")
        self.empty.clicked.connect(self._start_empty)
        for button in (self.open, self.generate, self.empty):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(plain_label(self._context, msg("or drop a project file here"), points=9.0, role=Role.FAINT))
        column.addLayout(row)
        return column

    def _build_recent(self) -> Panel:
        panel = Panel()
        panel.setMinimumWidth(240)
        panel.column.addWidget(section_head(self._context, msg("Recent projects")))
        self.recent_filter = QLineEdit()
        self.recent_filter.setPlaceholderText(self._context.text(msg("Filter…")))
        self.recent_filter.setAccessibleName(self._context.text(msg("Filter the recent projects")))
        self.recent_filter.setClearButtonEnabled(True)
        self.recent_filter.textChanged.connect(self._filter_recent)
        panel.column.addWidget(self.recent_filter)
        self.recent = QListWidget()
        self.recent.setObjectName("recentProjects")
        self.recent.setAccessibleName(self._context.text(msg("Recent projects")))
        self.recent.setMinimumHeight(160)
        self.recent.setIconSize(THUMBNAIL)
        self.recent.itemActivated.connect(self._open_recent)
        self.recent.itemClicked.connect(self._open_recent)
        self.recent.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.recent.customContextMenuRequested.connect(self._offer_forget)
        panel.column.addWidget(self.recent, 1)
        self._no_recent = plain_label(
            self._context, msg("Projects you open or save will be listed here."), role=Role.DIM, wrap=True
        )
        self._no_recent.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        panel.column.addWidget(self._no_recent, 1)
        return panel

    def _build_samples(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(PADDING)
        column.addWidget(section_head(self._context, msg("Samples")))
        row = QHBoxLayout()
        row.setSpacing(PADDING)
        self.samples: list[DesignCard] = []
        for sample in SAMPLES:
            card = DesignCard(self._context, sample.title, sample.shows, self._sample_scene(sample))
            card.setObjectName(f"sample:{sample.name}")
            card.clicked.connect(self._open_sample)
            self.samples.append(card)
            row.addWidget(card, 1)
        column.addLayout(row)
        return column

    def _sample_scene(self, sample: Sample) -> Scene | None:
        """The picture of the sample's main design; a card without one where the sample cannot be read."""
        try:
            design = decode(sample.content, sample.name).main_design()
        except DesignerError:
            return None
        return None if design is None else scene_of(self._context, design)

    def _recent_item(self, path: Path, now: datetime) -> QListWidgetItem:
        item = QListWidgetItem(path.stem)
        item.setData(_PATH, str(path))
        if path.is_file():
            changed = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
            age = self._context.text(_age((now - changed).days))
            item.setText(f"{path.stem}\n{age} · {path.parent}")
            item.setIcon(self._thumbnails.icon(path) or self._context.icon("file", Role.PRIMARY))
        else:
            missing = self._context.text(msg("missing"))
            item.setText(f"{path.stem}\n{missing} · {path.parent}")
            item.setIcon(self._context.icon("alert-triangle", Role.PENDING))
            item.setForeground(self._context.colour(Role.FAINT))
        item.setToolTip(str(path))
        return item

    # What a person does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from card to card."""
        moves = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
        everything = [*self.cards, *self.samples]
        present = next((place for place, card in enumerate(everything) if card.hasFocus()), None)
        step = moves.get(Qt.Key(event.key()))
        if present is None or step is None:
            super().keyPressEvent(event)
            return
        everything[(present + step) % len(everything)].setFocus(Qt.FocusReason.TabFocusReason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if _dropped(event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the first file."""
        paths = _dropped(event.mimeData().urls())
        if paths:
            event.acceptProposedAction()
            self.path_requested.emit(paths[0])

    def _start(self) -> None:
        card = self.sender()
        if isinstance(card, QAbstractButton):
            label = card.objectName().removeprefix("start:")
            self.new_requested.emit(next(blueprint for blueprint, _ in _STARTS if blueprint.label == label))

    def _start_empty(self) -> None:
        self.new_requested.emit(None)

    def _generate(self) -> None:
        from designer.app.modes.generate_dialog import GenerateDialog  # noqa: PLC0415 - only when asked for

        dialog = GenerateDialog(self._context, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(partial(self._take_numbers, dialog))
        dialog.open()

    def _take_numbers(self, dialog: "GenerateDialog") -> None:
        self.new_requested.emit(dialog.blueprint())

    def _open_sample(self) -> None:
        card = self.sender()
        if isinstance(card, QAbstractButton):
            self.sample_requested.emit(card.objectName().removeprefix("sample:"))

    def _open_recent(self, item: QListWidgetItem) -> None:
        self.path_requested.emit(str(item.data(_PATH)))

    def _choose_recovery(self) -> None:
        button = self.sender()
        if isinstance(button, QAbstractButton):
            self._banner.hide()
            self.recovery_requested.emit(button.objectName().removeprefix("recovery:"))

    def _offer_forget(self) -> None:
        if self.recent.currentRow() < 0:
            return
        item = self.recent.currentItem()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self._context.text(msg("Take off this list")), self._forget_recent)
        menu.popup(self.recent.mapToGlobal(self.recent.visualItemRect(item).bottomLeft()))

    def _forget_recent(self) -> None:
        if self.recent.currentRow() >= 0:
            self._context.preferences.forget(str(self.recent.currentItem().data(_PATH)))

    def _filter_recent(self, text: str) -> None:
        for place in range(self.recent.count()):
            item = self.recent.item(place)
            item.setHidden(text.casefold() not in item.text().casefold())

    def _see_preference(self, name: str) -> None:
        if name == "recent" and self._scroll.widget() is not None:
            self.show_recent()


def _age(days: int) -> Message:
    if days <= 0:
        return msg("today")
    return msg_n("{n} day ago", "{n} days ago", days)


def _dropped(urls: Sequence[QUrl]) -> list[str]:
    """The local project files among what is dragged here."""
    paths = [url.toLocalFile() for url in urls if url.isLocalFile()]
    return [path for path in paths if path.endswith(PROJECT_SUFFIX)]
