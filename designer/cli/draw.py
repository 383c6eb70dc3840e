"""``geocluster draw``: a design, or a moment of a run, as a picture."""

from argparse import Namespace
from pathlib import PurePath

from designer.base.texts import msg
from designer.base.units import microseconds
from designer.cli.console import Console
from designer.cli.projects import add_project_options, open_design, refuse_onto_input, write_output
from designer.cli.scenario import add_scenario_options, is_asked_for, scenario_from
from designer.cli.usage import Options, UsageWrong, number, one_of
from designer.drawing.compose import compose
from designer.drawing.ink import PALETTES
from designer.drawing.overlay import moment_scene
from designer.drawing.ruler import BundledRuler
from designer.drawing.scene import Scene
from designer.engine.run import run as run_scenario
from designer.report.picture import KINDS, PictureKind, picture

_LATEST_S = 31_536_000
_THEMES = ("light", "dark")


def add_options(options: Options) -> None:
    """Where to, in which colours, at which moment."""
    add_project_options(options)
    options.option("-o", "--output", metavar="OUT.svg|.png|.pdf", required=True, about=msg("the file to write"))
    options.option(
        "--theme", metavar="|".join(_THEMES), default="light", read=one_of("--theme", *_THEMES), about=msg("colours")
    )
    options.option(
        "--at", metavar="SECONDS", read=number("--at", 0, _LATEST_S), about=msg("the moment of the scenario to draw")
    )
    add_scenario_options(options)


def run(arguments: Namespace, console: Console) -> int:
    """Write the picture."""
    kind = _kind(arguments.output)
    refuse_onto_input(arguments.output, arguments.file)
    scene, title = _scene(arguments, console)
    write_output(picture(scene, PALETTES[arguments.theme], kind, title=title), arguments.output)
    console.note(msg("The picture is in {file}.", file=arguments.output))
    return 0


def _kind(output: str) -> PictureKind:
    suffix = PurePath(output).suffix.lower().removeprefix(".")
    for kind in KINDS:
        if kind == suffix:
            return kind
    raise UsageWrong(
        "picture-suffix", msg("{name} ends in none of .svg, .png and .pdf, so its kind is not known.", name=output)
    )


def _scene(arguments: Namespace, console: Console) -> tuple[Scene, str]:
    project, design = open_design(arguments.file, arguments.design)
    wanted = is_asked_for(arguments)
    if wanted != (arguments.at is not None):
        raise UsageWrong(
            "at-and-scenario", msg("A moment needs both: --at SECONDS and what happens, say --migrate VM --to NODE.")
        )
    if not wanted:
        return compose(design, BundledRuler(), console.translator), design.label
    timeline = run_scenario(design, scenario_from(arguments, project, design))
    time_us = microseconds(arguments.at)
    return moment_scene(design, timeline, time_us, ruler=BundledRuler(), translator=console.translator), design.label
