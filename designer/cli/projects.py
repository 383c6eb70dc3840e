"""Projects, designs and elements named on a command line; files written whole or not at all."""

from pathlib import Path

from designer.base.errors import DesignerError, ProjectUnwritable, UnknownElement
from designer.base.texts import msg
from designer.cli.usage import Options
from designer.model.design import Design
from designer.model.node import Node
from designer.model.project import Project
from designer.model.workload import VirtualMachine
from designer.persistence.files import load, write_atomically

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
    project = load(path)
    if design_id is not None:
        return project, project.design(design_id)
    design = project.main_design()
    if design is None:
        raise DesignerError("project-empty", msg("The project {name} has no design yet.", name=Path(path).name))
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


def write_output(data: bytes, path: str) -> None:
    """Write the file, replacing one that is there only when the new one is whole. Raises ``ProjectUnwritable``."""
    place = Path(path)
    try:
        write_atomically(data, place)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = msg(
            "{name} cannot be written: {reason}. Choose another name or folder.", name=str(place), reason=reason
        )
        raise ProjectUnwritable("output-unwritable", message) from error


def refuse_existing(path: Path, *, force: bool) -> None:
    """Raise where a file is there and nobody said to replace it."""
    if not force and (path.exists() or path.is_symlink()):
        message = msg("{name} is there already; --force replaces it.", name=str(path))
        raise ProjectUnwritable("output-exists", message)


def _listed(ids: list[str]) -> tuple[str, ...]:
    if not ids:
        return ("–",)
    return tuple(ids) if len(ids) <= _MOST_LISTED else (*ids[:_MOST_LISTED], "…")
