"""A part of a picture: what comes with what is asked for."""

from designer.assets.translations import translator
from designer.drawing.compose import compose
from designer.drawing.excerpt import excerpt, site_of
from designer.drawing.ruler import BundledRuler
from tests.support.builders import two_plus_one


def _keys(*element_ids: str) -> set[str]:
    design = two_plus_one()
    scene = compose(design, BundledRuler(), translator("en"))
    return {item.element_id for item in excerpt(scene, design, element_ids).items}


def test_cards_come_with_their_chips_and_the_lines_between_them() -> None:
    found = _keys("p1", "array-p")

    assert {"p1", "array-p", "san-p1", "vm-01"} <= found
    assert not found & {"p2", "san-p2", "link-replication", "site-p"}


def test_a_site_comes_with_all_that_stands_in_it() -> None:
    assert {"site-s", "s1", "array-s", "san-s1"} <= _keys("site-s")
    assert "link-lan" not in _keys("site-s")
    assert "link-lan" in _keys("site-s", "site-p")


def test_the_site_of_anything() -> None:
    design = two_plus_one()

    found = {one: site_of(design, one) for one in ("site-p", "p1", "array-s", "vm-01", "link-lan")}

    assert found == {"site-p": "site-p", "p1": "site-p", "array-s": "site-s", "vm-01": "site-p", "link-lan": None}
