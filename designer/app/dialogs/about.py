"""What the program is, its version, and under which licences its parts come."""

import sys

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from designer import __version__
from designer.app.context import AppContext
from designer.base.texts import msg
from designer.drawing.ink import Role


class AboutDialog(QDialog):
    """Plain text, nothing to click but the way out."""

    def __init__(self, context: AppContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("about")
        self.setWindowTitle(context.text(msg("About")))
        picture = QLabel()
        picture.setPixmap(context.icons.pixmap("sitemap", Role.PRIMARY, 48))
        name = QLabel("Geocluster Designer")
        name.setProperty("role", "title")
        version = QLabel(
            context.text(
                msg(
                    "Version {version}, Python {python}, Qt {qt}",
                    version=__version__,
                    python=".".join(str(part) for part in sys.version_info[:3]),
                    qt=qVersion(),
                )
            )
        )
        version.setProperty("role", "dim")
        lines = (
            msg("Draws failover clusters split over two sites, judges them, plays their failures, documents them."),
            msg("It works offline, asks for no account and sends nothing anywhere."),
            msg("The program is under the MIT licence. IBM Plex is under the SIL Open Font License, the Tabler icons"
                " under the MIT licence, Qt and PySide6 under the LGPL 3."),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(8)
        column.addWidget(picture, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(name)
        column.addWidget(version)
        for line in lines:
            label = QLabel(context.text(line))
            label.setWordWrap(True)
            column.addWidget(label)
        column.addSpacing(8)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(context.text(msg("Close")))
        buttons.rejected.connect(self.reject)
        column.addWidget(buttons)
        self.setFixedWidth(440)
