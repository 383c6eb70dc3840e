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
    guest_os: str = Field(default="Windows Server 2008 R2 SP1", max_length=80)
    priority: StartPriority = StartPriority.MEDIUM
    service: str = Field(default="", max_length=80)
    service_role: ServiceRole = ServiceRole.OTHER
    time_sensitive: bool = False


class ResourceGroup(Frozen):
    """The cluster group ("service or application", later "role") of one VM.

    Resources: Cluster Enabler ← Physical Disk ← Virtual Machine Configuration ← Virtual Machine (domain 2.1).
    ``preferred_owners`` is an ordered list; ``possible_owners`` the nodes that may host the group at all.
    ``failover_threshold`` None means the default: number of nodes − 1, within ``failover_period_h`` hours (S6).
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
