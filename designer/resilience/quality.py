"""What loss and latency on a line do: to a TCP stream, to heartbeats, to mirrored writes, to the way to the witness.

Every rule is deterministic and stated with its standing: S numbers are sources of the domain research, EJ is
engineering judgement. Rates are whole bits a second, times whole microseconds, loss whole parts in a million.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import isqrt

from designer.base.units import US_PER_S
from designer.model import limits
from designer.model.array import LunPair, ReplicationMode, ReplicationTechnology
from designer.model.link import IP_PROTOCOLS, LinkProtocol, ReplicationLink

PPM = 1_000_000
"""Loss is counted in parts of this."""

SEGMENT_BYTES = 1460
"""What one Ethernet packet of 1500 bytes carries of a TCP stream."""

SHORTEST_RTT_US = 100
"""Round trip that a stream is taken to have where none is entered (EJ: a switched LAN)."""

WITNESS_RTT_US = limits.WITNESS_RTT_US.value
"""Longest round trip to a file share witness (S48)."""

SYNC_RTT_US = limits.MIRRORVIEW_SYNC_RTT_US.value
ASYNC_RTT_US = limits.MIRRORVIEW_ASYNC_RTT_US.value
STORAGE_REPLICA_SYNC_RTT_US = limits.STORAGE_REPLICA_SYNC_RTT_US.value
"""Round trip that MirrorView/S (S37), MirrorView/A (S37) and synchronous Storage Replica (S56) allow.

For SRDF/S no figure in time was found; that of MirrorView/S is taken for it (EJ).
"""

MOST_MIRROR_LOSS_PPM = 2_000
"""Loss that replication over IP survives in its setting for lossy lines, 0.2 % (S58); taken for every protocol (EJ)."""

LOCAL_WRITE_US, REMOTE_CACHE_US, WRITE_BITS = 500, 100, 8 * 1024 * 10
"""A write of 8 KiB at an array by itself, in the cache of the other, and as bits on a line of 8b/10b code (7.1)."""

HORIZON_US = 3600 * US_PER_S
"""How far a run looks ahead for what loss will do to heartbeats: what is expected later than that is left out (EJ)."""

_ROUND_TRIPS = {LinkProtocol.ISCSI: 2}


@dataclass(frozen=True, slots=True)
class Quality:
    """What a degraded line adds to a sound one: loss in parts in a million, and round-trip time."""

    loss_ppm: int = 0
    latency_us: int = 0

    def plus(self, other: "Quality") -> "Quality":
        """Two lines one after the other: what the first lets through the second can lose."""
        lost = PPM - (PPM - self.loss_ppm) * (PPM - other.loss_ppm) // PPM
        return Quality(lost, self.latency_us + other.latency_us)


SOUND = Quality()


def stream_bps(rtt_us: int, loss_ppm: int, window_kib: int | None) -> int | None:
    """The most one TCP stream carries, in bits a second; None where neither window nor loss limits it.

    A window each round trip (129 Mbit/s over 180 ms were measured, `migration`), and under loss the rate of Mathis and
    others: segment ÷ round trip × √(3/2 ÷ loss), published 1997, valid up to a few per cent and used beyond (EJ).
    """
    bounds = []
    if window_kib is not None and rtt_us:
        bounds.append(window_kib * 1024 * 8 * US_PER_S // rtt_us)
    if loss_ppm:
        root_ppm = isqrt(3 * PPM * PPM * PPM // (2 * loss_ppm))
        bounds.append(SEGMENT_BYTES * 8 * root_ppm // max(rtt_us, SHORTEST_RTT_US))
    return max(1, min(bounds)) if bounds else None


def beats_until_silent(loss_ppm: int, threshold: int) -> int:
    """Heartbeats until ``threshold`` in a row are expected to be lost, those included; rounded up.

    The waiting time for a run of k failures of probability p, (p⁻ᵏ − 1) ÷ (1 − p). Beats are taken to be lost
    independently, and all networks of a line together (EJ). Needs a loss above zero and below all.
    """
    whole, lost = PPM**threshold, loss_ppm**threshold
    beats: int = -(-(whole - lost) * PPM // (lost * (PPM - loss_ppm)))
    return beats


def silent_after_us(quality: Quality, rtt_us: int, delay_ms: int, threshold: int) -> int | None:
    """When heartbeats over the line begin to be missed for good, from now; None where that is not expected in an hour.

    The detection, delay times threshold, comes on top. A round trip longer than the delay counts every beat as missed,
    because its answer comes after the next one is due (EJ).
    """
    if rtt_us + quality.latency_us > delay_ms * 1000 and quality.latency_us:
        return 0
    if not quality.loss_ppm:
        return None
    wait_us = (beats_until_silent(quality.loss_ppm, threshold) - threshold) * delay_ms * 1000
    return wait_us if wait_us <= HORIZON_US else None


def mirror_rtt_limit_us(pairs: Iterable[LunPair]) -> int | None:
    """The longest round trip that every one of these pairs stands; None where none of them names a limit."""
    return min((limit for pair in pairs if (limit := _rtt_limit_us(pair)) is not None), default=None)


def _rtt_limit_us(pair: LunPair) -> int | None:
    is_replica = pair.technology is ReplicationTechnology.STORAGE_REPLICA
    if pair.mode is ReplicationMode.SYNC:
        return STORAGE_REPLICA_SYNC_RTT_US if is_replica else SYNC_RTT_US
    return None if is_replica else ASYNC_RTT_US


def write_us(link: ReplicationLink, latency_us: int = 0) -> int:
    """The least time of a mirrored write of 8 KiB (domain 7.1): local, remote cache, round trips, the line itself."""
    trips = link.round_trips or _ROUND_TRIPS.get(link.protocol, 1)
    return LOCAL_WRITE_US + REMOTE_CACHE_US + trips * (link.rtt_us + latency_us) + WRITE_BITS // link.rate_mbit


def copy_stream_bps(link: ReplicationLink, quality: Quality) -> int | None:
    """What loss leaves of the rate at which an IP line copies; None where nothing limits it.

    Only loss counts: gateways keep several streams and windows of their own (EJ). Fibre Channel is not TCP.
    """
    if link.protocol not in IP_PROTOCOLS:
        return None
    return stream_bps(link.rtt_us + quality.latency_us, quality.loss_ppm, None)
