"""The pre-copy law: what a live migration sends round by round, and what is left when the VM is paused.

Plain numbers in, plain numbers out; knows neither clusters nor the engine's clock. Source: research notes on migration.
"""

from dataclasses import dataclass
from math import expm1, fsum, isfinite
from typing import Literal, get_args

Law = Literal["saturating", "linear"]

MOST_ROUNDS = 10_000
"""Where a law that neither converges nor settles is stopped when no limit is given."""

SETTLED = 1e-6
"""Share of a round's volume below which the next one counts as the same: the law has reached its fixed point."""


@dataclass(frozen=True, slots=True)
class Round:
    """One pass over memory: MiB sent (without headers) and the seconds it took."""

    sent_mib: float
    time_s: float


@dataclass(frozen=True, slots=True)
class Precopy:
    """What a live migration takes.

    ``sent_mib`` counts the rounds and the rest sent while paused; ``rest_mib`` is that rest and ``rest_s`` its time.
    ``converged`` says that the rest is within the downtime target.
    """

    total_s: float
    downtime_s: float
    sent_mib: float
    rounds: tuple[Round, ...]
    rest_mib: float
    rest_s: float
    converged: bool


def precopy(  # noqa: PLR0913 - the law has that many parameters, all by name
    *,
    memory_mib: float,
    rate_mib_s: float,
    dirty_mib_s: float,
    hot_set_mib: float | None,
    law: Law = "saturating",
    rounds: int | None = None,
    max_factor: float | None = None,
    downtime_target_s: float,
    header_overhead: float = 0.002,
    fixed_downtime_s: float,
) -> Precopy:
    """Rounds, total time and downtime of one migration; MiB, MiB/s and seconds.

    Rounds end when the pages left fit into the downtime target, when ``rounds`` are made, when more than
    ``max_factor`` times the memory was sent, or when the volume no longer changes. Always ends. Raises ``ValueError``
    for an unknown law, a rate or round limit that is not positive, and for anything negative or not finite.
    """
    return precopy_from(
        Begun(left_mib=memory_mib),
        memory_mib=memory_mib,
        rate_mib_s=rate_mib_s,
        dirty_mib_s=dirty_mib_s,
        hot_set_mib=hot_set_mib,
        law=law,
        rounds=rounds,
        max_factor=max_factor,
        downtime_target_s=downtime_target_s,
        header_overhead=header_overhead,
        fixed_downtime_s=fixed_downtime_s,
    )


@dataclass(frozen=True, slots=True)
class Begun:
    """Where a copy stands: what is left of the round in progress, for how long it has gone on, what came before it.

    ``made`` counts the rounds that are over, ``sent_mib`` everything sent so far.
    """

    left_mib: float
    elapsed_s: float = 0.0
    made: int = 0
    sent_mib: float = 0.0


def precopy_from(  # noqa: PLR0913 - the law has that many parameters, all by name
    begun: Begun,
    *,
    memory_mib: float,
    rate_mib_s: float,
    dirty_mib_s: float,
    hot_set_mib: float | None,
    law: Law = "saturating",
    rounds: int | None = None,
    max_factor: float | None = None,
    downtime_target_s: float,
    header_overhead: float = 0.002,
    fixed_downtime_s: float,
) -> Precopy:
    """What is still to come of a copy in progress when it goes on at ``rate_mib_s``, by the law of :func:`precopy`.

    The first round of the answer is what is left of the one in progress. Pages dirtied in all of it count for the next
    round, so its time so far is added; whether rounds end is judged by the new rate.
    """
    values = (memory_mib, dirty_mib_s, hot_set_mib, max_factor, downtime_target_s, header_overhead, fixed_downtime_s)
    _check(law, rounds, rate_mib_s, (*values, begun.left_mib, begun.elapsed_s, begun.sent_mib))
    hot = 0.5 * memory_mib if hot_set_mib is None else hot_set_mib
    limit = MOST_ROUNDS if rounds is None else min(rounds, MOST_ROUNDS)
    target_mib = downtime_target_s * rate_mib_s
    made: list[Round] = []
    volume, sent, before_s = begun.left_mib, begun.sent_mib, begun.elapsed_s
    while True:
        time_s = volume * (1.0 + header_overhead) / rate_mib_s
        made.append(Round(volume, time_s))
        sent += volume
        left = _dirtied(dirty_mib_s, before_s + time_s, hot, law)
        enough = max_factor is not None and sent > max_factor * memory_mib
        settled = rounds is None and law == "saturating" and abs(left - volume) <= SETTLED * volume
        volume, before_s = left, 0.0
        if left <= target_mib or begun.made + len(made) >= limit or enough or settled:
            break
    rest_s = volume / rate_mib_s
    downtime_s = rest_s + fixed_downtime_s
    return Precopy(
        total_s=fsum(one.time_s for one in made) + downtime_s,
        downtime_s=downtime_s,
        sent_mib=sent + volume,
        rounds=tuple(made),
        rest_mib=volume,
        rest_s=rest_s,
        converged=volume <= target_mib,
    )


def _check(law: str, rounds: int | None, rate_mib_s: float, values: tuple[float | None, ...]) -> None:
    if law not in get_args(Law):
        raise ValueError(f"unknown law {law!r}; there are {get_args(Law)}")
    if rounds is not None and rounds < 1:
        raise ValueError("at least one round is made")
    if not (isfinite(rate_mib_s) and rate_mib_s > 0):
        raise ValueError("the rate must be positive")
    if any(value is not None and not (isfinite(value) and value >= 0) for value in values):
        raise ValueError("sizes, rates and times must be finite and not negative")


def _dirtied(dirty_mib_s: float, time_s: float, hot_set_mib: float, law: Law) -> float:
    """MiB of distinct pages written in ``time_s``; a page written twice is sent once."""
    if hot_set_mib <= 0.0:
        return 0.0
    written = dirty_mib_s * time_s
    if law == "linear":
        return min(written, hot_set_mib)
    return -hot_set_mib * expm1(-written / hot_set_mib)
