from designer.drawing.dump import dump
from designer.drawing.geometry import Point, Rect, rectangle, translation
from designer.drawing.ink import Role, Stroke
from designer.drawing.marks import Group, Path, Text
from designer.drawing.scene import Scene, SceneItem


def test_every_mark_is_one_line_that_says_everything_about_it():
    box = rectangle(Rect(0, 0, 10, 5))
    marks = (
        Path(box, Role.PANEL, Stroke(Role.LINE, 1.5, (2.0, 1.0))),
        Group((Text(Point(1, 2), "Řeka", 20.125, 11),), translation(3, 4), 0.5),
    )
    scene = Scene((SceneItem("key", "element", 20, marks, box, Rect(0, 0, 10, 5)),))

    assert dump(scene) == (
        "key [element] z20 area 0,0,10,5\n"
        "  path fill panel stroke line 1.5 dash 2,1 M0,0L10,0L10,5L0,5Z\n"
        "  group 1,0,0,1,3,4 opacity 0.5\n"
        "    text 1,2 text IBMPlexSans-Regular 11 w20.12 'Řeka'\n"
    )


def test_a_zero_has_no_sign_and_no_decimals():
    box = rectangle(Rect(-0.0, 0.001, 1, 1))

    assert "M0,0L1,0" in dump(Scene((SceneItem("k", "e", 0, (Path(box),), box, Rect(0, 0, 1, 1)),)))
