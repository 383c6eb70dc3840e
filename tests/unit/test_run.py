"""The set-up script, as far as it can be judged without setting anything up."""

import importlib.util
import json
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, with an environment folder that holds nothing yet."""
    monkeypatch.setenv("GEOCLUSTER_VENV", str(tmp_path / "venv"))
    spec = importlib.util.spec_from_file_location("run_script", ROOT / "run.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


def make_environment(run: ModuleType, minor: str) -> None:
    if os.name == "nt":
        pytest.skip("making a link needs rights there")
    python = run.venv_python()
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (run.venv_folder() / "pyvenv.cfg").write_text(f"version = {minor}.4\n", encoding="utf-8")


def test_only_the_standard_library_is_imported(run: ModuleType) -> None:
    names = {value.__name__.partition(".")[0] for value in vars(run).values() if isinstance(value, ModuleType)}

    assert names <= sys.stdlib_module_names


def test_a_missing_library_is_named_with_its_package(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "can_load", lambda library: library != "libxcb-cursor.so.0")

    assert run.missing_libraries({"base", "window"}) == [("libxcb-cursor.so.0", "libxcb-cursor0")]
    assert run.missing_libraries({"base"}) == []


def test_without_root_the_exact_line_is_told(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "privilege", lambda: None)
    monkeypatch.setattr(run.shutil, "which", lambda name: f"/usr/bin/{name}")

    told = run.install_debian(["libegl1", "libgl1"])

    assert "sudo apt-get install --no-install-recommends -y libegl1 libgl1" in told


def test_a_system_that_is_not_debian_is_told_the_names(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run.shutil, "which", lambda name: None)

    assert "libegl1" in run.install_debian(["libegl1"])


def test_an_environment_of_a_replaced_python_is_not_used(run: ModuleType) -> None:
    make_environment(run, minor="3.10")

    assert run.python_version(run.venv_python()) is None


def test_an_environment_of_this_python_is_used(run: ModuleType) -> None:
    make_environment(run, minor=f"3.{sys.version_info.minor}")

    assert run.python_version(run.venv_python()) == ".".join(map(str, sys.version_info[:3]))


def test_the_stamp_of_the_tests_serves_for_the_main_job(run: ModuleType) -> None:
    make_environment(run, minor=f"3.{sys.version_info.minor}")
    assert not run.is_stamped(run.LOCK)

    run.write_stamp(run.LOCK_WITH_TESTS)

    assert run.is_stamped(run.LOCK)
    assert run.is_stamped(run.LOCK_WITH_TESTS)


def test_a_changed_lock_is_installed_anew(run: ModuleType) -> None:
    make_environment(run, minor=f"3.{sys.version_info.minor}")
    (run.venv_folder() / run.STAMP).write_text(json.dumps({run.LOCK.name: "of another lock"}), encoding="utf-8")

    assert not run.is_stamped(run.LOCK)


def test_headless_work_goes_on_after_findings_and_stops_at_a_failure(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = {"check": 1, "simulate": 0, "report": 2, "draw": 0}
    asked = []
    monkeypatch.setattr(run, "run_program", lambda words: asked.append(words[0]) or codes[words[0]])

    code = run.work_headless()

    assert asked == ["check", "simulate", "report"]
    assert code == 1
    assert "exit code 2" in capsys.readouterr().out


def test_headless_work_names_the_files_it_wrote(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "run_program", lambda words: 1 if words[0] == "check" else 0)

    code = run.work_headless()

    told = capsys.readouterr().out
    assert code == 0
    assert "article.pdf" in told.splitlines()[-1]
    assert "article-two-plus-one.png" in told.splitlines()[-1]
