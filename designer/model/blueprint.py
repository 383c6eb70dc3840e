"""Designs from a few numbers: 1+1, 2+2, 2+1 and any other m+n are parameters here, not code paths of their own."""

from dataclasses import dataclass
from enum import StrEnum

from designer.base.errors import DesignerError
from designer.base.texts import msg
from designer.model.arrangement import arrange
from designer.model.array import Array, ArrayFamily, LunCopy, LunPair, ReplicationLicence
from designer.model.design import Design
from designer.model.era import Era, facts
from designer.model.link import Network, NetworkLink, NetworkRole, ReplicationLink, SanLink, WitnessPath
from designer.model.node import MOST_NODE_MIB, Nic, Node, root_reserve_mib
from designer.model.policy import (
    ClusterSettings,
    EnablerProduct,
    EnablerSettings,
    FailoverPolicy,
    HeartbeatSettings,
    QuorumMode,
    QuorumSettings,
)
from designer.model.site import Site, SiteRole
from designer.model.witness import Witness, WitnessKind
from designer.model.workload import ResourceGroup, VirtualMachine, VmMemory

PRIMARY, SECONDARY, THIRD = "site-p", "site-s", "site-w"
ARRAY_P, ARRAY_S = "array-p", "array-s"
REPLICATION, LAN = "link-replication", "link-lan"
MAX_NODES_PER_SITE = 64
MAX_VMS = 10_000
_USUAL_NODE_MIB = 98_304
_MEMORY_STEP_MIB = 16_384
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


class WitnessPlace(StrEnum):
    """Which witness the blueprint makes, and where a share stands."""

    NONE = "none"
    THIRD = "third"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    DISK = "disk"
    CLOUD = "cloud"


@dataclass(frozen=True, slots=True)
class Blueprint:
    """The numbers a design is made from. Memory in MiB, rates in Mbit/s, ``rtt_us`` the round trip between the sites.

    ``node_memory_mib`` None makes every node big enough to carry all VMs alone; ``secondary_memory_mib`` overrides
    it at the secondary site. ``no_votes`` names nodes whose vote is removed.
    """

    primary: int
    secondary: int
    witness: WitnessPlace = WitnessPlace.NONE
    no_votes: tuple[str, ...] = ()
    vms: int = 6
    vm_memory_mib: int = 4096
    node_memory_mib: int | None = None
    secondary_memory_mib: int | None = None
    era: Era = Era.W2008R2SP1
    policy: FailoverPolicy = FailoverPolicy.AUTO
    link_mbit: int = 4000
    rtt_us: int = 1000
    migration_mbit: int = 1000

    @property
    def label(self) -> str:
        """``2+1``."""
        return f"{self.primary}+{self.secondary}"

    @property
    def design_id(self) -> str:
        """``two-plus-one``; digits beyond twelve."""
        return design_id_of(self.primary, self.secondary)


def design_id_of(primary: int, secondary: int) -> str:
    """``two-plus-one``; digits beyond twelve."""
    return f"{_word(primary)}-plus-{_word(secondary)}"


def build(blueprint: Blueprint) -> Design:
    """The laid-out design of a blueprint; ids as promised. Raises ``DesignerError`` for wrong numbers."""
    _check(blueprint)
    nodes = _nodes(blueprint)
    luns, vms, groups = _workload(blueprint)
    era_facts = facts(blueprint.era)
    design = Design(
        id=blueprint.design_id,
        label=blueprint.label,
        sites=_sites(blueprint),
        nodes=nodes,
        arrays=_arrays(blueprint.era),
        luns=luns,
        vms=vms,
        groups=groups,
        networks=_networks(),
        replication_links=(
            ReplicationLink(
                id=REPLICATION,
                name="Replication",
                a=ARRAY_P,
                b=ARRAY_S,
                rate_mbit=blueprint.link_mbit,
                rtt_us=blueprint.rtt_us,
            ),
        ),
        network_links=(
            NetworkLink(
                id=LAN,
                name="LAN",
                a=PRIMARY,
                b=SECONDARY,
                networks=tuple(network.id for network in _networks()),
                rate_mbit=blueprint.migration_mbit,
                rtt_us=blueprint.rtt_us,
            ),
        ),
        san_links=tuple(
            SanLink(id=f"san-{node.id}", node=node.id, array=ARRAY_P if node.site == PRIMARY else ARRAY_S)
            for node in nodes
        ),
        witness_paths=_witness_paths(blueprint.witness),
        witness=_witness(blueprint.witness),
        cluster=ClusterSettings(
            enabler=_enabler(blueprint.era, blueprint.policy),
            quorum=QuorumSettings(
                mode=QUORUM_MODES[blueprint.witness],
                dynamic=era_facts.dynamic_quorum,
                preferred_site=PRIMARY if era_facts.preferred_site else None,
                core_group_site=PRIMARY,
            ),
            heartbeat=HeartbeatSettings(
                same_subnet_threshold=era_facts.heartbeat_same_threshold,
                cross_subnet_threshold=era_facts.heartbeat_cross_threshold,
                cross_site_threshold=era_facts.heartbeat_site_threshold,
            ),
        ),
    )
    return design.evolve(layout=arrange(design))


QUORUM_MODES = {
    WitnessPlace.NONE: QuorumMode.NODE_MAJORITY,
    WitnessPlace.THIRD: QuorumMode.NODE_AND_FILE_SHARE,
    WitnessPlace.PRIMARY: QuorumMode.NODE_AND_FILE_SHARE,
    WitnessPlace.SECONDARY: QuorumMode.NODE_AND_FILE_SHARE,
    WitnessPlace.DISK: QuorumMode.NODE_AND_DISK,
    WitnessPlace.CLOUD: QuorumMode.NODE_AND_CLOUD,
}
"""The quorum model that goes with each witness (domain 4.1)."""


def _word(count: int) -> str:
    return _WORDS[count] if count < len(_WORDS) else str(count)


def _check(blueprint: Blueprint) -> None:
    for count in (blueprint.primary, blueprint.secondary):
        if not 1 <= count <= MAX_NODES_PER_SITE:
            raise DesignerError(
                "blueprint-nodes",
                msg(
                    "A site of the blueprint takes 1 to {most} nodes, not {count}.",
                    most=MAX_NODES_PER_SITE,
                    count=count,
                ),
            )
    if not 0 <= blueprint.vms <= MAX_VMS:
        raise DesignerError(
            "blueprint-vms", msg("The blueprint takes 0 to {most} VMs, not {count}.", most=MAX_VMS, count=blueprint.vms)
        )
    names = set(_node_ids(blueprint))
    for node_id in blueprint.no_votes:
        if node_id not in names:
            raise DesignerError(
                "blueprint-vote",
                msg(
                    "No node “{node}” to take the vote from; there are {known}.",
                    node=node_id,
                    known=tuple(sorted(names)),
                ),
                subjects=(node_id,),
            )


def _node_ids(blueprint: Blueprint) -> tuple[str, ...]:
    return tuple(f"p{n + 1}" for n in range(blueprint.primary)) + tuple(f"s{n + 1}" for n in range(blueprint.secondary))


def _sites(blueprint: Blueprint) -> tuple[Site, ...]:
    lanes = (
        Site(id=PRIMARY, name="Primary site", role=SiteRole.PRIMARY),
        Site(id=SECONDARY, name="Secondary site", role=SiteRole.SECONDARY),
    )
    third = (Site(id=THIRD, name="Third site", role=SiteRole.THIRD),)
    return lanes + third if blueprint.witness is WitnessPlace.THIRD else lanes


def _nodes(blueprint: Blueprint) -> tuple[Node, ...]:
    usual = blueprint.node_memory_mib or _roomy_node_mib(blueprint)
    secondary = blueprint.secondary_memory_mib or usual
    nics = tuple(Nic(network=network.id, rate_mbit=blueprint.migration_mbit) for network in _networks())
    return tuple(
        Node(
            id=node_id,
            name=node_id.upper(),
            site=PRIMARY if node_id.startswith("p") else SECONDARY,
            os=blueprint.era,
            memory_mib=usual if node_id.startswith("p") else secondary,
            nics=nics,
            votes=0 if node_id in blueprint.no_votes else 1,
        )
        for node_id in _node_ids(blueprint)
    )


def _roomy_node_mib(blueprint: Blueprint) -> int:
    """The usual size, or the next step of 16 GiB at which one node carries all VMs."""
    memory = VmMemory(startup_mib=blueprint.vm_memory_mib)
    needed = blueprint.vms * (memory.startup_mib + memory.overhead_mib)
    size = _USUAL_NODE_MIB
    # The reserve grows with the memory, so a step by what lacks never goes too far.
    while (lacking := needed - (size - root_reserve_mib(size))) > 0:
        size += -(-lacking // _MEMORY_STEP_MIB) * _MEMORY_STEP_MIB
    if size > MOST_NODE_MIB:
        raise DesignerError(
            "blueprint-memory",
            msg(
                "No node can carry {count} VMs of {memory} MiB: {most} MiB is the most a node can have.",
                count=blueprint.vms,
                memory=blueprint.vm_memory_mib,
                most=MOST_NODE_MIB,
            ),
        )
    return size


def _arrays(era: Era) -> tuple[Array, Array]:
    """CX4 with MirrorView/S up to 2012 R2, PowerMax with SRDF/S later: array and product fit each other."""
    if _is_modern(era):
        family, model, licence = ArrayFamily.POWERMAX, "PowerMax 2000", ReplicationLicence.SRDF_S
    else:
        family, model, licence = ArrayFamily.CLARIION, "CX4-240", ReplicationLicence.MIRRORVIEW_S
    return (
        Array(id=ARRAY_P, name="Array P", site=PRIMARY, family=family, model=model, licences=(licence,)),
        Array(id=ARRAY_S, name="Array S", site=SECONDARY, family=family, model=model, licences=(licence,)),
    )


def _enabler(era: Era, policy: FailoverPolicy) -> EnablerSettings:
    if _is_modern(era):
        return EnablerSettings(product=EnablerProduct.SRDF_CE, version="4.2.1", policy=policy)
    version = "4.1" if era in {Era.W2008R2, Era.W2008R2SP1} else "4.2"
    return EnablerSettings(product=EnablerProduct.MIRRORVIEW_CE, version=version, policy=policy)


def _is_modern(era: Era) -> bool:
    return era in {Era.W2016, Era.W2019, Era.W2022, Era.W2025}


def _workload(
    blueprint: Blueprint,
) -> tuple[tuple[LunPair, ...], tuple[VirtualMachine, ...], tuple[ResourceGroup, ...]]:
    owners = _node_ids(blueprint)
    home = owners[: blueprint.primary]
    luns, vms, groups = [], [], []
    for index in range(blueprint.vms):
        number = f"{index + 1:02d}"
        node = home[index % len(home)]
        luns.append(
            LunPair(id=f"lun-{number}", name=f"LUN-{number}", r1=LunCopy(array=ARRAY_P), r2=LunCopy(array=ARRAY_S))
        )
        vms.append(
            VirtualMachine(
                id=f"vm-{number}",
                name=f"VM-{number}",
                node=node,
                luns=(f"lun-{number}",),
                memory=VmMemory(startup_mib=blueprint.vm_memory_mib),
            )
        )
        preferred = (*_from(home, index), *_from(owners[blueprint.primary :], index))
        groups.append(
            ResourceGroup(
                id=f"group-{number}",
                name=f"VM-{number}",
                vm=f"vm-{number}",
                preferred_owners=preferred,
                possible_owners=owners,
            )
        )
    return tuple(luns), tuple(vms), tuple(groups)


def _from(node_ids: tuple[str, ...], index: int) -> tuple[str, ...]:
    """The ids as dealt from ``index`` on, so that the load of a lost site spreads over the nodes that take over."""
    start = index % len(node_ids)
    return node_ids[start:] + node_ids[:start]


def _networks() -> tuple[Network, ...]:
    return (
        Network(id="net-client", name="Client", roles=(NetworkRole.CLIENT, NetworkRole.MANAGEMENT), gateway=True),
        Network(id="net-heartbeat", name="Heartbeat", roles=(NetworkRole.HEARTBEAT,)),
        Network(id="net-migration", name="Live Migration", roles=(NetworkRole.LIVE_MIGRATION,)),
    )


def _witness_paths(place: WitnessPlace) -> tuple[WitnessPath, ...]:
    if place not in {WitnessPlace.THIRD, WitnessPlace.CLOUD}:
        return ()
    return (
        WitnessPath(id="path-p", name="Path P", site=PRIMARY),
        WitnessPath(id="path-s", name="Path S", site=SECONDARY),
    )


def _witness(place: WitnessPlace) -> Witness | None:
    match place:
        case WitnessPlace.NONE:
            return None
        case WitnessPlace.DISK:
            return Witness(name="Witness disk", kind=WitnessKind.DISK, array=ARRAY_P, size_mib=1024)
        case WitnessPlace.CLOUD:
            return Witness(name="Cloud witness", kind=WitnessKind.CLOUD)
        case WitnessPlace.THIRD:
            return Witness(name="File share witness", site=THIRD)
        case WitnessPlace.PRIMARY:
            return Witness(name="File share witness", site=PRIMARY)
        case WitnessPlace.SECONDARY:
            return Witness(name="File share witness", site=SECONDARY)
