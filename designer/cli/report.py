"""``geocluster report``: the design document as PDF."""

from argparse import Namespace

from designer.base.texts import msg
from designer.cli.console import Console
from designer.cli.projects import add_project_options, refuse_onto_input, write_output
from designer.cli.usage import Options, UsageWrong, one_of
from designer.persistence.files import load
from designer.report.document import report
from designer.report.profile import Profile


def add_options(options: Options) -> None:
    """Where to, for whom, about which design."""
    add_project_options(options, design=False)
    options.option("-o", "--output", metavar="OUT.pdf", required=True, about=msg("the file to write"))
    profiles = tuple(Profile)
    options.option(
        "--profile",
        metavar="|".join(profiles),
        default="hld",
        read=one_of("--profile", *profiles),
        about=msg("kind of document"),
    )
    options.option("--design", metavar="ID", about=msg("write about this design alone; without it about all"))
    options.option(
        "--reproducible",
        action="store_true",
        about=msg("equal input gives equal bytes: no date but the document's own"),
    )


def run(arguments: Namespace, console: Console) -> int:
    """Write the document."""
    if not arguments.output.lower().endswith(".pdf"):
        raise UsageWrong(
            "report-suffix", msg("{name} does not end in .pdf, and the document is a PDF.", name=arguments.output)
        )
    refuse_onto_input(arguments.output, arguments.file)
    project = load(arguments.file, name=arguments.file)
    working = msg("Writing the document")
    data = report(
        project,
        profile=Profile(arguments.profile),
        translator=console.translator,
        design_id=arguments.design,
        reproducible=arguments.reproducible,
        progress=lambda share: console.progress(working, share),
    )
    write_output(data, arguments.output)
    console.note(msg("The document is in {file}.", file=arguments.output))
    return 0
