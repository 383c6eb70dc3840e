"""Findings while a person works: the shown variant is checked a moment after each change, off the GUI thread."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer

from designer.analysis.finding import Finding
from designer.app.background import Outcome, TaskRunner
from designer.app.document_controller import Change, DocumentController, Judgement
from designer.model.design import Design

CHANNEL = "findings"
OPENED_MS = 150
"""Lets a picture that was just opened appear before its findings are looked for: both would wait for one another."""


class LiveChecks(QObject):
    """Keeps the controller's judgement fresh. A change of the layout alone is not checked: it cannot matter."""

    def __init__(self, controller: DocumentController, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._tasks = tasks
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self.check_now)
        controller.document_changed.connect(self._follow)
        controller.design_shown.connect(self._restart)
        controller.document_opened.connect(self._restart)

    def check_now(self) -> None:
        """Check the shown variant at once."""
        self._pause.stop()
        design = self._controller.design
        if design is None:
            self._tasks.forget(CHANNEL)
            self._controller.set_judgement(Judgement(""))
            return
        self._tasks.submit(
            CHANNEL, partial(_judged, design, datetime.now().astimezone().date().isoformat()), self._show
        )

    def _follow(self, change: Change) -> None:
        if change.alters(self._controller.design_id):
            judgement = self._controller.judgement
            self._controller.set_judgement(Judgement(judgement.design_id, judgement.findings, is_stale=True))
            self._pause.start(0)

    def _restart(self) -> None:
        self._pause.start(OPENED_MS)

    def _show(self, outcome: "Outcome[tuple[str, tuple[Finding, ...]]]") -> None:
        if outcome.value is not None and outcome.value[0] == self._controller.design_id:
            self._controller.set_judgement(Judgement(*outcome.value))


def _judged(design: Design, today: str) -> tuple[str, tuple[Finding, ...]]:
    from designer.analysis.run import analyse  # noqa: PLC0415 - loaded on the thread that judges

    return design.id, analyse(design, today)
