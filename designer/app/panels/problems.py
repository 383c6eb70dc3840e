"""The problems list: every finding of the shown variant, what it means and what helps; a click shows where it is."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QIcon, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QMenu,
    QSizePolicy,
    QStackedLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from designer.analysis.finding import Finding, Severity
from designer.app.canvas.fonts import interface_font
from designer.app.canvas.qt_marks import marks_image
from designer.app.context import AppContext
from designer.app.document_controller import DocumentController
from designer.app.modes.parts import EmptyState
from designer.app.panels.describing import titles_of
from designer.app.panels.problem_bar import ProblemBar
from designer.base.texts import Message, msg, msg_in, msg_n
from designer.drawing.geometry import Rect
from designer.drawing.ink import Face, Role
from designer.drawing.symbols.badge import badge
from designer.editing.fixes import fix_for

SEVERITY_ROLE = {Severity.ERROR: Role.FAILED, Severity.WARNING: Role.PENDING, Severity.INFO: Role.PRIMARY}
SEVERITY_TONE = {Severity.ERROR: "failed", Severity.WARNING: "pending", Severity.INFO: "info"}
SEVERITY_LETTER = {Severity.ERROR: "E", Severity.WARNING: "W", Severity.INFO: "i"}
_RULE, _OBJECT, _WHAT, _REMEDY = range(4)
_ICON = 18
_CELL_EDGES = 26
"""What a cell takes of its column's width for itself, both sides together."""
_RULE_WIDTH, _OBJECT_WIDTH, _REMEDY_WIDTH = 84, 150, 320


class ProblemsPanel(QWidget):
    """Gravest first; accepted findings last and dimmed. Grey while a newer value is being checked."""

    shown = Signal(object)
    """Element ids to select and reveal."""
    waive_asked = Signal(object)
    """The :class:`Finding` to accept."""
    unwaive_asked = Signal(object)
    fix_asked = Signal(object)
    """The :class:`Finding` whose quick fix is to be shown."""

    def __init__(self, controller: DocumentController, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._context = context
        self._findings: tuple[Finding, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.bar = ProblemBar(context)
        self._icons = {severity: _untinted(severity_pixmap(context, severity)) for severity in Severity}
        self.table = QTableWidget(0, 4)
        self.table.setObjectName("problems-table")
        self.table.setAccessibleName(context.text(msg("Problems")))
        self._dress_table()
        self._empty = EmptyState(context, "circle-check", msg("No problem found"))
        self._nothing = EmptyState(context, "sitemap", msg("No variant is shown"))
        self._stack = QStackedLayout()
        for page in (self.table, self._empty, self._nothing):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addLayout(self._stack)
        self.bar.changed.connect(self._follow)
        self.bar.fix_asked.connect(self.ask_fix)
        self.bar.accept_asked.connect(self.ask_accept)
        self.bar.zoom_asked.connect(self._show_chosen)
        self.table.itemSelectionChanged.connect(self._offer)
        self.table.itemSelectionChanged.connect(self._show_chosen)
        self.table.itemClicked.connect(self._show_again)
        self.table.customContextMenuRequested.connect(self._open_menu)
        controller.findings_changed.connect(self._follow)
        controller.document_opened.connect(self._follow)
        self._follow()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings in the order of the rows."""
        return self._findings

    def step(self, *, back: bool = False) -> None:
        """Go to the next or previous problem, round and round."""
        if self._findings:
            row = self.table.currentRow() + (-1 if back else 1)
            self.table.setCurrentCell(row % len(self._findings), _RULE)
            self.table.selectRow(row % len(self._findings))

    @property
    def chosen(self) -> Finding | None:
        """The finding whose row is chosen."""
        row = self.table.currentRow()
        return self._findings[row] if 0 <= row < len(self._findings) and self.table.selectedItems() else None

    def ask_fix(self) -> None:
        """Ask to see the quick fix of the chosen finding."""
        if self.chosen is not None and self._fix_of(self.chosen):
            self.fix_asked.emit(self.chosen)

    def ask_accept(self) -> None:
        """Ask to accept the chosen finding, or no longer."""
        finding = self.chosen
        if finding is not None:
            (self.unwaive_asked if finding.waived else self.waive_asked).emit(finding)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns share the new width, texts wrap anew."""
        super().resizeEvent(event)
        room = self.width() - _RULE_WIDTH
        head = self.table.horizontalHeader()
        head.blockSignals(True)
        head.resizeSection(_OBJECT, min(_OBJECT_WIDTH, room * 22 // 100))
        head.resizeSection(_REMEDY, min(_REMEDY_WIDTH, room * 32 // 100))
        head.blockSignals(False)
        self._fit_rows()

    def _dress_table(self) -> None:
        names = (msg("Rule"), msg("Object"), msg("What and why"), msg("Remedy"))
        self.table.setHorizontalHeaderLabels([self._context.text(name) for name in names])
        self.table.setShowGrid(False)
        self.table.setWordWrap(True)
        self.table.setIconSize(QSize(_ICON, _ICON))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.setTabKeyNavigation(False)
        self.table.setFont(interface_font(9.0))
        self.table.verticalHeader().hide()
        head = self.table.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(_RULE, QHeaderView.ResizeMode.Fixed)
        head.setSectionResizeMode(_OBJECT, QHeaderView.ResizeMode.Interactive)
        head.setSectionResizeMode(_WHAT, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(_REMEDY, QHeaderView.ResizeMode.Interactive)
        head.resizeSection(_RULE, _RULE_WIDTH)
        head.sectionResized.connect(self._fit_rows)

    def _follow(self) -> None:
        judgement = self._controller.judgement
        self.table.setEnabled(not judgement.is_stale)
        if judgement.is_stale and judgement.findings:
            return
        ordered = sorted(judgement.findings, key=lambda finding: finding.waived)
        self._findings = tuple(one for one in ordered if self.bar.lets_through(one, self._objects(one)))
        self.bar.setVisible(bool(judgement.findings))
        self._fill()
        if self._controller.design is None:
            self._stack.setCurrentWidget(self._nothing)
        elif self._findings or judgement.is_stale:
            self._stack.setCurrentWidget(self.table)
        elif judgement.findings:
            self._empty.say(self._context, msg("No problem fits the filter"), None)
            self._stack.setCurrentWidget(self._empty)
        else:
            from designer.analysis.run import RULES  # noqa: PLC0415 - loaded by then on the thread that judges

            count = msg_n("{n} rule was checked.", "{n} rules were checked.", len(RULES))
            self._empty.say(self._context, msg("No problem found"), count)
            self._stack.setCurrentWidget(self._empty)

    def _fill(self) -> None:
        self.table.blockSignals(True)
        self.table.setRowCount(len(self._findings))
        for row, finding in enumerate(self._findings):
            self._fill_row(row, finding)
        self.table.clearSelection()
        self.table.setCurrentCell(-1, -1)
        self.table.blockSignals(False)
        self._fit_rows()
        self._offer()

    def _fill_row(self, row: int, finding: Finding) -> None:
        design = self._controller.design
        if design is None:
            return
        role = Role.FAINT if finding.waived else Role.TEXT
        objects = self._objects(finding)
        rule = self._cell(finding.rule, Role.FAINT if finding.waived else SEVERITY_ROLE[finding.severity])
        rule.setIcon(self._icons[finding.severity])
        rule.setFont(interface_font(9.0, Face.SEMIBOLD))
        said = msg("{severity} {rule}", severity=severity_name(finding.severity), rule=finding.rule)
        rule.setData(Qt.ItemDataRole.AccessibleTextRole, self._context.text(said))
        rule.setToolTip(self._context.text(finding.source_text))
        what = self._context.text(finding.message)
        if finding.waived:
            what = self._context.text(msg("Accepted: {text}", text=what))
        remedy = self._cell(self._context.text(finding.remedy), Role.DIM)
        cells = (rule, self._cell(objects, role), self._cell(what, role), remedy)
        for column, cell in enumerate(cells):
            self.table.setItem(row, column, cell)

    def _objects(self, finding: Finding) -> str:
        design = self._controller.design
        if design is None:
            return ""
        names = titles_of(design, (one for one in finding.subjects if one in design.by_id))
        return ", ".join(self._context.text(one) for one in names) or self._context.text(msg("Cluster"))

    def _cell(self, text: str, role: Role) -> QTableWidgetItem:
        item = QTableWidgetItem(text)
        item.setForeground(self._context.colour(role))
        item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return item

    def _fit_rows(self) -> None:
        """Each row as high as its longest text needs, at least the usual height."""
        metrics = QFontMetrics(self.table.font())
        for row in range(self.table.rowCount()):
            heights = [26]
            for column in (_OBJECT, _WHAT, _REMEDY):
                item = self.table.item(row, column)
                room = self.table.columnWidth(column) - _CELL_EDGES
                if item is not None and room > 20:
                    box = metrics.boundingRect(QRect(0, 0, room, 2000), Qt.TextFlag.TextWordWrap, item.text())
                    heights.append(box.height() + 9)
            self.table.setRowHeight(row, max(heights))

    def _offer(self) -> None:
        finding = self.chosen
        self.bar.offer(finding, has_fix=finding is not None and self._fix_of(finding))

    def _fix_of(self, finding: Finding) -> bool:
        project, design_id = self._controller.project, self._controller.design_id
        return not finding.waived and fix_for(project, design_id, finding.rule, finding.subjects) is not None

    def _show_chosen(self) -> None:
        row = self.table.currentRow()
        if 0 <= row < len(self._findings) and self.table.selectedItems():
            self.shown.emit(self._findings[row].subjects)

    def _show_again(self, item: QTableWidgetItem) -> None:
        """A click on the row that is chosen already: something else may have been selected since."""
        subjects = self._findings[item.row()].subjects
        if self._controller.selection != subjects:
            self.shown.emit(subjects)

    def _open_menu(self, position: QPoint) -> None:
        item = self.table.itemAt(position)
        if item is None:
            return
        finding = self._findings[item.row()]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._fix_of(finding):
            menu.addAction(self._context.text(msg("Fix…"))).triggered.connect(self.ask_fix)
        if finding.waived:
            action = menu.addAction(self._context.text(msg("No longer accept")))
            action.triggered.connect(self._unwaive)
        else:
            action = menu.addAction(self._context.text(msg("Accept with a reason…")))
            action.triggered.connect(self._waive)
        menu.popup(self.table.viewport().mapToGlobal(position))

    def _waive(self) -> None:
        self.waive_asked.emit(self._findings[self.table.currentRow()])

    def _unwaive(self) -> None:
        self.unwaive_asked.emit(self._findings[self.table.currentRow()])


def _untinted(pixmap: QPixmap) -> QIcon:
    """An icon that keeps its colours in a chosen row: they mean something."""
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon


def severity_pixmap(context: AppContext, severity: Severity, size: int = _ICON) -> QPixmap:
    """The badge of a severity as on the canvas."""
    marks = badge(severity.value, context.lettering)
    image = marks_image(marks, context.ink, Rect(-12, -12, 24, 24), scale=size / 12, ground=None)
    pixmap = QPixmap.fromImage(image)
    pixmap.setDevicePixelRatio(2.0)
    return pixmap


def severity_name(severity: Severity) -> Message:
    """The severity in a word."""
    match severity:
        case Severity.ERROR:
            return msg_in("severity", "Error")
        case Severity.WARNING:
            return msg_in("severity", "Warning")
        case Severity.INFO:
            return msg_in("severity", "Information")


def severity_label(context: AppContext, severity: Severity) -> QLabel:
    """A label that shows the badge."""
    label = QLabel()
    label.setPixmap(severity_pixmap(context, severity))
    label.setToolTip(context.text(severity_name(severity)))
    return label
