"""What ships beside the code: licences, icons, samples."""

from pathlib import Path
from xml.etree import ElementTree as ET

from designer.assets.loader import resource_path, sample_names

ROOT = Path(__file__).resolve().parents[2]
ICONS = sorted(resource_path("icons").glob("*.svg"))


def test_fonts_and_icons_carry_their_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in resource_path("fonts/OFL-IBM-Plex.txt").read_text(encoding="utf-8").upper()
    assert "MIT License" in resource_path("icons/LICENSE-tabler.txt").read_text(encoding="utf-8")


def test_icons_take_the_colour_they_are_given() -> None:
    assert ICONS
    assert [path.stem for path in ICONS if not takes_a_colour(ET.parse(path).getroot())] == []


def takes_a_colour(icon: ET.Element) -> bool:
    recoloured = "currentColor" in {icon.get("stroke"), icon.get("fill")}
    return recoloured and icon.get("viewBox") == "0 0 24 24" and all(part.get("stroke") is None for part in icon)


def test_every_sample_is_used_by_a_test() -> None:
    here = Path(__file__)
    tests = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py") if path != here]

    unused = [
        name
        for name in sample_names()
        if not any(f'"{name}"' in text or f"{name}.geocluster" in text for text in tests)
    ]

    assert unused == []
