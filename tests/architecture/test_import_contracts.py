"""The import directions of ARCHITECTURE.md hold, and breaking one would be found."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytest.importorskip("importlinter")


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [sys.executable, "-c", command, "--no-cache"],
        cwd=folder,
        env=environment | {"COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_contract_holds() -> None:
    result = lint_imports(ROOT)

    assert result.returncode == 0, result.stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("planted", "line", "contract"),
    [
        ("model/planted.py", "from PySide6.QtCore import QObject", "Qt stays in app"),
        ("cli/planted.py", "import designer.app.planted_window", "One direction"),
        ("analysis/planted.py", "import networkx", "networkx stays in topology"),
        ("engine/planted.py", "import numpy", "numpy stays in analysis"),
        ("drawing/planted.py", "import reportlab", "reportlab stays in report and the ruler"),
        ("engine/planted.py", "import random", "Pure layers have no clock, chance or files"),
        ("topology/planted.py", "import pydantic", "pydantic stays in base, model and persistence"),
        ("planted/__init__.py", "", "One direction"),
    ],
)
def test_a_planted_import_is_found(tmp_path: Path, planted: str, line: str, contract: str) -> None:
    shutil.copytree(ROOT / "designer", tmp_path / "designer", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "designer/app/planted_window.py").write_text("", encoding="utf-8")
    file = tmp_path / "designer" / planted
    file.parent.mkdir(exist_ok=True)
    file.write_text(line + "\n", encoding="utf-8")

    result = lint_imports(tmp_path)

    assert result.returncode != 0
    assert contract in result.stdout
    assert f"{contract} BROKEN" in result.stdout or "planted" in result.stdout
