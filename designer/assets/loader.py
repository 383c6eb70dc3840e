"""The bytes that ship with the program. The only code that knows where they lie.

In the source tree they are beside the package; in the wheel and in the frozen program, inside it.
"""

from functools import cache
from pathlib import Path

from designer.base.errors import UnknownElement
from designer.base.texts import msg

PROJECT_SUFFIX = ".geocluster"
_PACKAGE = Path(__file__).resolve().parent.parent


def resource_path(relative: str) -> Path:
    """Where the resource lies on this machine, say ``fonts/IBMPlexSans-Regular.ttf``; it need not exist."""
    return _root("resources") / relative


def resource_bytes(relative: str) -> bytes:
    """The resource's content; ``FileNotFoundError`` where the program ships none of that name."""
    return resource_path(relative).read_bytes()


def resource_names(folder: str, suffix: str) -> tuple[str, ...]:
    """The names of the resources of that suffix in a folder, without the suffix, in alphabetical order."""
    return tuple(sorted(path.stem for path in resource_path(folder).glob(f"*{suffix}")))


def sample_names() -> tuple[str, ...]:
    """The names of the shipped sample projects, without their suffix, in alphabetical order."""
    return tuple(sorted(path.stem for path in _root("samples").glob(f"*{PROJECT_SUFFIX}")))


def sample_bytes(name: str) -> bytes:
    """The sample's file as it ships. ``UnknownElement`` (code ``sample-unknown``) for any other name."""
    if name not in sample_names():
        raise UnknownElement(
            "sample-unknown",
            msg("There is no sample {name}. The samples are {names}.", name=name, names=sample_names()),
        )
    return (_root("samples") / f"{name}{PROJECT_SUFFIX}").read_bytes()


@cache
def _root(kind: str) -> Path:
    installed = _PACKAGE / f"_{kind}"
    return installed if installed.is_dir() else _PACKAGE.parent / kind
