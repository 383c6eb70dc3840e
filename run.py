#!/usr/bin/env python3
"""Sets up everything the program needs and starts it. Standard library only.

    python3 run.py                 the window with the article's project; without a display, its work headless
    python3 run.py test [WORD...]  the tests; further words go to pytest
    python3 run.py WORD...         the command `geocluster WORD...`

On Windows say `py run.py`. The environment is `.venv` beside this file; the variable GEOCLUSTER_VENV names
another. The second start finds everything in place and costs nothing.
"""

from __future__ import annotations

import ctypes
import functools
import hashlib
import importlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST_PYTHON = (3, 11)
if sys.version_info < OLDEST_PYTHON:
    sys.exit("Geocluster Designer needs Python 3.11 or newer; this is Python " + sys.version.split()[0] + ".")

ROOT = Path(__file__).resolve().parent
OUTPUT = ROOT / "output"
SAMPLE = ROOT / "samples" / "article.geocluster"
LOCK = ROOT / "requirements.lock"
LOCK_WITHOUT_WINDOW = ROOT / "requirements-core.lock"
LOCK_WITH_TESTS = ROOT / "requirements-test.lock"
LIBRARIES = ROOT / "resources" / "platform" / "debian-packages.txt"
STAMP = "geocluster-stamp.json"
ENOUGH_INSTEAD = {LOCK_WITHOUT_WINDOW: (LOCK, LOCK_WITH_TESTS), LOCK: (LOCK_WITH_TESTS,), LOCK_WITH_TESTS: ()}
"""The tests' lock holds every pin of the run's, and that every pin of the core's."""


class SetupFailed(Exception):
    """Something is missing that this script may not or cannot bring; the text says what to type."""


def main(words: list[str]) -> int:
    """Set up and do what the words ask for; its exit code."""
    try:
        if words[:1] == ["test"]:
            return run_tests(words[1:])
        if words:
            prepare(LOCK)
            return run_program(words)
        return do_main_job()
    except SetupFailed as failure:
        note(str(failure))
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output (say, `head`) has seen enough; the interpreter must not try to flush the rest.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


# --- the three things it does ---


def run_tests(words: list[str]) -> int:
    """The tests, off the screen; pytest's last line says how many passed."""
    command = [str(venv_python()), "-m", "pytest"]
    if prepare(LOCK_WITH_TESTS):
        note("The tests of the window are left out: Qt cannot be loaded here.")
        command += ["-p", "no:pytest-qt"]
    environment = child_environment() | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.call([*command, *words], cwd=ROOT, env=environment)


def run_program(words: list[str]) -> int:
    """The command `geocluster` with these words, from the folder the person stands in."""
    return subprocess.call([str(venv_python()), "-P", "-m", "designer", *words], env=child_environment())


def do_main_job() -> int:
    """The window with a copy of the article's project, or the same work in words and files."""
    lacking = prepare(LOCK)
    OUTPUT.mkdir(exist_ok=True)
    reason = "Qt lacks libraries of this system" if lacking else why_no_window()
    if reason is None:
        copy = OUTPUT / SAMPLE.name
        if not copy.exists():
            shutil.copyfile(SAMPLE, copy)
        say(f"Opening {shown(copy)}, your own copy of the article's project.")
        return run_program(["open", str(copy)])
    say(f"No window: {reason}. The same job follows without one.")
    return work_headless()


def work_headless() -> int:
    """Check the article's 2+1, move a machine to the other site, write the document and the picture."""
    sample, design = str(SAMPLE), ["--design", "two-plus-one"]
    document, picture = OUTPUT / "article.pdf", OUTPUT / "article-two-plus-one.png"
    jobs = (
        ("What the design rules say of the 2+1 design", ["check", sample, *design], {0, 1}),
        (
            "Live migration of vm-01 from the primary to the secondary site, step by step",
            ["simulate", sample, *design, "--migrate", "vm-01", "--to", "s1"],
            {0},
        ),
        ("The document", ["report", sample, "-o", str(document)], {0}),
        ("The picture", ["draw", sample, *design, "-o", str(picture)], {0}),
    )
    for title, words, accepted in jobs:
        say(f"\n== {title}\n   geocluster {' '.join(shown(word) for word in words)}\n")
        code = run_program(words)
        if code not in accepted:
            say(f"That ended with exit code {code}.")
            return 1
    say(f"\nWritten: {shown(document)} and {shown(picture)}")
    return 0


# --- set-up ---


def prepare(lock: Path) -> list[str]:
    """Bring the system libraries and the environment; the Debian packages that are still lacking."""
    lacking = prepare_system()
    python = prepare_venv()
    if is_stamped(lock):
        return lacking
    note(f"Installing the Python packages of {lock.name} into {shown(venv_folder())} ...")
    if not install(python, lock):
        if lock != LOCK or not install(python, LOCK_WITHOUT_WINDOW):
            raise SetupFailed(f"The packages of {lock.name} could not be installed; the reason stands above.")
        note("PySide6 could not be installed, so there is no window; everything else works.")
        lock = LOCK_WITHOUT_WINDOW
    write_stamp(lock)
    return lacking


def prepare_system() -> list[str]:
    """On Linux, install what Qt and the environment need of the system; the packages that Qt still lacks."""
    if not sys.platform.startswith("linux"):
        return []
    wanted = {package for _, package in missing_libraries({"base", "window"})}
    if not can_make_venv():
        wanted.add("python3-venv")
    if not wanted:
        return []
    failure = install_debian(sorted(wanted))
    importlib.invalidate_caches()
    if failure is not None:
        note(failure)
    return sorted(package for _, package in missing_libraries({"base"}))


def missing_libraries(groups: set[str]) -> list[tuple[str, str]]:
    """The libraries of these groups that cannot be loaded, each with its Debian package."""
    lines = [line.partition("#")[0].split() for line in LIBRARIES.read_text(encoding="utf-8").splitlines()]
    return [
        (library, package)
        for group, library, package in filter(None, lines)
        if group in groups and not can_load(library)
    ]


def can_load(library: str) -> bool:
    """Whether the system's loader finds the library and all that it needs itself."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_debian(packages: list[str]) -> str | None:
    """Install Debian packages as root or by sudo without a password; None, or the line a person must type."""
    line = "apt-get install --no-install-recommends -y " + " ".join(packages)
    if shutil.which("apt-get") is None:
        return f"These libraries of the system are missing (named as Debian names them): {' '.join(packages)}."
    by_hand = f"Packages of the system are missing. Please type:\n\n    sudo {line}\n"
    prefix = privilege()
    if prefix is None:
        return by_hand
    note(f"Installing packages of the system: {' '.join(packages)} ...")
    # Package lists may be missing or old: one try as it is, one after an update.
    for before in ([], ["apt-get", "update", "-q"]):
        if before:
            call_quietly([*prefix, *before])
        if call_quietly([*prefix, *line.split()]) == 0:
            return None
    return by_hand


def privilege() -> list[str] | None:
    """The words before a command that needs root: none, sudo's, or None where neither is to be had."""
    if os.geteuid() == 0:
        return ["env", "DEBIAN_FRONTEND=noninteractive"]
    if shutil.which("sudo") and call_quietly(["sudo", "-n", "true"]) == 0:
        return ["sudo", "-n", "env", "DEBIAN_FRONTEND=noninteractive"]
    return None


def call_quietly(command: list[str]) -> int:
    """Run a command without a person; its output is shown only when it fails."""
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode != 0 and command[:2] != ["sudo", "-n"]:
        note(done.stdout.strip())
    return done.returncode


# --- the environment ---


def venv_folder() -> Path:
    """The folder of the virtual environment."""
    named = os.environ.get("GEOCLUSTER_VENV")
    return Path(named).expanduser().resolve() if named else ROOT / ".venv"


def venv_python() -> Path:
    """The environment's interpreter."""
    return venv_folder() / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def prepare_venv() -> Path:
    """The interpreter of the environment, which is made where there is none that works."""
    python = venv_python()
    if python_version(python) is not None:
        return python
    if not can_make_venv():
        raise SetupFailed("Without that, no environment can be made: this Python lacks its ensurepip module.")
    note(f"Making the environment {shown(venv_folder())} ...")
    without_pip = [] if has_ensurepip() else ["--without-pip"]
    command = [sys.executable, "-m", "venv", "--clear", *without_pip, str(venv_folder())]
    failed = subprocess.call(command) != 0
    python_version.cache_clear()
    if failed or python_version(python) is None:
        raise SetupFailed("The environment could not be made; the reason stands above.")
    return python


def can_make_venv() -> bool:
    """Whether there is an environment already, or what is needed to make one: Debian ships ensurepip apart."""
    return python_version(venv_python()) is not None or has_ensurepip() or shutil.which("uv") is not None


def has_ensurepip() -> bool:
    """Whether this Python can put pip into a new environment."""
    return importlib.util.find_spec("ensurepip") is not None


@functools.cache
def python_version(python: Path) -> str | None:
    """The version of an environment's interpreter, or None where it does not start, is too old or was replaced.

    After an upgrade of the system the link in an environment leads to a newer Python that sees none of its packages.
    """
    configuration = venv_folder() / "pyvenv.cfg"
    if not python.exists() or not configuration.exists():
        return None
    asked = "import platform; print(platform.python_version())"
    version = subprocess.run([str(python), "-c", asked], capture_output=True, text=True, check=False).stdout.strip()
    minor = version.rpartition(".")[0]
    made_for_it = f"= {minor}." in configuration.read_text(encoding="utf-8")
    return version if made_for_it and int(minor.partition(".")[2]) >= OLDEST_PYTHON[1] else None


def install(python: Path, lock: Path) -> bool:
    """Install the lock's packages, each checked against its hash; whether that worked."""
    if shutil.which("uv"):
        command = ["uv", "pip", "install", "--quiet", "--compile-bytecode", "--require-hashes", "--python", str(python)]
        # uv does not read pip's settings, so where only pip knows the way to a registry, pip has the second try.
        if subprocess.call([*command, "-r", str(lock)]) == 0:
            return True
    pip = [str(python), "-m", "pip"]
    if call_quietly([*pip, "--version"]) != 0 and call_quietly([str(python), "-m", "ensurepip"]) != 0:
        return False
    quiet = ["-qq", "--disable-pip-version-check", "--no-input"]
    return subprocess.call([*pip, "install", *quiet, "--require-hashes", "-r", str(lock)]) == 0


def is_stamped(lock: Path) -> bool:
    """Whether the lock, or one that holds all its pins, is installed as it is now."""
    try:
        stamp = json.loads((venv_folder() / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return any(stamp.get(enough.name) == mark_of(enough) for enough in (lock, *ENOUGH_INSTEAD[lock]))


def write_stamp(lock: Path) -> None:
    """Note that the lock is installed. Installing one leaves nothing of another in doubt, so only it is noted."""
    (venv_folder() / STAMP).write_text(json.dumps({lock.name: mark_of(lock)}) + "\n", encoding="utf-8")


def mark_of(lock: Path) -> str:
    """What changes when the lock or the environment's Python does."""
    version = python_version(venv_python()) or ""
    return hashlib.sha256(lock.read_bytes() + version.encode()).hexdigest()


def child_environment() -> dict[str, str]:
    """The environment of what is started: it finds the sources and speaks UTF-8."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return os.environ | {"PYTHONPATH": path, "PYTHONUTF8": "1"}


# --- the display ---


def why_no_window() -> str | None:
    """Why no window can be opened here, or None. Qt itself is asked, because it ends the process when it cannot."""
    unix = sys.platform not in {"win32", "darwin"}
    if unix and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return "there is no display"
    probe = "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
    done = subprocess.run([str(venv_python()), "-c", probe], capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return None
    if "ModuleNotFoundError" in done.stderr:
        return "PySide6 is not installed"
    return lacking_of_platform() or "Qt cannot open one on this display"


def lacking_of_platform() -> str | None:
    """The libraries that Qt's X11 part lacks, by the loader's own word: Qt's message names the wrong one."""
    plugins = sorted(venv_folder().glob("lib/python*/site-packages/PySide6/Qt/plugins/platforms/libqxcb.so"))
    if not plugins or shutil.which("ldd") is None:
        return None
    told = subprocess.run(["ldd", str(plugins[0])], capture_output=True, text=True, check=False).stdout
    missing = sorted({line.split()[0] for line in told.splitlines() if "not found" in line})
    return f"Qt lacks {', '.join(missing)}" if missing else None


def shown(word: str | Path) -> str:
    """A path as a person wants to read it: relative to the folder of the program where it lies inside."""
    path = Path(word)
    return str(path.relative_to(ROOT)) if path.is_absolute() and path.is_relative_to(ROOT) else str(word)


def say(text: str) -> None:
    """Tell the person what comes."""
    print(text, flush=True)


def note(text: str) -> None:
    """Tell about the set-up, apart from the answer of a command, which another program may read."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
