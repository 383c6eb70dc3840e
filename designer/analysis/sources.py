"""The publications that the rules rest on, by number, as they are listed in documents."""

import re
from dataclasses import dataclass

from designer.base.texts import Message, msg, msg_n


@dataclass(frozen=True, slots=True)
class Source:
    """A publication: its title and where it is found."""

    title: str
    where: str


SOURCES: dict[str, Source] = {
    "S1": Source("O. Výšek: Hyper-V, geograficky oddělený cluster a Live Migration", "optimalizovane-it.cz"),
    "S2": Source("Microsoft: CLUSTER_RESOURCE_STATE enumeration", "learn.microsoft.com/windows/win32/api/msclus"),
    "S4": Source("Microsoft: CLUSTER_GROUP_STATE in the Win32 metadata", "github.com/microsoft/windows-rs"),
    "S5": Source("Microsoft: resource common properties", "learn.microsoft.com/previous-versions"),
    "S6": Source("Microsoft: group common properties", "learn.microsoft.com/previous-versions"),
    "S8": Source("Microsoft: failover, failback, resource dependencies", "learn.microsoft.com/previous-versions"),
    "S9": Source("Microsoft: virtual machine resource types", "learn.microsoft.com/previous-versions"),
    "S10": Source("J. Savill: Mastering Windows Server 2016 Hyper-V", "Sybex"),
    "S11": Source("Windows IT Pro: concurrent live migrations", "windowsitpro.com"),
    "S12": Source("Microsoft: Windows Server 2008 R2 Live Migration white paper", "powerwindows.wordpress.com"),
    "S13": Source("Microsoft: Set-VMHost, Set-VMMemory, Set-VMProcessor", "github.com/MicrosoftDocs"),
    "S14": Source("HP: DL980 Hyper-V step by step", "HP technical paper"),
    "S15": Source("Microsoft: Hyper-V Live Migration network configuration guide", "technet ff428137"),
    "S16": Source("Microsoft: Hyper-V live migration and processor compatibility", "technet dd446679"),
    "S17": Source("Dell: Hyper-V R2 guide", "Dell white paper"),
    "S18": Source("Microsoft: guest clustering", "technet dn440540"),
    "S21": Source("HP: XP Cluster Extension Software administrator guide", "manualshelf.com"),
    "S23": Source("HP: 3PAR Cluster Extension Software administrator guide", "manualshelf.com"),
    "S26": Source("Dell: SRDF pair states", "dell.com/support/kbdoc/000070786"),
    "S28": Source("Dell EMC: VMAX 100K, 200K and 400K product guide", "Dell EMC product guide"),
    "S30": Source("SRDF command notes", "olearycomputers.com; parasstorage.wordpress.com"),
    "S31": Source("Dell: PyU4V and Ansible collection for PowerMax", "github.com/dell"),
    "S32": Source("Dell: SRDF introduction and command line user guide", "Dell documentation"),
    "S33": Source("OpenStack: Cinder drivers for PowerMax and VNX", "github.com/openstack/cinder"),
    "S34": Source("Veritas: Cluster Server agents for EMC SRDF", "sort.veritas.com"),
    "S35": Source("HP: Metrocluster with EMC SRDF", "HP documentation"),
    "S36": Source("Dell: SQL Server on PowerMax with SRDF/Metro", "infohub.delltechnologies.com"),
    "S37": Source("EMC VNX MirrorView introduction", "storagefreak.net"),
    "S38": Source("SRDF overview", "intellimagic.com"),
    "S40": Source("VMAX limits", "lejyphilip.blogspot.com; slidetodoc.com"),
    "S41": Source("Dell: metro node product guide; VPLEX technical notes", "Dell documentation"),
    "S42": Source("Microsoft: configure and manage quorum; understand quorum", "learn.microsoft.com"),
    "S43": Source("Microsoft: quorum tolerance of a failover cluster", "learn.microsoft.com"),
    "S44": Source("Microsoft: requirements for multi-site failover clusters", "technet dd197575"),
    "S45": Source("Microsoft: KB2494036, node without quorum vote", "support.microsoft.com/kb/2494036"),
    "S46": Source("Quorum priority, sites and storage affinity", "dbi-services.com; windowsadmins.com"),
    "S47": Source("Microsoft: tuning failover cluster network thresholds", "Failover Clustering blog"),
    "S48": Source("Dell: stretched cluster reference architecture", "infohub.delltechnologies.com"),
    "S49": Source("Microsoft: KB943984, support policy of failover clusters", "support.microsoft.com/kb/943984"),
    "S50": Source(
        "Microsoft: network name resource, HostRecordTTL and RegisterAllProvidersIP",
        "learn.microsoft.com/previous-versions",
    ),
    "S51": Source("Microsoft: Dynamic Memory in Service Pack 1", "technet ff817651"),
    "S52": Source("Hyper-V memory overhead", "virtualization.info; simple-talk.com"),
    "S53": Source("Microsoft: Msvm_MemorySettingData and Hyper-V best practice rules", "learn.microsoft.com"),
    "S54": Source("TechNet Magazine: NUMA and Dynamic Memory", "technet hh709739"),
    "S55": Source("Microsoft: Hyper-V scale limits by version", "learn.microsoft.com; technet ee405267, jj680093"),
    "S56": Source(
        "Microsoft: Storage Replica overview, stretch cluster replication",
        "learn.microsoft.com/windows-server/storage/storage-replica",
    ),
    "S57": Source("Distance and latency; HP P6000 Continuous Access guide", "IBM community; HP documentation"),
    "S58": Source("HP: SAN Design Reference Guide; P9000 Continuous Access guide", "HP documentation"),
    "S59": Source("SRDF modes and domino", "storagenerve.com"),
    "S60": Source("Microsoft: FailoverClusters cmdlets", "learn.microsoft.com"),
    "S62": Source("SRDF links and recovery", "ashtech"),
}


def titled(reference: str) -> str:
    """Number and title of a source, say ``S38 SRDF overview``; proper names are not translated."""
    source = SOURCES.get(reference)
    return f"{reference} {source.title}" if source else reference


def cited(source: str) -> Message:
    """What a step of a run rests on, in words for people.

    ``source`` is a step's: publications by number, rows and sections of the model. Rows of the storage decision table
    come first, then the publications with their titles; where neither is named it is the model's own judgement.
    """
    rows = tuple(_ROW.findall(source))
    parts: list[str | Message] = []
    if rows:
        parts.append(
            msg_n("storage decision table, row {rows}", "storage decision table, rows {rows}", len(rows), rows=rows)
        )
    elif _DECISIONS.search(source):
        parts.append(msg("storage decision table"))
    parts.extend(titled(reference) for reference in _NUMBER.findall(source))
    return msg("{sources}", sources=tuple(parts)) if parts else msg("engineering judgement")


_ROW = re.compile(r"\bD\d+\b")
_NUMBER = re.compile(r"\bS\d+\b")
_DECISIONS = re.compile(r"\b3\.6\b")
