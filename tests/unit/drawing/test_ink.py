"""The palettes are those of the design and legible on every ground they stand on (WCAG 2.1 contrast)."""

import pytest

from designer.drawing.ink import DARK, LIGHT, PALETTES, PRINT, Role

GROUNDS = (Role.PANEL, Role.CANVAS, Role.BACKGROUND)
SITES = (Role.PRIMARY_TINT, Role.SECONDARY_TINT, Role.THIRD_TINT)
TEXT_ON = {
    Role.TEXT: (*GROUNDS, *SITES),
    Role.DIM: (*GROUNDS, *SITES),
    Role.FAINT: GROUNDS,
    Role.PRIMARY: (*GROUNDS, Role.PRIMARY_TINT),
    Role.SECONDARY: (*GROUNDS, Role.SECONDARY_TINT),
    Role.THIRD: (*GROUNDS, Role.THIRD_TINT),
    Role.REPLICATION: (*GROUNDS, Role.REPLICATION_TINT),
    Role.ONLINE: GROUNDS,
    Role.PENDING: GROUNDS,
    Role.OFFLINE: GROUNDS,
    Role.FAILED: (*GROUNDS, Role.FAILED_TINT),
    Role.ON_SOLID: (Role.ONLINE, Role.PENDING, Role.FAILED, Role.PRIMARY),
}
STROKE_ON = {
    Role.PRIMARY: (Role.CANVAS, *SITES),
    Role.SECONDARY: (Role.CANVAS, Role.SECONDARY_TINT),
    Role.THIRD: (Role.CANVAS, *SITES),
    Role.REPLICATION: (Role.PANEL, Role.CANVAS, *SITES),
    Role.DIM: (Role.CANVAS, *SITES),
    Role.PENDING: (Role.PANEL, Role.CANVAS, *SITES),
    Role.FAILED: (Role.PANEL, Role.CANVAS, *SITES),
    Role.ONLINE: (Role.PANEL, Role.TRACK),
    Role.OFFLINE: (Role.PANEL, Role.TRACK),
}
LOOK = {
    Role.BACKGROUND: ("F4F6F9", "151A21"),
    Role.PANEL: ("FFFFFF", "1C232C"),
    Role.CANVAS: ("FAFBFC", "181E26"),
    Role.GRID: ("E4E8EE", "262F3A"),
    Role.LINE: ("D7DDE5", "2F3A47"),
    Role.TEXT: ("1A2330", "E6EBF1"),
    Role.DIM: ("5C6B7E", "A0AEBE"),
    Role.FAINT: ("616D7C", "8A9AAE"),
    Role.PRIMARY: ("1D5FD1", "6EA3FF"),
    Role.PRIMARY_TINT: ("EAF1FD", "1A2C49"),
    Role.SECONDARY: ("0B7A75", "4CC3BC"),
    Role.SECONDARY_TINT: ("E4F4F2", "14332F"),
    Role.THIRD: ("6D4AC9", "B197FC"),
    Role.REPLICATION: ("AF5008", "F0A04B"),
    Role.ONLINE: ("197C35", "4CC776"),
    Role.PENDING: ("946219", "E3B341"),
    Role.OFFLINE: ("5E6D83", "8B98A9"),
    Role.FAILED: ("C4262E", "FF7B72"),
}


def luminance(colour):
    channels = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first, second):
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_contrast_formula_gives_the_published_extremes():
    assert contrast("000000", "FFFFFF") == pytest.approx(21.0)
    assert contrast("777777", "FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda palette: palette.name)
def test_every_role_has_a_colour(palette):
    assert set(palette.colours) == set(Role)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda palette: palette.name)
def test_text_can_be_read_on_every_ground_it_stands_on(palette):
    weak = {
        (role.value, ground.value): round(contrast(palette[role], palette[ground]), 2)
        for role, grounds in TEXT_ON.items()
        for ground in grounds
        if contrast(palette[role], palette[ground]) < 4.5
    }

    assert weak == {}


@pytest.mark.parametrize("palette", PALETTES.values(), ids=lambda palette: palette.name)
def test_lines_with_a_meaning_stand_out_from_their_ground(palette):
    weak = {
        (role.value, ground.value): round(contrast(palette[role], palette[ground]), 2)
        for role, grounds in STROKE_ON.items()
        for ground in grounds
        if contrast(palette[role], palette[ground]) < 3
    }

    assert weak == {}


@pytest.mark.parametrize(("role", "colours"), LOOK.items())
def test_the_palettes_are_those_of_the_design(role, colours):
    assert (LIGHT[role], DARK[role]) == colours


def test_print_is_light_on_white_paper():
    changed = {role for role in Role if PRINT[role] != LIGHT[role]}

    assert changed == {Role.CANVAS, Role.BACKGROUND}
    assert PRINT[Role.CANVAS] == "FFFFFF"
