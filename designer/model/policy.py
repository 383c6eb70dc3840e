"""Settings of the whole cluster: Cluster Enabler, quorum, heartbeat, migration, and the times a run assumes."""

from enum import StrEnum

from pydantic import Field

from designer.base.frozen import Frozen
from designer.base.ids import IdText


class EnablerProduct(StrEnum):
    """The product that ties array roles to cluster groups."""

    SRDF_CE = "srdf-ce"
    MIRRORVIEW_CE = "mirrorview-ce"
    NONE = "none"


class FailoverPolicy(StrEnum):
    """Group policy of the Cluster Enabler (domain 3.4): ``auto`` may cross sites by itself, ``restrict`` may not."""

    AUTO = "auto"
    RESTRICT = "restrict"


class EnablerSettings(Frozen):
    """Cluster Enabler product, version and policy.

    ``takeover_link_down`` lets a group with the automatic policy take over by itself where the other array cannot be
    reached; without it a person decides (domain 9.2; S35). ``delay_failback`` keeps a node that comes back from
    pulling groups to it at once.
    """

    product: EnablerProduct = EnablerProduct.MIRRORVIEW_CE
    version: str = Field(default="3.1", max_length=20)
    policy: FailoverPolicy = FailoverPolicy.AUTO
    takeover_link_down: bool = True
    delay_failback: bool = True


class QuorumMode(StrEnum):
    """Quorum models of Windows failover clusters (domain 4.1)."""

    NODE_MAJORITY = "node-majority"
    NODE_AND_FILE_SHARE = "node-and-file-share"
    NODE_AND_DISK = "node-and-disk"
    NODE_AND_CLOUD = "node-and-cloud"
    DISK_ONLY = "disk-only"


class QuorumSettings(Frozen):
    """How votes are counted. ``core_group_site`` owns the core cluster group and so wins an even split by default."""

    mode: QuorumMode = QuorumMode.NODE_MAJORITY
    dynamic: bool = False
    preferred_site: IdText | None = None
    core_group_site: IdText | None = None
    automatic_failover_wanted: bool = True


class HeartbeatSettings(Frozen):
    """Heartbeat delay (ms) and threshold (missed beats) inside a subnet, across subnets and across sites (S47).

    Those across sites hold from 2016 on, where the cluster knows its sites.
    """

    same_subnet_delay_ms: int = Field(default=1000, ge=1, le=60_000)
    same_subnet_threshold: int = Field(default=5, ge=1, le=1000)
    cross_subnet_delay_ms: int = Field(default=1000, ge=1, le=60_000)
    cross_subnet_threshold: int = Field(default=5, ge=1, le=1000)
    cross_site_delay_ms: int = Field(default=1000, ge=1, le=60_000)
    cross_site_threshold: int = Field(default=20, ge=1, le=1000)


class PrecopyLaw(StrEnum):
    """How re-sent pages are predicted."""

    SATURATING = "saturating"
    LINEAR = "linear"


class MigrationSettings(Frozen):
    """Live migration: the line's usable share, the round limit and the law.

    ``efficiency_percent`` is goodput over line rate (94 on 1 GbE, measured); ``rounds`` None takes the era's limit.
    ``downtime_target_ms`` is the rest that ends the rounds. ``tcp_tolerance_ms``: what guest sessions survive (S18).
    ``parallel`` is how many VMs are moved at a time (2012 and newer; None takes the era's limit, S13); up to 2008 R2 it
    is one (S11). ``tcp_window_kib`` is what one TCP stream has on its way at most, so it carries no more than a window
    each round trip; None sets no limit. The default is what 129 Mbit/s over 180 ms amount to (measured).
    """

    efficiency_percent: int = Field(default=94, ge=1, le=100)
    rounds: int | None = Field(default=None, ge=1, le=10_000)
    law: PrecopyLaw = PrecopyLaw.SATURATING
    downtime_target_ms: int = Field(default=30, ge=0, le=600_000)
    tcp_tolerance_ms: int = Field(default=20_000, ge=1, le=3_600_000)
    parallel: int | None = Field(default=None, ge=1, le=1000)
    tcp_window_kib: int | None = Field(default=2834, ge=1, le=1 << 30)


class Timings(Frozen):
    """Durations that the engine assumes, in ms: domain 2.4 and 9.5. All are engineering judgement."""

    pre_check_ms: int = Field(default=500, ge=0, le=3_600_000)
    setup_ms: int = Field(default=1500, ge=0, le=3_600_000)
    final_state_ms: int = Field(default=300, ge=0, le=3_600_000)
    disk_off_ms: int = Field(default=1000, ge=0, le=3_600_000)
    role_change_ms: int = Field(default=5000, ge=0, le=3_600_000)
    role_change_per_device_ms: int = Field(default=200, ge=0, le=3_600_000)
    disk_on_ms: int = Field(default=2000, ge=0, le=3_600_000)
    lateral_disk_ms: int = Field(default=500, ge=0, le=3_600_000)
    resume_ms: int = Field(default=500, ge=0, le=3_600_000)
    clean_up_ms: int = Field(default=1000, ge=0, le=3_600_000)
    regroup_ms: int = Field(default=2000, ge=0, le=3_600_000)
    arbitration_ms: int = Field(default=2000, ge=0, le=3_600_000)
    disk_io_timeout_ms: int = Field(default=60_000, ge=0, le=3_600_000)
    local_restart_ms: int = Field(default=30_000, ge=0, le=3_600_000)
    lateral_try_ms: int = Field(default=30_000, ge=0, le=3_600_000)
    takeover_link_up_ms: int = Field(default=10_000, ge=0, le=3_600_000)
    takeover_link_down_ms: int = Field(default=20_000, ge=0, le=3_600_000)
    disk_online_ms: int = Field(default=5000, ge=0, le=3_600_000)
    config_online_ms: int = Field(default=1000, ge=0, le=3_600_000)
    vm_boot_ms: int = Field(default=60_000, ge=0, le=3_600_000)
    parallel_starts: int = Field(default=8, ge=1, le=1000)
    storage_per_group_ms: int = Field(default=1000, ge=0, le=3_600_000)
    manual_decision_ms: int = Field(default=1_800_000, ge=0, le=86_400_000)
    manual_storage_ms: int = Field(default=1_800_000, ge=0, le=86_400_000)
    save_rate_mib_s: int = Field(default=100, ge=1, le=100_000)

    def role_change_of_ms(self, devices: int) -> int:
        """What a planned change of roles of so many devices takes."""
        return self.role_change_ms + max(devices - 1, 0) * self.role_change_per_device_ms

    def longest_enabler_ms(self, devices: int) -> int:
        """The longest that a Cluster Enabler resource of so many devices is expected to need: swap or take-over."""
        return max(self.role_change_of_ms(devices), self.takeover_link_up_ms, self.takeover_link_down_ms)


class Targets(Frozen):
    """What the design promises its users; None where nothing is promised.

    ``data_loss_s`` is the RPO (0: no write may be lost), ``recovery_s`` the RTO of a VM after the loss of a site,
    ``blackout_ms`` the longest pause of a planned move, ``write_ms`` the slowest write an application bears.
    """

    data_loss_s: int | None = Field(default=None, ge=0, le=31_536_000)
    recovery_s: int | None = Field(default=None, ge=0, le=31_536_000)
    blackout_ms: int | None = Field(default=None, ge=0, le=86_400_000)
    write_ms: float | None = Field(default=None, ge=0, le=60_000)


class AccessPoint(Frozen):
    """How clients find a clustered name: the life of its DNS record, and whether all its addresses are registered.

    ``clients_try_all_addresses`` says that the clients can (MultiSubnetFailover and the like, S50).
    """

    host_record_ttl_s: int = Field(default=1200, ge=0, le=604_800)
    register_all_addresses: bool = False
    clients_try_all_addresses: bool = False


class Validation(StrEnum):
    """How far the validation wizard has come; ``planned`` as long as the cluster is only designed."""

    PLANNED = "planned"
    PASSED = "passed"
    PASSED_WITHOUT_STORAGE = "passed-without-storage"
    FAILED = "failed"
    OMITTED = "omitted"


class Costs(Frozen):
    """Prices that a person entered beside those of single elements; all in one ``currency``, None where unknown.

    ``years`` is how long yearly costs are counted.
    """

    currency: str = Field(default="", max_length=12)
    licences: float | None = Field(default=None, ge=0, le=1e12)
    other: float | None = Field(default=None, ge=0, le=1e12)
    years: int = Field(default=5, ge=1, le=50)


class ClusterSettings(Frozen):
    """Everything that holds for the cluster as a whole.

    ``metro_witness`` arbitrates between the sides of active-active pairs. ``name_services_outside`` says that a domain
    controller and a name server stand outside this cluster, so that it can start from nothing.
    """

    name: str = Field(default="HVCLUSTER", min_length=1, max_length=80)
    enabler: EnablerSettings = EnablerSettings()
    quorum: QuorumSettings = QuorumSettings()
    heartbeat: HeartbeatSettings = HeartbeatSettings()
    migration: MigrationSettings = MigrationSettings()
    timings: Timings = Timings()
    auto_start: bool = True
    targets: Targets = Targets()
    access_point: AccessPoint = AccessPoint()
    validation: Validation = Validation.PLANNED
    metro_witness: bool = False
    name_services_outside: bool = False
    costs: Costs = Costs()
