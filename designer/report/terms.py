"""What the values of the model are called in a document."""

from designer.analysis.finding import Severity
from designer.base.texts import Decimal, Message, msg, msg_in
from designer.base.units import US_PER_S, milliseconds_text
from designer.engine.state import Phase
from designer.engine.timeline import Outcome as RunOutcome
from designer.engine.timeline import Timeline
from designer.model.array import LunPair, PairState, ReplicationMode
from designer.model.blueprint import WitnessPlace
from designer.model.link import NetworkRole
from designer.model.node import Edition
from designer.model.policy import EnablerProduct, FailoverPolicy, QuorumMode
from designer.model.register import DocumentStatus
from designer.model.site import SiteRole
from designer.model.workload import StartPriority
from designer.report.content import Tone
from designer.resilience.outcome import Outcome
from designer.resilience.roles import DataLoss

_MINUTES_FROM_US = 120 * US_PER_S
_TENTHS_BELOW_US = 600 * US_PER_S

STATUS: dict[DocumentStatus, Message] = {
    DocumentStatus.DRAFT: msg("Draft"),
    DocumentStatus.FOR_REVIEW: msg("For review"),
    DocumentStatus.FINAL: msg("Final"),
}
SITE_ROLE: dict[SiteRole, Message] = {
    SiteRole.PRIMARY: msg_in("role of a site", "primary"),
    SiteRole.SECONDARY: msg_in("role of a site", "secondary"),
    SiteRole.THIRD: msg_in("role of a site", "third"),
}
MODE: dict[ReplicationMode, Message] = {
    ReplicationMode.SYNC: msg_in("replication mode", "synchronous"),
    ReplicationMode.ASYNC: msg_in("replication mode", "asynchronous"),
}
QUORUM_MODE: dict[QuorumMode, Message] = {
    QuorumMode.NODE_MAJORITY: msg("Node Majority"),
    QuorumMode.NODE_AND_FILE_SHARE: msg("Node and File Share Majority"),
    QuorumMode.NODE_AND_DISK: msg("Node and Disk Majority"),
    QuorumMode.NODE_AND_CLOUD: msg("Node Majority with cloud witness"),
    QuorumMode.DISK_ONLY: msg("No Majority: Disk Only"),
}
WITNESS_PLACE: dict[WitnessPlace, Message] = {
    WitnessPlace.NONE: msg_in("witness", "None"),
    WitnessPlace.THIRD: msg("File share at a third site"),
    WitnessPlace.PRIMARY: msg("File share at the primary site"),
    WitnessPlace.SECONDARY: msg("File share at the secondary site"),
    WitnessPlace.DISK: msg("Disk on the primary array"),
    WitnessPlace.CLOUD: msg("Cloud witness"),
}
ENABLER: dict[EnablerProduct, Message] = {
    EnablerProduct.SRDF_CE: msg("SRDF/CE"),
    EnablerProduct.MIRRORVIEW_CE: msg("MirrorView/CE"),
    EnablerProduct.NONE: msg("no Cluster Enabler"),
}
POLICY: dict[FailoverPolicy, Message] = {
    FailoverPolicy.AUTO: msg("automatic: may cross sites by itself"),
    FailoverPolicy.RESTRICT: msg("restricted: a person starts what crosses sites"),
}
EDITION: dict[Edition, Message] = {
    Edition.STANDARD: msg("Standard"),
    Edition.ENTERPRISE: msg("Enterprise"),
    Edition.DATACENTER: msg("Datacenter"),
    Edition.HYPERV: msg("Hyper-V Server"),
}
NETWORK_ROLE: dict[NetworkRole, Message] = {
    NetworkRole.CLIENT: msg_in("role of a network", "clients"),
    NetworkRole.HEARTBEAT: msg_in("role of a network", "heartbeat"),
    NetworkRole.LIVE_MIGRATION: msg_in("role of a network", "Live Migration"),
    NetworkRole.CSV: msg_in("role of a network", "CSV"),
    NetworkRole.MANAGEMENT: msg_in("role of a network", "management"),
}
PRIORITY: dict[StartPriority, Message] = {
    StartPriority.NONE: msg_in("start priority", "not started"),
    StartPriority.LOW: msg_in("start priority", "low"),
    StartPriority.MEDIUM: msg_in("start priority", "medium"),
    StartPriority.HIGH: msg_in("start priority", "high"),
}
SEVERITY: dict[Severity, Message] = {
    Severity.ERROR: msg("Errors"),
    Severity.WARNING: msg("Warnings"),
    Severity.INFO: msg("Remarks"),
}
DATA_LOSS: dict[DataLoss, Message] = {
    DataLoss.NONE: msg_in("loss of data", "none"),
    DataLoss.SECONDS: msg_in("loss of data", "seconds"),
    DataLoss.SINCE_SUSPEND: msg_in("loss of data", "since replication stopped"),
    DataLoss.POSSIBLE: msg_in("loss of data", "possible"),
}
OUTCOME: dict[Outcome, Message] = {
    Outcome.N: msg("no impact"),
    Outcome.L: msg("restart inside the site"),
    Outcome.X: msg("failover to the other site, replication up"),
    Outcome.T: msg("takeover by the other site, whose partner array cannot be reached"),
    Outcome.T_SPLIT: msg("takeover as T, while nodes of the other side can still write for a while: split risk"),
    Outcome.M_X: msg("as X, but a person has to start it"),
    Outcome.M_T: msg("as T or T!, but a person has to start it"),
    Outcome.Q: msg("the cluster stops; a person forces quorum at the primary site"),
    Outcome.QX: msg("the cluster stops; a person forces it at the secondary site, replication up"),
    Outcome.QT: msg("the cluster stops; a person forces it at the secondary site, replication not up"),
    Outcome.O: msg("outage until repair"),
    Outcome.R: msg("race for the witness: either side may win"),
}
RUN_OUTCOME: dict[RunOutcome, Message] = {
    RunOutcome.COMPLETED: msg_in("outcome of a run", "completed"),
    RunOutcome.CANCELLED: msg_in("outcome of a run", "cancelled, the VM was never interrupted"),
    RunOutcome.FAILED: msg_in("outcome of a run", "failed, the VM was interrupted"),
    RunOutcome.REFUSED: msg_in("outcome of a run", "refused, it never started"),
    RunOutcome.UNAFFECTED: msg_in("outcome of a run", "unaffected, no VM noticed"),
    RunOutcome.RECOVERED: msg_in("outcome of a run", "recovered without a person"),
    RunOutcome.STOPPED: msg_in("outcome of a run", "stopped, some VM needs a person or a repair"),
}
PHASE: dict[Phase, Message] = {
    Phase.PRE_CHECK: msg_in("phase", "Pre-check"),
    Phase.SETUP: msg_in("phase", "Setup"),
    Phase.MEMORY: msg_in("phase", "Memory copy"),
    Phase.STOP_AND_COPY: msg_in("phase", "Stop and copy"),
    Phase.OFFLINE: msg_in("phase", "Resources offline"),
    Phase.ROLE_CHANGE: msg_in("phase", "Role change of the arrays"),
    Phase.ONLINE: msg_in("phase", "Resources online"),
    Phase.RESUME: msg_in("phase", "Resume"),
    Phase.CLEAN_UP: msg_in("phase", "Clean-up"),
    Phase.DETECT: msg_in("phase", "Detection"),
    Phase.REGROUP: msg_in("phase", "Regroup"),
    Phase.ARBITRATE: msg_in("phase", "Arbitration"),
    Phase.RESTART: msg_in("phase", "Restart"),
    Phase.RETRY: msg_in("phase", "Retry"),
    Phase.RESYNC: msg_in("phase", "Resynchronization"),
    Phase.MANUAL: msg_in("phase", "Manual step"),
}
_TONES = {
    Outcome.N: Tone.GOOD,
    Outcome.L: Tone.GOOD,
    Outcome.X: Tone.PLAIN,
    Outcome.T: Tone.PLAIN,
    Outcome.T_SPLIT: Tone.CAUTION,
    Outcome.M_X: Tone.CAUTION,
    Outcome.M_T: Tone.CAUTION,
    Outcome.R: Tone.CAUTION,
}


_MONTHS = (
    msg_in("month in a date", "January"),
    msg_in("month in a date", "February"),
    msg_in("month in a date", "March"),
    msg_in("month in a date", "April"),
    msg_in("month in a date", "May"),
    msg_in("month in a date", "June"),
    msg_in("month in a date", "July"),
    msg_in("month in a date", "August"),
    msg_in("month in a date", "September"),
    msg_in("month in a date", "October"),
    msg_in("month in a date", "November"),
    msg_in("month in a date", "December"),
)


def interruption_text(timeline: Timeline) -> Message:
    """The longest interruption of a VM in the run, or that one has not ended: then no figure would be true."""
    return msg("it has not ended") if timeline.is_lasting else duration_text(timeline.blackout_us)


def date_text(date: str) -> Message | str:
    """A date written YYYY-MM-DD as people write it; an empty one stays empty."""
    if not date:
        return ""
    year, month, day = date.split("-")
    if not 1 <= int(month) <= len(_MONTHS):
        return date
    return msg("{day}\u00a0{month} {year}", day=str(int(day)), month=_MONTHS[int(month) - 1], year=year)


def tone_of(outcome: Outcome) -> Tone:
    """How an outcome is tinted: what needs a person most urgently stands out."""
    return _TONES.get(outcome, Tone.BAD)


def duration_text(time_us: int) -> Message:
    """A duration for people: milliseconds below one second, seconds up to two minutes, minutes beyond."""
    if 0 < time_us < US_PER_S:
        return milliseconds_text(time_us)
    if time_us < _MINUTES_FROM_US:
        return msg("{value}\u00a0s", value=Decimal(time_us / US_PER_S, 1, keep_zeros=False))
    return msg(
        "{value}\u00a0min", value=Decimal(time_us / US_PER_S / 60, int(time_us < _TENTHS_BELOW_US), keep_zeros=False)
    )


def outage_text(rto_us: int | None) -> Message:
    """How long the last VM is away; an outage without end is said in words."""
    if rto_us is None:
        return msg("until repair")
    return duration_text(rto_us) if rto_us else msg_in("outage", "none")


def pair_state_text(lun: LunPair) -> Message | str:
    """The state of a pair as the product writes it; a LUN alone has none."""
    return "–" if lun.r2 is None else PairState(lun.state).value
