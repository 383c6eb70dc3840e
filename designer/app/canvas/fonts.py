"""The bundled fonts inside Qt: the very bytes the ruler measures and the PDF embeds."""

from functools import cache

from PySide6.QtCore import QByteArray
from PySide6.QtGui import QFont, QFontDatabase

from designer.drawing.ink import Face
from designer.drawing.ruler import font_bytes

UNITS = 100
"""Pixel size at which picture text is set; the painter is scaled to the wanted size, because Qt's pixel
sizes are whole numbers and small ones are measured badly."""

_WEIGHTS = {
    Face.REGULAR: QFont.Weight.Normal,
    Face.MEDIUM: QFont.Weight.Medium,
    Face.SEMIBOLD: QFont.Weight.DemiBold,
    Face.BOLD: QFont.Weight.Bold,
    Face.ITALIC: QFont.Weight.Normal,
    Face.MONO: QFont.Weight.Normal,
}


@cache
def load_fonts() -> tuple[str, ...]:
    """Register every bundled face with Qt, once, and return the family name of each, in the order of ``Face``.

    Needs a QGuiApplication.
    """
    return tuple(_loaded(face) for face in Face)


@cache
def mark_font(face: Face) -> QFont:
    """The font to draw marks with, at :data:`UNITS`: no kerning, no ligatures, no borrowing from other fonts."""
    font = QFont(load_fonts()[tuple(Face).index(face)])
    font.setPixelSize(UNITS)
    font.setWeight(_WEIGHTS[face])
    font.setItalic(face is Face.ITALIC)
    font.setKerning(False)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias | QFont.StyleStrategy.NoFontMerging)
    for feature in ("liga", "clig", "calt", "dlig"):
        font.setFeature(QFont.Tag(feature), 0)
    return font


def interface_font(points: float = 10.0, face: Face = Face.REGULAR) -> QFont:
    """The font of the window's controls in this size and face."""
    font = QFont(load_fonts()[tuple(Face).index(face)])
    font.setPointSizeF(points)
    font.setWeight(_WEIGHTS[face])
    font.setItalic(face is Face.ITALIC)
    return font


def _loaded(face: Face) -> str:
    number = QFontDatabase.addApplicationFontFromData(QByteArray(font_bytes(face)))
    families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
    if not families:
        raise RuntimeError(f"Qt cannot read the bundled font {face.value}")
    return families[0]
