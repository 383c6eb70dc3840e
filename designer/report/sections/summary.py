"""The page for those who read one page: the problem, the recommendation, the numbers, the risks."""

from designer.analysis.finding import Severity
from designer.base.texts import Message, msg, msg_n
from designer.engine.timeline import Outcome as RunOutcome
from designer.model.design import Design
from designer.model.register import RegisterKind
from designer.model.site import SiteRole
from designer.report.content import (
    Block,
    Bullets,
    Callout,
    KeyFigure,
    KeyFigures,
    Look,
    Origin,
    Paragraph,
    Section,
    Text,
    Tone,
)
from designer.report.evidence import Evidence, Studied
from designer.report.origins import assumed_note
from designer.report.terms import duration_text
from designer.resilience.outcome import Outcome
from designer.resilience.verdict import Verdict

_RISKS = 3


def summary_section(evidence: Evidence, reasons: tuple[Text, ...]) -> Section:
    """What is proposed and what it does when something fails; ``reasons`` are those of the comparison."""
    project, chosen = evidence.project, evidence.chosen
    blocks: list[Block] = []
    if project.document.summary:
        blocks += [Paragraph(part, Look.LEAD) for part in project.document.summary.split("\n\n") if part.strip()]
    else:
        blocks.append(Paragraph(_task(chosen.design), Look.LEAD))
    blocks.append(_recommendation(evidence))
    if reasons:
        blocks += [Paragraph(msg("The facts that speak for it:")), Bullets(reasons)]
    blocks.append(KeyFigures(_figures(chosen)))
    blocks.append(Paragraph(assumed_note(), Look.NOTE))
    risks = _risks(evidence)
    if risks:
        blocks += [Paragraph(msg("The most important risks:")), Bullets(risks, numbered=True)]
    return Section(msg("Management summary"), tuple(blocks))


def _task(design: Design) -> Message:
    return msg(
        "{vms} are to stay available when a server, a storage array or a whole site fails. They run in one failover "
        "cluster stretched over two sites; the storage arrays of the sites replicate each other.",
        vms=msg_n("{n} virtual machine", "{n} virtual machines", len(design.vms)),
    )


def _recommendation(evidence: Evidence) -> Callout:
    design = evidence.chosen.design
    what = msg(
        "{primary} at the primary site, {secondary} at the secondary site, {witness}.",
        primary=msg_n("{n} node", "{n} nodes", _count(design, SiteRole.PRIMARY)),
        secondary=msg_n("{n} node", "{n} nodes", _count(design, SiteRole.SECONDARY)),
        witness=msg("without witness")
        if design.witness is None
        else msg("with the witness {name}", name=design.witness.name),
    )
    title = (
        msg("Recommended: variant {label}", label=design.label)
        if evidence.project.recommended == design.id
        else msg("Variant {label}", label=design.label)
    )
    text = evidence.translator.render(what)
    return Callout(title, f"{text} {design.description}" if design.description else text)


def _count(design: Design, role: SiteRole) -> int:
    site = design.site_with_role(role)
    return 0 if site is None else len(design.nodes_in(site.id))


def _figures(studied: Studied) -> tuple[KeyFigure, ...]:
    design = studied.design
    primary = design.site_with_role(SiteRole.PRIMARY)
    found = []
    if primary is not None:
        worst = _worst_node(studied, primary.id)
        if worst is not None:
            found.append(_outage(worst, msg("outage when one node of the primary site fails")))
        site = studied.verdict(f"site:{primary.id}")
        if site is not None:
            found.append(_outage(site, msg("outage when the whole primary site fails")))
    run = studied.migration
    if run is not None and run.outcome is RunOutcome.COMPLETED and not run.is_lasting:
        found.append(
            KeyFigure(
                duration_text(run.blackout_us),
                msg("interruption of a VM in a planned move to the other site"),
                Origin.ASSUMED,
            )
        )
    return tuple(found) or (KeyFigure(str(len(design.nodes)), msg("nodes")),)


def _worst_node(studied: Studied, site_id: str) -> Verdict | None:
    verdicts = [studied.verdict(f"node:{node.id}") for node in studied.design.nodes_in(site_id)]
    known = [verdict for verdict in verdicts if verdict is not None]
    return max(known, key=lambda one: (one.rto_us is None, one.rto_us or 0), default=None)


def _outage(verdict: Verdict, label: Message) -> KeyFigure:
    if verdict.rto_us is None:
        return KeyFigure(msg("until repair"), label, tone=Tone.BAD)
    if verdict.is_manual:
        text = msg("{label}; a person has to act (outcome {outcome})", label=label, outcome=verdict.outcome.value)
        return KeyFigure(duration_text(verdict.rto_us), text, Origin.ASSUMED, Tone.BAD)
    if verdict.outcome is Outcome.R:
        text = msg("{label}; a race for the witness, as it usually ends", label=label)
        return KeyFigure(duration_text(verdict.rto_us), text, Origin.ASSUMED)
    return KeyFigure(duration_text(verdict.rto_us), msg("{label}; automatic", label=label), Origin.ASSUMED)


def _risks(evidence: Evidence) -> tuple[Text, ...]:
    """The typed risks, three at most; where nobody typed one, the gravest findings that nobody accepted."""
    typed: list[Text] = [entry.text for entry in evidence.project.registers if entry.kind is RegisterKind.RISK]
    found: list[Text] = [
        finding.message
        for finding in evidence.chosen.findings
        if not finding.waived and finding.severity in {Severity.ERROR, Severity.WARNING}
    ]
    return tuple((typed or found)[:_RISKS])
