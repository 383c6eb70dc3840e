"""The members of the model's enumerations as people read them. Product names and pair states stay as they are."""

from enum import Enum

from designer.base.texts import Message, msg, msg_in
from designer.model.array import (
    ArrayFamily,
    DiskType,
    PairState,
    ReplicationLicence,
    ReplicationMode,
    ReplicationTechnology,
)
from designer.model.era import Era, facts
from designer.model.link import LinkProtocol, NetworkRole, PortUse
from designer.model.node import CpuVendor, Edition
from designer.model.policy import EnablerProduct, FailoverPolicy, PrecopyLaw, QuorumMode, Validation
from designer.model.site import SiteRole
from designer.model.witness import WitnessKind
from designer.model.workload import FurtherKind, MemoryKind, RestartAction, ServiceRole, StartPriority

_NAMES: dict[Enum, Message | str] = {
    SiteRole.PRIMARY: msg_in("role of a site", "Primary"),
    SiteRole.SECONDARY: msg_in("role of a site", "Secondary"),
    SiteRole.THIRD: msg_in("role of a site", "Third"),
    Edition.STANDARD: "Standard",
    Edition.ENTERPRISE: "Enterprise",
    Edition.DATACENTER: "Datacenter",
    Edition.HYPERV: "Hyper-V Server",
    CpuVendor.INTEL: "Intel",
    CpuVendor.AMD: "AMD",
    ArrayFamily.CLARIION: "CLARiiON",
    ArrayFamily.VNX: "VNX",
    ArrayFamily.DMX: "Symmetrix DMX",
    ArrayFamily.VMAX: "VMAX",
    ArrayFamily.POWERMAX: "PowerMax",
    ArrayFamily.OTHER: msg_in("family of an array", "Other"),
    ReplicationLicence.MIRRORVIEW_S: "MirrorView/S",
    ReplicationLicence.MIRRORVIEW_A: "MirrorView/A",
    ReplicationLicence.SRDF_S: "SRDF/S",
    ReplicationLicence.SRDF_A: "SRDF/A",
    ReplicationMode.SYNC: msg("Synchronous"),
    ReplicationMode.ASYNC: msg("Asynchronous"),
    ReplicationTechnology.ARRAY: msg("The arrays themselves"),
    ReplicationTechnology.SRDF_METRO: "SRDF/Metro",
    ReplicationTechnology.VPLEX_METRO: "VPLEX Metro",
    ReplicationTechnology.RECOVERPOINT: "RecoverPoint",
    ReplicationTechnology.STORAGE_REPLICA: "Storage Replica",
    DiskType.BASIC: msg_in("type of a disk", "Basic"),
    DiskType.DYNAMIC: msg_in("type of a disk", "Dynamic"),
    MemoryKind.STATIC: msg_in("memory of a VM", "Static"),
    MemoryKind.DYNAMIC: "Dynamic Memory",
    ServiceRole.OTHER: msg_in("role of a service", "Other"),
    ServiceRole.DOMAIN_CONTROLLER: msg("Domain controller"),
    ServiceRole.DNS: "DNS",
    ServiceRole.DOMAIN_CONTROLLER_AND_DNS: msg("Domain controller and DNS"),
    StartPriority.NONE: msg_in("start priority", "Not started"),
    StartPriority.LOW: msg_in("start priority", "Low"),
    StartPriority.MEDIUM: msg_in("start priority", "Medium"),
    StartPriority.HIGH: msg_in("start priority", "High"),
    RestartAction.NONE: msg("Stays failed"),
    RestartAction.RESTART: msg("Restarted on its node"),
    RestartAction.FAIL_OVER: msg("Restarted, then failed over"),
    FurtherKind.IP_ADDRESS: "IP Address",
    FurtherKind.NETWORK_NAME: "Network Name",
    FurtherKind.GENERIC_SERVICE: "Generic Service",
    FurtherKind.GENERIC_APPLICATION: "Generic Application",
    FurtherKind.GENERIC_SCRIPT: "Generic Script",
    FurtherKind.FILE_SHARE: "File Share",
    FurtherKind.OTHER: msg_in("kind of a resource", "Other"),
    NetworkRole.CLIENT: msg_in("role of a network", "Clients"),
    NetworkRole.HEARTBEAT: msg_in("role of a network", "Heartbeat"),
    NetworkRole.LIVE_MIGRATION: "Live Migration",
    NetworkRole.CSV: "CSV",
    NetworkRole.MANAGEMENT: msg_in("role of a network", "Management"),
    PortUse.HEARTBEAT: msg("{use}, UDP {port}", use="Heartbeat", port="3343"),
    PortUse.RPC: msg("{use}, TCP {port}", use="RPC", port="135"),
    PortUse.NETBIOS: msg("{use}, UDP {port}", use="NetBIOS", port="137"),
    PortUse.DYNAMIC: msg("{use}, TCP {port}", use="RPC", port="49152–65535"),
    PortUse.SMB: msg("{use}, TCP {port}", use="SMB", port="445"),
    PortUse.LIVE_MIGRATION: msg("{use}, TCP {port}", use="Live Migration", port="6600"),
    LinkProtocol.FC: "Fibre Channel",
    LinkProtocol.FCIP: "FCIP",
    LinkProtocol.ISCSI: "iSCSI",
    LinkProtocol.SRDF_GIGE: "SRDF GigE",
    WitnessKind.FILE_SHARE: msg("File share"),
    WitnessKind.DISK: msg_in("kind of a witness", "Disk"),
    WitnessKind.CLOUD: msg_in("kind of a witness", "Cloud"),
    EnablerProduct.SRDF_CE: "SRDF/CE",
    EnablerProduct.MIRRORVIEW_CE: "MirrorView/CE",
    EnablerProduct.NONE: msg_in("product", "None"),
    FailoverPolicy.AUTO: msg("Across sites by itself"),
    FailoverPolicy.RESTRICT: msg("Inside a site only"),
    QuorumMode.NODE_MAJORITY: "Node Majority",
    QuorumMode.NODE_AND_FILE_SHARE: "Node and File Share Majority",
    QuorumMode.NODE_AND_DISK: "Node and Disk Majority",
    QuorumMode.NODE_AND_CLOUD: msg("Node majority with a cloud witness"),
    QuorumMode.DISK_ONLY: "No Majority: Disk Only",
    Validation.PLANNED: msg_in("cluster validation", "Still to come"),
    Validation.PASSED: msg_in("cluster validation", "Passed"),
    Validation.PASSED_WITHOUT_STORAGE: msg_in("cluster validation", "Passed without the storage tests"),
    Validation.FAILED: msg_in("cluster validation", "Failed"),
    Validation.OMITTED: msg_in("cluster validation", "Left out"),
    PrecopyLaw.SATURATING: msg("Saturating"),
    PrecopyLaw.LINEAR: msg("Linear"),
}


def name_of_choice(member: Enum) -> Message | str:
    """The member as people read it."""
    if isinstance(member, Era):
        return facts(member).label
    if isinstance(member, PairState):
        return member.value
    return _NAMES[member]
