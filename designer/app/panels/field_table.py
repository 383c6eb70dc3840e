"""Which facts of each kind of element the inspector shows, in which section, and how they are typed."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from designer.app import quantities as q
from designer.app.quantities import Quantity
from designer.base.texts import Message, msg, msg_in
from designer.editing.command import Command
from designer.editing.properties import MoveVm, SetClusterSetting, SetProperty, SetVote
from designer.model.array import (
    Array,
    ArrayFamily,
    ConsistencyGroup,
    DiskType,
    LunPair,
    PairState,
    ReplicationLicence,
    ReplicationMode,
    ReplicationTechnology,
)
from designer.model.design import Design, Element
from designer.model.era import Era
from designer.model.fields import field_label
from designer.model.link import (
    LinkProtocol,
    Network,
    NetworkLink,
    NetworkRole,
    PortUse,
    ReplicationLink,
    SanLink,
    WitnessPath,
)
from designer.model.node import CpuVendor, Edition, Node
from designer.model.note import Note
from designer.model.policy import EnablerProduct, FailoverPolicy, PrecopyLaw, QuorumMode, Validation
from designer.model.site import Site
from designer.model.witness import Witness, WitnessKind
from designer.model.workload import MemoryKind, ResourceGroup, RestartAction, ServiceRole, StartPriority, VirtualMachine

Options = Callable[[Design], tuple[tuple[str, str], ...]]
"""Ids and names of the elements that a reference may lead to."""


class Look(Enum):
    """How a field is edited."""

    TEXT = "text"
    LONG_TEXT = "long-text"
    QUANTITY = "quantity"
    CHOICE = "choice"
    SEVERAL = "several"
    REFERENCE = "reference"
    SEVERAL_REFERENCES = "several-references"
    YES_NO = "yes-no"
    COMPUTED = "computed"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One line of the inspector. ``path`` is the field's dotted path; ``computed`` gives the value of an empty one."""

    path: str
    look: Look
    quantity: Quantity = q.COUNT
    choices: type[Enum] | None = None
    options: Options | None = None
    label: Message | None = None
    is_optional: bool = False
    computed: Callable[[Element], int] | None = None

    @property
    def text(self) -> Message | str:
        """What the line is called."""
        return self.label or field_label(self.path.rpartition(".")[2])


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """A section of the inspector. ``is_open`` False shows its head only, until it is opened."""

    title: Message
    fields: tuple[FieldSpec, ...]
    is_open: bool = True


def sections_of(design: Design, element: Element) -> tuple[SectionSpec, ...]:
    """The sections for an element of the design."""
    if isinstance(element, Node):
        return _node_sections(design, element)
    if isinstance(element, LunPair):
        return _lun_sections(element)
    return _SECTIONS[type(element)]


def cluster_sections() -> tuple[SectionSpec, ...]:
    """The sections for the settings of the whole cluster."""
    return _CLUSTER


def command_for(design: Design, element: Element | None, path: str, value: object) -> Command:
    """The command that sets the field; None as element stands for the cluster's settings."""
    if element is None:
        return SetClusterSetting(design.id, path, value)
    if isinstance(element, Node) and path == "votes" and isinstance(value, int):
        return SetVote(design.id, element.id, value)
    if isinstance(element, VirtualMachine) and path == "node" and isinstance(value, str):
        return MoveVm(design.id, element.id, value)
    return SetProperty(design.id, element.id, path, value)


def value_at(owner: object, path: str) -> object:
    """The value of the field at a dotted path."""
    for step in path.split("."):
        owner = owner[int(step)] if isinstance(owner, tuple) else getattr(owner, step)
    return owner


def default_at(owner: object, path: str) -> object:
    """What the model gives the field when nobody says anything; ``...`` where somebody must."""
    head, _, last = path.rpartition(".")
    holder = value_at(owner, head) if head else owner
    fields = getattr(type(holder), "model_fields", {})
    return fields[last].default if last in fields and not fields[last].is_required() else ...


def _sites(design: Design) -> tuple[tuple[str, str], ...]:
    return tuple((site.id, site.name) for site in design.sites)


def _nodes(design: Design) -> tuple[tuple[str, str], ...]:
    return tuple((node.id, node.name) for node in design.nodes)


def _arrays(design: Design) -> tuple[tuple[str, str], ...]:
    return tuple((array.id, array.name) for array in design.arrays)


def _luns(design: Design) -> tuple[tuple[str, str], ...]:
    return tuple((lun.id, lun.name) for lun in design.luns)


def _networks(design: Design) -> tuple[tuple[str, str], ...]:
    return tuple((network.id, network.name) for network in design.networks)


def _migration_networks(design: Design) -> tuple[tuple[str, str], ...]:
    chosen = (network for network in design.networks if NetworkRole.LIVE_MIGRATION in network.roles)
    return tuple((network.id, network.name) for network in chosen)


def _lines(design: Design) -> tuple[tuple[str, str], ...]:
    return tuple((line.id, line.name) for line in design.network_links)


def _sets(design: Design) -> tuple[tuple[str, str], ...]:
    return tuple((one.id, one.name) for one in design.consistency_groups)


def _hosts(design: Design) -> tuple[tuple[str, str], ...]:
    return (*_nodes(design), *((vm.id, vm.name) for vm in design.vms))


def _text(path: str) -> FieldSpec:
    return FieldSpec(path, Look.TEXT)


def _amount(
    path: str, quantity: Quantity = q.COUNT, *, optional: bool = False, label: Message | None = None
) -> FieldSpec:
    return FieldSpec(path, Look.QUANTITY, quantity, is_optional=optional, label=label)


def _choice(path: str, choices: type[Enum]) -> FieldSpec:
    return FieldSpec(path, Look.CHOICE, choices=choices)


def _yes(path: str) -> FieldSpec:
    return FieldSpec(path, Look.YES_NO)


def _to(path: str, options: Options, *, optional: bool = False, label: Message | None = None) -> FieldSpec:
    return FieldSpec(path, Look.REFERENCE, options=options, is_optional=optional, label=label)


def _many(path: str, options: Options) -> FieldSpec:
    return FieldSpec(path, Look.SEVERAL_REFERENCES, options=options)


_IDENTITY, _CAPACITY = msg("Identity"), msg_in("section", "Capacity")
_NETWORK, _STORAGE, _CLUSTER_HEAD = msg("Network"), msg("Storage"), msg("Cluster")


def _reserve(element: Element) -> int:
    assert isinstance(element, Node)
    return element.kept_by_parent_mib


def _available(element: Element) -> int:
    assert isinstance(element, Node)
    return element.available_mib


def _processors(element: Element) -> int:
    assert isinstance(element, Node)
    return element.logical_processors


def _node_sections(design: Design, node: Node) -> tuple[SectionSpec, ...]:
    nics = tuple(
        _amount(f"nics.{index}.rate_mbit", q.RATE, label=msg("Adapter: {network}", network=design.name_of(nic.network)))
        for index, nic in enumerate(node.nics)
    )
    return (
        SectionSpec(_IDENTITY, (_text("name"), _to("site", _sites), _choice("os", Era), _choice("edition", Edition))),
        SectionSpec(
            _CAPACITY,
            (
                _amount("memory_mib", q.MEMORY),
                FieldSpec("reserve_mib", Look.QUANTITY, q.MEMORY, is_optional=True, computed=_reserve),
                FieldSpec("available", Look.COMPUTED, q.MEMORY, label=msg("Left for VMs"), computed=_available),
                _amount("sockets"),
                _amount("cores_per_socket"),
                _amount("threads_per_core"),
                FieldSpec("lp", Look.COMPUTED, label=msg("Logical processors"), computed=_processors),
                _choice("cpu_vendor", CpuVendor),
                _text("cpu_family"),
                _yes("processor_compatibility"),
            ),
        ),
        SectionSpec(_CLUSTER_HEAD, (_amount("votes"), _yes("cluster_enabler_installed"))),
        SectionSpec(_NETWORK, (*nics, _text("virtual_switch"))),
        SectionSpec(_STORAGE, (_amount("hbas"), _amount("hba_rate_mbit", q.RATE))),
        _PRICE,
    )


def _lun_sections(lun: LunPair) -> tuple[SectionSpec, ...]:
    def copy(path: str) -> tuple[FieldSpec, ...]:
        return (_to(f"{path}.array", _arrays), _amount(f"{path}.size_gib", q.SPACE), _text(f"{path}.device"))

    second = (SectionSpec(msg("R2 copy"), copy("r2")),) if lun.r2 is not None else ()
    return (
        SectionSpec(_IDENTITY, (_text("name"), _to("consistency_group", _sets, optional=True))),
        SectionSpec(msg("R1 copy"), copy("r1")),
        *second,
        SectionSpec(
            msg("Replication"),
            (
                _choice("mode", ReplicationMode),
                _choice("state", PairState),
                _to("writable", _arrays, optional=True),
                _amount("stale_s", q.SECONDS),
                _amount("cycle_s", q.SECONDS),
                _yes("domino"),
                _amount("link_limbo_ms", q.DURATION),
                _yes("autolink_recovery"),
                _choice("technology", ReplicationTechnology),
                _amount("write_mib_s", q.COPY_RATE, optional=True),
                _amount("peak_write_mib_s", q.COPY_RATE, optional=True),
            ),
        ),
        SectionSpec(msg_in("section", "Disk"), (_choice("disk_type", DiskType), _yes("csv"))),
    )


_PRICE = SectionSpec(msg("Costs"), (_amount("cost", q.MONEY, optional=True),), is_open=False)
_PRICES = SectionSpec(
    msg("Costs"),
    (_amount("cost", q.MONEY, optional=True), _amount("cost_per_year", q.MONEY, optional=True)),
    is_open=False,
)


def _resource_section(of: str, title: Message) -> SectionSpec:
    """How the cluster watches over one resource of the VM's chain."""
    return SectionSpec(
        title,
        (
            _choice(f"{of}.restart_action", RestartAction),
            _amount(f"{of}.restart_threshold"),
            _amount(f"{of}.restart_period_ms", q.DURATION),
            _amount(f"{of}.restart_delay_ms", q.DURATION),
            _amount(f"{of}.retry_period_ms", q.DURATION, optional=True),
            _amount(f"{of}.pending_timeout_ms", q.DURATION),
            _amount(f"{of}.deadlock_timeout_ms", q.DURATION),
            _amount(f"{of}.looks_alive_ms", q.DURATION),
            _amount(f"{of}.is_alive_ms", q.DURATION),
        ),
        is_open=False,
    )


_SECTIONS: dict[type, tuple[SectionSpec, ...]] = {
    Site: (SectionSpec(_IDENTITY, (_text("name"), _text("place"))), SectionSpec(_STORAGE, (_amount("fabrics"),))),
    Array: (
        SectionSpec(_IDENTITY, (_text("name"), _to("site", _sites), _choice("family", ArrayFamily), _text("model"))),
        SectionSpec(_CAPACITY, (_amount("usable_gib", q.SPACE, optional=True), _amount("storage_processors"))),
        SectionSpec(
            msg("Replication"),
            (FieldSpec("licences", Look.SEVERAL, choices=ReplicationLicence), _yes("write_intent_log")),
        ),
        _PRICE,
    ),
    ConsistencyGroup: (SectionSpec(_IDENTITY, (_text("name"),)),),
    VirtualMachine: (
        SectionSpec(_IDENTITY, (_text("name"), _to("node", _nodes), _text("guest_os"))),
        SectionSpec(
            _CAPACITY,
            (
                _choice("memory.kind", MemoryKind),
                _amount("memory.startup_mib", q.MEMORY),
                _amount("memory.minimum_mib", q.MEMORY, optional=True),
                _amount("memory.maximum_mib", q.MEMORY, optional=True),
                _amount("memory.demand_mib", q.MEMORY, optional=True),
                _amount("memory.buffer_percent", q.PERCENT),
                _amount("memory.weight"),
                _amount("vcpus"),
            ),
        ),
        SectionSpec(_STORAGE, (_many("luns", _luns),)),
        SectionSpec(
            msg("Movement"),
            (
                _amount("dirty_mib_s", q.COPY_RATE),
                _amount("hot_set_mib", q.MEMORY, optional=True),
                _many("migration_networks", _migration_networks),
            ),
        ),
        SectionSpec(
            _CLUSTER_HEAD,
            (
                _choice("priority", StartPriority),
                _text("service"),
                _choice("service_role", ServiceRole),
                _yes("time_sensitive"),
            ),
        ),
    ),
    ResourceGroup: (
        SectionSpec(_IDENTITY, (_text("name"),)),
        SectionSpec(
            _CLUSTER_HEAD,
            (
                _many("preferred_owners", _nodes),
                _many("possible_owners", _nodes),
                _yes("cluster_enabler_resource"),
                _yes("disk_depends_on_enabler"),
                _amount("failover_threshold", optional=True),
                _amount("failover_period_h", q.HOURS),
                _yes("auto_failback"),
                _amount("failback_start_h", q.HOURS, optional=True),
                _amount("failback_end_h", q.HOURS, optional=True),
                _yes("persistent_state"),
            ),
        ),
        _resource_section("vm_resource", msg("Virtual Machine")),
        _resource_section("configuration_resource", msg("Virtual Machine Configuration")),
        _resource_section("disk_resource", msg("Physical Disk")),
        _resource_section("enabler_resource", msg("Cluster Enabler")),
    ),
    Network: (
        SectionSpec(_IDENTITY, (_text("name"), FieldSpec("roles", Look.SEVERAL, choices=NetworkRole))),
        SectionSpec(_NETWORK, (_text("subnet"), _yes("gateway"), _yes("stretched"))),
    ),
    ReplicationLink: (
        SectionSpec(_IDENTITY, (_text("name"), _choice("protocol", LinkProtocol))),
        SectionSpec(
            _CAPACITY,
            (
                _amount("rate_mbit", q.RATE),
                _amount("rtt_us", q.LATENCY),
                _amount("distance_km", q.DISTANCE),
                _amount("paths"),
            ),
        ),
        SectionSpec(
            _NETWORK,
            (
                _text("route"),
                _to("carried_by", _lines, optional=True),
                _yes("shares_host_fabric"),
                _amount("round_trips", optional=True),
            ),
        ),
        SectionSpec(
            msg("Sizing"),
            (
                _amount("growth_percent", q.PERCENT),
                _amount("safety_percent", q.PERCENT),
                _amount("utilisation_percent", q.PERCENT),
                _amount("compression", q.RATIO),
            ),
            is_open=False,
        ),
        _PRICES,
    ),
    NetworkLink: (
        SectionSpec(_IDENTITY, (_text("name"), _many("networks", _networks))),
        SectionSpec(
            _CAPACITY, (_amount("rate_mbit", q.RATE), _amount("rtt_us", q.LATENCY), _amount("distance_km", q.DISTANCE))
        ),
        SectionSpec(
            _NETWORK,
            (_text("route"), _yes("firewalled"), FieldSpec("open_ports", Look.SEVERAL, choices=PortUse)),
        ),
        _PRICES,
    ),
    SanLink: (SectionSpec(_CAPACITY, (_amount("paths"), _amount("rate_mbit", q.RATE))),),
    WitnessPath: (
        SectionSpec(_IDENTITY, (_text("name"),)),
        SectionSpec(_CAPACITY, (_amount("rtt_us", q.LATENCY),)),
    ),
    Witness: (
        SectionSpec(_IDENTITY, (_text("name"), _choice("kind", WitnessKind))),
        SectionSpec(
            msg("Place"),
            (
                _to("site", _sites, optional=True),
                _to("array", _arrays, optional=True),
                _to("hosted_by", _hosts, optional=True),
            ),
        ),
        SectionSpec(_STORAGE, (_amount("size_mib", q.MEMORY, optional=True), _yes("disk_csv"))),
    ),
    Note: (SectionSpec(msg("Text"), (FieldSpec("text", Look.LONG_TEXT),)),),
}

_TIMES = (
    "pre_check_ms",
    "setup_ms",
    "final_state_ms",
    "disk_off_ms",
    "role_change_ms",
    "role_change_per_device_ms",
    "disk_on_ms",
    "lateral_disk_ms",
    "resume_ms",
    "clean_up_ms",
    "regroup_ms",
    "arbitration_ms",
    "disk_io_timeout_ms",
    "local_restart_ms",
    "lateral_try_ms",
    "takeover_link_up_ms",
    "takeover_link_down_ms",
    "disk_online_ms",
    "config_online_ms",
    "vm_boot_ms",
    "storage_per_group_ms",
    "manual_decision_ms",
    "manual_storage_ms",
)
_CLUSTER: tuple[SectionSpec, ...] = (
    SectionSpec(
        _IDENTITY,
        (_text("name"), _yes("auto_start"), _choice("validation", Validation), _yes("name_services_outside")),
    ),
    SectionSpec(
        msg("Targets"),
        (
            _amount("targets.data_loss_s", q.SECONDS, optional=True),
            _amount("targets.recovery_s", q.SECONDS, optional=True),
            _amount("targets.blackout_ms", q.DURATION, optional=True),
            _amount("targets.write_ms", q.WRITE_TIME, optional=True),
        ),
        is_open=False,
    ),
    SectionSpec(
        msg("Cluster Enabler"),
        (
            _choice("enabler.product", EnablerProduct),
            _text("enabler.version"),
            _choice("enabler.policy", FailoverPolicy),
            _yes("enabler.takeover_link_down"),
            _yes("enabler.delay_failback"),
            _yes("metro_witness"),
        ),
    ),
    SectionSpec(
        msg("Quorum"),
        (
            _choice("quorum.mode", QuorumMode),
            _yes("quorum.dynamic"),
            _yes("quorum.automatic_failover_wanted"),
            _to("quorum.preferred_site", _sites, optional=True),
            _to("quorum.core_group_site", _sites, optional=True),
        ),
    ),
    SectionSpec(
        msg("Heartbeat"),
        (
            _amount("heartbeat.same_subnet_delay_ms", q.DURATION),
            _amount("heartbeat.same_subnet_threshold"),
            _amount("heartbeat.cross_subnet_delay_ms", q.DURATION),
            _amount("heartbeat.cross_subnet_threshold"),
            _amount("heartbeat.cross_site_delay_ms", q.DURATION),
            _amount("heartbeat.cross_site_threshold"),
        ),
        is_open=False,
    ),
    SectionSpec(
        msg("Client access point"),
        (
            _amount("access_point.host_record_ttl_s", q.SECONDS),
            _yes("access_point.register_all_addresses"),
            _yes("access_point.clients_try_all_addresses"),
        ),
        is_open=False,
    ),
    SectionSpec(
        msg("Costs"),
        (
            _text("costs.currency"),
            _amount("costs.licences", q.MONEY, optional=True),
            _amount("costs.other", q.MONEY, optional=True),
            _amount("costs.years", q.YEARS),
        ),
        is_open=False,
    ),
    SectionSpec(
        msg("Live Migration"),
        (
            _amount("migration.efficiency_percent", q.PERCENT),
            _amount("migration.rounds", optional=True),
            _amount("migration.parallel", optional=True),
            _choice("migration.law", PrecopyLaw),
            _amount("migration.downtime_target_ms", q.DURATION),
            _amount("migration.tcp_tolerance_ms", q.DURATION),
            _amount("migration.tcp_window_kib", q.WINDOW, optional=True),
        ),
        is_open=False,
    ),
    SectionSpec(
        msg("Assumed times"),
        (
            *(_amount(f"timings.{name}", q.DURATION) for name in _TIMES),
            _amount("timings.parallel_starts"),
            _amount("timings.save_rate_mib_s", q.WHOLE_COPY_RATE),
        ),
        is_open=False,
    ),
)
