"""The shipped sample projects as they are made: a test compares each file with what stands here.

``python -m tests.support.sample_projects`` writes the files anew after a change.
"""

from pathlib import Path

from designer.assets.samples import sample
from designer.model.arrangement import arrange
from designer.model.array import ReplicationLicence
from designer.model.blueprint import LAN, PRIMARY, REPLICATION, SECONDARY, Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.model.policy import EnablerProduct
from designer.model.project import Project
from designer.model.register import DocumentDetails, DocumentStatus, RegisterEntry, RegisterKind, Revision
from designer.model.scenario import Action, ActionKind, Movement, MovementKind, Scenario
from designer.model.workload import MemoryKind, VmMemory
from designer.persistence.codec import encode

GIB = 1024
FOLDER = Path(__file__).resolve().parents[2] / "samples"


def all_projects() -> dict[str, Project]:
    """Every sample by its name."""
    return {
        "article": article(),
        "quorum": quorum(),
        "rolling-disaster": rolling_disaster(),
        "lan-cut": lan_cut(),
        "small-survivor": small_survivor(),
    }


# --- The article ------------------------------------------------------------------------------------------------------


def article() -> Project:
    """The three variants of the article with its products; the 2+1 is recommended."""
    return _project(
        "article",
        designs=(
            _article_design(
                Blueprint(1, 1),
                "One node at each site. The fewest servers and licences, but every fault or restart of a server moves "
                "its machines to the other site.",
            ),
            _article_design(
                Blueprint(2, 2),
                "Two nodes at each site. A failed server is taken over by its neighbour, without a failover of the "
                "cluster to the other site; at the price of a fourth server.",
            ),
            _article_design(
                Blueprint(2, 1),
                "Two nodes at the primary site and one at the secondary: the compromise that was chosen. Dynamic "
                "Memory lets the single node carry all machines for a while with less memory each.",
            ),
        ),
        recommended="two-plus-one",
        scenarios=_article_scenarios(),
        registers=_article_registers(),
        document=DocumentDetails(
            title="Hyper-V cluster over two sites",
            customer="Example customer",
            author="Infrastructure architecture",
            document_id="GEO-HLD-001",
            version="1.0",
            date="2010-12-15",
            status=DocumentStatus.FOR_REVIEW,
            classification="Internal",
            summary=(
                "High availability of virtual machines at two sites, on Hyper-V of Windows Server 2008 R2 SP1 and "
                "arrays that mirror each other synchronously. Three variants were compared: one or two nodes at each "
                "site, and two at the primary site with one at the secondary. The last one is recommended."
            ),
            revisions=(
                Revision(version="0.1", date="2010-11-22", author="Infrastructure architecture", change="First draft"),
                Revision(version="1.0", date="2010-12-15", author="Infrastructure architecture", change="For review"),
            ),
        ),
    )


_ARTICLE_VMS: tuple[tuple[str, int, int, int, int, float, int], ...] = (
    # name, startup GiB, maximum GiB, demand MiB, weight, dirty MiB/s, LUN GiB
    ("sql-01", 8, 32, 24_000, 8000, 20.0, 500),
    ("web-01", 2, 8, 5000, 5000, 5.0, 80),
    ("dc-01", 1, 2, 900, 9000, 1.0, 60),
    ("app-01", 4, 16, 14_000, 6000, 15.0, 200),
    ("file-01", 2, 8, 6000, 3000, 8.0, 900),
    ("web-02", 2, 8, 5000, 5000, 5.0, 80),
)


def _article_design(blueprint: Blueprint, description: str) -> Design:
    design = build(blueprint)
    vms = tuple(
        vm.evolve(
            name=name,
            memory=VmMemory(
                kind=MemoryKind.DYNAMIC,
                startup_mib=startup * GIB,
                maximum_mib=maximum * GIB,
                demand_mib=demand,
                weight=weight,
            ),
            dirty_mib_s=dirty,
        )
        for vm, (name, startup, maximum, demand, weight, dirty, _) in zip(design.vms, _ARTICLE_VMS, strict=True)
    )
    luns = tuple(
        lun.evolve(
            name=f"LUN {name}", r1=lun.r1.evolve(size_gib=row[-1]), r2=lun.r2 and lun.r2.evolve(size_gib=row[-1])
        )
        for lun, (name, *row) in zip(design.luns, _ARTICLE_VMS, strict=True)
    )
    settings = design.cluster
    design = design.evolve(
        description=description,
        sites=tuple(site.evolve(place=_PLACES[site.id]) for site in design.sites),
        nodes=tuple(node.evolve(memory_mib=(64 if _small(blueprint, node.id) else 96) * GIB) for node in design.nodes),
        arrays=tuple(
            array.evolve(
                name=f"CLARiiON {array.name[-1]}", licences=(ReplicationLicence.MIRRORVIEW_S,), usable_gib=8 * 1024
            )
            for array in design.arrays
        ),
        vms=vms,
        luns=luns,
        groups=tuple(group.evolve(name=vm.name) for group, vm in zip(design.groups, vms, strict=True)),
        replication_links=tuple(
            link.evolve(rtt_us=600, distance_km=60, route="Dark fibre, northern route")
            for link in design.replication_links
        ),
        network_links=tuple(
            link.evolve(rtt_us=600, distance_km=60, route="Leased Ethernet, southern route")
            for link in design.network_links
        ),
        cluster=settings.evolve(
            name="HVCLUSTER",
            enabler=settings.enabler.evolve(product=EnablerProduct.SRDF_CE, version="3.1"),
        ),
    )
    return design.evolve(layout=arrange(design))


_PLACES = {PRIMARY: "Praha", SECONDARY: "Kolín"}


def _small(blueprint: Blueprint, node_id: str) -> bool:
    """The compromise: the single node of the secondary site is the smaller one."""
    return node_id == "s1" and blueprint.secondary < blueprint.primary


def _article_scenarios() -> tuple[Scenario, ...]:
    def movement(scenario_id: str, name: str, to: str, note: str) -> Scenario:
        return Scenario(
            id=scenario_id,
            name=name,
            design="two-plus-one",
            movement=Movement(kind=MovementKind.LIVE, vm="vm-01", to=to),
            note=note,
        )

    return (
        movement(
            "live-migration",
            "Live migration to the secondary site",
            "s1",
            "Memory goes first; then machine, disk and Cluster Enabler go offline, the arrays change roles, and all "
            "come online in the reverse order.",
        ),
        movement(
            "lateral-migration",
            "Live migration inside the primary site",
            "p2",
            "The same machine to the neighbour: the array stays, so nothing changes roles.",
        ),
        _failure("node-loss", "Loss of P1", "two-plus-one", (("node:p1", 0),), "The neighbour takes over."),
        _failure(
            "site-loss",
            "Loss of the primary site",
            "two-plus-one",
            (("site:site-p", 0),),
            "One vote of three is no majority: a person must force the quorum.",
        ),
        _failure(
            "lan-cut",
            "LAN between the sites cut",
            "two-plus-one",
            ((f"link:{LAN}", 0),),
            "Two votes of three stay at the primary site; nothing moves.",
        ),
        _failure(
            "rolling-disaster",
            "Replication first, then the primary site",
            "two-plus-one",
            ((f"link:{REPLICATION}", 0), ("site:site-p", 600_000)),
            "The second copy is ten minutes old when it is needed.",
        ),
    )


def _article_registers() -> tuple[RegisterEntry, ...]:
    return (
        _entry(
            "req-01",
            RegisterKind.REQUIREMENT,
            "Virtual machines stay available when one server fails.",
            owner="IT operations",
            priority="must",
        ),
        _entry(
            "req-02",
            RegisterKind.REQUIREMENT,
            "Virtual machines can be run at the secondary site when the primary site is lost.",
            owner="IT operations",
            priority="must",
        ),
        _entry(
            "req-03",
            RegisterKind.REQUIREMENT,
            "Planned maintenance of a server interrupts no service for longer than clients tolerate.",
            owner="IT operations",
            priority="should",
        ),
        _entry(
            "con-01",
            RegisterKind.CONSTRAINT,
            "The arrays are EMC CLARiiON CX4 and mirror each other synchronously.",
            reason="They are in place at both sites.",
        ),
        _entry(
            "con-02",
            RegisterKind.CONSTRAINT,
            "Cluster Shared Volumes are not supported by EMC SRDF/CE 3.1: every virtual machine owns a LUN.",
            reason="The LUN fails over together with its machine.",
        ),
        _entry(
            "asm-01",
            RegisterKind.ASSUMPTION,
            "The line between the sites has a round trip of 0.6 ms.",
            reason="60 km of fibre; to be measured before the cluster goes into service.",
            status="open",
        ),
        _entry(
            "asm-02",
            RegisterKind.ASSUMPTION,
            "A change of the array roles takes 5 s.",
            reason="Not a vendor's figure; to be measured in the acceptance test.",
            status="open",
        ),
        _entry(
            "risk-01",
            RegisterKind.RISK,
            "The cluster does not fail over by itself when the primary site is lost: one vote of three is no majority.",
            owner="Infrastructure architecture",
            priority="high",
            status="open",
            mitigation="Forced quorum in the runbook, or a share at a third site together with the vote of P2 removed.",
        ),
        _entry(
            "risk-02",
            RegisterKind.RISK,
            "SRDF is a function of the Symmetrix family; CLARiiON CX4 mirrors with MirrorView.",
            owner="Infrastructure architecture",
            priority="high",
            status="open",
            mitigation="Clarify the product with the vendor: MirrorView/CE instead of SRDF/CE.",
        ),
        _entry(
            "dec-01",
            RegisterKind.DECISION,
            "Two nodes at the primary site and one at the secondary.",
            reason="A failed server is taken over by its neighbour; the third one only bridges the loss of the site.",
            status="accepted",
        ),
        _entry(
            "dec-02",
            RegisterKind.DECISION,
            "Dynamic Memory on all virtual machines.",
            reason="The single node of the secondary site carries all of them for a while with less memory each.",
            status="accepted",
        ),
    )


# --- Votes ------------------------------------------------------------------------------------------------------------


def quorum() -> Project:
    """Four clusters with a file share at a third site; one of them with the vote of P2 removed."""
    variants = (
        ("one-plus-one-share", "1+1 with share", Blueprint(1, 1, WitnessPlace.THIRD, vms=4)),
        ("two-plus-one-share", "2+1 with share", Blueprint(2, 1, WitnessPlace.THIRD, vms=4)),
        ("two-plus-one-adjusted", "2+1, share, no vote for P2", Blueprint(2, 1, WitnessPlace.THIRD, ("p2",), vms=4)),
        ("two-plus-two-share", "2+2 with share", Blueprint(2, 2, WitnessPlace.THIRD, vms=4)),
    )
    return _project(
        "quorum",
        designs=tuple(_variant(blueprint, design_id, label) for design_id, label, blueprint in variants),
        recommended="two-plus-one-adjusted",
        scenarios=(
            _failure("site-loss", "Loss of the primary site", None, (("site:site-p", 0),)),
            _failure("lan-cut", "LAN between the sites cut", None, ((f"link:{LAN}", 0),)),
            _failure("witness-then-node", "Witness first, then P1", None, (("witness", 0), ("node:p1", 600_000))),
        ),
    )


# --- Single teaching points -------------------------------------------------------------------------------------------


def rolling_disaster() -> Project:
    """2+2 with a share, so that nothing but the state of the pairs stops the takeover."""
    design = _variant(Blueprint(2, 2, WitnessPlace.THIRD, vms=4), "two-plus-two", "2+2 with share")
    return _project(
        "rolling-disaster",
        designs=(design,),
        recommended=design.id,
        scenarios=(
            _failure(
                "rolling-disaster",
                "Replication first, then the primary site",
                design.id,
                ((f"link:{REPLICATION}", 0), ("site:site-p", 600_000)),
                "The pairs were suspended ten minutes before: a person has to accept the loss of what was written "
                "since.",
            ),
            _failure(
                "all-at-once",
                "The primary site at once",
                design.id,
                (("site:site-p", 0),),
                "The pairs were synchronized until that instant, so the secondary site takes over by itself.",
            ),
        ),
    )


def lan_cut() -> Project:
    """A race for the share with equal votes, beside a majority that needs none."""
    race = _variant(Blueprint(1, 1, WitnessPlace.THIRD, vms=3), "one-plus-one", "1+1 with share")
    majority = _variant(Blueprint(2, 1, vms=3), "two-plus-one", "2+1, node majority")
    return _project(
        "lan-cut",
        designs=(race, majority),
        recommended=race.id,
        scenarios=(
            _failure("lan-cut", "LAN between the sites cut", None, ((f"link:{LAN}", 0),)),
            _failure(
                "lan-and-share",
                "LAN and share lost together",
                race.id,
                ((f"link:{LAN}+witness", 0),),
                "Nobody can win the share: both sites stop.",
            ),
        ),
    )


def small_survivor() -> Project:
    """The same machines with static and with Dynamic Memory, and a single small node at the secondary site."""
    return _project(
        "small-survivor",
        designs=(
            _survivor_design("static-memory", "2+1, static memory", dynamic=False),
            _survivor_design("dynamic-memory", "2+1, Dynamic Memory", dynamic=True),
        ),
        recommended="dynamic-memory",
        scenarios=(
            _failure(
                "nodes-loss",
                "Both primary nodes lost",
                None,
                (("nodes:site-p", 0),),
                "Without a witness a person forces the quorum on S1; then its memory decides which machines start.",
            ),
        ),
    )


_SURVIVOR_VMS: tuple[tuple[str, int, int, int, int, int], ...] = (
    # name, startup, maximum, demand, weight; static size, all MiB but the weight (domain 5.3)
    ("sql-01", 4096, 16_384, 9000, 8000, 10_240),
    ("web-01", 1024, 4096, 2500, 5000, 3072),
    ("dc-01", 1024, 2048, 900, 9000, 1024),
    ("app-01", 2048, 8192, 6000, 5000, 7168),
    ("file-01", 1024, 4096, 1500, 2000, 2048),
)


def _survivor_design(design_id: str, label: str, *, dynamic: bool) -> Design:
    design = _variant(
        Blueprint(2, 1, vms=len(_SURVIVOR_VMS), node_memory_mib=48 * GIB, secondary_memory_mib=16 * GIB),
        design_id,
        label,
    )
    vms = tuple(
        vm.evolve(
            name=name,
            memory=VmMemory(
                kind=MemoryKind.DYNAMIC, startup_mib=startup, maximum_mib=maximum, demand_mib=demand, weight=weight
            )
            if dynamic
            else VmMemory(startup_mib=static),
        )
        for vm, (name, startup, maximum, demand, weight, static) in zip(design.vms, _SURVIVOR_VMS, strict=True)
    )
    groups = tuple(group.evolve(name=vm.name) for group, vm in zip(design.groups, vms, strict=True))
    return design.evolve(vms=vms, groups=groups)


def _variant(blueprint: Blueprint, design_id: str, label: str) -> Design:
    return build(blueprint).evolve(id=design_id, label=label)


def _project(name: str, **fields: object) -> Project:
    about = sample(name)
    return Project(title=str(about.title), shows=str(about.shows), **fields)


def _failure(
    scenario_id: str, name: str, design: str | None, targets: tuple[tuple[str, int], ...], note: str = ""
) -> Scenario:
    actions = tuple(Action(kind=ActionKind.FAIL, target=target, at_ms=at_ms) for target, at_ms in targets)
    return Scenario(id=scenario_id, name=name, design=design, actions=actions, note=note)


def _entry(entry_id: str, kind: RegisterKind, text: str, **fields: str) -> RegisterEntry:
    return RegisterEntry(id=entry_id, kind=kind, text=text, **fields)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, project in all_projects().items():
        (FOLDER / f"{name}.geocluster").write_bytes(encode(project))
