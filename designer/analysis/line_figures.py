"""What a replication line takes and bears: the time of a mirrored write, the rate that writes need, the way back.

Formulas and their worked tables: domain 7.1 and 7.3. Rules, panels and documents take the same values from here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from designer.analysis.places import links_between, pairs_by_arrays
from designer.base.texts import Decimal, Message, msg
from designer.base.units import BITS_PER_MIB, milliseconds_text
from designer.model import limits
from designer.model.array import LunPair, ReplicationMode
from designer.model.design import Design
from designer.model.link import ReplicationLink

_MIB_PER_GIB = 1024
_BITS_PER_MEGABIT = 1_000_000


# --- Formulas ---------------------------------------------------------------------------------------------------------


def round_trip_ms(km: float, *, route_factor: float, equipment_ms: float) -> float:
    """One round trip over ``km`` as the map has them: light there and back in the real route, and equipment."""
    return km * route_factor * limits.WAY_MS_PER_KM.value + equipment_ms


def line_ms(kib: float, rate_mbit: float) -> float:
    """The time in which ``kib`` pass a line of ``rate_mbit``, in ms, coded 8b/10b."""
    return kib * 1024 * limits.LINE_BITS_PER_BYTE.value / (rate_mbit * 1000)


def required_mbit(
    peak_mb_s: float, *, growth: float, safety: float, utilisation: float, compression: float = 1.0
) -> float:
    """The rate in Mbit/s for writes of ``peak_mb_s`` (10⁶ bytes); the rest are shares, 0.3 for 30 per cent (S58)."""
    return peak_mb_s * 8 * (1 + growth) * (1 + safety) / (utilisation * compression)


def resync_s(changed_gb: float, *, rate_mbit: float, live_mbit: float) -> float | None:
    """Seconds until ``changed_gb`` (10⁹ bytes) are copied while hosts write on; None where writes fill the line."""
    left = rate_mbit - live_mbit
    return changed_gb * 8000 / left if left > 0 else None


# --- Figures of a design ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WriteBudget:
    """Where the time of one mirrored write goes, in ms; ``bound_ms`` is what it may take: typed, else judgement."""

    link: str
    local_ms: float
    cache_ms: float
    way_ms: float
    line_ms: float
    bound_ms: float

    @property
    def total_ms(self) -> float:
        """The least time of a mirrored write."""
        return self.local_ms + self.cache_ms + self.way_ms + self.line_ms

    @property
    def left_ms(self) -> float:
        """What is left of the bound; below 0 when the write takes longer."""
        return self.bound_ms - self.total_ms

    @property
    def writes_per_second(self) -> float:
        """The most a single writer reaches that waits for each write."""
        return 1000 / self.total_ms

    @property
    def reason(self) -> Message:
        """The sum in words."""
        return msg(
            "{local} local write + {cache} remote cache + {way} way + {line} line = {total}\u00a0ms; {bound}\u00a0ms "
            "may be spent. A writer that waits for each write reaches {writes} writes a second.",
            local=Decimal(self.local_ms, 2),
            cache=Decimal(self.cache_ms, 2),
            way=Decimal(self.way_ms, 2),
            line=Decimal(self.line_ms, 2),
            total=Decimal(self.total_ms, 2),
            bound=Decimal(self.bound_ms),
            writes=Decimal(self.writes_per_second, 0),
        )


def write_budget(design: Design, link: ReplicationLink) -> WriteBudget:
    """The budget of a mirrored write of 8 KiB over the link."""
    trips = link.round_trips or limits.ROUND_TRIPS[link.protocol]
    typed = design.cluster.targets.write_ms
    return WriteBudget(
        link=link.id,
        local_ms=limits.LOCAL_WRITE_MS.value,
        cache_ms=limits.REMOTE_CACHE_MS.value,
        way_ms=trips * link.rtt_us / 1000,
        line_ms=line_ms(limits.WRITE_KIB.value, link.rate_mbit),
        bound_ms=limits.WRITE_WARNING_MS.value if typed is None else typed,
    )


@dataclass(frozen=True, slots=True)
class LineLoad:
    """The writes between two arrays and what their lines carry; rates in Mbit/s, None where nobody measured writes.

    ``surviving_mbit`` is what is left when the path is lost whose loss costs most; ``unmeasured`` names the LUNs whose
    writes nobody entered, so that the sums are too low by them.
    """

    arrays: tuple[str, str]
    links: tuple[str, ...]
    unmeasured: tuple[str, ...]
    average_mbit: float | None
    peak_mbit: float | None
    required_mbit: float | None
    capacity_mbit: int
    surviving_mbit: float
    changed_gb: float | None
    resync_s: float | None

    @property
    def load_percent(self) -> float | None:
        """The peak against what the lines carry as sold."""
        return None if self.peak_mbit is None else 100 * self.peak_mbit / self.capacity_mbit

    @property
    def is_saturated_when_a_path_is_lost(self) -> bool:
        """Whether the peak with growth and safety no longer fits once a path is gone."""
        return self.required_mbit is not None and self.surviving_mbit < self.required_mbit

    @property
    def reason(self) -> Message:
        """The comparison in words."""
        if self.required_mbit is None or self.peak_mbit is None:
            return msg("Nobody has entered how much is written to these LUNs.")
        return msg(
            "Writes of {peak} at the peak need {required} with growth, safety and a line that is not filled; there is "
            "{capacity}, and {surviving} after the loss of a path.",
            peak=needed_rate_text(self.peak_mbit),
            required=needed_rate_text(self.required_mbit),
            capacity=needed_rate_text(self.capacity_mbit),
            surviving=needed_rate_text(int(self.surviving_mbit)),
        )


def line_loads(design: Design) -> Iterator[LineLoad]:
    """The load between every two arrays that mirror each other over some line."""
    for arrays, luns in pairs_by_arrays(design).items():
        links = links_between(design, arrays)
        if links:
            yield _load(design, arrays, links, luns)


def _load(
    design: Design, arrays: tuple[str, str], links: Sequence[ReplicationLink], luns: Sequence[LunPair]
) -> LineLoad:
    written = [lun for lun in luns if average_mib_s(lun) is not None]
    average = sum(_megabits(average_mib_s(lun) or 0.0) for lun in written)
    peak = sum(_megabits(sizing_mib_s(lun) or 0.0) for lun in written)
    compression = min(link.compression for link in links)
    capacity = sum(_carried_mbit(design, link) for link in links)
    outage_s = limits.OUTAGE_S.value
    changed_gb = sum(_changed_gb(lun, outage_s) for lun in written)
    return LineLoad(
        arrays=arrays,
        links=tuple(link.id for link in links),
        unmeasured=tuple(lun.id for lun in luns if lun not in written),
        average_mbit=average / compression if written else None,
        peak_mbit=peak / compression if written else None,
        required_mbit=max(_required(link, peak) for link in links) if written else None,
        capacity_mbit=capacity,
        surviving_mbit=capacity - _dearest_path_mbit(design, links),
        changed_gb=changed_gb if written else None,
        resync_s=resync_s(changed_gb / compression, rate_mbit=capacity, live_mbit=average / compression)
        if written
        else None,
    )


def average_mib_s(lun: LunPair) -> float | None:
    """What hosts write to the LUN on average, in MiB/s: the average typed, else the peak, which is never too low."""
    return lun.peak_write_mib_s if lun.write_mib_s is None else lun.write_mib_s


def sizing_mib_s(lun: LunPair) -> float | None:
    """The writes a line is sized for: the peak where every write waits, the average where copies may lag behind."""
    if lun.mode is ReplicationMode.ASYNC or lun.peak_write_mib_s is None:
        return average_mib_s(lun)
    return lun.peak_write_mib_s


def _required(link: ReplicationLink, peak_mbit: float) -> float:
    return required_mbit(
        peak_mbit / 8,
        growth=link.growth_percent / 100,
        safety=link.safety_percent / 100,
        utilisation=link.utilisation_percent / 100,
        compression=link.compression,
    )


def _megabits(mib_s: float) -> float:
    return mib_s * BITS_PER_MIB / _BITS_PER_MEGABIT


def _changed_gb(lun: LunPair, outage_s: int) -> float:
    """What an outage leaves to be copied: all that was written, at most the whole LUN."""
    mib = min((average_mib_s(lun) or 0.0) * outage_s, lun.r1.size_gib * _MIB_PER_GIB)
    return _megabits(mib) / 8000


def _carried_mbit(design: Design, link: ReplicationLink) -> int:
    """What a link carries at most: its own rate, or that of the IP line it runs over where that is less."""
    carrier = next((line for line in design.network_links if line.id == link.carrier), None)
    return link.rate_mbit if carrier is None else min(link.rate_mbit, carrier.rate_mbit)


def _dearest_path_mbit(design: Design, links: Sequence[ReplicationLink]) -> float:
    """The most that the loss of one path costs; links on one route lose a path each, because they share its cable."""
    by_route: dict[str, float] = {}
    for link in links:
        key = link.route or f"id:{link.id}"
        by_route[key] = by_route.get(key, 0.0) + _carried_mbit(design, link) / link.paths
    return max(by_route.values())


def independent_paths(links: Sequence[ReplicationLink]) -> int:
    """How many paths there are between two arrays. Links on one route count as one link."""
    by_route: dict[str, int] = {}
    for link in links:
        key = link.route or f"id:{link.id}"
        by_route[key] = max(by_route.get(key, 0), link.paths)
    return sum(by_route.values())


def needed_rate_text(mbit: float) -> Message:
    """A rate that is compared: in whole Mbit/s, rounded up, so that what does not fit never looks as if it did."""
    return msg("{value}\u00a0Mbit/s", value=ceil(mbit))


def round_trip_text(link: ReplicationLink) -> Message:
    """The round trip of a link with its unit."""
    return milliseconds_text(link.rtt_us)
