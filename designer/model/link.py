"""Lines: replication between arrays, IP between sites, SAN inside a site, paths to the witness."""

from enum import StrEnum

from pydantic import Field

from designer.base.frozen import Frozen
from designer.base.ids import IdText


class NetworkRole(StrEnum):
    """What a cluster network carries."""

    CLIENT = "client"
    HEARTBEAT = "heartbeat"
    LIVE_MIGRATION = "live-migration"
    CSV = "csv"
    MANAGEMENT = "management"


class Network(Frozen):
    """A cluster network with its roles. ``stretched`` says one subnet spans both sites."""

    id: IdText
    name: str = Field(min_length=1, max_length=120)
    roles: tuple[NetworkRole, ...] = Field(min_length=1)
    subnet: str = Field(default="", max_length=80)
    gateway: bool = False
    stretched: bool = True


class LinkProtocol(StrEnum):
    """Transport of a replication link (domain 7.3)."""

    FC = "fc"
    FCIP = "fcip"
    ISCSI = "iscsi"
    SRDF_GIGE = "srdf-gige"


IP_PROTOCOLS = frozenset({LinkProtocol.FCIP, LinkProtocol.ISCSI, LinkProtocol.SRDF_GIGE})
"""Transports that can run over an IP line of the networks."""


class PortUse(StrEnum):
    """What cluster nodes at two sites say to each other through a firewall."""

    HEARTBEAT = "heartbeat"
    RPC = "rpc"
    NETBIOS = "netbios"
    DYNAMIC = "dynamic"
    SMB = "smb"
    LIVE_MIGRATION = "live-migration"


class ReplicationLink(Frozen):
    """All replication paths between two arrays together. ``rate_mbit`` is the sum; ``paths`` the independent ones.

    ``shares_host_fabric`` says that replication ports hang on the host fabrics of that kind of site (ST25).
    ``carried_by`` names the IP line that the link runs over (FCIP, iSCSI and SRDF over GigE only): both share its rate
    and its faults. None is a line of its own; a common cable path with lines of their own is a ``route``.
    ``round_trips`` of one mirrored write None takes the fewest of the protocol. The line is sized for the peak of all
    writes plus ``growth_percent`` and ``safety_percent``, filled to ``utilisation_percent``; ``compression`` is the
    ratio the gateways reach (domain 7.3). ``cost`` is paid once, ``cost_per_year`` every year.
    """

    id: IdText
    name: str = Field(min_length=1, max_length=120)
    a: IdText
    b: IdText
    rate_mbit: int = Field(default=4000, ge=1, le=10_000_000)
    rtt_us: int = Field(default=1000, ge=0, le=10_000_000)
    distance_km: int = Field(default=0, ge=0, le=40_000)
    paths: int = Field(default=2, ge=1, le=64)
    protocol: LinkProtocol = LinkProtocol.FC
    shares_host_fabric: bool = False
    route: str = Field(default="", max_length=120)
    carried_by: IdText | None = None
    round_trips: int | None = Field(default=None, ge=1, le=8)
    growth_percent: int = Field(default=30, ge=0, le=1000)
    safety_percent: int = Field(default=20, ge=0, le=1000)
    utilisation_percent: int = Field(default=80, ge=1, le=100)
    compression: float = Field(default=1.0, ge=1, le=100)
    cost: float | None = Field(default=None, ge=0, le=1e12)
    cost_per_year: float | None = Field(default=None, ge=0, le=1e12)

    @property
    def carrier(self) -> str | None:
        """The id of the IP line that carries the link; None for Fibre Channel, which runs over no IP line."""
        return self.carried_by if self.protocol in IP_PROTOCOLS else None


class NetworkLink(Frozen):
    """An IP line between two sites and the cluster networks that run over it. ``route`` names a shared cable path.

    ``open_ports`` is what a firewall on the line lets through; it counts only when ``firewalled`` is set.
    """

    id: IdText
    name: str = Field(min_length=1, max_length=120)
    a: IdText
    b: IdText
    networks: tuple[IdText, ...] = ()
    rate_mbit: int = Field(default=1000, ge=1, le=10_000_000)
    rtt_us: int = Field(default=1000, ge=0, le=10_000_000)
    distance_km: int = Field(default=0, ge=0, le=40_000)
    route: str = Field(default="", max_length=120)
    firewalled: bool = False
    open_ports: tuple[PortUse, ...] = ()
    cost: float | None = Field(default=None, ge=0, le=1e12)
    cost_per_year: float | None = Field(default=None, ge=0, le=1e12)


class SanLink(Frozen):
    """A node's host paths to an array through the fabrics of its site; ``paths`` counts host adapter × fabric paths."""

    id: IdText
    node: IdText
    array: IdText
    paths: int = Field(default=2, ge=1, le=64)
    rate_mbit: int = Field(default=8000, ge=1, le=1_000_000)


class WitnessPath(Frozen):
    """A site's own path to the witness, apart from the line between the sites; carries witness traffic only."""

    id: IdText
    name: str = Field(min_length=1, max_length=120)
    site: IdText
    rtt_us: int = Field(default=5000, ge=0, le=10_000_000)
