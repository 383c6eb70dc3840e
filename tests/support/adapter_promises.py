"""What every adapter of marks must do, whatever it draws on: one class of tests, inherited by each."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from PIL import Image

from designer.base.texts import ENGLISH
from designer.drawing.geometry import Curve, Point, Rect, circle, joined, polyline, rectangle, scaling, translation
from designer.drawing.ink import LIGHT, Face, Role, Stroke
from designer.drawing.lettering import Lettering, Style
from designer.drawing.marks import Group, Mark, Path
from designer.drawing.ruler import BundledRuler

VIEW = Rect(0, 0, 120, 60)
SCALE = 4
LETTERING = Lettering(BundledRuler(), ENGLISH)
FAILED = tuple(int(LIGHT[Role.FAILED][at : at + 2], 16) for at in (0, 2, 4))
PRIMARY = tuple(int(LIGHT[Role.PRIMARY][at : at + 2], 16) for at in (0, 2, 4))
GROUND = tuple(int(LIGHT[Role.CANVAS][at : at + 2], 16) for at in (0, 2, 4))


class AdapterPromises(ABC):
    """Tests on pixels in the middle of areas, where smoothing of edges plays no part."""

    @abstractmethod
    def rendered(self, marks: Sequence[Mark], view: Rect, scale: float) -> Image.Image:
        """The view as an RGB image with ``scale`` pixels to the point, on canvas colour."""

    def colour(self, marks: Sequence[Mark], x: float, y: float) -> tuple[int, ...]:
        image = self.rendered(marks, VIEW, SCALE)
        return tuple(image.getpixel((int(x * SCALE), int(y * SCALE))))

    def test_an_area_is_filled_with_the_colour_of_its_role(self):
        area = Path(rectangle(Rect(10, 10, 20, 20)), Role.FAILED)

        assert near(self.colour((area,), 20, 20), FAILED)
        assert near(self.colour((area,), 35, 20), GROUND)

    def test_y_grows_downwards(self):
        area = Path(rectangle(Rect(10, 40, 20, 15)), Role.FAILED)

        assert near(self.colour((area,), 20, 47), FAILED)
        assert near(self.colour((area,), 20, 12), GROUND)

    def test_a_line_is_as_wide_as_its_stroke_and_ends_at_its_ends(self):
        line = Path(polyline((Point(20, 30), Point(80, 30))), None, Stroke(Role.FAILED, 8))

        assert near(self.colour((line,), 50, 33), FAILED)
        assert near(self.colour((line,), 50, 35), GROUND)
        assert near(self.colour((line,), 17.5, 30), GROUND), "caps are butt"
        assert near(self.colour((line,), 22, 30), FAILED)

    def test_corners_are_mitred(self):
        corner = Path(polyline((Point(20, 50), Point(20, 20), Point(50, 20))), None, Stroke(Role.FAILED, 12))

        assert near(self.colour((corner,), 15, 15), FAILED)

    def test_dashes_are_measured_in_points(self):
        line = Path(polyline((Point(0, 30), Point(120, 30))), None, Stroke(Role.FAILED, 4, (20.0, 10.0)))

        assert near(self.colour((line,), 10, 30), FAILED)
        assert near(self.colour((line,), 25, 30), GROUND)
        assert near(self.colour((line,), 40, 30), FAILED)
        assert near(self.colour((line,), 55, 30), GROUND)

    def test_a_dash_pattern_ends_with_its_path(self):
        dashed = Path(polyline((Point(0, 10), Point(120, 10))), None, Stroke(Role.FAILED, 4, (20.0, 10.0)))
        plain = Path(polyline((Point(0, 40), Point(120, 40))), None, Stroke(Role.FAILED, 4))

        assert near(self.colour((dashed, plain), 25, 40), FAILED)

    def test_areas_wound_the_same_way_are_full_where_they_overlap(self):
        both = joined((rectangle(Rect(10, 10, 40, 40)), rectangle(Rect(20, 20, 20, 20))))

        assert near(self.colour((Path(both, Role.FAILED),), 30, 30), FAILED)

    def test_areas_wound_against_each_other_leave_a_hole(self):
        hole = Curve("MLLLZ", (20, 20, 20, 40, 40, 40, 40, 20))
        both = joined((rectangle(Rect(10, 10, 40, 40)), hole))

        assert near(self.colour((Path(both, Role.FAILED),), 30, 30), GROUND)
        assert near(self.colour((Path(both, Role.FAILED),), 15, 30), FAILED)

    def test_curves_bend(self):
        disc = Path(circle(Point(60, 30), 20), Role.FAILED)

        assert near(self.colour((disc,), 60 + 13.5, 30 + 13.5), FAILED)
        assert near(self.colour((disc,), 60 + 15.5, 30 + 15.5), GROUND)

    def test_fill_lies_under_stroke(self):
        box = Path(rectangle(Rect(20, 20, 40, 20)), Role.PRIMARY, Stroke(Role.FAILED, 8))

        assert near(self.colour((box,), 22.5, 30), FAILED)
        assert near(self.colour((box,), 40, 30), PRIMARY)

    def test_later_marks_lie_over_earlier_ones(self):
        box = rectangle(Rect(20, 20, 40, 20))

        assert near(self.colour((Path(box, Role.PRIMARY), Path(box, Role.FAILED)), 40, 30), FAILED)

    def test_groups_move_and_enlarge_from_the_inside_out(self):
        unit = Path(rectangle(Rect(0, 0, 10, 10)), Role.FAILED)
        group = Group((Group((unit,), scaling(2)),), translation(50, 20))

        assert near(self.colour((group,), 68, 38), FAILED)
        assert near(self.colour((group,), 72, 38), GROUND)
        assert near(self.colour((group, unit), 5, 5), FAILED), "a group leaves no transform behind"

    def test_opacity_mixes_with_what_lies_below_and_multiplies(self):
        area = Path(rectangle(Rect(0, 0, 60, 60)), Role.FAILED)
        half = Group((area,), opacity=0.5)
        quarter = Group((half,), opacity=0.5)

        assert near(self.colour((half,), 30, 30), mixed(FAILED, GROUND, 0.5))
        assert near(self.colour((quarter,), 30, 30), mixed(FAILED, GROUND, 0.25))
        assert near(self.colour((half, area), 30, 30), FAILED), "a group leaves no opacity behind"

    def test_opacity_counts_for_lines_and_text(self):
        line = Path(polyline((Point(0, 30), Point(120, 30))), None, Stroke(Role.FAILED, 20))
        bar = LETTERING.line("\u2014\u2014\u2014", Point(10, 40), Style(40, Face.BOLD, Role.FAILED))

        assert near(self.colour((Group((line,), opacity=0.5),), 60, 30), mixed(FAILED, GROUND, 0.5))
        solid = self.rendered((bar,), VIEW, SCALE)
        faint = self.rendered((Group((bar,), opacity=0.5),), VIEW, SCALE)
        assert lowest(solid) < 80
        assert lowest(faint) > 120

    def test_text_stands_on_its_baseline_and_takes_the_width_the_ruler_gave(self):
        for face in Face:
            text = LETTERING.line("HAVATAiH", Point(10, 40), Style(18, face, Role.TEXT))

            left, top, right, bottom = ink_box(self.rendered((text,), VIEW, SCALE))

            assert abs(bottom - 40) < 0.6, face
            assert abs(top - (40 - 18 * 0.698)) < (1.2 if face is not Face.ITALIC else 2), face
            assert abs(left - 10) < 18 * 0.12, face
            assert abs(right - (10 + text.width)) < 18 * 0.14, face


def near(seen: tuple[int, ...], expected: tuple[float, ...]) -> bool:
    """Whether no channel is off by more than rounding."""
    return all(abs(a - b) <= 3 for a, b in zip(seen, expected, strict=True))


def mixed(over: tuple[int, ...], under: tuple[int, ...], share: float) -> tuple[float, ...]:
    """The colour of a layer laid over another with this opacity."""
    return tuple(a * share + b * (1 - share) for a, b in zip(over, under, strict=True))


def lowest(image: Image.Image) -> int:
    """The darkest green of an image: the failed role has little of it."""
    return int(image.getchannel("G").getextrema()[0])


def ink_box(image: Image.Image) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is clearly darker than the ground, in points."""
    dark = image.convert("L").point(lambda value: 255 if value < 128 else 0)
    box = dark.getbbox()
    assert box is not None
    return tuple(edge / SCALE for edge in box)
