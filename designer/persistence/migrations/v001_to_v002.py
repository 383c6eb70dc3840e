"""Schema 1 to 2: new settings of groups, lines and the cluster, all written out with what schema 1 meant by silence."""

from typing import Any


def upgrade(document: dict[str, Any]) -> dict[str, Any]:
    """The document in schema 2. What a file of schema 1 left unsaid keeps the meaning it had."""
    for design in document.get("designs", ()):
        _keep_migration(design)
        _keep_heartbeat(design)
    return document


def _keep_migration(design: dict[str, Any]) -> None:
    """A stream was as fast as its line, and networks for live migration were tried as they stand in the file."""
    design.setdefault("cluster", {}).setdefault("migration", {})["tcp_window_kib"] = None
    networks = [one["id"] for one in design.get("networks", ()) if "live-migration" in one["roles"]]
    if len(networks) > 1:
        for vm in design.get("vms", ()):
            vm["migration_networks"] = networks


def _keep_heartbeat(design: dict[str, Any]) -> None:
    """What was across subnets was across sites as well."""
    heartbeat = design.setdefault("cluster", {}).setdefault("heartbeat", {})
    heartbeat["cross_site_delay_ms"] = heartbeat.get("cross_subnet_delay_ms", 1000)
    heartbeat["cross_site_threshold"] = heartbeat.get("cross_subnet_threshold", 5)
