"""``geocluster samples``: the projects that ship with the program."""

from argparse import Namespace
from pathlib import Path

from designer.assets.loader import PROJECT_SUFFIX, sample_bytes, sample_names
from designer.base.errors import ProjectUnwritable
from designer.base.texts import msg
from designer.cli.console import Console
from designer.cli.projects import refuse_existing, write_output
from designer.cli.usage import Options
from designer.model.project import Project
from designer.persistence.codec import decode

FORMAT = "geocluster/samples/1"


def add_options(options: Options) -> None:
    """What to copy where."""
    options.option("--copy", nargs=2, metavar=("NAME", "DIR"), about=msg("copy a sample into a folder"))
    options.option("--force", action="store_true", about=msg("replace the file if it is there"))
    options.option("--json", action="store_true", about=msg("answer as JSON"))


def run(arguments: Namespace, console: Console) -> int:
    """List the samples, or copy one."""
    if arguments.copy is not None:
        copied = _copy(arguments.copy[0], Path(arguments.copy[1]), force=arguments.force)
        if arguments.json:
            console.json(
                {
                    "format": FORMAT,
                    "samples": [_facts(arguments.copy[0], _project(arguments.copy[0]))],
                    "copied": str(copied),
                }
            )
        else:
            console.say(msg("The sample is now in {file}.", file=str(copied)))
        return 0
    projects = [(name, _project(name)) for name in sample_names()]
    if arguments.json:
        console.json({"format": FORMAT, "samples": [_facts(name, project) for name, project in projects]})
        return 0
    rows = [(name, _told(project, console)) for name, project in projects]
    console.table((msg("name"), msg("what it shows")), rows)
    return 0


def _project(name: str) -> Project:
    return decode(sample_bytes(name), f"{name}{PROJECT_SUFFIX}")


def _told(project: Project, console: Console) -> str:
    designs = msg("Designs: {designs}", designs=tuple(design.label for design in project.designs) or ("–",))
    return f"{project.shows or project.title}\n{console.text(designs)}"


def _facts(name: str, project: Project) -> dict[str, object]:
    designs = [{"id": design.id, "label": design.label} for design in project.designs]
    return {"name": name, "title": project.title, "shows": project.shows, "designs": designs}


def _copy(name: str, folder: Path, *, force: bool) -> Path:
    data = sample_bytes(name)
    if not folder.is_dir():
        raise ProjectUnwritable(
            "folder-missing", msg("There is no folder {name} to copy the sample to.", name=str(folder))
        )
    target = folder / f"{name}{PROJECT_SUFFIX}"
    refuse_existing(target, force=force)
    write_output(data, str(target))
    return target
