"""Tests to be made and records to be filled in: what turns a design into something handed over."""

from designer.base.texts import Message, msg, msg_in
from designer.base.units import memory_text
from designer.model.array import Array
from designer.model.era import facts
from designer.model.node import Node
from designer.report.content import Block, Cell, Column, Facts, Landscape, Paragraph, Row, Section, Table, Text
from designer.report.evidence import Studied
from designer.report.terms import EDITION, OUTCOME, RUN_OUTCOME, duration_text, interruption_text, outage_text
from designer.resilience.matrix import Row as FailureRow

_BLANK = "\u00a0"
_ROOM_TO_SIGN = "\u00a0\n\u00a0"
_SIGNERS = 3


def test_plan_section(studied: Studied) -> Landscape:
    """A test for each single loss: what to do, what is expected, and room for what came of it."""
    single = [
        row for row in studied.failures if ">" not in row.event and "+" not in row.event and "shared" not in row.event
    ]
    rows: tuple[Row, ...] = tuple(
        (
            Cell(f"T-{number:02d}", mono=True),
            Cell(msg("Cause the loss: {event}", event=row.title)),
            _expected(row),
            _BLANK,
            _BLANK,
        )
        for number, row in enumerate(single, start=1)
    )
    columns = (
        Column(msg("Id")),
        Column(msg("Step"), share=3),
        Column(msg("Expected"), share=4),
        Column(msg("Result"), least=150),
        Column(msg("Tester, date"), least=90),
    )
    intro = Paragraph(
        msg(
            "Before each test all nodes are up, all pairs Synchronized and the VMs at home; after it the loss is "
            "repaired and that state is restored. The expectation is what was computed for this design."
        )
    )
    return Landscape((Section(msg("Test plan"), (intro, Table(msg("Tests of single losses"), columns, rows))),))


def installation_section(studied: Studied) -> Section:
    """What was installed, with room for serial numbers."""
    design = studied.design
    rows: list[Row] = [(*_node_item(node), design.name_of(node.site), _BLANK, _BLANK) for node in design.nodes]
    rows += [(*_array_item(array), design.name_of(array.site), _BLANK, _BLANK) for array in design.arrays]
    columns = (
        Column(msg("Name"), least=72),
        Column(msg("Item"), share=4),
        Column(msg("Site"), least=76),
        Column(msg("Serial number"), least=100),
        Column(msg("Checked"), least=60),
    )
    return Section(msg("Installation register"), (Table(msg("Installed equipment"), columns, tuple(rows)),))


def validation_section(studied: Studied) -> Section:
    """The run that the document shows, so that it can be repeated and compared."""
    run = studied.migration
    blocks: list[Block] = []
    if run is not None:
        facts_shown: tuple[tuple[Text, Cell | Text], ...] = (
            (msg_in("record", "Run"), msg("live migration to the other site")),
            (msg("Result"), RUN_OUTCOME[run.outcome]),
            (msg("Steps"), str(len(run.steps))),
            (msg("Total time"), duration_text(run.total_us)),
            (msg("Interruption"), interruption_text(run)),
            (msg("Broken promises of the engine"), str(len(run.violations))),
            (msg("Fingerprint of the run"), run.fingerprint),
        )
        blocks.append(Facts(facts_shown))
    else:
        blocks.append(Paragraph(studied.migration_refused or "–"))
    return Section(msg("Validation record"), tuple(blocks))


def sign_off_section() -> Section:
    """Who accepts the installation."""
    rows: tuple[Row, ...] = ((_ROOM_TO_SIGN,) * 4,) * _SIGNERS
    columns = (
        Column(msg("Name"), share=2),
        Column(msg("Role"), share=2),
        Column(msg("Date"), least=70),
        Column(msg("Signature"), least=150),
    )
    text = Paragraph(
        msg(
            "With their signatures the parties confirm that the installation is as described here and that the tests "
            "were made."
        )
    )
    return Section(msg("Acceptance"), (text, Table(msg("Acceptance and sign-off"), columns, rows)))


def _expected(row: FailureRow) -> Message:
    verdict = row.verdict
    return msg(
        "{outcome}: {meaning}; outage {outage}",
        outcome=verdict.outcome.value,
        meaning=OUTCOME[verdict.outcome],
        outage=outage_text(verdict.rto_us),
    )


def _node_item(node: Node) -> tuple[Cell, Message]:
    return Cell(node.name, strong=True), msg(
        "server with {sockets} × {cores} cores and {memory}, {system} {edition}",
        sockets=node.sockets,
        cores=node.cores_per_socket,
        memory=memory_text(node.memory_mib),
        system=facts(node.os).label,
        edition=EDITION[node.edition],
    )


def _array_item(array: Array) -> tuple[Cell, Message]:
    return Cell(array.name, strong=True), msg("storage array {model}", model=array.model)
