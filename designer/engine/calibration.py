"""The pre-copy law held against measured migrations: what it would have said of each, and how far off that is.

Every figure here is a published parameter or a named assumption that holds for a whole family of measurements; nothing
is fitted to a single one. Source: research notes on migration, their parameter table and side findings.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from designer.base.texts import Decimal, Message, msg
from designer.base.units import BITS_PER_MIB, MIB_PER_GIB, mib_per_second
from designer.model.era import ERA_FACTS, Era
from designer.resilience.precopy import precopy

DOWNTIME_TARGET_S = 0.03
"""When the rest may be sent with the VM paused; QEMU's long-time default, assumed elsewhere."""

LIMITER_SHARE = 0.997
"""What passes a rate limit of the hypervisor, measured."""

SLOW_LINE_SHARE = 0.94
"""Goodput of lines below 10 Gbit/s, measured: 940 Mbit/s of 1 GbE, after the headers of Ethernet, IP and TCP."""

HYPER_V_SLOW_LINE_SHARE = 0.95
FAST_LINE_SHARE = 0.90
"""One stream on 10 GbE, measured with KVM."""

EARLY_HYPER_V_FAST_LINE_SHARE = 0.56
"""Hyper-V before 2012 R2 on 10 GbE, inferred from one published bound; taken as a bound of all that a host sends."""

FASTEST_STREAM_GBPS = 10.0
"""Beyond it nothing is known of one stream, so a faster line helps only several migrations together."""

STREAM_WINDOW_BYTES = 129e6 / 8 * 0.180
"""Data on its way in one TCP stream: 129 Mbit/s per VM were seen over a round trip of 180 ms."""

TUNNEL_MBIT = 2000.0
"""libvirt's tunnel: one encrypting thread, about 2 Gbit/s on 10 GbE by the account of OpenStack Nova's own change that
turned it off."""

ZERO_SCAN_FIXED_S = 0.09
ZERO_SCAN_S_PER_GIB = 0.30
"""QEMU looks through all memory of a guest but sends of an empty page only its number, measured on 1–20 GiB."""

IDLE_LINUX_GIB = 0.12
IDLE_LINUX_SHARE = 0.02
"""Memory that an idle Linux guest has in use: itself, and 64 bytes for each page of 4 KiB with some more on top."""

IDLE_WINDOWS_SHARE = 0.85
"""Share of a fresh, idle Windows guest's memory that is sent: an assumption. At most 0.93, since such guests of 512 MiB
followed each other every 4 s over 1 Gbit/s, which is less than all their memory takes at the bare line rate."""

ORDINARY_DIRTY_MIB_S = 10.0
"""What a new VM of a design is given; stands for a busy Hyper-V guest about which nothing is said."""

_HYPER_V_BEFORE_S, _HYPER_V_AFTER_S, _HYPER_V_SWITCH_S = 0.5 + 1.5, 1.0, 0.3
_MODERATE_LOAD = 0.6
_LINES: dict[float | None, tuple[str, str]] = {1.0: ("1gbe", "1\u00a0GbE"), 10.0: ("10gbe", "10\u00a0GbE")}
_TARGETS = {"1gbe": (35.0, 20.0), "10gbe": (20.0, None)}
_BANDS = ((0.0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.0))
_PORTS_GBPS = (100.0, 50.0, 40.0, 25.0, 10.0, 5.0, 2.5, 1.0)
_OTHER_METHODS = ("post-copy", "postcopy", "hybrid", "xbzrle", "compress", "throttl", "auto-converge")
_COPIES_DISKS = (
    "block migration",
    "local disk",
    "local storage",
    "shared-nothing",
    "shared nothing",
    "not shared",
    "no shared",
)
_STREAM = re.compile(r"(\d{1,6}(?:\.\d{1,6})?) ?(kB|KB|MB|GB|KiB|MiB|GiB)/s")
_TUNNEL = re.compile(r"(?<!no )(?<!not )(?<!without )\btunnel\w*(?!\w*\W+(?:off|false|disabled)\b)", re.IGNORECASE)
_STREAM_UNITS = {"kB": 1e3, "KB": 1e3, "MB": 1e6, "GB": 1e9, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}


@dataclass(frozen=True, slots=True)
class Measurement:
    """One measured migration, or several VMs moved together; None where the publication says nothing.

    ``memory_gib`` and ``dirty_mib_s`` are of all its VMs together; ``sent_gib`` is what went over the line.
    """

    id: str
    hypervisor: str
    workload: str = ""
    storage: str = ""
    memory_gib: float | None = None
    line_gbps: float | None = None
    dirty_mib_s: float | None = None
    total_s: float | None = None
    vms: int = 1
    rate_limit_mib_s: float | None = None
    hot_set_gib: float | None = None
    sent_gib: float | None = None
    throughput_mbit_s: float | None = None
    rtt_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one kind, whose errors are told together; ``id`` is stable, ``title`` for people.

    The targets are the accuracies that published data support, in per cent; None where none is known.
    """

    id: str
    title: Message
    target_mean_pct: float | None = None
    target_median_pct: float | None = None


@dataclass(frozen=True, slots=True)
class Prediction:
    """What the law says of one measurement.

    ``predicted_s`` is None where an input is unknown; ``reason`` then says which one, and else from what it was
    predicted. ``load`` is λ, the dirtied over the sent rate, where both are known. ``groups`` are the figures it is
    counted in.
    """

    measurement: Measurement
    predicted_s: float | None
    reason: Message
    load: float | None = None
    groups: tuple[Group, ...] = ()

    @property
    def error_pct(self) -> float | None:
        """Predicted over measured, less one, in per cent; negative where the prediction is too short."""
        measured_s = self.measurement.total_s
        if self.predicted_s is None or measured_s is None:
            return None
        return 100.0 * (self.predicted_s / measured_s - 1.0)


@dataclass(frozen=True, slots=True)
class Figures:
    """Absolute errors of some rows in per cent; None without a row that was both measured and predicted."""

    rows: int
    predicted: int
    mean_pct: float | None
    median_pct: float | None
    worst_pct: float | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """All predictions in the order of the measurements, the figures over all, and those of each group by its id."""

    predictions: tuple[Prediction, ...]
    overall: Figures
    groups: tuple[tuple[Group, Figures], ...]


@dataclass(frozen=True, slots=True)
class _Platform:
    """Parameters of one hypervisor generation; times in seconds."""

    slow_line_share: float = SLOW_LINE_SHARE
    fast_line_share: float = FAST_LINE_SHARE
    before_s: float = 0.0
    after_s: float = 0.0
    switch_s: float = 0.1
    rounds: int = 30
    max_factor: float | None = None
    one_at_a_time: bool = False


_KVM = _Platform()
_XEN = _Platform(rounds=29, max_factor=3.0)


def calibrate(measurements: Iterable[Measurement]) -> Calibration:
    """The predictions and how far off they are. Pure: the same measurements always give the same figures."""
    predictions = tuple(predict(one) for one in measurements)
    members: dict[Group, list[Prediction]] = {}
    for one in predictions:
        for group in one.groups:
            members.setdefault(group, []).append(one)
    groups = tuple((group, _figures(members[group])) for group in sorted(members, key=lambda group: group.id))
    return Calibration(predictions, _figures(predictions), groups)


def predict(row: Measurement) -> Prediction:
    """What the law says of the row, by the kind of measurement it is; without looking at the time measured."""
    if any(word in row.hypervisor.lower() for word in _OTHER_METHODS):
        return _silent(row, msg("memory was not moved by plain pre-copy, which is all the law describes"))
    if any(word in row.storage.lower() for word in _COPIES_DISKS):
        return _silent(row, msg("disks were copied as well, and how much is not known"))
    if row.memory_gib is None:
        return _silent(row, msg("the memory is not known"))
    rate_mib_s = achieved_rate_mib_s(row)
    if rate_mib_s is None:
        return _silent(row, msg("neither the line nor a rate is known"))
    return _by_kind(row, row.memory_gib, rate_mib_s)


def achieved_rate_mib_s(row: Measurement) -> float | None:
    """B of the row in MiB/s, all its VMs together: the least of line, limit, tunnel and the window over the round trip.

    The rate measured counts only where neither line nor limit is known; None where that is not known either.
    """
    platform = _platform(row)
    streams = 1 if platform.one_at_a_time else row.vms
    bounds: list[float] = []
    if row.line_gbps is not None:
        bounds.append(_line_mib_s(row.line_gbps, streams, platform))
    if row.rate_limit_mib_s is not None:
        # Measured as a share of the line too: a limit above the line lets no more through than one at its rate.
        bounds = [LIMITER_SHARE * min([row.rate_limit_mib_s, *bounds])]
    if _is_tunnelled(row):
        bounds.append(mib_per_second(TUNNEL_MBIT))
    if not bounds:
        return None if row.throughput_mbit_s is None else mib_per_second(row.throughput_mbit_s)
    if row.rtt_ms:
        bounds.append(streams * STREAM_WINDOW_BYTES * 8 / BITS_PER_MIB * 1000 / row.rtt_ms)
    return min(bounds)


def _by_kind(row: Measurement, memory_gib: float, rate_mib_s: float) -> Prediction:
    dirty = _dirty_mib_s(row)
    if dirty is not None:
        total_s = _copied_s(row, memory_gib, rate_mib_s, dirty)
        return _told(row, total_s, msg("by the law"), dirty / rate_mib_s)
    idle = re.search(r"\bidle\b", row.workload, re.IGNORECASE) is not None
    if _is_hyper_v(row):
        return _hyper_v(row, memory_gib, rate_mib_s, idle=idle)
    if row.sent_gib is not None:
        total_s = _scanned_s(memory_gib, row.sent_gib, rate_mib_s)
        return _told(row, total_s, msg("by the volume sent"))
    if idle:
        own_gib = min(IDLE_LINUX_GIB * row.vms + IDLE_LINUX_SHARE * memory_gib, memory_gib)
        total_s = _scanned_s(memory_gib, own_gib, rate_mib_s)
        return _told(row, total_s, msg("by an idle guest's memory"))
    return _silent(row, msg("neither the dirty rate nor the volume sent is known"))


def _hyper_v(row: Measurement, memory_gib: float, rate_mib_s: float, *, idle: bool) -> Prediction:
    """A Hyper-V guest without a dirty rate. Its memory bounds the volume closely, so that something can be said."""
    if row.sent_gib is not None:
        total_s = _copied_s(row, row.sent_gib, rate_mib_s, 0.0)
        return _told(row, total_s, msg("by the volume sent"))
    if idle:
        total_s = _copied_s(row, IDLE_WINDOWS_SHARE * memory_gib, rate_mib_s, 0.0)
        return _told(row, total_s, msg("by the law, idle guest"))
    total_s = _copied_s(row, memory_gib, rate_mib_s, ORDINARY_DIRTY_MIB_S * row.vms)
    return _told(row, total_s, msg("by the law, dirty rate of an ordinary VM assumed"))


def _copied_s(row: Measurement, memory_gib: float, rate_mib_s: float, dirty_mib_s: float) -> float:
    """Total time by the law. VMs that go together share the line, those one after the other have it in turn.

    Set-up and clean-up of VMs that go together overlap with the copying of the others; each VM's last state goes over
    the line by itself.
    """
    platform = _platform(row)
    turns = row.vms if platform.one_at_a_time else 1
    result = precopy(
        memory_mib=memory_gib * MIB_PER_GIB / turns,
        rate_mib_s=rate_mib_s,
        dirty_mib_s=dirty_mib_s / turns,
        hot_set_mib=None if row.hot_set_gib is None else row.hot_set_gib * MIB_PER_GIB / turns,
        rounds=platform.rounds,
        max_factor=platform.max_factor,
        downtime_target_s=DOWNTIME_TARGET_S,
        fixed_downtime_s=platform.switch_s * row.vms / turns,
    )
    return turns * (platform.before_s + result.total_s + platform.after_s)


def _scanned_s(memory_gib: float, sent_gib: float, rate_mib_s: float) -> float:
    return ZERO_SCAN_FIXED_S + ZERO_SCAN_S_PER_GIB * memory_gib + sent_gib * MIB_PER_GIB / rate_mib_s


def _dirty_mib_s(row: Measurement) -> float | None:
    """The dirty rate, or else the rate at which the workload is said to take in data, which it must at least write.

    Not asked where the volume sent is known, which says more. Traffic in bits per second is none: packets pass through
    the same few buffers again and again.
    """
    if row.dirty_mib_s is not None or row.sent_gib is not None:
        return row.dirty_mib_s
    if found := _STREAM.search(row.workload):
        each = float(found[1]) * _STREAM_UNITS[found[2]] * 8 / BITS_PER_MIB
        return each * row.vms
    return None


def _platform(row: Measurement) -> _Platform:
    if _is_hyper_v(row):
        facts = ERA_FACTS[_era(row.hypervisor)]
        return _Platform(
            slow_line_share=HYPER_V_SLOW_LINE_SHARE,
            fast_line_share=FAST_LINE_SHARE if facts.copy_rounds < 10 else EARLY_HYPER_V_FAST_LINE_SHARE,
            before_s=_HYPER_V_BEFORE_S,
            after_s=_HYPER_V_AFTER_S,
            switch_s=_HYPER_V_SWITCH_S,
            rounds=facts.copy_rounds,
            one_at_a_time=facts.parallel_migrations == 1,
        )
    return _XEN if "xen" in row.hypervisor.lower() else _KVM


def _is_hyper_v(row: Measurement) -> bool:
    return re.search(r"hyper-?v", row.hypervisor, re.IGNORECASE) is not None


def _is_tunnelled(row: Measurement) -> bool:
    return _TUNNEL.search(row.storage) is not None


def _era(hypervisor: str) -> Era:
    """The Windows Server version in the text; the oldest with live migration where none is named."""
    found = re.search(r"20(?:08|12|16|19|22|25)(?: ?R2)?", hypervisor, re.IGNORECASE)
    name = "2008r2" if found is None else found[0].replace(" ", "").lower()
    return next((era for era in Era if era.value == name), Era.W2008R2)


def _line_mib_s(gbps: float, streams: int, platform: _Platform) -> float:
    """What so many streams get of a line. A rate that no port has is a team, and one stream uses one of its ports."""
    port = max((one for one in _PORTS_GBPS if (gbps / one).is_integer()), default=gbps)
    stream = min(port, FASTEST_STREAM_GBPS)
    share = platform.fast_line_share if stream >= FASTEST_STREAM_GBPS else platform.slow_line_share
    return mib_per_second(min(gbps, streams * stream) * 1000, share)


def _told(row: Measurement, predicted_s: float, reason: Message, load: float | None = None) -> Prediction:
    return Prediction(row, predicted_s, reason, load, _groups_of(row, load))


def _silent(row: Measurement, reason: Message) -> Prediction:
    return Prediction(row, None, reason, None, _groups_of(row, None))


def _groups_of(row: Measurement, load: float | None) -> tuple[Group, ...]:
    line, line_title = _LINES.get(row.line_gbps, ("other-line", msg("another line")))
    if _is_hyper_v(row):
        target = 20.0 if line == "1gbe" else None
        return (Group(f"hyper-v-{line}", msg("Hyper-V, {line}", line=line_title), target),)
    if _is_tunnelled(row):
        return (Group("tunnelled", msg("through libvirt's tunnel")),)
    if row.dirty_mib_s is None:
        return (Group(f"no-dirty-rate-{line}", msg("no dirty rate given, {line}", line=line_title)),)
    title = msg("dirty rate known, {line}", line=line_title)
    whole = Group(f"dirty-rate-known-{line}", title, *_TARGETS.get(line, (None, None)))
    if load is None:
        return (whole,)
    if load >= _MODERATE_LOAD:
        return (whole, _band(whole, load))
    below = msg("{group}, λ below {most}", group=title, most=Decimal(_MODERATE_LOAD))
    target = 15.0 if line == "1gbe" else None
    return (whole, Group(f"{whole.id}-lambda-below-{_MODERATE_LOAD}", below, target), _band(whole, load))


def _band(whole: Group, load: float) -> Group:
    low, high = next(((low, high) for low, high in _BANDS if load < high), (1.0, None))
    if high is None:
        return Group(f"{whole.id}-lambda-from-{low}", msg("{group}, λ from {low}", group=whole.title, low=Decimal(low)))
    title = msg("{group}, λ {low}–{high}", group=whole.title, low=Decimal(low), high=Decimal(high))
    return Group(f"{whole.id}-lambda-{low}-{high}", title)


def _figures(predictions: Sequence[Prediction]) -> Figures:
    errors = [abs(one.error_pct) for one in predictions if one.error_pct is not None]
    if not errors:
        return Figures(len(predictions), 0, None, None, None)
    return Figures(len(predictions), len(errors), fmean(errors), median(errors), max(errors))
