"""Named figures of one design, each with the reason behind it, drawn from verdicts and from a run of the engine."""

from dataclasses import dataclass
from functools import lru_cache

from designer.analysis.availability.assess import Availability, assess
from designer.analysis.availability.wording import minutes_reason, patching_warning
from designer.analysis.costs import cost_reason, costs
from designer.assets.reliability import reliability
from designer.base.errors import SimulationRefused
from designer.base.texts import Decimal, Message, msg, msg_n, sentences
from designer.base.units import seconds
from designer.engine.run import run
from designer.engine.timeline import Outcome as RunOutcome
from designer.model.design import Design
from designer.model.node import Edition
from designer.model.scenario import Movement, MovementKind, Scenario
from designer.model.site import SiteRole
from designer.model.workload import VirtualMachine
from designer.resilience.admission import Share, share_out
from designer.resilience.matrix import Row
from designer.resilience.outcome import RANK
from designer.resilience.targets import Loss, LossKind, parse_target
from designer.resilience.verdict import Verdict

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of one design and why it is what it is; ``value`` None where there is none."""

    value: Value
    reason: Message


def severity(verdict: Verdict) -> int:
    """How bad an outcome is, for ordering: its rank, and for a race that of its worst branch."""
    if verdict.branches:
        return max(RANK[branch.outcome] for _, branch in verdict.branches)
    return RANK[verdict.outcome]


def worst(rows: list[Row]) -> Row | None:
    """The first of the rows whose verdict is worst, or None."""
    return max(rows, key=lambda row: severity(row.verdict), default=None)


def single_loss(design: Design, row: Row) -> Loss | None:
    """The one loss of an event, or None for events of several."""
    instants = parse_target(row.event, design)
    return instants[0][0] if len(instants) == 1 and len(instants[0]) == 1 else None


def of_kind(design: Design, rows: tuple[Row, ...], *kinds: LossKind) -> list[Row]:
    """The rows that are one loss of one of the kinds."""
    found = ((row, single_loss(design, row)) for row in rows)
    return [row for row, loss in found if loss is not None and loss.kind in kinds]


def letter(row: Row | None) -> Cell:
    """The outcome's letter with the event it belongs to."""
    if row is None:
        return Cell(None, msg("The design cannot have this event."))
    return Cell(row.verdict.outcome.value, msg("{event}: {why}", event=row.title, why=row.verdict.reason))


def recovery_time(row: Row | None) -> Cell:
    """Seconds until the last VM runs again."""
    if row is None:
        return Cell(None, msg("The design cannot have this event."))
    time = row.verdict.rto_us
    return Cell(None if time is None else seconds(time), msg("{event}: {why}", event=row.title, why=row.verdict.reason))


def votes_left(design: Design, row: Row | None) -> Cell:
    """The most votes a partition can gather after a site is lost, of those in force before it."""
    if row is None:
        return Cell(None, msg("The design cannot have this event."))
    quorum = row.verdict.quorum
    left = max((one.own + int(one.reaches_witness) for one in quorum.standings), default=0)
    names = tuple(design.name_of(node_id) for one in quorum.standings for node_id in one.nodes) or ("–",)
    return Cell(
        left,
        msg(
            "{event}: {nodes} gather {left} of {total} votes; {need} are needed.",
            event=row.title,
            nodes=names,
            left=left,
            total=quorum.total,
            need=quorum.need,
        ),
    )


def pressure(design: Design, row: Row | None) -> Cell:
    """The highest memory pressure in per cent on the survivors of a site loss, once every VM that fits runs there."""
    if row is None:
        return Cell(None, msg("The design cannot have this event."))
    shares = survivors_shares(design, row.verdict)
    pressed = max(shares, key=lambda share: share.pressure_percent, default=None)
    if pressed is None:
        return Cell(None, msg("{event}: no VM runs anywhere.", event=row.title))
    return Cell(
        pressed.pressure_percent,
        msg(
            "{event}: {vm} asks for {percent} % of the memory it then has ({assigned} MiB); up to 100 is enough.",
            event=row.title,
            vm=design.name_of(pressed.vm),
            percent=pressed.pressure_percent,
            assigned=pressed.assigned_mib,
        ),
    )


def survivors_shares(design: Design, verdict: Verdict) -> list[Share]:
    """What every VM that runs, or would be started by a person, holds after the verdict's event."""
    hosted: dict[str, list[VirtualMachine]] = {}
    for vm in verdict.vms:
        if vm.started and vm.node is not None:
            hosted.setdefault(vm.node, []).append(design.vm(vm.vm))
    return [share for node_id, vms in hosted.items() for share in share_out(design.node(node_id), vms)]


def not_started(design: Design, row: Row | None) -> Cell:
    """How many VMs memory keeps off after a site loss."""
    if row is None:
        return Cell(None, msg("The design cannot have this event."))
    off = row.verdict.not_started
    if not off:
        return Cell(0, msg("{event}: every VM fits into the memory of the survivors.", event=row.title))
    names = tuple(design.name_of(vm_id) for vm_id in off)
    return Cell(
        len(off),
        msg_n(
            "{event}: {n} VM stays off: {vms}.",
            "{event}: {n} VMs stay off: {vms}.",
            len(off),
            event=row.title,
            vms=names,
        ),
    )


def blackout(design: Design) -> Cell:
    """The longest interruption, in seconds, that a planned live migration to the other site would cause, by a run."""
    vm, node_id = _hardest_move(design)
    if vm is None or node_id is None:
        return Cell(None, msg("No VM can be moved to the other site."))
    movement = Movement(kind=MovementKind.LIVE, vm=vm.id, to=node_id)
    try:
        timeline = run(design, Scenario(id="blackout", name="blackout", movement=movement))
    except SimulationRefused as refused:
        return Cell(None, refused.message)
    if timeline.outcome is not RunOutcome.COMPLETED:
        last = timeline.steps[-1].text if timeline.steps else msg("nothing happened")
        return Cell(None, msg("The live migration of {vm} does not complete: {why}", vm=vm.name, why=last))
    value = seconds(timeline.blackout_us)
    return Cell(
        value,
        msg(
            "{vm}, the VM that writes most to its memory, pauses {value} s on its way to {node}; "
            "the array's role change in it is an assumption.",
            vm=vm.name,
            value=Decimal(value, 1),
            node=design.name_of(node_id),
        ),
    )


def _hardest_move(design: Design) -> tuple[VirtualMachine | None, str | None]:
    """The clustered VM with the highest dirty rate (then the most memory), and its first owner at another site."""
    best: tuple[VirtualMachine | None, str | None] = (None, None)
    hardest: tuple[float, int] | None = None
    for vm in design.vms:
        target = _peer(design, vm)
        load = (vm.dirty_mib_s, vm.memory.startup_mib)
        if target is not None and (hardest is None or load > hardest):
            best, hardest = (vm, target), load
    return best


def _peer(design: Design, vm: VirtualMachine) -> str | None:
    group = design.group_of(vm.id)
    if group is None:
        return None
    home = design.node(vm.node).site
    owners = dict.fromkeys((*group.preferred_owners, *(group.possible_owners or [node.id for node in design.nodes])))
    return next((node_id for node_id in owners if design.node(node_id).site != home), None)


def minutes_per_year(design: Design) -> Cell:
    """Minutes of a year in which a VM does not run, on the mean over the VMs, and where they come from."""
    if not design.vms:
        return Cell(None, msg("The design has no VM."))
    found = availability_of(design)
    if not found.study.structure.judge.vms:
        return Cell(None, minutes_reason(found))
    return Cell(
        found.solution.minutes.total,
        sentences(minutes_reason(found), patching_warning(found.solution.minutes)),
    )


def single_points(design: Design) -> Cell:
    """How many single things, a whole site among them, stop some VM until a repair or a person when they fail."""
    found = availability_of(design).single_points
    if not found:
        return Cell(0, msg("No single component stops a VM for longer than an automatic restart."))
    return Cell(
        len(found),
        msg_n(
            "Losing {what} alone needs a repair or a person.",
            "Losing any one of these alone needs a repair or a person: {what}.",
            len(found),
            what=tuple(cause.title for cause in found),
        ),
    )


@lru_cache(maxsize=16)
def availability_of(design: Design) -> Availability:
    """The availability by the shipped figures; two criteria ask for it one after the other."""
    return assess(design, reliability())


def node_count(design: Design) -> Cell:
    """How many servers."""
    by_site = tuple(
        msg_n("{n} in {site}", "{n} in {site}", len(design.nodes_in(site.id)), site=site.name)
        for site in design.sites
        if site.role is not SiteRole.THIRD
    )
    return Cell(len(design.nodes), msg("Servers: {sites}.", sites=by_site or ("–",)))


def licences(design: Design) -> Cell:
    """Windows Server licences: one for every node, of an edition that can cluster. Hyper-V Server needs none."""
    paid = [node for node in design.nodes if node.edition is not Edition.HYPERV]
    editions = tuple(dict.fromkeys(node.edition.value.capitalize() for node in paid))
    return Cell(
        len(paid),
        sentences(
            msg_n("{n} server licence.", "{n} server licences.", len(paid)),
            msg("Editions: {editions}. Guests' own licences are not counted.", editions=editions) if editions else None,
        ),
    )


def cost(design: Design) -> Cell:
    """What the entered prices add up to; none is known before somebody enters one."""
    figure = costs(design)
    return Cell(None if figure is None else figure.total, cost_reason(design, figure))
