"""Votes, and who may go on after each loss."""

from designer.base.texts import Message, msg, msg_n
from designer.model.design import Design
from designer.report.content import Align, Block, Cell, Column, Paragraph, Row, Section, Table, Text
from designer.report.evidence import Studied
from designer.report.terms import QUORUM_MODE, tone_of
from designer.resilience.matrix import Row as FailureRow
from designer.resilience.votes import Quorum, initial_votes, uses_dynamic_votes


def quorum_section(studied: Studied) -> Section:
    """How votes are counted in this design and what remains of them after each loss."""
    design = studied.design
    blocks: list[Block] = [Paragraph(_intro(design)), _votes(design)]
    rows = tuple(_row(design, row) for row in studied.failures if _is_about_votes(design, row.verdict.quorum))
    if rows:
        blocks.append(
            Table(
                msg("Votes after each loss"),
                (
                    Column(msg("Loss"), share=3),
                    Column(msg("Votes gathered"), Align.RIGHT),
                    Column(msg("Needed"), Align.RIGHT),
                    Column(msg("Who goes on"), share=2),
                    Column(msg("Outcome"), Align.CENTRE),
                ),
                rows,
                note=msg("Losses that leave all nodes together are left out: they do not touch quorum."),
            )
        )
    return Section(msg("Cluster and quorum"), tuple(blocks))


def _intro(design: Design) -> Message:
    votes = initial_votes(design)
    kind = (
        msg("Votes follow the membership (dynamic quorum).")
        if uses_dynamic_votes(design)
        else msg("Votes are static: those of failed members still count in the total.")
    )
    return msg(
        "The cluster {name} uses {mode}: {total} in all, {need} needed. {kind} A part of the cluster that does not "
        "gather the majority stops, whatever works in it.",
        name=design.cluster.name,
        mode=QUORUM_MODE[design.cluster.quorum.mode],
        total=msg_n("{n} vote", "{n} votes", votes.total),
        need=votes.need,
        kind=kind,
    )


def _votes(design: Design) -> Table:
    votes = initial_votes(design)
    rows: list[Row] = [
        (Cell(design.name_of(node_id), strong=True), design.name_of(design.node(node_id).site), str(vote))
        for node_id, vote in votes.nodes
    ]
    if design.witness is not None:
        where = design.name_of(design.witness.site) if design.witness.site else "–"
        rows.append((Cell(design.witness.name, strong=True), where, str(votes.witness)))
    columns = (Column(msg("Voter"), share=2), Column(msg("Site"), share=2), Column(msg("Votes"), Align.RIGHT))
    return Table(msg("Votes"), columns, tuple(rows))


def _is_about_votes(design: Design, quorum: Quorum) -> bool:
    whole = len(quorum.standings) == 1 and len(quorum.standings[0].nodes) == len(design.nodes)
    return not whole or not quorum.winners


def _row(design: Design, row: FailureRow) -> Row:
    quorum, outcome = row.verdict.quorum, row.verdict.outcome
    return (
        Cell(row.title, capital=True),
        str(_gathered(quorum)),
        str(quorum.need),
        _survivors(design, quorum),
        Cell(outcome.value, tone_of(outcome), strong=True),
    )


def _gathered(quorum: Quorum) -> int:
    """The votes of the partition that goes on, witness included; the most any can gather where none does."""
    if quorum.winners:
        own = next(one.own for one in quorum.standings if one.nodes == quorum.living)
        return own + int(quorum.needed_witness)
    return max((one.own + int(one.reaches_witness) for one in quorum.standings), default=0)


def _survivors(design: Design, quorum: Quorum) -> Text:
    if not quorum.winners:
        return msg("nobody: the cluster stops")
    names = tuple(design.name_of(node_id) for node_id in quorum.living)
    if quorum.is_race:
        return msg("{names}, if they lock the witness first", names=names)
    return msg("{names} with the witness", names=names) if quorum.needed_witness else msg("{names}", names=names)
