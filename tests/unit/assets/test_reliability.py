"""The shipped figures of parts against the table they come from."""

import pytest

from designer.assets.reliability import reliability
from designer.model.reliability import Grade, PartKind

BASE = {
    # kind: mean hours to failure and to repair, grade
    PartKind.SERVER: (175_000, 6, Grade.JUDGEMENT),
    PartKind.SYSTEM: (8_760, 0.3, Grade.JUDGEMENT),
    PartKind.ADAPTER: (400_000, 6, Grade.JUDGEMENT),
    PartKind.HOST_BUS_ADAPTER: (400_000, 6, Grade.JUDGEMENT),
    PartKind.ARRAY: (438_000, 4.4, Grade.VENDOR),
    PartKind.SWITCH: (300_000, 4, Grade.VENDOR),
    PartKind.LINE_END: (200_000, 6, Grade.VENDOR),
    PartKind.SITE: (47_800, 4, Grade.FIELD),
    PartKind.DISASTER: (4_380_000, 720, Grade.JUDGEMENT),
    PartKind.WITNESS_PATH: (4_380, 4.4, Grade.VENDOR),
    PartKind.SHARE: (4_380, 1.5, Grade.JUDGEMENT),
    PartKind.CLOUD: (4_380, 4.4, Grade.VENDOR),
}


@pytest.mark.parametrize("kind", BASE)
def test_the_base_column(kind):
    figures = reliability().of(kind)

    assert (figures.mttf_h.base, figures.mttr_h.base, figures.grade) == BASE[kind]


def test_a_cable_is_cut_2_13_times_a_year_on_1000_km():
    figures = reliability().of(PartKind.CABLE)

    assert 8760 * 1000 / figures.mttf_h.base == pytest.approx(2.13, rel=1e-5)
    assert (figures.mttr_h.base, figures.grade) == (12, Grade.FIELD)


def test_five_nines_of_an_array_and_three_of_a_line():
    for kind, works in ((PartKind.ARRAY, 0.99999), (PartKind.WITNESS_PATH, 0.999)):
        figures = reliability().of(kind)
        assert figures.mttf_h.base / (figures.mttf_h.base + figures.mttr_h.base) == pytest.approx(works, abs=1e-5)


def test_every_kind_has_figures_within_its_bounds():
    for kind in PartKind:
        figures = reliability().of(kind)
        for spread in (figures.mttf_h, figures.mttr_h):
            assert 0 < spread.low <= spread.base <= spread.high
            assert spread.low < spread.high


def test_what_is_not_judgement_names_its_source():
    assert all(one.source for one in reliability().parts if one.grade is not Grade.JUDGEMENT)
