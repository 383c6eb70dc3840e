"""What ships beside the code: licences, icons, samples."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from designer.assets.loader import resource_path, sample_names

ROOT = Path(__file__).resolve().parents[2]
ICONS = sorted(resource_path("icons").glob("*.svg"))


def test_fonts_and_icons_carry_their_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in resource_path("fonts/OFL-IBM-Plex.txt").read_text(encoding="utf-8").upper()
    assert "MIT License" in resource_path("icons/LICENSE-tabler.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_an_icon_takes_the_colour_it_is_given(path: Path) -> None:
    root = ET.parse(path).getroot()

    assert root.get("viewBox") == "0 0 24 24"
    assert "currentColor" in {root.get("stroke"), root.get("fill")}
    assert all(element.get("stroke") is None for element in root)


def test_every_sample_is_used_by_a_test() -> None:
    here = Path(__file__)
    tests = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py") if path != here]

    unused = [
        name
        for name in sample_names()
        if not any(f'"{name}"' in text or f"{name}.geocluster" in text for text in tests)
    ]

    assert unused == []
