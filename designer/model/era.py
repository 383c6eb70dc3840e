"""Windows Server generations and what each of them can do: limits are data here, never literals in rules."""

from dataclasses import dataclass, replace
from enum import StrEnum


class Era(StrEnum):
    """The Windows Server version a cluster runs on, oldest first."""

    W2008R2 = "2008r2"
    W2008R2SP1 = "2008r2sp1"
    W2012 = "2012"
    W2012R2 = "2012r2"
    W2016 = "2016"
    W2019 = "2019"
    W2022 = "2022"
    W2025 = "2025"


@dataclass(frozen=True, slots=True)
class EraFacts:
    """Limits and abilities of one version. Memory in MiB, counts per cluster or host as named.

    Sources: S55 for the limits, S42 for quorum, S47 for heartbeats, S51/S53 for Dynamic Memory, S10 and
    EJ-R for copy passes; see the rule texts.
    """

    label: str
    max_nodes: int
    max_vms_per_cluster: int
    max_vms_per_host: int
    max_logical_processors: int
    max_host_memory_mib: int
    max_vcpus_per_vm: int
    max_vm_memory_mib: int
    dynamic_memory: bool
    minimum_memory: bool
    dynamic_quorum: bool
    dynamic_witness: bool
    preferred_site: bool
    cloud_witness: bool
    standard_edition_clusters: bool
    copy_rounds: int
    parallel_migrations: int
    heartbeat_same_threshold: int
    heartbeat_cross_threshold: int
    heartbeat_site_threshold: int


_TIB = 1024 * 1024
_R2 = EraFacts(
    label="Windows Server 2008 R2",
    max_nodes=16,
    max_vms_per_cluster=1000,
    max_vms_per_host=384,
    max_logical_processors=64,
    max_host_memory_mib=_TIB,
    max_vcpus_per_vm=4,
    max_vm_memory_mib=64 * 1024,
    dynamic_memory=False,
    minimum_memory=False,
    dynamic_quorum=False,
    dynamic_witness=False,
    preferred_site=False,
    cloud_witness=False,
    standard_edition_clusters=False,
    copy_rounds=10,
    parallel_migrations=1,
    heartbeat_same_threshold=5,
    heartbeat_cross_threshold=5,
    heartbeat_site_threshold=20,
)


def _later(label: str, base: EraFacts, **changes: int | bool) -> EraFacts:
    """Return ``base`` with another label and the named facts changed."""
    return replace(base, label=label, **changes)  # type: ignore[arg-type]  # replace checks the names


_R2SP1 = _later("Windows Server 2008 R2 SP1", _R2, dynamic_memory=True)
_W2012 = _later(
    "Windows Server 2012",
    _R2SP1,
    max_nodes=64,
    max_vms_per_cluster=8000,
    max_vms_per_host=1024,
    max_logical_processors=320,
    max_host_memory_mib=4 * _TIB,
    max_vcpus_per_vm=64,
    max_vm_memory_mib=_TIB,
    minimum_memory=True,
    dynamic_quorum=True,
    standard_edition_clusters=True,
    parallel_migrations=2,
)
_W2012R2 = _later(
    "Windows Server 2012 R2",
    _W2012,
    dynamic_witness=True,
    copy_rounds=5,
    # The values that the Hyper-V role brings with it (S47).
    heartbeat_same_threshold=10,
    heartbeat_cross_threshold=20,
)
_W2016 = _later(
    "Windows Server 2016",
    _W2012R2,
    max_logical_processors=512,
    max_host_memory_mib=24 * _TIB,
    max_vcpus_per_vm=240,
    max_vm_memory_mib=12 * _TIB,
    preferred_site=True,
    cloud_witness=True,
)
_W2022 = _later(
    "Windows Server 2022",
    _W2016,
    max_logical_processors=1024,
    max_host_memory_mib=256 * _TIB,
    max_vcpus_per_vm=1024,
    max_vm_memory_mib=240 * _TIB,
)

ERA_FACTS: dict[Era, EraFacts] = {
    Era.W2008R2: _R2,
    Era.W2008R2SP1: _R2SP1,
    Era.W2012: _W2012,
    Era.W2012R2: _W2012R2,
    Era.W2016: _W2016,
    Era.W2019: _later("Windows Server 2019", _W2016),
    Era.W2022: _W2022,
    Era.W2025: _later("Windows Server 2025", _W2022, max_logical_processors=2048, max_vcpus_per_vm=2048),
}


def facts(era: Era) -> EraFacts:
    """The limits and abilities of ``era``."""
    return ERA_FACTS[era]
