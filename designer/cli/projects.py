"""Projects, designs and elements named on a command line; files written whole or not at all."""

import os
from pathlib import Path

from designer.base.errors import DesignerError, ProjectUnwritable, UnknownElement
from designer.base.texts import msg
from designer.cli.usage import Options
from designer.model.design import Design
from designer.model.node import Node
from designer.model.project import Project
from designer.model.workload import VirtualMachine
from designer.persistence.files import backup_path, load, prepare, shortened_name, why_unwritable

_MOST_LISTED = 20


def add_project_options(options: Options, *, design: bool = True) -> None:
    """The file, and which of its designs."""
    options.option("file", metavar="FILE", about=msg("the project"))
    if design:
        options.option(
            "--design", metavar="ID", about=msg("which design; without it the recommended one, else the first")
        )


def open_design(path: str, design_id: str | None) -> tuple[Project, Design]:
    """The project in the file and the design asked for: the recommended one, else the first, when none is."""
    project = load(path, name=path)
    if design_id is not None:
        return project, project.design(design_id)
    design = project.main_design()
    if design is None:
        raise DesignerError("project-empty", msg("The project {name} has no design yet.", name=path))
    return project, design


def find_vm(design: Design, vm_id: str) -> VirtualMachine:
    """The VM with this id; the refusal lists those there are."""
    found = next((vm for vm in design.vms if vm.id == vm_id), None)
    if found is None:
        known = _listed([vm.id for vm in design.vms])
        message = msg(
            "The design {design} has no VM “{id}”; it has {known}.", design=design.label, id=vm_id, known=known
        )
        raise UnknownElement("vm-unknown", message, subjects=(vm_id,))
    return found


def find_node(design: Design, node_id: str) -> Node:
    """The node with this id; the refusal lists those there are."""
    found = next((node for node in design.nodes if node.id == node_id), None)
    if found is None:
        known = _listed([node.id for node in design.nodes])
        message = msg(
            "The design {design} has no node “{id}”; it has {known}.", design=design.label, id=node_id, known=known
        )
        raise UnknownElement("node-unknown", message, subjects=(node_id,))
    return found


class PreparedOutput:
    """A file of a command that lies ready beside its place, and becomes it once the answer has been given."""

    def __init__(self, data: bytes, path: str, *, keep_backup: bool = False) -> None:
        """Raises ``ProjectUnwritable`` where the file could not be put there either."""
        self._path = path
        try:
            self._file = prepare(data, named_place(path), keep_backup=keep_backup)
        except (OSError, ValueError) as error:
            raise ProjectUnwritable(*why_unwritable(error, shortened_name(path))) from error

    def put_in_place(self) -> None:
        """Make it the file. Raises ``ProjectUnwritable``."""
        try:
            self._file.put_in_place()
        except OSError as error:
            raise ProjectUnwritable(*why_unwritable(error, shortened_name(self._path))) from error

    def discard(self) -> None:
        """Remove what was prepared, unless it is in place."""
        self._file.discard()


def write_output(data: bytes, path: str) -> None:
    """Write the file, replacing one that is there only when the new one is whole. Raises ``ProjectUnwritable``."""
    PreparedOutput(data, path).put_in_place()


def named_place(path: str) -> Path:
    """The path that was typed. Raises ``ProjectUnwritable`` for none at all, which would mean the folder."""
    if not path:
        raise ProjectUnwritable("output-unnamed", msg("The name of the file to write is empty. Name one."))
    return Path(path)


def refuse_existing(path: str, *, force: bool) -> None:
    """Raise where a file is there and nobody said to replace it."""
    if not force and os.path.lexists(named_place(path)):
        message = msg("{name} is there already; --force replaces it.", name=path)
        raise ProjectUnwritable("output-exists", message)


def refuse_onto_input(output: str | None, source: str) -> None:
    """Raise where the file to write is the one that is read, under whatever name, or its backup."""
    if output is None:
        return
    place = named_place(output)
    if _is_same(place, Path(source)) or _is_same(place, backup_path(Path(source))):
        message = msg(
            "{output} is the project that is read, or its backup, and would be lost. Choose another name.",
            output=shortened_name(output),
        )
        raise ProjectUnwritable("output-is-input", message)


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return os.path.realpath(one) == os.path.realpath(other)


def _listed(ids: list[str]) -> tuple[str, ...]:
    if not ids:
        return ("–",)
    return tuple(ids) if len(ids) <= _MOST_LISTED else (*ids[:_MOST_LISTED], "…")
