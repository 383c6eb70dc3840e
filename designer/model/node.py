"""Cluster nodes: Hyper-V hosts with their compute, adapters and vote."""

from enum import StrEnum

from pydantic import Field

from designer.base.frozen import Frozen
from designer.base.ids import IdText
from designer.model.era import Era

MOST_NODE_MIB = 1 << 42
"""The most memory a node can be given: 4 PiB, beyond every published limit."""


class Edition(StrEnum):
    """Windows Server edition."""

    STANDARD = "standard"
    ENTERPRISE = "enterprise"
    DATACENTER = "datacenter"
    HYPERV = "hyper-v-server"


class CpuVendor(StrEnum):
    """Processor maker; live migration never crosses makers (S16)."""

    INTEL = "intel"
    AMD = "amd"


class Nic(Frozen):
    """A network adapter (or team) of a node on one cluster network; ``rate_mbit`` is the line rate."""

    network: IdText
    rate_mbit: int = Field(default=1000, ge=1, le=1_000_000)


class Node(Frozen):
    """One server of the cluster.

    ``memory_mib`` is the installed memory; ``reserve_mib`` what the parent partition keeps, None for the
    formula of :mod:`designer.resilience.admission`. ``votes`` is the NodeWeight, 0 or 1.
    ``cost`` is the price of the server that a person entered, without licences.
    """

    id: IdText
    name: str = Field(min_length=1, max_length=120)
    site: IdText
    os: Era = Era.W2008R2SP1
    edition: Edition = Edition.ENTERPRISE
    cpu_vendor: CpuVendor = CpuVendor.INTEL
    cpu_family: str = Field(default="Xeon 5600", max_length=80)
    sockets: int = Field(default=2, ge=1, le=64)
    cores_per_socket: int = Field(default=6, ge=1, le=256)
    threads_per_core: int = Field(default=2, ge=1, le=8)
    memory_mib: int = Field(default=98_304, ge=512, le=MOST_NODE_MIB)
    reserve_mib: int | None = Field(default=None, ge=0, le=MOST_NODE_MIB)
    hbas: int = Field(default=2, ge=0, le=64)
    hba_rate_mbit: int = Field(default=8000, ge=1, le=1_000_000)
    nics: tuple[Nic, ...] = ()
    votes: int = Field(default=1, ge=0, le=1)
    cluster_enabler_installed: bool = True
    virtual_switch: str = Field(default="External", max_length=80)
    processor_compatibility: bool = False
    preset: str = Field(default="", max_length=80)
    cost: float | None = Field(default=None, ge=0, le=1e12)

    @property
    def kept_by_parent_mib(self) -> int:
        """MiB that the parent partition keeps: the typed reserve, else the rule of thumb."""
        return root_reserve_mib(self.memory_mib) if self.reserve_mib is None else self.reserve_mib

    @property
    def available_mib(self) -> int:
        """MiB that VMs can use: installed memory less the parent's reserve, never below 0."""
        return max(0, self.memory_mib - self.kept_by_parent_mib)

    @property
    def logical_processors(self) -> int:
        """Sockets × cores × threads."""
        return self.sockets * self.cores_per_socket * self.threads_per_core


def root_reserve_mib(memory_mib: int) -> int:
    """Memory the parent partition keeps: 384 MiB + 30 MiB per GiB, rounded up (domain 5.2, EJ-R)."""
    return 384 + -(-30 * memory_mib // 1024)
