"""A scene as stable text, one mark a line: reviewable in a diff, the same on every machine."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from designer.drawing.geometry import IDENTITY
from designer.drawing.ink import Stroke
from designer.drawing.marks import Group, Mark, Path, Text
from designer.drawing.scene import Scene


def dump(scene: Scene) -> str:
    """The whole scene: items from the lowest to the topmost, marks indented, numbers to a hundredth of a point."""
    lines: list[str] = []
    for item in scene.items:
        rect = item.bounds
        box = _numbers((rect.x, rect.y, rect.width, rect.height))
        kind = "line" if item.is_line else "area"
        lines.append(f"{item.key} [{item.element_id}] z{item.z} {kind} {box}")
        lines.extend(_marks(item.marks, 1))
    return "\n".join(lines) + "\n"


def _marks(marks: Iterable[Mark], depth: int) -> Iterator[str]:
    indent = "  " * depth
    for mark in marks:
        match mark:
            case Path():
                shape = "".join(f"{verb}{_numbers(numbers)}" for verb, numbers in mark.curve.segments())
                fill = f" fill {mark.fill}" if mark.fill is not None else ""
                yield f"{indent}path{fill}{_stroke(mark.stroke)} {shape}"
            case Text():
                look = f"{mark.role} {mark.face} {_number(mark.size)} w{_number(mark.width)}"
                yield f"{indent}text {_numbers(mark.origin)} {look} {mark.text!r}"
            case Group():
                matrix = mark.transform
                moved = f" {_numbers((matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f))}"
                moved = "" if matrix == IDENTITY else moved
                faint = f" opacity {_number(mark.opacity)}" if mark.opacity != 1 else ""
                yield f"{indent}group{moved}{faint}"
                yield from _marks(mark.marks, depth + 1)
            case _:
                assert_never(mark)


def _stroke(stroke: Stroke | None) -> str:
    if stroke is None:
        return ""
    dash = f" dash {_numbers(stroke.dash)}" if stroke.dash else ""
    return f" stroke {stroke.role} {_number(stroke.width)}{dash}"


def _numbers(values: Iterable[float]) -> str:
    return ",".join(_number(value) for value in values)


def _number(value: float) -> str:
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown
