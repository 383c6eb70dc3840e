"""Marks as SVG text. Stands alone: the fonts travel inside the file unless only their names are wanted."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never
from xml.sax.saxutils import escape, quoteattr

from designer.drawing.geometry import IDENTITY, Curve, Rect, Transform
from designer.drawing.ink import Face, Palette, Role, Stroke
from designer.drawing.marks import Group, Mark, Path, Text, texts_of
from designer.drawing.ruler import font_subset

_NAMED = {
    Face.REGULAR: ("IBM Plex Sans", 400, "normal"),
    Face.MEDIUM: ("IBM Plex Sans", 500, "normal"),
    Face.SEMIBOLD: ("IBM Plex Sans", 600, "normal"),
    Face.BOLD: ("IBM Plex Sans", 700, "normal"),
    Face.ITALIC: ("IBM Plex Sans", 400, "italic"),
    Face.MONO: ("IBM Plex Mono", 400, "normal"),
}
_GENERIC = {Face.MONO: "monospace"}
_STYLE = "text{white-space:pre;font-kerning:none;font-variant-ligatures:none}"


def svg(  # noqa: PLR0913 - what to show, how large, on what ground, under which name
    marks: Sequence[Mark],
    palette: Palette,
    view: Rect,
    *,
    scale: float = 1.0,
    ground: Role | None = Role.CANVAS,
    title: str = "",
    embed_fonts: bool = True,
) -> str:
    """A complete SVG document that shows ``view``; no ``ground`` leaves the background transparent.

    The same arguments give the same text. With ``embed_fonts`` the characters in use are carried inside.
    """
    size = f'width="{_number(view.width * scale)}" height="{_number(view.height * scale)}"'
    box = f'viewBox="{_number(view.x)} {_number(view.y)} {_number(view.width)} {_number(view.height)}"'
    label = f" aria-label={quoteattr(_legal(title))}" if title else ""
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} {box} role="img"{label}>']
    if title:
        lines.append(f"<title>{escape(_legal(title))}</title>")
    lines.append(f"<style>{_font_faces(marks) if embed_fonts else ''}{_STYLE}</style>")
    if ground is not None:
        place = f'x="{_number(view.x)}" y="{_number(view.y)}"'
        area = f'width="{_number(view.width)}" height="{_number(view.height)}"'
        lines.append(f'<rect {place} {area} fill="#{palette[ground]}"/>')
    lines.extend(_drawn(marks, palette, 1.0))
    lines.append("</svg>\n")
    return "\n".join(lines)


def _drawn(marks: Iterable[Mark], palette: Palette, opacity: float) -> Iterator[str]:
    for mark in marks:
        match mark:
            case Path():
                yield f'<path d="{_data(mark.curve)}"{_ink(mark, palette, opacity)}/>'
            case Text():
                yield _text(mark, palette, opacity)
            case Group():
                matrix = f' transform="{_matrix(mark.transform)}"' if mark.transform != IDENTITY else ""
                yield f"<g{matrix}>"
                yield from _drawn(mark.marks, palette, opacity * mark.opacity)
                yield "</g>"
            case _:
                assert_never(mark)


def _text(text: Text, palette: Palette, opacity: float) -> str:
    family, weight, slant = _NAMED[text.face]
    generic = _GENERIC.get(text.face, "sans-serif")
    attributes = [
        f'x="{_number(text.origin.x)}" y="{_number(text.origin.y)}"',
        f'font-family="\'{family}\', {generic}" font-size="{_number(text.size)}"',
        f'font-weight="{weight}"' if weight != 400 else "",
        f'font-style="{slant}"' if slant != "normal" else "",
        f'fill="#{palette[text.role]}"',
        f'fill-opacity="{_number(opacity)}"' if opacity != 1 else "",
    ]
    return f"<text {' '.join(part for part in attributes if part)}>{escape(_legal(text.text))}</text>"


def _ink(path: Path, palette: Palette, opacity: float) -> str:
    parts = [f'fill="#{palette[path.fill]}"' if path.fill is not None else 'fill="none"']
    if path.fill is not None and opacity != 1:
        parts.append(f'fill-opacity="{_number(opacity)}"')
    if path.stroke is not None:
        parts.extend(_stroke(path.stroke, palette))
        if opacity != 1:
            parts.append(f'stroke-opacity="{_number(opacity)}"')
    return "".join(f" {part}" for part in parts)


def _stroke(stroke: Stroke, palette: Palette) -> Iterator[str]:
    yield f'stroke="#{palette[stroke.role]}" stroke-width="{_number(stroke.width)}"'
    yield 'stroke-linecap="butt" stroke-linejoin="miter" stroke-miterlimit="10"'
    if stroke.dash:
        yield f'stroke-dasharray="{" ".join(_number(length) for length in stroke.dash)}"'


def _data(curve: Curve) -> str:
    return "".join(f"{verb}{' '.join(_number(value) for value in numbers)}" for verb, numbers in curve.segments())


def _matrix(transform: Transform) -> str:
    values = (transform.a, transform.b, transform.c, transform.d, transform.e, transform.f)
    return f"matrix({' '.join(_number(value) for value in values)})"


def _font_faces(marks: Iterable[Mark]) -> str:
    used: dict[Face, set[str]] = {}
    for text, _ in texts_of(marks):
        used.setdefault(text.face, set()).update(text.text)
    return "".join(_font_face(face, frozenset(used[face])) for face in Face if face in used)


def _font_face(face: Face, characters: frozenset[str]) -> str:
    family, weight, slant = _NAMED[face]
    data = b64encode(font_subset(face, characters)).decode("ascii")
    return (
        f"@font-face{{font-family:'{family}';font-weight:{weight};font-style:{slant};"
        f"src:url(data:font/ttf;base64,{data}) format('truetype')}}"
    )


def _number(value: float) -> str:
    """At most three decimals, no trailing zeros, never ``-0``: a third of a thousandth of a point is not seen."""
    shown = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


def _legal(text: str) -> str:
    """Without the control characters that XML 1.0 forbids."""
    return "".join(character for character in text if character >= " " or character in "\t\n")
