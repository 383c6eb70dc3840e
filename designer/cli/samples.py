"""``geocluster samples``: the projects that ship with the program."""

from argparse import Namespace
from pathlib import Path

from designer.assets.loader import PROJECT_SUFFIX
from designer.assets.samples import SAMPLES, Sample, sample
from designer.base.errors import ProjectUnwritable
from designer.base.texts import msg
from designer.cli.console import Console
from designer.cli.projects import PreparedOutput, refuse_existing
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
    copied = None
    shown = SAMPLES
    if arguments.copy is not None:
        chosen = sample(arguments.copy[0])
        copied = _copy(chosen, Path(arguments.copy[1]), console, force=arguments.force)
        shown = (chosen,)
    if arguments.json:
        document: dict[str, object] = {"format": FORMAT, "samples": [_facts(one, console) for one in shown]}
        console.json(document if copied is None else {**document, "copied": str(copied)})
    elif copied is not None:
        console.say(msg("The sample is now in {file}.", file=str(copied)))
    else:
        console.table((msg("name"), msg("what it shows")), [(one.name, _told(one, console)) for one in shown])
    return 0


def _project(shipped: Sample) -> Project:
    return decode(shipped.content, f"{shipped.name}{PROJECT_SUFFIX}")


def _told(shipped: Sample, console: Console) -> str:
    designs = msg("Designs: {designs}", designs=tuple(design.label for design in _project(shipped).designs) or ("–",))
    return "\n".join(console.text(text) for text in (shipped.title, shipped.shows, designs))


def _facts(shipped: Sample, console: Console) -> dict[str, object]:
    return {
        "name": shipped.name,
        "title": console.text(shipped.title),
        "shows": console.text(shipped.shows),
        "designs": [{"id": design.id, "label": design.label} for design in _project(shipped).designs],
    }


def _copy(shipped: Sample, folder: Path, console: Console, *, force: bool) -> Path:
    if not folder.is_dir():
        raise ProjectUnwritable(
            "folder-missing", msg("There is no folder {name} to copy the sample to.", name=str(folder))
        )
    target = folder / f"{shipped.name}{PROJECT_SUFFIX}"
    refuse_existing(str(target), force=force)
    console.put_after_answer(PreparedOutput(shipped.content, str(target)))
    return target
