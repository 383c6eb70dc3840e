"""``geocluster new``: a project with one design made from a few numbers."""

import re
from argparse import Namespace

from designer.base.texts import msg, msg_n
from designer.cli.console import Console
from designer.cli.projects import PreparedOutput, refuse_existing
from designer.cli.usage import Options, UsageWrong, number, one_of, shortened, whole
from designer.model.blueprint import MAX_NODES_PER_SITE, MAX_VMS, Blueprint, WitnessPlace, build
from designer.model.era import Era
from designer.model.policy import FailoverPolicy
from designer.model.project import Project
from designer.persistence.codec import encode

FORMAT = "geocluster/new/1"
_MEMORY_MOST = 1 << 40
_NODE_LEAST, _NODE_MOST = 512, 1 << 42
_RATE_MOST, _MIGRATION_MOST = 10_000_000, 1_000_000
_RTT_MOST_MS = 10_000


def add_options(options: Options) -> None:
    """The numbers of the blueprint."""
    add = options.option
    add("out", metavar="OUT", about=msg("the file to make"))
    add("--nodes", metavar="P+S", required=True, read=_nodes, about=msg("nodes at the primary and the secondary site"))
    places = tuple(WitnessPlace)
    add(
        "--witness",
        metavar="|".join(places),
        default="none",
        read=one_of("--witness", *places),
        about=msg("the witness"),
    )
    add("--no-vote", metavar="NODE", action="append", default=[], about=msg("a node without vote; repeatable"))
    add("--vms", metavar="N", default=6, read=whole("--vms", 0, MAX_VMS), about=msg("how many VMs"))
    add(
        "--vm-memory-mib",
        metavar="M",
        default=4096,
        read=whole("--vm-memory-mib", 8, _MEMORY_MOST),
        about=msg("memory of each VM"),
    )
    node_memory = whole("--node-memory-mib", _NODE_LEAST, _NODE_MOST)
    add(
        "--node-memory-mib",
        metavar="M",
        read=node_memory,
        about=msg("memory of each node; without it enough for all VMs"),
    )
    secondary = whole("--secondary-memory-mib", _NODE_LEAST, _NODE_MOST)
    add("--secondary-memory-mib", metavar="M", read=secondary, about=msg("memory of each node of the secondary site"))
    eras = tuple(Era)
    add(
        "--era",
        metavar="|".join(eras),
        default="2008r2sp1",
        read=one_of("--era", *eras),
        about=msg("version of Windows Server"),
    )
    policies = tuple(FailoverPolicy)
    add(
        "--policy",
        metavar="|".join(policies),
        default="auto",
        read=one_of("--policy", *policies),
        about=msg("policy of the Cluster Enabler"),
    )
    add(
        "--link-mbit",
        metavar="RATE",
        default=4000,
        read=whole("--link-mbit", 1, _RATE_MOST),
        about=msg("rate of the replication link"),
    )
    add(
        "--rtt-ms",
        metavar="MS",
        default=1.0,
        read=number("--rtt-ms", 0, _RTT_MOST_MS),
        about=msg("round trip between the sites"),
    )
    add(
        "--lm-mbit",
        metavar="RATE",
        default=1000,
        read=whole("--lm-mbit", 1, _MIGRATION_MOST),
        about=msg("rate of the live-migration network"),
    )
    add("--force", action="store_true", about=msg("replace the file if it is there"))
    add("--json", action="store_true", about=msg("answer as JSON"))


def run(arguments: Namespace, console: Console) -> int:
    """Write the project and tell what is in it."""
    refuse_existing(arguments.out, force=arguments.force)
    primary, secondary = arguments.nodes
    design = build(
        Blueprint(
            primary,
            secondary,
            witness=WitnessPlace(arguments.witness),
            no_votes=tuple(dict.fromkeys(arguments.no_vote)),
            vms=arguments.vms,
            vm_memory_mib=arguments.vm_memory_mib,
            node_memory_mib=arguments.node_memory_mib,
            secondary_memory_mib=arguments.secondary_memory_mib,
            era=Era(arguments.era),
            policy=FailoverPolicy(arguments.policy),
            link_mbit=arguments.link_mbit,
            rtt_us=round(arguments.rtt_ms * 1000),
            migration_mbit=arguments.lm_mbit,
        )
    )
    project = Project(title=f"Cluster {design.label}", designs=(design,))
    console.put_after_answer(PreparedOutput(encode(project), arguments.out, keep_backup=True))
    if arguments.json:
        console.json(
            {
                "format": FORMAT,
                "file": arguments.out,
                "design": design.id,
                "label": design.label,
                "nodes": [node.id for node in design.nodes],
                "vms": [vm.id for vm in design.vms],
                "witness": None if design.witness is None else design.witness.kind.value,
            }
        )
        return 0
    console.say(
        msg(
            "{file}: design {label} ({id}) with {nodes} and {vms}.",
            file=arguments.out,
            label=design.label,
            id=design.id,
            nodes=msg_n("{n} node", "{n} nodes", len(design.nodes)),
            vms=msg_n("{n} VM", "{n} VMs", len(design.vms)),
        )
    )
    return 0


def _nodes(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,4})\+(\d{1,4})", text, re.ASCII)
    counts = (int(found[1]), int(found[2])) if found else (0, 0)
    if not all(1 <= count <= MAX_NODES_PER_SITE for count in counts):
        message = msg(
            "--nodes takes two numbers from 1 to {most} as in 2+1, not “{text}”.",
            most=MAX_NODES_PER_SITE,
            text=shortened(text),
        )
        raise UsageWrong("usage-nodes", message)
    return counts
