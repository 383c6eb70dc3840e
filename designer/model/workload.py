"""Virtual machines, their memory, and the resource groups that carry them through the cluster."""

from enum import StrEnum

from pydantic import Field

from designer.base.frozen import Frozen
from designer.base.ids import IdText


class MemoryKind(StrEnum):
    """Static memory or Dynamic Memory."""

    STATIC = "static"
    DYNAMIC = "dynamic"


class VmMemory(Frozen):
    """Memory of a VM, all in MiB (domain 5.1). Static memory uses ``startup_mib`` alone.

    ``minimum_mib`` exists from 2012 on; before, startup is the floor. ``demand_mib`` is what the guest is expected
    to ask for, ``buffer_percent`` is added on top of it, ``weight`` (0–10,000) decides who is served first.
    """

    kind: MemoryKind = MemoryKind.STATIC
    startup_mib: int = Field(default=4096, ge=8, le=1 << 40)
    minimum_mib: int | None = Field(default=None, ge=8, le=1 << 40)
    maximum_mib: int | None = Field(default=None, ge=8, le=1 << 40)
    demand_mib: int | None = Field(default=None, ge=0, le=1 << 40)
    buffer_percent: int = Field(default=20, ge=0, le=10_000)
    weight: int = Field(default=5000, ge=0, le=100_000)

    @property
    def is_dynamic(self) -> bool:
        """Whether Dynamic Memory is on."""
        return self.kind is MemoryKind.DYNAMIC

    @property
    def largest_mib(self) -> int:
        """The most the VM can hold: maximum for Dynamic Memory (startup when unset), else the static size."""
        return (self.maximum_mib or self.startup_mib) if self.is_dynamic else self.startup_mib

    @property
    def overhead_mib(self) -> int:
        """What the host spends on the VM beside its memory: 32 MiB + 8 MiB for each GiB after the first (S52)."""
        return 32 + 8 * max(0, -(-self.largest_mib // 1024) - 1)


class StartPriority(StrEnum):
    """Start priority of a group (2012 and newer); ``NONE`` is not started automatically."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class ServiceRole(StrEnum):
    """What other machines need a VM for; only roles that the start of the cluster itself may hang on are told apart."""

    OTHER = "other"
    DOMAIN_CONTROLLER = "domain-controller"
    DNS = "dns"
    DOMAIN_CONTROLLER_AND_DNS = "domain-controller-and-dns"


class VirtualMachine(Frozen):
    """A VM. ``node`` is where it runs at the start; ``dirty_mib_s`` the rate at which unique pages are written.

    ``hot_set_mib`` is the part of memory written again and again (None: half of the memory, `migration` W).
    ``migration_networks`` are the networks that a live migration tries, from the first on; empty tries every one with
    that role, those without a gateway first and cluster and CSV networks last (S14).
    ``service`` names what it provides together with other VMs, if any; ``time_sensitive`` says that even a short pause
    is an outage, as for a member of a guest cluster (S18).
    """

    id: IdText
    name: str = Field(min_length=1, max_length=120)
    node: IdText
    luns: tuple[IdText, ...] = ()
    vcpus: int = Field(default=2, ge=1, le=4096)
    memory: VmMemory = VmMemory()
    dirty_mib_s: float = Field(default=10.0, ge=0, le=1_000_000)
    hot_set_mib: int | None = Field(default=None, ge=0, le=1 << 40)
    migration_networks: tuple[IdText, ...] = ()
    guest_os: str = Field(default="Windows Server 2008 R2 SP1", max_length=80)
    priority: StartPriority = StartPriority.MEDIUM
    service: str = Field(default="", max_length=80)
    service_role: ServiceRole = ServiceRole.OTHER
    time_sensitive: bool = False


class RestartAction(StrEnum):
    """What the cluster does when a resource fails: RestartAction 0, 1 and 2 of the cluster's properties (S5).

    ``NONE`` leaves it failed, ``RESTART`` restarts it and leaves the group where it is, ``FAIL_OVER`` restarts it and,
    when that is used up, fails the group over.
    """

    NONE = "none"
    RESTART = "restart"
    FAIL_OVER = "fail-over"


Clause = tuple[IdText, ...]
"""Resources of which one must be online: an OR."""


class ResourceSettings(Frozen):
    """How the cluster watches over one resource and what it does when it fails (domain 1.5, 1.6; S5). Times in ms.

    ``depends_on`` is the dependency expression in conjunctive form: every clause must hold, and a clause holds while
    one of its members is online. Members are further resources of the same group by their ids, or ``vm``,
    ``configuration``, ``disk`` and ``enabler``; what the VM's own chain needs is not written down.
    ``restart_threshold`` restarts within ``restart_period_ms`` are tolerated, the next failure is passed on; the
    consoles of 2008 R2 create resources with 1, the programming interface with 3. ``retry_period_ms`` None never
    starts again by itself. The poll intervals are those of the resource's type.
    """

    depends_on: tuple[Clause, ...] = ()
    restart_action: RestartAction = RestartAction.FAIL_OVER
    restart_threshold: int = Field(default=1, ge=0, le=1000)
    restart_period_ms: int = Field(default=900_000, ge=1, le=0xFFFF_FFFF)
    restart_delay_ms: int = Field(default=500, ge=0, le=3_600_000)
    retry_period_ms: int | None = Field(default=3_600_000, ge=1, le=0xFFFF_FFFE)
    pending_timeout_ms: int = Field(default=180_000, ge=1, le=0xFFFF_FFFF)
    deadlock_timeout_ms: int = Field(default=300_000, ge=1000, le=0xFFFF_FFFF)
    looks_alive_ms: int = Field(default=5000, ge=10, le=0xFFFF_FFFE)
    is_alive_ms: int = Field(default=60_000, ge=10, le=0xFFFF_FFFE)


VM_PENDING_MS = 600_000
"""PendingTimeout of a VM resource as it is usually created (EJ-R); its deadlock time-out must not be shorter (S5)."""


class FurtherKind(StrEnum):
    """What a group may carry beside the chain of its VM."""

    IP_ADDRESS = "ip-address"
    NETWORK_NAME = "network-name"
    GENERIC_SERVICE = "generic-service"
    GENERIC_APPLICATION = "generic-application"
    GENERIC_SCRIPT = "generic-script"
    FILE_SHARE = "file-share"
    OTHER = "other"


class FurtherResource(Frozen):
    """A resource of a group beside the chain of its VM; ``id`` is unique within the group, ``name`` as well.

    ``online_ms`` and ``offline_ms`` are what it takes to come online and to go offline (EJ).
    """

    id: IdText
    name: str = Field(min_length=1, max_length=120)
    kind: FurtherKind = FurtherKind.OTHER
    settings: ResourceSettings = ResourceSettings()
    online_ms: int = Field(default=1000, ge=0, le=86_400_000)
    offline_ms: int = Field(default=1000, ge=0, le=86_400_000)


OWN_CHAIN: tuple[str, ...] = ("vm", "configuration", "disk", "enabler")
"""What the resources of the VM's own chain are called in expressions and targets, dependents first."""

CHAIN_NAMES: tuple[str, ...] = ("Virtual Machine", "Virtual Machine Configuration", "Physical Disk", "Cluster Enabler")
"""What the cluster calls them; no further resource may have one of these names."""


class ResourceGroup(Frozen):
    """The cluster group ("service or application", later "role") of one VM.

    Resources: Cluster Enabler ← Physical Disk ← Virtual Machine Configuration ← Virtual Machine (domain 2.1), each
    with its settings, and ``further_resources``. Expressions that name a resource of no such group, or that lead back
    to where they began, are refused by the design, so that no finding has to speak of them (rule CL09).
    ``preferred_owners`` is an ordered list; ``possible_owners`` the nodes that may host the group at all.
    ``failover_threshold`` None means the default: number of nodes − 1, within ``failover_period_h`` hours (S6).
    ``auto_failback`` lets the group return by itself, between the hours ``failback_start_h`` and ``failback_end_h``
    of the day (None: at once; equal hours: all day long). ``persistent_state`` is whether the group comes online when
    the cluster starts.
    """

    id: IdText
    name: str = Field(min_length=1, max_length=120)
    vm: IdText
    preferred_owners: tuple[IdText, ...] = ()
    possible_owners: tuple[IdText, ...] = ()
    cluster_enabler_resource: bool = True
    disk_depends_on_enabler: bool = True
    failover_threshold: int | None = Field(default=None, ge=0, le=1000)
    failover_period_h: int = Field(default=6, ge=1, le=1193)
    auto_failback: bool = False
    anti_affinity: tuple[str, ...] = ()
    failback_start_h: int | None = Field(default=None, ge=0, le=23)
    failback_end_h: int | None = Field(default=None, ge=0, le=23)
    persistent_state: bool = True
    vm_resource: ResourceSettings = ResourceSettings(
        pending_timeout_ms=VM_PENDING_MS, deadlock_timeout_ms=VM_PENDING_MS
    )
    configuration_resource: ResourceSettings = ResourceSettings()
    disk_resource: ResourceSettings = ResourceSettings()
    enabler_resource: ResourceSettings = ResourceSettings()
    further_resources: tuple[FurtherResource, ...] = ()

    @property
    def settings(self) -> dict[str, ResourceSettings]:
        """The settings of each resource by what expressions and targets call it, dependents of the chain first."""
        own = (self.vm_resource, self.configuration_resource, self.disk_resource, self.enabler_resource)
        return dict(zip(OWN_CHAIN, own, strict=True)) | {one.id: one.settings for one in self.further_resources}
