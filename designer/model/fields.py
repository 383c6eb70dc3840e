"""What the fields of the model are called by people, and why a value does not fit one of them.

Serves files, commands and forms alike, so that a refusal names a field the way the inspector does.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from designer.base.texts import Message, msg, msg_in

_LONGEST = 60
_LABELS: dict[str, Message] = {
    "a": msg("First end"),
    "about": msg("Points at"),
    "access_point": msg("Client access point"),
    "actions": msg("Faults and repairs"),
    "anti_affinity": msg("Kept apart from"),
    "arbitration_ms": msg("Arbitration"),
    "array": msg("Array"),
    "arrays": msg("Arrays"),
    "at_ms": msg("Time after the start"),
    "author": msg("Author"),
    "auto_failback": msg("Automatic failback"),
    "auto_start": msg("Starts by itself"),
    "autolink_recovery": msg("Resumes by itself when the line is back"),
    "automatic_failover_wanted": msg("Automatic failover wanted"),
    "b": msg("Second end"),
    "begins_at_min": msg("Time of day at the start"),
    "blackout_ms": msg("Longest pause of a planned move"),
    "buffer_percent": msg("Memory buffer"),
    "carried_by": msg("Carried by"),
    "change": msg("Change"),
    "classification": msg("Classification"),
    "clean_up_ms": msg("Clean-up"),
    "clients_try_all_addresses": msg("Clients try all addresses"),
    "cluster": msg("Cluster"),
    "cluster_enabler_installed": msg("Cluster Enabler installed"),
    "cluster_enabler_resource": msg("Cluster Enabler resource"),
    "compression": msg("Compression ratio"),
    "config_online_ms": msg("Configuration online"),
    "configuration_resource": msg("Virtual Machine Configuration"),
    "consistency_group": msg("Consistency group"),
    "consistency_groups": msg("Consistency groups"),
    "core_group_site": msg("Site of the core cluster group"),
    "cores_per_socket": msg("Cores per socket"),
    "cost": msg("Cost"),
    "cost_per_year": msg("Cost per year"),
    "costs": msg("Costs"),
    "cpu_family": msg("Processor family"),
    "cpu_vendor": msg("Processor maker"),
    "cross_site_delay_ms": msg("Heartbeat delay across sites"),
    "cross_site_threshold": msg("Heartbeat threshold across sites"),
    "cross_subnet_delay_ms": msg("Heartbeat delay across subnets"),
    "cross_subnet_threshold": msg("Heartbeat threshold across subnets"),
    "csv": msg("Cluster Shared Volume"),
    "currency": msg("Currency"),
    "customer": msg("Customer"),
    "cycle_s": msg("Cycle of an asynchronous pair"),
    "data_loss_s": msg("Data loss promised (RPO)"),
    "date": msg("Date"),
    "deadlock_timeout_ms": msg("Deadlock timeout"),
    "delay_failback": msg("Delayed failback"),
    "demand_mib": msg("Memory demand"),
    "depends_on": msg("Depends on"),
    "description": msg("Description"),
    "design": msg("Design"),
    "designs": msg("Designs"),
    "device": msg("Device"),
    "dirty_mib_s": msg("Memory dirtied per second"),
    "disk_csv": msg("Witness disk is a Cluster Shared Volume"),
    "disk_depends_on_enabler": msg("Disk depends on the Cluster Enabler"),
    "disk_io_timeout_ms": msg("Disk timeout"),
    "disk_off_ms": msg("Disk offline"),
    "disk_on_ms": msg("Disk online"),
    "disk_online_ms": msg("Disk online at a restart"),
    "disk_resource": msg("Physical Disk"),
    "disk_type": msg("Disk type"),
    "distance_km": msg("Distance"),
    "document": msg("Document"),
    "document_id": msg("Document number"),
    "domino": msg("Domino mode"),
    "downtime_target_ms": msg("Downtime aimed at"),
    "dynamic": msg("Dynamic quorum"),
    "edition": msg("Edition"),
    "efficiency_percent": msg("Usable share of the line"),
    "element": msg("Element"),
    "enabler": msg("Cluster Enabler"),
    "enabler_resource": msg("Cluster Enabler"),
    "expires": msg("Expires"),
    "fabrics": msg("Fabrics"),
    "failback_end_h": msg("Failback until"),
    "failback_start_h": msg("Failback from"),
    "failover_period_h": msg("Period of the failover limit"),
    "failover_threshold": msg("Failover limit"),
    "family": msg("Family"),
    "final_state_ms": msg("Final state"),
    "firewalled": msg("Firewall on the line"),
    "format": msg("Format"),
    "further_resources": msg("Further resources"),
    "gateway": msg("Gateway"),
    "groups": msg("Resource groups"),
    "growth_percent": msg("Growth of writes"),
    "guest_os": msg("Guest system"),
    "hba_rate_mbit": msg("Rate of a host adapter"),
    "hbas": msg("Host adapters"),
    "heartbeat": msg("Heartbeat"),
    "height": msg("Height"),
    "host_record_ttl_s": msg("Life of the DNS record"),
    "hosted_by": msg("Served by"),
    "hot_set_mib": msg("Memory written again and again"),
    "id": msg("Id"),
    "is_alive_ms": msg("Thorough poll every"),
    "kind": msg("Kind"),
    "label": msg("Label"),
    "lateral_disk_ms": msg("Disk handover inside the site"),
    "lateral_try_ms": msg("Attempt inside the site"),
    "law": msg("Pre-copy law"),
    "layout": msg("Layout"),
    "licences": msg("Replication licences"),
    "link": msg("Link"),
    "link_limbo_ms": msg("Cut of the line that is borne"),
    "local_restart_ms": msg("Restart on the same node"),
    "locked": msg("Locked place"),
    "looks_alive_ms": msg("Poll every"),
    "luns": msg("LUNs"),
    "manual_decision_ms": msg("Decision of a person"),
    "manual_storage_ms": msg("Storage work of a person"),
    "maximum_mib": msg("Maximum memory"),
    "memory": msg("Memory"),
    "memory_mib": msg("Memory"),
    "metro_witness": msg("Metro witness"),
    "migration": msg("Live Migration"),
    "migration_networks": msg("Networks for Live Migration, in order"),
    "minimum_mib": msg("Minimum memory"),
    "mitigation": msg("Mitigation"),
    "mode": msg("Mode"),
    "model": msg_in("of an array", "Model"),
    "movement": msg("Movement"),
    "name": msg("Name"),
    "name_services_outside": msg("Name services outside"),
    "network": msg("Network"),
    "network_links": msg("LAN links"),
    "networks": msg("Networks"),
    "nics": msg("Network adapters"),
    "node": msg("Node"),
    "nodes": msg("Nodes"),
    "note": msg("Note"),
    "notes": msg("Notes"),
    "offline_ms": msg("Time to go offline"),
    "online_ms": msg("Time to come online"),
    "open_ports": msg("Ports let through"),
    "os": msg("Windows version"),
    "other": msg("Other costs"),
    "owner": msg("Owner"),
    "parallel": msg("Live migrations at a time"),
    "parallel_starts": msg("VMs started at a time"),
    "paths": msg("Paths"),
    "peak_write_mib_s": msg("Written per second at the peak"),
    "pending_timeout_ms": msg("Pending timeout"),
    "persistent_state": msg("Online when the cluster starts"),
    "place": msg("Place"),
    "places": msg("Places"),
    "policy": msg("Failover policy"),
    "possible_owners": msg("Possible owners"),
    "pre_check_ms": msg("Pre-check"),
    "preferred_owners": msg("Preferred owners"),
    "preferred_site": msg("Preferred site"),
    "preset": msg("Preset"),
    "priority": msg("Priority"),
    "processor_compatibility": msg("Processor compatibility"),
    "producer": msg("Producer"),
    "product": msg("Product"),
    "protocol": msg("Protocol"),
    "quorum": msg("Quorum"),
    "r1": msg("R1 copy"),
    "r2": msg("R2 copy"),
    "rate_mbit": msg("Rate"),
    "reason": msg("Reason"),
    "recommended": msg("Recommended design"),
    "recovery_s": msg("Recovery time promised (RTO)"),
    "register_all_addresses": msg("All addresses registered"),
    "registers": msg("Registers"),
    "regroup_ms": msg("Regroup"),
    "replication_links": msg("Replication links"),
    "reserve_mib": msg("Memory kept by the parent partition"),
    "restart_action": msg("When it fails"),
    "restart_delay_ms": msg("Delay of a restart"),
    "restart_period_ms": msg("Period of the restart limit"),
    "restart_threshold": msg("Restart limit"),
    "resume_ms": msg("Resume"),
    "retry_period_ms": msg("Tried again after"),
    "revisions": msg("Revisions"),
    "role": msg("Role"),
    "role_change_ms": msg("Role change"),
    "role_change_per_device_ms": msg("Role change per device"),
    "roles": msg("Roles"),
    "round_trips": msg("Round trips of a write"),
    "rounds": msg("Limit of copy rounds"),
    "route": msg("Cable route"),
    "routes": msg("Routes"),
    "rtt_us": msg("Round trip"),
    "rule": msg("Rule"),
    "safety_percent": msg("Safety margin"),
    "same_subnet_delay_ms": msg("Heartbeat delay in a subnet"),
    "same_subnet_threshold": msg("Heartbeat threshold in a subnet"),
    "san_links": msg("SAN links"),
    "save_rate_mib_s": msg("Rate of saving memory"),
    "scenarios": msg("Scenarios"),
    "schema": msg("Schema number"),
    "service": msg("Service"),
    "service_role": msg("Service role"),
    "settings": msg("Settings"),
    "setup_ms": msg("Set-up"),
    "shares_host_fabric": msg("Shares the host fabric"),
    "shows": msg("What it shows"),
    "site": msg("Site"),
    "sites": msg("Sites"),
    "size_gib": msg("Size"),
    "size_mib": msg("Size"),
    "sockets": msg("Sockets"),
    "stale_s": msg("Copies have differed for"),
    "startup_mib": msg("Startup memory"),
    "state": msg("Pair state"),
    "status": msg("Status"),
    "storage_per_group_ms": msg("Storage per group"),
    "storage_processors": msg("Storage processors"),
    "stretched": msg("Stretched over both sites"),
    "subjects": msg("Subjects"),
    "subnet": msg("Subnet"),
    "summary": msg("Summary"),
    "takeover_link_down": msg("Takes over with the link down by itself"),
    "takeover_link_down_ms": msg("Takeover with the link down"),
    "takeover_link_up_ms": msg("Takeover with the link up"),
    "target": msg("Target"),
    "targets": msg("Targets"),
    "tcp_tolerance_ms": msg("Interruption that sessions survive"),
    "tcp_window_kib": msg("Window of a TCP stream"),
    "technology": msg("Replicated by"),
    "text": msg("Text"),
    "threads_per_core": msg("Threads per core"),
    "time_sensitive": msg("Sensitive to pauses"),
    "timings": msg("Timings"),
    "title": msg("Title"),
    "to": msg("Destination"),
    "usable_gib": msg("Usable capacity"),
    "utilisation_percent": msg("Usable share of the line at the peak"),
    "validation": msg("Cluster validation"),
    "vcpus": msg("Virtual processors"),
    "version": msg("Version"),
    "virtual_switch": msg("Virtual switch"),
    "vm": msg("VM"),
    "vm_boot_ms": msg("Start of a VM"),
    "vm_resource": msg("Virtual Machine"),
    "vms": msg("VMs"),
    "votes": msg("Votes"),
    "waivers": msg("Waivers"),
    "waypoints": msg("Waypoints"),
    "weight": msg("Memory weight"),
    "width": msg("Width"),
    "witness": msg("Witness"),
    "witness_paths": msg("Witness paths"),
    "writable": msg("Writable array"),
    "write_intent_log": msg("Write intent log"),
    "write_mib_s": msg("Written per second"),
    "write_ms": msg("Slowest write an application bears"),
    "x": msg("Horizontal position"),
    "y": msg("Vertical position"),
    "years": msg("Years that are counted"),
}


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a value does not fit: the steps that lead to it (field names, positions in lists), and what is wrong.

    ``is_unknown`` says that the innermost name is none of the model's.
    """

    location: tuple[str | int, ...]
    problem: Message
    is_unknown: bool = False

    @property
    def label(self) -> Message | str:
        """What people call the innermost field, with the entry of a list; a name the model does not have in quotes."""
        name = next((step for step in reversed(self.location) if isinstance(step, str)), "")
        if self.is_unknown:
            return msg("the field “{field}”", field=name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…")
        if self.location and isinstance(self.location[-1], int):
            return msg("{field} (entry {n})", field=field_label(name), n=self.location[-1] + 1)
        return field_label(name)


def field_label(name: str) -> Message | str:
    """What people call the field; the bare name for a field the model does not have."""
    return _LABELS.get(name, name)


def misfit_of(error: Exception) -> Misfit | None:
    """The first thing that is wrong, or None when ``error`` is not about a value that does not fit its field."""
    return next(_misfits(error), None)


def _misfits(error: Exception) -> Iterator[Misfit]:
    if isinstance(error, ValidationError):
        for details in error.errors(include_url=False):
            yield Misfit(details["loc"], _problem(details), is_unknown=details["type"] == "extra_forbidden")


def _problem(details: ErrorDetails) -> Message:
    """The sentence part that follows the field's name; pydantic's own words are for programmers."""
    kind = details["type"]
    limits = details.get("ctx", {})
    if limits.get("min_length") == 1:
        return msg("must not be empty")
    if kind in _WITH_LIMIT:
        parameter, text = _WITH_LIMIT[kind]
        return Message(text, (("limit", _limit(limits.get(parameter))),))
    if kind == "enum":
        return msg("must be one of {known}", known=tuple(re.findall(r"'([^']*)'", str(limits.get("expected", "")))))
    return _PLAIN.get(kind, msg("has a value that does not fit"))


def _limit(value: object) -> str | int | float:
    return value if isinstance(value, int | float) else str(value)


_WITH_LIMIT: dict[str, tuple[str, str]] = {
    "greater_than_equal": ("ge", msg("must be at least {limit}").text),
    "less_than_equal": ("le", msg("must be at most {limit}").text),
    "string_too_short": ("min_length", msg("must have at least {limit} characters").text),
    "string_too_long": ("max_length", msg("must have at most {limit} characters").text),
    "too_short": ("min_length", msg("must have at least {limit} entries").text),
}

_PLAIN: dict[str, Message] = {
    "missing": msg("is missing"),
    "is_instance_of": msg("must be one of the values offered"),
    "extra_forbidden": msg("is not known"),
    "int_type": msg("must be a whole number"),
    "int_parsing": msg("must be a whole number"),
    "int_from_float": msg("must be a whole number"),
    "int_parsing_size": msg("must be a whole number"),
    "float_type": msg("must be a number"),
    "float_parsing": msg("must be a number"),
    "finite_number": msg("must be a number"),
    "string_type": msg("must be a text"),
    "string_sub_type": msg("must be a text"),
    "string_unicode": msg("must be a text"),
    "bool_type": msg("must be true or false"),
    "bool_parsing": msg("must be true or false"),
    "tuple_type": msg("must be a list"),
    "list_type": msg("must be a list"),
    "model_type": msg("must be a group of fields"),
    "model_attributes_type": msg("must be a group of fields"),
    "dict_type": msg("must be a group of fields"),
    "string_pattern_mismatch": msg("has a form that is not allowed"),
}
