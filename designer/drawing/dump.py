"""A scene as stable text, one mark a line: reviewable in a diff, the same on every machine."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from designer.drawing.geometry import IDENTITY
from designer.drawing.ink import Stroke
from designer.drawing.marks import Group, Mark, Path, Text
from designer.drawing.scene import Scene


def dump(scene: Scene) -> str:
    """The whole scene: items from the lowest to the topmost, their marks indented, numbers to a hundredth of a point."""
    lines: list[str] = []
    for item in scene.items:
        box = " ".join(_number(value) for value in (item.bounds.x, item.bounds.y, item.bounds.width, item.bounds.height))
        kind = "line" if item.is_line else "area"
        lines.append(f"{item.key} [{item.element_id}] z{item.z} {kind} {box}")
        lines.extend(_marks(item.marks, 1))
    return "\n".join(lines) + "\n"


def _marks(marks: Iterable[Mark], depth: int) -> Iterator[str]:
    indent = "  " * depth
    for mark in marks:
        match mark:
            case Path():
                shape = "".join(f"{verb}{','.join(_number(value) for value in numbers)}" for verb, numbers in mark.curve.segments())
                fill = f" fill {mark.fill}" if mark.fill is not None else ""
                yield f"{indent}path{fill}{_stroke(mark.stroke)} {shape}"
            case Text():
                at = f"{_number(mark.origin.x)},{_number(mark.origin.y)}"
                yield f"{indent}text {at} {mark.role} {mark.face} {_number(mark.size)} w{_number(mark.width)} {mark.text!r}"
            case Group():
                matrix = mark.transform
                moved = (
                    f" {','.join(_number(v) for v in (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f))}"
                    if matrix != IDENTITY
                    else ""
                )
                faint = f" opacity {_number(mark.opacity)}" if mark.opacity != 1 else ""
                yield f"{indent}group{moved}{faint}"
                yield from _marks(mark.marks, depth + 1)
            case _:
                assert_never(mark)


def _stroke(stroke: Stroke | None) -> str:
    if stroke is None:
        return ""
    dash = f" dash {','.join(_number(length) for length in stroke.dash)}" if stroke.dash else ""
    return f" stroke {stroke.role} {_number(stroke.width)}{dash}"


def _number(value: float) -> str:
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown
