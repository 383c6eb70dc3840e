"""The figures behind the findings of ``check --figures``: memory, replication lines, processors, licences, costs."""

from designer.analysis.costs import cost_reason, costs
from designer.analysis.licences import Metric, licence_counts, processor_count
from designer.analysis.line_figures import LineLoad, line_loads, write_budget
from designer.analysis.memory_figures import Ease, MemoryAfter, NodeMemory, memory_figures
from designer.base.texts import Decimal, Message, msg, msg_in
from designer.base.units import memory_text, percent_text
from designer.cli.console import Console
from designer.model import limits
from designer.model.design import Design

EASE: dict[Ease, Message] = {
    Ease.COMFORTABLE: msg_in("memory of a node", "comfortable"),
    Ease.STEADY: msg_in("memory of a node", "steady"),
    Ease.SQUEEZED: msg_in("memory of a node", "squeezed"),
    Ease.STARVED: msg_in("memory of a node", "starved"),
}
METRICS: dict[Metric, Message] = {
    Metric.SERVER: msg_in("licensed by", "server"),
    Metric.PROCESSOR: msg_in("licensed by", "processor"),
    Metric.PROCESSOR_PAIR: msg_in("licensed by", "two processors"),
    Metric.CORE_PACK: msg_in("licensed by", "pack of cores"),
    Metric.ARRAY: msg_in("licensed by", "array"),
}


def figure_facts(design: Design, console: Console) -> dict[str, object]:
    """The figures as plain values; memory in MiB, rates in Mbit/s, times in the unit of their name."""
    processors, cost = processor_count(design), costs(design)
    return {
        "memory": [_memory_facts(state, console) for state in memory_figures(design)],
        "writes": [
            {
                "link": budget.link,
                "total_ms": budget.total_ms,
                "local_ms": budget.local_ms,
                "cache_ms": budget.cache_ms,
                "way_ms": budget.way_ms,
                "line_ms": budget.line_ms,
                "bound_ms": budget.bound_ms,
                "reason": console.text(budget.reason),
            }
            for budget in (write_budget(design, link) for link in design.replication_links)
        ],
        "lines": [_line_facts(load, console) for load in line_loads(design)],
        "processors": {
            "sockets": processors.sockets,
            "cores": processors.cores,
            "logical_processors": processors.logical_processors,
            "vcpus": processors.vcpus,
            "worst_node": processors.worst_node,
            "worst_ratio": processors.worst_ratio,
        },
        "licences": [
            {"product": one.product, "metric": one.metric.value, "count": one.count, "reason": console.text(one.reason)}
            for one in licence_counts(design)
        ],
        "cost": {
            "total": None if cost is None else cost.total,
            "currency": None if cost is None else cost.currency,
            "reason": console.text(cost_reason(design, cost)),
        },
    }


def _memory_facts(state: MemoryAfter, console: Console) -> dict[str, object]:
    return {
        "lost": state.lost,
        "not_started": list(state.not_started),
        "nodes": [
            {
                "node": one.node,
                "available_mib": one.available_mib,
                "to_start_mib": one.to_start_mib,
                "wanted_mib": one.wanted_mib,
                "largest_mib": one.largest_mib,
                "assigned_mib": one.assigned_mib,
                "highest_pressure_percent": one.highest_pressure_percent,
                "state": one.ease.value,
                "squeezed": list(one.squeezed),
                "vms": [
                    {
                        "vm": share.vm,
                        "assigned_mib": share.assigned_mib,
                        "target_mib": share.target_mib,
                        "pressure_percent": share.pressure_percent,
                    }
                    for share in one.shares
                ],
                "reason": console.text(one.reason),
            }
            for one in state.nodes
        ],
    }


def _line_facts(load: LineLoad, console: Console) -> dict[str, object]:
    return {
        "arrays": list(load.arrays),
        "links": list(load.links),
        "unmeasured": list(load.unmeasured),
        "average_mbit": load.average_mbit,
        "peak_mbit": load.peak_mbit,
        "required_mbit": load.required_mbit,
        "capacity_mbit": load.capacity_mbit,
        "surviving_mbit": load.surviving_mbit,
        "resync_s": load.resync_s,
        "reason": console.text(load.reason),
    }


def tell_figures(design: Design, console: Console) -> None:
    """The same facts as tables and sentences."""
    rows = [row for state in memory_figures(design) for row in (_memory_row(design, state, one) for one in state.nodes)]
    if rows:
        console.line("")
        console.say(msg("Memory of the nodes:"))
        titles = (msg("lost"), msg("node"), msg("held by VMs"), msg("available"), msg("pressure"), msg("state"))
        console.table(titles, rows)
    for state in memory_figures(design):
        if state.not_started and state.lost is not None:
            console.say(msg("Without {lost}: {what}", lost=design.name_of(state.lost), what=state.reason))
    for link in design.replication_links:
        console.line("")
        console.say(msg("{link}: {reason}", link=link.name, reason=write_budget(design, link).reason))
    for load in line_loads(design):
        names = tuple(design.name_of(link) for link in load.links)
        console.say(msg("{link}: {reason}", link=names, reason=load.reason))
        if load.resync_s is not None:
            console.say(
                msg(
                    "After an outage of {outage}\u00a0h the copies are equal again in {hours}\u00a0h.",
                    outage=limits.OUTAGE_S.value // 3600,
                    hours=Decimal(load.resync_s / 3600),
                )
            )
    _tell_licences(design, console)


def _memory_row(design: Design, state: MemoryAfter, one: NodeMemory) -> tuple[Message | str, ...]:
    return (
        "–" if state.lost is None else design.name_of(state.lost),
        design.name_of(one.node),
        memory_text(one.assigned_mib),
        memory_text(one.available_mib),
        percent_text(one.highest_pressure_percent),
        EASE[one.ease],
    )


def _tell_licences(design: Design, console: Console) -> None:
    processors = processor_count(design)
    console.line("")
    console.say(
        msg(
            "Processors: {sockets} with {cores} cores; at most {ratio} virtual ones share a logical one.",
            sockets=processors.sockets,
            cores=processors.cores,
            ratio=Decimal(processors.worst_ratio, 2),
        )
    )
    rows = [(one.product, str(one.count), METRICS[one.metric], one.reason) for one in licence_counts(design)]
    if rows:
        console.table((msg("licence"), msg("count"), msg("licensed by"), msg("why")), rows)
    figure = costs(design)
    if figure is not None:
        total = Decimal(figure.total, 0)
        console.say(msg("Costs: {total} {currency}.", total=total, currency=figure.currency))
    console.say(cost_reason(design, figure))
