"""About the program: what it is, its version, and whose work it stands on."""

import platform

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QPlainTextEdit, QTabWidget, QVBoxLayout, QWidget

from designer import __version__
from designer.app.canvas.fonts import interface_font
from designer.app.context import AppContext
from designer.app.modes.facts import Cell, FactTable, Row
from designer.app.modes.parts import PADDING, plain_area, plain_label
from designer.assets.loader import resource_bytes
from designer.base.texts import msg, msg_in
from designer.drawing.ink import Face, Role

PARTS: tuple[tuple[str, str], ...] = (
    ("Python", "PSF-2.0"),
    ("Qt for Python (PySide6)", "LGPL-3.0"),
    ("pydantic", "MIT"),
    ("networkx", "BSD-3-Clause"),
    ("numpy", "BSD-3-Clause"),
    ("ReportLab", "BSD-3-Clause"),
    ("pypdfium2, PDFium", "Apache-2.0, BSD-3-Clause"),
    ("Pillow", "MIT-CMU"),
    ("Babel", "BSD-3-Clause"),
    ("IBM Plex", "OFL-1.1"),
    ("Tabler Icons", "MIT"),
)
"""What the program is made with, and under which licence each part is."""

_TEXTS = (("IBM Plex", "fonts/OFL-IBM-Plex.txt"), ("Tabler Icons", "icons/LICENSE-tabler.txt"))


class AboutDialog(QDialog):
    """Name, version, licences."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setObjectName("aboutDialog")
        self.setWindowTitle(context.text(msg("About Geocluster Designer")))
        column = QVBoxLayout(self)
        column.setContentsMargins(PADDING + 4, PADDING + 4, PADDING + 4, PADDING + 4)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(PADDING)
        picture = plain_label(context, "")
        picture.setPixmap(context.icons.pixmap("topology-star-3", Role.PRIMARY, 40))
        head.addWidget(picture)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(plain_label(context, "Geocluster Designer", points=15, face=Face.SEMIBOLD))
        self.version = plain_label(
            context,
            msg(
                "Version {version} · Python {python} · Qt {qt}",
                version=__version__,
                python=platform.python_version(),
                qt=pyside_version,
            ),
            role=Role.DIM,
        )
        self.version.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        names.addWidget(self.version)
        head.addLayout(names, 1)
        column.addLayout(head)
        text = msg(
            "Designs failover clusters over two sites: draws, checks, simulates, compares and documents them. "
            "Works offline, without an account and without telemetry."
        )
        column.addWidget(plain_label(context, text, wrap=True))
        column.addWidget(plain_label(context, msg("Free software under the MIT licence."), role=Role.DIM))
        column.addWidget(self._build_tabs(), 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(context.text(msg_in("action", "Close")))
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.resize(560, 520)

    def _build_tabs(self) -> QTabWidget:
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        self.parts = FactTable(self._context, "licenceTable")
        self.parts.facts.show(
            [Cell(self._context.text(msg("Made with"))), Cell(self._context.text(msg("Licence")))],
            [Row((Cell(name), Cell(licence, Role.DIM))) for name, licence in PARTS],
        )
        self.parts.set_widths((260, 200), stretch=0)
        tabs.addTab(self.parts, self._context.text(msg("Components")))
        for name, path in _TEXTS:
            area, inner = plain_area()
            text = QPlainTextEdit(resource_bytes(path).decode("utf-8"))
            text.setReadOnly(True)
            text.setFont(interface_font(8.5, Face.MONO))
            text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
            inner.setContentsMargins(0, 8, 0, 0)
            inner.addWidget(text)
            tabs.addTab(area, name)
        return tabs
