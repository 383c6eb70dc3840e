"""The lock files: hashed, without a registry's address, each holding all pins of the smaller one."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements-core.lock", "requirements.lock", "requirements-test.lock")


def pins(name: str) -> dict[str, str]:
    """Name and marker to version."""
    pattern = re.compile(r"^([a-z0-9-]+)==(\S+)( ; .*?)? \\$", re.MULTILINE)
    return {f"{pin}{marker}": version for pin, version, marker in pattern.findall(text(name))}


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", LOCKS)
def test_no_address_is_named(name: str) -> None:
    assert "://" not in text(name)
    assert "index-url" not in text(name)


@pytest.mark.parametrize("name", LOCKS)
def test_every_pin_has_a_hash(name: str) -> None:
    blocks = re.split(r"^(?=[a-z])", text(name), flags=re.MULTILINE)[1:]

    assert len(blocks) == len(pins(name)) > 0
    assert all("--hash=sha256:" in block for block in blocks)


@pytest.mark.parametrize(("smaller", "larger"), [LOCKS[:2], LOCKS[1:]])
def test_the_larger_lock_serves_in_place_of_the_smaller(smaller: str, larger: str) -> None:
    """run.py relies on it: after the tests were set up, the main job installs nothing."""
    assert pins(smaller).items() <= pins(larger).items()


def test_every_dependency_is_locked_and_documented() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["gui"]]
    names = {re.match(r"[a-z0-9-]+", line).group() for line in wanted}
    locked = {pin.split(" ")[0] for pin in pins("requirements.lock")}

    licences = text("packaging/THIRD-PARTY.md")
    reasons = text("DECISIONS.md").partition("## Dependencies")[2].lower()

    assert names <= locked
    assert {name for name in locked if f"| {name} " not in licences} == set()
    assert {name for name in names if f"### {name}" not in reasons} == set()


def test_the_core_lock_has_no_qt() -> None:
    assert not {"pyside6-essentials", "shiboken6"} & pins("requirements-core.lock").keys()
