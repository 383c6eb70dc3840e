"""Resources and samples are found in the source tree and in an installed package alike."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from designer.assets import loader
from designer.base.errors import UnknownElement

PACKAGE = Path(loader.__file__).resolve().parents[1]


def test_a_resource_is_read_from_beside_the_package() -> None:
    assert loader.resource_bytes("fonts/IBMPlexSans-Regular.ttf")[:4] == b"\x00\x01\x00\x00"


def test_a_resource_that_does_not_ship_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        loader.resource_bytes("fonts/Missing.ttf")


def test_names_of_resources_are_in_order_and_without_suffix() -> None:
    names = loader.resource_names("fonts", ".ttf")

    assert "IBMPlexSans-Regular" in names
    assert list(names) == sorted(names)


def test_an_unknown_sample_is_refused_by_name() -> None:
    with pytest.raises(UnknownElement) as refused:
        loader.sample_bytes("../pyproject")

    assert refused.value.code == "sample-unknown"
    assert "../pyproject" in str(refused.value.message)


def test_an_installed_package_carries_its_resources_inside(tmp_path: Path) -> None:
    """The wheel maps `resources` to `designer/_resources` and `samples` to `designer/_samples`."""
    installed = tmp_path / "designer"
    for part in ("__init__.py", "assets", "base"):
        copy = shutil.copytree if (PACKAGE / part).is_dir() else shutil.copy
        installed.mkdir(exist_ok=True)
        copy(PACKAGE / part, installed / part)
    (installed / "_resources").mkdir()
    (installed / "_resources" / "note.txt").write_bytes(b"inside")
    (installed / "_samples").mkdir()
    (installed / "_samples" / "only.geocluster").write_bytes(b"{}")
    question = (
        "from designer.assets.loader import *;print(resource_bytes('note.txt'), sample_names(), sample_bytes('only'))"
    )

    answer = subprocess.run(
        [sys.executable, "-c", question],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert answer.stdout.strip() == "b'inside' ('only',) b'{}'"
