"""Arrays, replication and the map of LUNs."""

from designer.base.texts import Message, msg, msg_n
from designer.base.units import milliseconds_text, rate_text
from designer.model.array import LunPair
from designer.model.design import Design
from designer.report.content import Align, Block, Cell, Column, Origin, Paragraph, Row, Section, Table, Text
from designer.report.evidence import Studied
from designer.report.terms import ENABLER, MODE, POLICY, pair_state_text

_TYPED = Origin.TYPED


def storage_section(studied: Studied) -> Section:
    """What the VMs lie on and how it reaches the other site."""
    design = studied.design
    blocks: list[Block] = [Paragraph(_intro(design)), _arrays(design)]
    if design.replication_links:
        blocks.append(_links(design))
    if design.luns:
        blocks.append(lun_map(design))
    return Section(msg("Storage and replication"), tuple(blocks))


def lun_map(design: Design) -> Table:
    """Every LUN with both copies, its VMs and the nodes it prefers."""
    grouped = any(lun.consistency_group for lun in design.luns)
    with_devices = any(copy.device for lun in design.luns for copy in lun.copies)
    columns = [
        Column(msg("LUN")),
        Column(msg("Size"), Align.RIGHT),
        Column(msg("R1 at")),
        Column(msg("R2 at")),
        *((Column(msg("Group")),) if grouped else ()),
        Column(msg("Mode")),
        Column(msg("State")),
        Column(msg("VMs")),
        Column(msg("Preferred owners"), share=2),
    ]
    rows = tuple(_lun_row(design, lun, grouped=grouped, with_devices=with_devices) for lun in design.luns)
    return Table(msg("LUN map"), tuple(columns), rows)


def _intro(design: Design) -> Message:
    enabler = design.cluster.enabler
    csv = sum(lun.csv for lun in design.luns)
    own = (
        msg("Every VM has LUNs of its own, which fail over together with it.")
        if not csv
        else msg_n("{n} LUN is a Cluster Shared Volume.", "{n} LUNs are Cluster Shared Volumes.", csv)
    )
    return msg(
        "The arrays replicate each other; {product} {version} ties the direction of replication to the cluster's "
        "groups. Its policy is {policy}. {own}",
        product=ENABLER[enabler.product],
        version=enabler.version,
        policy=POLICY[enabler.policy],
        own=own,
    )


def _arrays(design: Design) -> Table:
    rows: tuple[Row, ...] = tuple(
        (
            Cell(array.name, strong=True),
            design.name_of(array.site),
            array.model,
            "–" if array.usable_gib is None else msg("{value}\u00a0GiB", value=array.usable_gib),
            str(array.storage_processors),
            msg_n("{n} LUN", "{n} LUNs", sum(array.id in {copy.array for copy in lun.copies} for lun in design.luns)),
        )
        for array in design.arrays
    )
    columns = (
        Column(msg("Array"), share=2),
        Column(msg("Site"), share=2),
        Column(msg("Model")),
        Column(msg("Usable"), Align.RIGHT),
        Column(msg("Storage processors"), Align.RIGHT),
        Column(msg("Holds"), Align.RIGHT),
    )
    return Table(msg("Storage arrays"), columns, rows)


def _links(design: Design) -> Table:
    rows: tuple[Row, ...] = tuple(
        (
            Cell(link.name, strong=True),
            f"{design.name_of(link.a)} – {design.name_of(link.b)}",
            rate_text(link.rate_mbit),
            milliseconds_text(link.rtt_us),
            str(link.paths),
            msg("{value}\u00a0km", value=link.distance_km) if link.distance_km else "–",
        )
        for link in design.replication_links
    )
    columns = (
        Column(msg("Link")),
        Column(msg("Between"), share=2),
        Column(msg("Rate"), Align.RIGHT),
        Column(msg("Round trip"), Align.RIGHT),
        Column(msg("Paths"), Align.RIGHT),
        Column(msg("Distance"), Align.RIGHT),
    )
    return Table(msg("Replication links"), columns, rows)


def _lun_row(design: Design, lun: LunPair, *, grouped: bool, with_devices: bool) -> Row:
    vms = [vm for vm in design.vms if lun.id in vm.luns]
    groups = [group for vm in vms if (group := design.group_of(vm.id)) is not None]
    owners = dict.fromkeys(owner for group in groups for owner in group.preferred_owners)
    copies = [_copy_text(design, lun.r1.array, lun.r1.device if with_devices else "")]
    copies.append("–" if lun.r2 is None else _copy_text(design, lun.r2.array, lun.r2.device if with_devices else ""))
    group_name = () if not grouped else (design.name_of(lun.consistency_group) if lun.consistency_group else "–",)
    cells: tuple[Cell | Text, ...] = (
        Cell(lun.name, strong=True),
        Cell(msg("{value}\u00a0GiB", value=lun.r1.size_gib), origin=_TYPED),
        *copies,
        *group_name,
        "–" if lun.r2 is None else MODE[lun.mode],
        pair_state_text(lun),
        ", ".join(vm.name for vm in vms) or "–",
        ", ".join(design.name_of(owner) for owner in owners) or "–",
    )
    return cells


def _copy_text(design: Design, array_id: str, device: str) -> str:
    name = design.name_of(array_id)
    return f"{name} ({device})" if device else name
