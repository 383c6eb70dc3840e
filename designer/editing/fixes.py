"""Quick fixes: the edit that removes a finding, where one edit is plainly meant. A fix is a command like any other.

For a window: ask :func:`fix_for` when a finding is shown; a button is offered exactly when it answers a command. Its
``label(project)`` is the button's text, :func:`preview` shows what it would change, and running the very same command
through the session is applying it, so preview and result cannot differ. ``fix_for`` makes the edit once to know that
it is possible; ask it for the finding that is looked at, not for a whole list.

Where a rule leaves a choice to a person (buy memory, move a line, accept a compromise) there is no fix. What fixes set
comes from :mod:`designer.model.limits`, the same figures that the rules measure.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from designer.base.errors import EditRefused
from designer.base.frozen import Frozen
from designer.base.texts import Message, msg
from designer.base.units import US_PER_MS
from designer.editing.additions import ElementKind
from designer.editing.bulk import SetProperties
from designer.editing.command import Command
from designer.editing.elements import AddElement, RenameElement
from designer.editing.parts import captions
from designer.editing.properties import SetClusterSetting, SetProperty, SetVote, Value
from designer.editing.together import Together
from designer.editing.wiring import Connect
from designer.model import limits
from designer.model.array import (
    MIRRORVIEW_FAMILIES,
    SRDF_FAMILIES,
    Array,
    ConsistencyGroup,
    LunPair,
    ReplicationMode,
)
from designer.model.changes import ChangeSet, diff
from designer.model.design import Design
from designer.model.era import facts
from designer.model.link import NetworkLink, PortUse
from designer.model.node import Node
from designer.model.policy import EnablerProduct, QuorumMode
from designer.model.project import Project
from designer.model.site import SiteRole
from designer.model.witness import WitnessKind
from designer.model.workload import MemoryKind, ResourceGroup, VirtualMachine
from designer.resilience.durations import heartbeat_between_sites


def fix_for(project: Project, design_id: str, rule: str, subjects: Iterable[str] = ()) -> Command | None:
    """The command that removes the finding of ``rule`` about ``subjects``, or None where there is no plain one.

    Takes a finding's own ``rule`` and ``subjects``. Equal findings get equal commands. Raises ``UnknownElement`` for an
    unknown design only; subjects that are gone make no fix.
    """
    make = _FIXES.get(rule)
    design = project.design(design_id)
    if make is None:
        return None
    steps = _Steps(project, design_id)
    try:
        name = make(steps, tuple(subject for subject in subjects if design.find(subject) is not None))
        unchanged = steps.project is project
    except EditRefused:
        return None
    if name is None or unchanged:
        return None
    return Together(tuple(steps.commands), name)


def preview(project: Project, fix: Command) -> ChangeSet:
    """What the fix would change; it is made in passing, and the project stays as it is. Raises ``EditRefused``."""
    return diff(project, fix.apply(project))


def fixable_rules() -> frozenset[str]:
    """The rules for which there may be a fix."""
    return frozenset(_FIXES)


@dataclass(slots=True)
class _Steps:
    """A fix while it is put together: the next command may build upon what the ones before it made.

    Facts are gathered and set together, as soon as somebody looks.
    """

    before: Project
    design_id: str
    commands: list[Command] = field(default_factory=list)
    gathered: list[tuple[str, str, Value]] = field(default_factory=list)
    after: Project | None = None

    @property
    def project(self) -> Project:
        if self.gathered:
            together = SetProperties(self.design_id, tuple(self.gathered))
            self.gathered = []
            self.do(together)
        return self.before if self.after is None else self.after

    @property
    def design(self) -> Design:
        return self.project.design(self.design_id)

    def do(self, command: Command) -> None:
        project = self.project
        after = command.apply(project)
        if after is not project and after != project:
            self.after = after
            self.commands.append(command)

    def set(self, element_id: str, path: str, value: Value) -> None:
        self.gathered.append((element_id, path, value))

    def set_cluster(self, path: str, value: Value) -> None:
        self.do(SetClusterSetting(self.design_id, path, value))

    def named(self, element_ids: Iterable[str]) -> Message | str:
        return captions(self.design, tuple(element_ids))


_Make = Callable[[_Steps, tuple[str, ...]], Message | None]
_Name = Callable[[Message | str], Message]
_Element = TypeVar("_Element", bound=Frozen)


# --- Storage ----------------------------------------------------------------------------------------------------------


def _use_mirrorview(steps: _Steps, subjects: tuple[str, ...]) -> Message | None:
    if any(array.family not in MIRRORVIEW_FAMILIES for array in _replicating(steps.design)):
        return None
    steps.set_cluster("enabler.product", EnablerProduct.MIRRORVIEW_CE)
    return msg("Use MirrorView/CE for {what}", what=steps.named(subjects))


def _use_srdf(steps: _Steps, subjects: tuple[str, ...]) -> Message | None:
    if any(array.family not in SRDF_FAMILIES for array in _replicating(steps.design)):
        return None
    steps.set_cluster("enabler.product", EnablerProduct.SRDF_CE)
    return msg("Use SRDF/CE for {what}", what=steps.named(subjects))


def _replicating(design: Design) -> list[Array]:
    held = {copy.array for lun in design.luns if lun.r2 is not None for copy in lun.copies}
    held |= {end for link in design.replication_links for end in (link.a, link.b)}
    return [array for array in design.arrays if array.id in held]


def _equal_copies(steps: _Steps, subjects: tuple[str, ...]) -> Message:
    for lun in _of(steps, subjects, LunPair):
        size = max(copy.size_gib for copy in lun.copies)
        for path in ("r1", "r2")[: len(lun.copies)]:
            steps.set(lun.id, f"{path}.size_gib", size)
    return msg("Give both copies of {what} the larger size", what=steps.named(subjects))


def _set_all(kind: type[LunPair] | type[ResourceGroup], path: str, value: Value, name: _Name) -> _Make:
    """A fix that sets one field of all subjects of a kind."""

    def make(steps: _Steps, subjects: tuple[str, ...]) -> Message:
        for element in _of(steps, subjects, kind):
            steps.set(element.id, path, value)
        return name(steps.named(subjects))

    return make


def _one_consistency_group(steps: _Steps, subjects: tuple[str, ...]) -> Message | None:
    luns = [lun.id for lun in _of(steps, subjects, LunPair)]
    if not luns:
        return None
    adding = AddElement(steps.design_id, ElementKind.CONSISTENCY_GROUP)
    group_id = adding.new_id(steps.project)
    steps.do(adding)
    for lun_id in luns:
        steps.set(lun_id, "consistency_group", group_id)
    return msg("Put {what} into one consistency group", what=steps.named(luns))


def _prerequisites(steps: _Steps, subjects: tuple[str, ...]) -> Message:
    for array in _of(steps, subjects, Array):
        modes = {lun.mode for lun in steps.design.luns if lun.r2 and array.id in {one.array for one in lun.copies}}
        needed = [limits.needed_licence(array.family, mode) for mode in ReplicationMode if mode in modes]
        lacking = [one for one in needed if one is not None and one not in array.licences]
        steps.set(array.id, "licences", (*array.licences, *lacking))
        if array.family in MIRRORVIEW_FAMILIES and ReplicationMode.SYNC in modes:
            steps.set(array.id, "write_intent_log", value=True)
    return msg("Give {what} what replication needs", what=steps.named(subjects))


def _short_names(steps: _Steps, subjects: tuple[str, ...]) -> Message:
    for group in _of(steps, subjects, ConsistencyGroup):
        name = group.name[: limits.GROUP_NAME_LENGTH.value].strip()
        steps.do(RenameElement(steps.design_id, group.id, name))
    return msg("Shorten the name of {what}", what=steps.named(subjects))


def _metro_witness(steps: _Steps, subjects: tuple[str, ...]) -> Message:  # noqa: ARG001 - it is one for all
    steps.set_cluster("metro_witness", value=True)
    return msg("Give the arrays a witness")


# --- Cluster and groups -----------------------------------------------------------------------------------------------


def _install_enabler(steps: _Steps, subjects: tuple[str, ...]) -> Message:
    for node in _of(steps, subjects, Node):
        steps.set(node.id, "cluster_enabler_installed", value=True)
    return msg("Install the Cluster Enabler on {what}", what=steps.named(subjects))


def _tie_storage(steps: _Steps, subjects: tuple[str, ...]) -> Message | None:
    if steps.design.cluster.enabler.product is EnablerProduct.NONE:
        families = {array.family for array in _replicating(steps.design)}
        if families and families <= MIRRORVIEW_FAMILIES:
            steps.set_cluster("enabler.product", EnablerProduct.MIRRORVIEW_CE)
        elif families and families <= SRDF_FAMILIES:
            steps.set_cluster("enabler.product", EnablerProduct.SRDF_CE)
        else:
            return None
        return msg("Choose the Cluster Enabler that fits the arrays")
    for group in _of(steps, subjects, ResourceGroup):
        steps.set(group.id, "cluster_enabler_resource", value=True)
        steps.set(group.id, "disk_depends_on_enabler", value=True)
    return msg("Tie the storage to {what}", what=steps.named(subjects))


def _peer_owners(steps: _Steps, subjects: tuple[str, ...]) -> Message:
    design = steps.design
    for group in _of(steps, subjects, ResourceGroup):
        home = _home(design, group)
        others = [node.id for node in design.nodes if node.site != home]
        if group.possible_owners:
            steps.set(group.id, "possible_owners", tuple(dict.fromkeys((*group.possible_owners, *others))))
    return msg("Let nodes of the other site own {what}", what=steps.named(subjects))


def _local_owners_first(steps: _Steps, subjects: tuple[str, ...]) -> Message:
    design = steps.design
    for group in _of(steps, subjects, ResourceGroup):
        home = _home(design, group)
        possible = group.possible_owners or tuple(node.id for node in design.nodes)
        order = [*(one for one in group.preferred_owners if one in possible)]
        order += [one for one in possible if one not in order]
        steps.set(group.id, "preferred_owners", tuple(sorted(order, key=lambda one: design.node(one).site != home)))
    return msg("Prefer nodes of the own site for {what}", what=steps.named(subjects))


def _home(design: Design, group: ResourceGroup) -> str:
    return design.node(design.vm(group.vm).node).site


def _time_outs(steps: _Steps, subjects: tuple[str, ...]) -> Message:
    design = steps.design
    for group in _of(steps, subjects, ResourceGroup):
        devices = len(design.vm(group.vm).luns)
        least = limits.PENDING_FACTOR.value * design.cluster.timings.longest_enabler_ms(devices)
        resources = {path: getattr(group, path) for path in _OWN_SETTINGS}
        resources |= {f"further_resources.{n}.settings": one.settings for n, one in enumerate(group.further_resources)}
        for path, settings in resources.items():
            pending = max(settings.pending_timeout_ms, least if path == "enabler_resource" else 0)
            if pending > settings.pending_timeout_ms:
                steps.set(group.id, f"{path}.pending_timeout_ms", pending)
            if pending > settings.deadlock_timeout_ms:
                steps.set(group.id, f"{path}.deadlock_timeout_ms", pending)
    return msg("Give the resources of {what} time enough", what=steps.named(subjects))


_OWN_SETTINGS = ("vm_resource", "configuration_resource", "disk_resource", "enabler_resource")


def _restart_once(steps: _Steps, subjects: tuple[str, ...]) -> Message:
    most = limits.USEFUL_RESTARTS.value
    for group in _of(steps, subjects, ResourceGroup):
        for path in ("disk_resource", "enabler_resource"):
            if getattr(group, path).restart_threshold > most:
                steps.set(group.id, f"{path}.restart_threshold", most)
    return msg("Fail {what} over at the second failure of storage", what=steps.named(subjects))


def _static_memory(steps: _Steps, subjects: tuple[str, ...]) -> Message:
    vms = [vm.id for vm in _of(steps, subjects, VirtualMachine)]
    for vm_id in vms:
        steps.set(vm_id, "memory.kind", MemoryKind.STATIC)
    return msg("Give {what} static memory", what=steps.named(vms))


def _keep_apart(steps: _Steps, subjects: tuple[str, ...]) -> Message | None:
    groups = _of(steps, subjects, ResourceGroup)
    services = dict.fromkeys(steps.design.vm(group.vm).service.strip() for group in groups)
    if len(services) != 1 or "" in services:
        return None
    (service,) = services
    for group in groups:
        if service not in group.anti_affinity:
            steps.set(group.id, "anti_affinity", (*group.anti_affinity, service))
    return msg("Keep {what} apart", what=steps.named(group.id for group in groups))


# --- Quorum and heartbeat ---------------------------------------------------------------------------------------------


def _equal_votes_and_share(steps: _Steps, subjects: tuple[str, ...]) -> Message | None:  # noqa: ARG001 - counted anew
    surplus = _surplus(steps.design)
    for node in surplus:
        steps.do(SetVote(steps.design_id, node.id, 0))
    _share_at_third_site(steps)
    if not surplus:
        return msg("Put a witness at a third site")
    names = steps.named(node.id for node in surplus)
    return msg("Take the vote of {what} and put a witness at a third site", what=names)


def _surplus_votes(steps: _Steps, subjects: tuple[str, ...]) -> Message | None:  # noqa: ARG001 - counted anew
    surplus = _surplus(steps.design)
    for node in surplus:
        steps.do(SetVote(steps.design_id, node.id, 0))
    return msg("Take the vote of {what}", what=steps.named(node.id for node in surplus)) if surplus else None


def _surplus(design: Design) -> list[Node]:
    """The last voting nodes of the site with more votes, as many as it has more; none unless there are two sites."""
    by_site: dict[str, list[Node]] = {}
    for node in design.nodes:
        by_site.setdefault(node.site, [])
        if node.votes:
            by_site[node.site].append(node)
    if len(by_site) != 2 or not all(by_site.values()):
        return []
    fewer, more = sorted(by_site.values(), key=len)
    return more[len(fewer) :]


def _third_site_share(steps: _Steps, subjects: tuple[str, ...]) -> Message:  # noqa: ARG001 - there is one witness
    _share_at_third_site(steps)
    return msg("Put a witness at a third site")


def _share_at_third_site(steps: _Steps) -> None:
    """A file share at a third site that votes, and a way to it from every site with nodes."""
    third = steps.design.site_with_role(SiteRole.THIRD)
    if third is None:
        steps.do(AddElement(steps.design_id, ElementKind.SITE, role=SiteRole.THIRD))
        third = steps.design.site_with_role(SiteRole.THIRD)
    assert third is not None
    witness = steps.design.witness
    if witness is None:
        steps.do(AddElement(steps.design_id, ElementKind.WITNESS, inside=third.id))
    else:
        homes = {node.site for node in steps.design.nodes}
        if witness.kind is not WitnessKind.FILE_SHARE:
            steps.set(witness.id, "kind", WitnessKind.FILE_SHARE)
            steps.set(witness.id, "array", None)
        if witness.site is None or witness.site in homes:
            steps.do(SetProperty(steps.design_id, witness.id, "site", third.id))
        steps.set(witness.id, "hosted_by", None)
    steps.set_cluster("quorum.mode", QuorumMode.NODE_AND_FILE_SHARE)
    _ways_to_witness(steps)


def _ways_to_witness(steps: _Steps) -> None:
    design = steps.design
    if design.witness is None or design.witness.kind is WitnessKind.DISK:
        return
    reached = {path.site for path in design.witness_paths} | {design.witness.site}
    for site_id in dict.fromkeys(node.site for node in design.nodes):
        if site_id not in reached:
            steps.do(Connect(steps.design_id, site_id, design.witness.id))


def _own_ways_to_witness(steps: _Steps, subjects: tuple[str, ...]) -> Message:  # noqa: ARG001 - every site needs one
    _ways_to_witness(steps)
    return msg("Give each site its own path to the witness")


def _fit_witness_disk(steps: _Steps, subjects: tuple[str, ...]) -> Message | None:  # noqa: ARG001 - there is one
    witness = steps.design.witness
    if witness is None:
        return None
    steps.set(witness.id, "disk_csv", value=False)
    if witness.size_mib is not None and witness.size_mib < limits.DISK_WITNESS_MIB.value:
        steps.set(witness.id, "size_mib", limits.DISK_WITNESS_MIB.value)
    return msg("Make {what} fit for a witness", what=steps.named((witness.id,)))


def _static_votes(steps: _Steps, subjects: tuple[str, ...]) -> Message:  # noqa: ARG001 - it is the cluster's
    steps.set_cluster("quorum.dynamic", value=False)
    return msg("Switch dynamic quorum off")


def _heartbeat(steps: _Steps, subjects: tuple[str, ...]) -> Message | None:
    lines = _of(steps, subjects, NetworkLink)
    heartbeat = steps.design.cluster.heartbeat
    if lines:
        which = _delay_between_sites(steps.design)
        _, most = _HEARTBEAT_RANGES[which]
        needed = max(-(-2 * line.rtt_us // US_PER_MS) for line in lines)
        if needed > most:
            return None
        steps.set_cluster(f"heartbeat.{which}", needed)
        return msg("Raise the heartbeat delay to {delay}\u00a0ms", delay=needed)
    for name, (low, high) in _HEARTBEAT_RANGES.items():
        steps.set_cluster(f"heartbeat.{name}", min(max(getattr(heartbeat, name), low), high))
    return msg("Bring the heartbeat settings into their ranges")


def _delay_between_sites(design: Design) -> str:
    """The setting that rules the beats between the sites: the one whose change changes them."""
    heartbeat = design.cluster.heartbeat
    for name in ("cross_site_delay_ms", "cross_subnet_delay_ms"):
        longer = heartbeat.evolve(**{name: getattr(heartbeat, name) + 1})
        changed = design.evolve(cluster=design.cluster.evolve(heartbeat=longer))
        if heartbeat_between_sites(changed) != heartbeat_between_sites(design):
            return name
    return "same_subnet_delay_ms"


_HEARTBEAT_RANGES = {
    "same_subnet_delay_ms": limits.SAME_SUBNET_DELAY_MS.value,
    "cross_subnet_delay_ms": limits.CROSS_SUBNET_DELAY_MS.value,
    "cross_site_delay_ms": limits.CROSS_SUBNET_DELAY_MS.value,
    "same_subnet_threshold": limits.HEARTBEAT_THRESHOLD.value,
    "cross_subnet_threshold": limits.HEARTBEAT_THRESHOLD.value,
    "cross_site_threshold": limits.HEARTBEAT_THRESHOLD.value,
}


# --- Memory, migration, network ---------------------------------------------------------------------------------------


def _memory_ranges(steps: _Steps, subjects: tuple[str, ...]) -> Message:
    early = any(not facts(node.os).minimum_memory for node in steps.design.nodes)
    low, high = (limits.BUFFER_PERCENT_2008R2 if early else limits.BUFFER_PERCENT).value
    least, most = limits.MEMORY_WEIGHT.value
    for vm in _of(steps, subjects, VirtualMachine):
        memory = vm.memory
        if memory.maximum_mib is not None:
            steps.set(vm.id, "memory.maximum_mib", max(memory.maximum_mib, memory.startup_mib))
        if memory.minimum_mib is not None:
            steps.set(vm.id, "memory.minimum_mib", min(memory.minimum_mib, memory.startup_mib))
        steps.set(vm.id, "memory.buffer_percent", min(max(memory.buffer_percent, low), high))
        steps.set(vm.id, "memory.weight", min(max(memory.weight, least), most))
    return msg("Bring the memory settings of {what} into their ranges", what=steps.named(subjects))


def _compatible_processors(steps: _Steps, subjects: tuple[str, ...]) -> Message:
    for node in _of(steps, subjects, Node):
        steps.set(node.id, "processor_compatibility", value=True)
    return msg("Switch processor compatibility on for {what}", what=steps.named(subjects))


def _record_life(steps: _Steps, subjects: tuple[str, ...]) -> Message:  # noqa: ARG001 - it is the cluster's
    best = limits.HOST_RECORD_TTL_S.value
    steps.set_cluster("access_point.host_record_ttl_s", best)
    return msg("Set HostRecordTTL to {best}\u00a0s", best=best)


def _registered_addresses(steps: _Steps, subjects: tuple[str, ...]) -> Message:  # noqa: ARG001 - it is the cluster's
    can = steps.design.cluster.access_point.clients_try_all_addresses
    steps.set_cluster("access_point.register_all_addresses", can)
    return msg("Register all addresses of clustered names") if can else msg("Register only the address in use")


def _one_switch_name(steps: _Steps, subjects: tuple[str, ...]) -> Message | None:
    names = [node.virtual_switch for node in steps.design.nodes]
    usual = max(dict.fromkeys(names), key=names.count, default="")
    if not usual:
        return None
    for node in _of(steps, subjects, Node):
        steps.set(node.id, "virtual_switch", usual)
    return msg("Name the virtual switch of {what} “{name}”", what=steps.named(subjects), name=usual)


def _open_ports(steps: _Steps, subjects: tuple[str, ...]) -> Message:
    for line in _of(steps, subjects, NetworkLink):
        steps.set(line.id, "open_ports", tuple(PortUse))
    return msg("Open the ports on {what}", what=steps.named(subjects))


def _of(steps: _Steps, subjects: tuple[str, ...], kind: type[_Element]) -> list[_Element]:
    """The subjects of one kind, as they are now."""
    found = (steps.design.find(subject) for subject in subjects)
    return [one for one in found if isinstance(one, kind)]


_FIXES: dict[str, _Make] = {
    "ST01": _use_mirrorview,
    "ST02": _use_srdf,
    "ST04": _equal_copies,
    "ST09": _set_all(LunPair, "disk_type", "basic", lambda what: msg("Make {what} basic disks", what=what)),
    "ST11": _one_consistency_group,
    "ST12": _set_all(LunPair, "mode", "sync", lambda what: msg("Replicate {what} synchronously", what=what)),
    "ST19": _set_all(LunPair, "domino", False, lambda what: msg("Switch domino off for {what}", what=what)),
    "ST20": _prerequisites,
    "ST21": _short_names,
    "ST29": _metro_witness,
    "CL07": _install_enabler,
    "CL08": _tie_storage,
    "CL10": _peer_owners,
    "CL11": _local_owners_first,
    "CL12": _set_all(
        ResourceGroup, "auto_failback", False, lambda what: msg("Switch automatic failback off for {what}", what=what)
    ),
    "CL13": _set_all(
        ResourceGroup,
        "failover_threshold",
        None,
        lambda what: msg("Leave the failover limit of {what} to its default", what=what),
    ),
    "CL14": _time_outs,
    "CL15": _restart_once,
    "CL17": _static_memory,
    "CL18": _keep_apart,
    "QU01": _third_site_share,
    "QU02": _third_site_share,
    "QU03": _surplus_votes,
    "QU05": _equal_votes_and_share,
    "QU06": _third_site_share,
    "QU07": _fit_witness_disk,
    "QU08": _third_site_share,
    "QU09": _own_ways_to_witness,
    "QU10": _third_site_share,
    "QU12": _static_votes,
    "QU13": _heartbeat,
    "ME05": _static_memory,
    "ME06": _memory_ranges,
    "MG02": _compatible_processors,
    "MG08": _record_life,
    "MG09": _registered_addresses,
    "MG11": _one_switch_name,
    "NE01": _open_ports,
}
