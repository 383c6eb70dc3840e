"""Whether the VMs fit: in normal operation, after the loss of a node, after the loss of the primary site."""

from designer.base.texts import Message, msg, msg_in, msg_n
from designer.base.units import memory_text, percent_text
from designer.model.design import Design
from designer.model.site import SiteRole
from designer.model.workload import VirtualMachine
from designer.report.content import Align, Cell, Column, GroupRow, Paragraph, Row, Section, Table, Tone
from designer.report.evidence import Studied
from designer.resilience.admission import share_out
from designer.resilience.verdict import Verdict

_TIGHT_PERCENT = 90
_SHORT_OF_MEMORY = 100


def capacity_section(studied: Studied) -> Section:
    """Memory of every node in the states that matter."""
    design = studied.design
    rows: list[Row] = [GroupRow(msg("Normal operation")), *_rows(design, {vm.id: vm.node for vm in design.vms})]
    for title, verdict in _states(studied):
        rows.append(GroupRow(title))
        rows += _rows(design, {vm.vm: vm.node for vm in verdict.vms if vm.node is not None and vm.started})
        if verdict.not_started:
            rows.append(GroupRow(_left_off(design, verdict)))
    table = Table(
        msg("Memory of the nodes"),
        (
            Column(msg("Node"), share=2),
            Column(msg("VMs"), Align.RIGHT),
            Column(msg("Installed"), Align.RIGHT),
            Column(msg("Available to VMs"), Align.RIGHT),
            Column(msg("Held by VMs"), Align.RIGHT),
            Column(msg_in("column", "Use"), Align.RIGHT),
            Column(msg("Highest pressure"), Align.RIGHT),
        ),
        tuple(rows),
        note=msg(
            "Available is what is installed less the reserve of the parent partition. Held counts each VM with its "
            "overhead. Pressure is a VM's demand over what it is given; above 100 % it has less than it asks for."
        ),
    )
    intro = Paragraph(
        msg(
            "Memory decides whether the survivors can carry the load. The table shows every node in normal operation, "
            "after the loss of the busiest node of the primary site, and after the loss of the primary site."
        )
    )
    return Section(msg("Capacity"), (intro, table))


def _states(studied: Studied) -> list[tuple[Message, Verdict]]:
    design = studied.design
    primary = design.site_with_role(SiteRole.PRIMARY)
    if primary is None:
        return []
    found: list[tuple[Message, Verdict]] = []
    nodes = design.nodes_in(primary.id)
    busiest = max(nodes, key=lambda node: len(design.vms_on(node.id)), default=None)
    if busiest is not None and (verdict := studied.verdict(f"node:{busiest.id}")) is not None:
        found.append((_titled(msg("After the loss of node {name}", name=busiest.name), verdict), verdict))
    if (verdict := studied.verdict(f"site:{primary.id}")) is not None:
        found.append((_titled(msg("After the loss of site {name}", name=primary.name), verdict), verdict))
    return found


def _titled(title: Message, verdict: Verdict) -> Message:
    if verdict.is_manual:
        return msg("{title}, once a person has started the VMs", title=title)
    return title


def _rows(design: Design, node_of: dict[str, str | None]) -> list[Row]:
    """Nodes that carry VMs or could; a lost node carries none and is told by its zero."""
    found: list[Row] = []
    for node in design.nodes:
        vms = [vm for vm in design.vms if node_of.get(vm.id) == node.id]
        held = _held_mib(design, node.id, vms)
        share = 100 * held / node.available_mib if node.available_mib else 0.0
        pressures = [one.pressure_percent for one in share_out(node, vms)]
        highest = max(pressures, default=0)
        found.append(
            (
                Cell(node.name, strong=True),
                str(len(vms)),
                memory_text(node.memory_mib),
                memory_text(node.available_mib),
                memory_text(held),
                Cell(percent_text(share), Tone.CAUTION if share > _TIGHT_PERCENT else Tone.PLAIN),
                Cell(percent_text(highest) if vms else "–", Tone.CAUTION if highest > _SHORT_OF_MEMORY else Tone.PLAIN),
            )
        )
    return found


def _held_mib(design: Design, node_id: str, vms: list[VirtualMachine]) -> int:
    given = {share.vm: share.assigned_mib for share in share_out(design.node(node_id), vms)}
    return sum(given[vm.id] + vm.memory.overhead_mib for vm in vms)


def _left_off(design: Design, verdict: Verdict) -> Message:
    names = tuple(design.name_of(vm_id) for vm_id in verdict.not_started)
    count = msg_n("{n} VM does not fit and stays off", "{n} VMs do not fit and stay off", len(names))
    return msg("{count}: {names}", count=count, names=names)
