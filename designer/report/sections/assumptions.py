"""What the figures rest on: every assumed duration and setting, its value, its grade."""

from designer.base.texts import Message, msg
from designer.base.units import percent_text
from designer.model.design import Design
from designer.model.policy import PrecopyLaw
from designer.report.content import Align, Cell, Column, GroupRow, Paragraph, Row, Section, Table, Text
from designer.report.evidence import Studied
from designer.report.terms import duration_text

_JUDGED, _DOCUMENTED, _MEASURED = "J", "V", "F"
_MOVING: dict[str, Message] = {
    "pre_check_ms": msg("Pre-check of a live migration"),
    "setup_ms": msg("Setup of a live migration"),
    "final_state_ms": msg("Last pages and state of the processor"),
    "disk_off_ms": msg("Disk goes offline"),
    "role_change_ms": msg("Role change of the arrays"),
    "role_change_per_device_ms": msg("Role change, for each device"),
    "disk_on_ms": msg("Disk comes online at the other site"),
    "lateral_disk_ms": msg("Disk changes node inside a site"),
    "resume_ms": msg("Guest resumes"),
    "clean_up_ms": msg("Clean-up at the source"),
}
_FAILING: dict[str, Message] = {
    "regroup_ms": msg("Regroup of the cluster"),
    "arbitration_ms": msg("Arbitration for the witness"),
    "disk_io_timeout_ms": msg("Disk time-out before a loss of storage is noticed"),
    "local_restart_ms": msg("Restart in place that fails"),
    "lateral_try_ms": msg("Try at the neighbour that fails"),
    "takeover_link_up_ms": msg("Takeover by the other array, replication up"),
    "takeover_link_down_ms": msg("Takeover by the other array, replication down"),
    "disk_online_ms": msg("Disk comes online after a failure"),
    "config_online_ms": msg("Configuration of the VM comes online"),
    "vm_boot_ms": msg("Boot of a VM"),
    "storage_per_group_ms": msg("Storage work for each further group"),
    "manual_decision_ms": msg("A person decides and forces quorum"),
    "manual_storage_ms": msg("A person checks and promotes the copy"),
}


def assumptions_section(studied: Studied) -> Section:
    """Every assumption behind the computed times."""
    design = studied.design
    rows: list[Row] = [
        GroupRow(msg("Movements")),
        *_timing_rows(design, _MOVING),
        *_migration_rows(design),
        GroupRow(msg("Failures")),
        *_timing_rows(design, _FAILING),
        *_cluster_rows(design),
    ]
    intro = Paragraph(
        msg(
            "Computed times are only as good as what they rest on. Grades: F, measured in the field; V, documented by "
            "the vendor; J, engineering judgement. Replace a J by a measurement as soon as there is one; the document "
            "then follows."
        )
    )
    columns = (
        Column(msg("Assumption"), share=4),
        Column(msg("Value"), Align.RIGHT, share=2),
        Column(msg("Grade"), Align.CENTRE),
    )
    return Section(
        msg("Assumptions behind the figures"),
        (intro, Table(msg("Assumed durations and settings"), columns, tuple(rows))),
    )


def _timing_rows(design: Design, names: dict[str, Message]) -> list[Row]:
    timings = design.cluster.timings
    return [(title, duration_text(getattr(timings, name) * 1000), _JUDGED) for name, title in names.items()]


def _migration_rows(design: Design) -> list[Row]:
    migration = design.cluster.migration
    law: Text = msg("saturating") if migration.law is PrecopyLaw.SATURATING else msg("linear")
    return [
        (msg("Usable share of the migration network"), percent_text(migration.efficiency_percent), _MEASURED),
        (msg("Law by which memory written meanwhile is sent again"), law, _MEASURED),
        (msg("Rest of memory at which copying ends"), duration_text(migration.downtime_target_ms * 1000), _JUDGED),
    ]


def _cluster_rows(design: Design) -> list[Row]:
    heartbeat = design.cluster.heartbeat
    return [
        (
            msg("Missed heartbeats until a node counts as lost, inside a subnet"),
            _beats(heartbeat.same_subnet_threshold, heartbeat.same_subnet_delay_ms),
            _DOCUMENTED,
        ),
        (
            msg("Missed heartbeats until a node counts as lost, across subnets"),
            _beats(heartbeat.cross_subnet_threshold, heartbeat.cross_subnet_delay_ms),
            _DOCUMENTED,
        ),
        (msg("VMs that start at once on a node"), Cell(str(design.cluster.timings.parallel_starts)), _JUDGED),
    ]


def _beats(threshold: int, delay_ms: int) -> Message:
    return msg("{n} × {delay}", n=threshold, delay=duration_text(delay_ms * 1000))
