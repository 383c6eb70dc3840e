"""The variants as pictures at one scale, what each of them is made of, and how they compare."""

from designer.base.texts import Message, msg, msg_n
from designer.base.units import memory_text
from designer.model.design import Design
from designer.model.site import SiteRole
from designer.report.content import (
    Block,
    Facts,
    Figure,
    KeyFigure,
    KeyFigures,
    Landscape,
    Origin,
    PageBreak,
    Paragraph,
    Section,
    Text,
)
from designer.report.evidence import Evidence, Studied
from designer.report.paper import SMALLEST_TEXT, TURNED, UPRIGHT
from designer.report.terms import OUTCOME, QUORUM_MODE, outage_text

_TEXT_ROOM, _BRIEF_ROOM = 205.0, 85.0
_USUAL_TEXT = 11.0
_SIGNS_IN_LINE, _LINE, _MOST_LINES = 150, 13.0, 5
_TURN_FROM = 1.35
"""A picture so many times wider than the column is set on a turned page, where its smallest text stays legible."""


def variants_section(evidence: Evidence, comparison: Section, failures: Section) -> Section:
    """The criteria at a glance, every variant on a page of its own, then what each failure does to each of them."""
    brief = wants_brief(evidence.designs)
    scale = one_scale(evidence.designs, brief=brief)
    pages: list[Block] = []
    for number, studied in enumerate(evidence.designs):
        if number:
            pages.append(PageBreak())
        pages.append(Section(_heading(evidence, studied), _variant(studied, scale, brief=brief)))
    intro = Paragraph(
        msg(
            "{n_variants} were weighed. The pictures are drawn at one scale, so that what is larger on paper is more "
            "to buy, to run and to watch.",
            n_variants=msg_n("{n} variant", "{n} variants", len(evidence.designs)),
        )
    )
    return Section(msg("Options considered"), (intro, comparison, Landscape(tuple(pages)), failures))


def target_section(studied: Studied) -> Block:
    """The one design the document is about, where there is nothing to choose from."""
    width = studied.scene_with_legend.bounds.width
    brief = wants_brief((studied,))
    blocks = _variant(studied, one_scale((studied,), brief=brief), brief=brief)
    section = Section(msg("Architecture"), blocks)
    return Landscape((section,)) if width > UPRIGHT.room_width * _TURN_FROM else section


def one_scale(designs: tuple[Studied, ...], *, brief: bool = False) -> float:
    """The largest scale at which the largest picture still fits a turned page, beside all the text or the brief one."""
    width = max(1.0, *(studied.scene_with_legend.bounds.width for studied in designs))
    height = max(1.0, *(studied.scene_with_legend.bounds.height for studied in designs))
    lines = min(_MOST_LINES, max(-(-len(studied.design.description) // _SIGNS_IN_LINE) for studied in designs))
    room = TURNED.room_height - (_BRIEF_ROOM if brief else _TEXT_ROOM) - lines * _LINE
    return min(TURNED.room_width / width, room / height, 1.0)


def wants_brief(designs: tuple[Studied, ...]) -> bool:
    """Whether the text beside the pictures must be short, lest theirs become too small to read."""
    return one_scale(designs) * _USUAL_TEXT < SMALLEST_TEXT and one_scale(designs, brief=True) > one_scale(designs)


def _heading(evidence: Evidence, studied: Studied) -> Message:
    label = studied.design.label
    if evidence.project.recommended == studied.design.id:
        return msg("Variant {label} (recommended)", label=label)
    return msg("Variant {label}", label=label)


def _variant(studied: Studied, scale: float, *, brief: bool) -> tuple[Block, ...]:
    design = studied.design
    parts: list[Block] = []
    if design.description:
        parts.append(Paragraph(design.description))
    if not brief:
        parts.append(KeyFigures(_figures(design)))
    caption = msg("Variant {label}: sites, nodes, arrays and the lines between them", label=design.label)
    if studied.scene.items:
        parts.append(Figure(studied.scene_with_legend, caption, alt_text(design), scale))
    behaviour = () if brief else _behaviour(studied)
    if behaviour:
        parts.append(Facts(behaviour))
    return tuple(parts)


def _behaviour(studied: Studied) -> tuple[tuple[Text, Text], ...]:
    """What the losses that everybody asks about do to the variant."""
    design = studied.design
    primary = design.site_with_role(SiteRole.PRIMARY)
    if primary is None:
        return ()
    nodes = [f"node:{node.id}" for node in design.nodes_in(primary.id)][:1]
    lines = "+".join(f"link:{link.id}" for link in design.network_links)
    asked = [*nodes, f"site:{primary.id}", lines]
    rows = [row for event in asked for row in studied.failures if row.event == event]
    return tuple(
        (
            msg("Loss: {event}", event=row.title),
            msg(
                "{outcome}: {meaning}; outage {outage}",
                outcome=row.verdict.outcome.value,
                meaning=OUTCOME[row.verdict.outcome],
                outage=outage_text(row.verdict.rto_us),
            ),
        )
        for row in rows
    )


def _figures(design: Design) -> tuple[KeyFigure, ...]:
    memory = sum(node.memory_mib for node in design.nodes)
    votes = sum(node.votes for node in design.nodes)
    witness = msg("no witness") if design.witness is None else design.witness.name
    return (
        KeyFigure(_nodes(design), msg("nodes at the primary and the secondary site"), Origin.TYPED),
        KeyFigure(str(len(design.vms)), msg("virtual machines"), Origin.TYPED),
        KeyFigure(memory_text(memory), msg("memory of all nodes"), Origin.TYPED),
        KeyFigure(
            str(votes),
            msg("votes of nodes; {mode}, {witness}", mode=QUORUM_MODE[design.cluster.quorum.mode], witness=witness),
            Origin.TYPED,
        ),
    )


def _nodes(design: Design) -> str:
    counts = []
    for role in (SiteRole.PRIMARY, SiteRole.SECONDARY):
        site = design.site_with_role(role)
        counts.append(0 if site is None else len(design.nodes_in(site.id)))
    return f"{counts[0]}\u2009+\u2009{counts[1]}"


def alt_text(design: Design) -> Text:
    """The picture in words."""
    sites = tuple(
        msg(
            "{site} with {nodes} and {arrays}",
            site=site.name,
            nodes=msg_n("{n} node", "{n} nodes", len(design.nodes_in(site.id))),
            arrays=msg_n("{n} array", "{n} arrays", len(design.arrays_in(site.id))),
        )
        for site in design.sites
    )
    return msg("Variant {label}: {sites}.", label=design.label, sites=sites) if sites else design.label
