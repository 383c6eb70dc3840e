"""Rules about the lines between arrays and to them (domain 8.1, 7); figures: :mod:`designer.analysis.line_figures`."""

from collections.abc import Iterator

from designer.analysis.finding import Severity
from designer.analysis.line_figures import (
    LineLoad,
    independent_paths,
    line_loads,
    needed_rate_text,
    round_trip_text,
    write_budget,
)
from designer.analysis.places import ids, links_between, named, pairs_by_arrays
from designer.analysis.rule import Observation, Rule
from designer.base.texts import Decimal, Message, msg, msg_n
from designer.base.units import milliseconds_text
from designer.model import limits
from designer.model.array import SRDF_FAMILIES, LunPair, ReplicationMode, ReplicationTechnology
from designer.model.design import Design
from designer.model.limits import Standing


def replication_too_far(design: Design) -> Iterator[Observation]:
    """ST13: products promise nothing beyond their longest round trip: MirrorView/S 10 ms, /A 200, Storage Replica 5."""
    for arrays, luns in pairs_by_arrays(design).items():
        found = _tightest(design, arrays, luns)
        if found is None:
            continue
        product, most, synchronous = found
        for link in links_between(design, arrays):
            if link.rtt_us > most.value:
                yield Observation(
                    (link.id,),
                    msg(
                        "{link} has a round trip of {rtt}; {product} allows {most}. The mirrors would fracture.",
                        link=link.name,
                        rtt=round_trip_text(link),
                        product=product,
                        most=milliseconds_text(most.value),
                    ),
                    msg("Shorten the line, or replicate asynchronously and accept the loss of the newest writes.")
                    if synchronous
                    else msg("Shorten the line between the arrays."),
                    limit=most,
                )


def srdf_distance(design: Design) -> Iterator[Observation]:
    """ST14: SRDF/S is usually designed up to 200 km; nobody quotes more than 300 km, so beyond it is an error."""
    usual, quoted = limits.SRDF_USUAL_KM, limits.SRDF_QUOTED_KM
    for arrays, luns in pairs_by_arrays(design).items():
        families = {design.array(array).family for array in arrays}
        if not families <= SRDF_FAMILIES or not _waits(luns):
            continue
        for link in links_between(design, arrays):
            if link.distance_km > usual.value:
                beyond = link.distance_km > quoted.value
                yield Observation(
                    (link.id,),
                    msg(
                        "{link} is {km}\u00a0km long. SRDF/S is usually designed for up to {usual}\u00a0km and quoted "
                        "for {quoted}\u00a0km; every write waits for the way there and back.",
                        link=link.name,
                        km=link.distance_km,
                        usual=usual.value,
                        quoted=quoted.value,
                    ),
                    msg(
                        "Bring the arrays nearer to each other, or use SRDF/A and accept the loss of the newest writes."
                    ),
                    severity=Severity.ERROR if beyond else None,
                )


def slow_writes(design: Design) -> Iterator[Observation]:
    """ST15: a synchronous mirror adds the way to the other site to every write.

    From 10 ms on it is an error, and wherever it is longer than the slowest write that the design promises.
    """
    warning, error = limits.WRITE_WARNING_MS.value, limits.WRITE_ERROR_MS.value
    promised = design.cluster.targets.write_ms
    for arrays, luns in pairs_by_arrays(design).items():
        if not _waits(luns):
            continue
        for link in links_between(design, arrays):
            time_ms = write_budget(design, link).total_ms
            broken = promised is not None and time_ms > promised
            if time_ms <= warning and not broken:
                continue
            yield Observation(
                (link.id,),
                msg(
                    "A mirrored write over {link} takes at least {time}\u00a0ms ({rtt} round trip); the application "
                    "bears {promised}\u00a0ms.",
                    link=link.name,
                    time=Decimal(time_ms),
                    rtt=round_trip_text(link),
                    promised=Decimal(promised),
                )
                if broken and promised is not None
                else msg(
                    "A mirrored write over {link} takes at least {time}\u00a0ms ({rtt} round trip); above "
                    "{warning}\u00a0ms users notice, above {error}\u00a0ms applications fail.",
                    link=link.name,
                    time=Decimal(time_ms),
                    rtt=round_trip_text(link),
                    warning=Decimal(warning, 0),
                    error=Decimal(error, 0),
                ),
                msg("Shorten or speed up the line, or replicate asynchronously."),
                severity=Severity.ERROR if broken or time_ms > error else None,
            )


def line_too_narrow(design: Design) -> Iterator[Observation]:
    """ST16: writes at the peak, with growth and safety, must fit the line; when not even the average does, an error."""
    for load in line_loads(design):
        if load.required_mbit is None or load.average_mbit is None or load.required_mbit <= load.capacity_mbit:
            continue
        hopeless = load.average_mbit > load.capacity_mbit
        yield Observation(
            load.links,
            msg(
                "There is {capacity} over {links}, and the average of all writes already needs {average}. The copies "
                "fall behind for ever: mirrors fracture, or hosts wait.",
                links=named(design, load.links),
                capacity=needed_rate_text(load.capacity_mbit),
                average=needed_rate_text(load.average_mbit),
            )
            if hopeless
            else msg(
                "There is {capacity} over {links}; writes at the peak with growth and safety need {required}. At the "
                "busiest time hosts wait for the line, or mirrors fracture.",
                links=named(design, load.links),
                capacity=needed_rate_text(load.capacity_mbit),
                required=needed_rate_text(load.required_mbit),
            ),
            _faster(load),
            severity=Severity.ERROR if hopeless else None,
        )


def single_replication_path(design: Design) -> Iterator[Observation]:
    """ST17: with fewer than two independent paths one cut stops all mirrors. Links on one route count as one path."""
    for arrays, luns in pairs_by_arrays(design).items():
        links = links_between(design, arrays)
        count = independent_paths(links)
        if count >= limits.MIN_REPLICATION_PATHS.value:
            continue
        between = msg("{first} and {second}", first=design.name_of(arrays[0]), second=design.name_of(arrays[1]))
        yield Observation(
            tuple(link.id for link in links) or arrays,
            msg_n(
                "{arrays} are joined by {n} independent replication path. One cut stops the mirrors of {luns}.",
                "{arrays} are joined by {n} independent replication paths. One cut stops the mirrors of {luns}.",
                count,
                arrays=between,
                luns=named(design, ids(luns)),
            )
            if count
            else msg(
                "{arrays} have no replication link, so nothing mirrors {luns}.",
                arrays=between,
                luns=named(design, ids(luns)),
            ),
            msg("Lead a second replication path along another route.")
            if count
            else msg("Draw a replication link between the arrays."),
        )


def path_loss_not_borne(design: Design) -> Iterator[Observation]:
    """ST18: what is left when a path is lost must still carry the peak. A line too narrow from the start is ST16."""
    for load in line_loads(design):
        needed = load.required_mbit
        if needed is None or not 0 < load.surviving_mbit < needed <= load.capacity_mbit:
            continue
        yield Observation(
            load.links,
            msg(
                "When a path of {links} is lost, {surviving} is left of {capacity}; writes at the peak with growth "
                "and safety need {required}. The second path keeps the mirrors up, but hosts wait.",
                links=named(design, load.links),
                surviving=needed_rate_text(int(load.surviving_mbit)),
                capacity=needed_rate_text(load.capacity_mbit),
                required=needed_rate_text(needed),
            ),
            _faster(load),
        )


def single_host_path(design: Design) -> Iterator[Observation]:
    """ST24: with one adapter, one path or one fabric a single fault takes the disks away from a node."""
    if not design.arrays:
        return
    least_paths, least_fabrics = limits.MIN_HOST_PATHS.value, limits.MIN_FABRICS.value
    paths = dict.fromkeys((node.id for node in design.nodes), 0)
    for san in design.san_links:
        paths[san.node] += san.paths
    for node in design.nodes:
        fabrics = design.site(node.site).fabrics
        counts = (
            (node.hbas, least_paths, msg_n("{n} host bus adapter", "{n} host bus adapters", node.hbas)),
            (paths[node.id], least_paths, msg_n("{n} path to storage", "{n} paths to storage", paths[node.id])),
            (fabrics, least_fabrics, msg_n("{n} fabric at its site", "{n} fabrics at its site", fabrics)),
        )
        short = tuple(text for count, least, text in counts if count < least)
        if short:
            yield Observation(
                (node.id,),
                msg("{node} has {short}. One fault there takes all its disks away.", node=node.name, short=short),
                msg("Give {node} two adapters on two fabrics with a path over each.", node=node.name),
            )


def replication_over_host_fabric(design: Design) -> Iterator[Observation]:
    """ST25: on shared switches the loss of the fabric also stops replication, so a takeover becomes doubtful."""
    for link in design.replication_links:
        if link.shares_host_fabric:
            yield Observation(
                (link.id,),
                msg(
                    "{link} runs over the fabrics of the hosts. The loss of a fabric also stops replication, so the "
                    "other site must take over without reaching the first array.",
                    link=link.name,
                ),
                msg("Lead replication over switches of its own."),
            )


def slow_resync(design: Design) -> Iterator[Observation]:
    """ST27: as long as copies are being made equal again, a failure of the newer side loses writes."""
    bound, outage = limits.RESYNC_S.value, limits.OUTAGE_S.value
    for load in line_loads(design):
        # Writes that fill the line by themselves are ST16; they would never leave room for a way back.
        if load.resync_s is None or load.changed_gb is None or load.resync_s <= bound:
            continue
        yield Observation(
            load.links,
            msg(
                "An outage of {outage}\u00a0h leaves {changed}\u00a0GB to copy over {links}, which takes "
                "{time}\u00a0h beside the running writes; {bound}\u00a0h are reckoned with. Until then the other site "
                "has no usable copy.",
                outage=outage // 3600,
                changed=Decimal(load.changed_gb, 0),
                links=named(design, load.links),
                time=Decimal(load.resync_s / 3600),
                bound=bound // 3600,
            ),
            _faster(load),
        )


def _waits(luns: list[LunPair]) -> bool:
    """Whether hosts wait for the other site with some of these LUNs."""
    return any(lun.mode is not ReplicationMode.ASYNC for lun in luns)


def _tightest(
    design: Design, arrays: tuple[str, str], luns: list[LunPair]
) -> tuple[str, limits.Limit[int], bool] | None:
    """The product with the shortest round trip among the LUNs: name, limit, whether hosts wait for it."""
    first, second = (design.array(array).family for array in arrays)
    # Arrays that have no replication function in common do not mirror at all, which is ST03.
    is_alike = limits.needed_licence(first, ReplicationMode.SYNC) is limits.needed_licence(second, ReplicationMode.SYNC)
    known = [
        (*found, mode is ReplicationMode.SYNC)
        for technology, mode in dict.fromkeys((lun.technology, lun.mode) for lun in luns)
        if is_alike or technology is not ReplicationTechnology.ARRAY
        if (found := limits.longest_rtt(technology, first, mode)) is not None
    ]
    return min(known, key=lambda one: one[1].value, default=None)


def _faster(load: LineLoad) -> Message:
    """The remedy where a line is too narrow, with the LUNs that nobody measured in mind."""
    if load.unmeasured:
        return msg("Order a faster line. Enter the writes of the other LUNs as well; they come on top.")
    return msg("Order a faster line, compress, or replicate fewer LUNs.")


_W, _E = Severity.WARNING, Severity.ERROR
_EJ, _VERIFY = Standing.JUDGEMENT, Standing.TO_VERIFY
RULES: tuple[Rule, ...] = (
    Rule("ST13", _E, msg("Round trip above the product's limit"), replication_too_far, ("S37", "S41", "S56")),
    Rule("ST14", _W, msg("Unusual distance for SRDF/S"), srdf_distance, ("S38",), _VERIFY),
    Rule("ST15", _W, msg("Slow mirrored writes"), slow_writes, ("S57",), _EJ),
    Rule("ST16", _W, msg("Replication line too narrow"), line_too_narrow, ("S58",)),
    Rule("ST17", _W, msg("Single replication path"), single_replication_path, ("S62",)),
    Rule("ST18", _W, msg("Too narrow when a path is lost"), path_loss_not_borne, (), _EJ),
    Rule("ST24", _W, msg("Single path from a node to storage"), single_host_path, (), _EJ),
    Rule("ST25", _W, msg("Replication over the host fabric"), replication_over_host_fabric, (), _EJ),
    Rule("ST27", _W, msg("Slow return to equal copies"), slow_resync, (), _EJ),
)
