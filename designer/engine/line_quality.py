"""How good the lines are now, by the state; asked by whatever runs over them."""

from designer.base.units import US_PER_MS
from designer.engine.compile import Plan
from designer.engine.state import ClusterState
from designer.model.link import ReplicationLink
from designer.resilience.quality import PPM, SOUND, Quality


def qualities(state: ClusterState) -> dict[str, Quality]:
    """What each degraded line is degraded by, by its id."""
    return {one.link: Quality(one.loss_ppm, one.latency_us) for one in state.degraded}


def with_carrier(link: ReplicationLink, degraded: dict[str, Quality]) -> Quality:
    """What a replication link is degraded by, together with the line that carries it."""
    carrier = link.carrier
    own = degraded.get(link.id, SOUND)
    return own if carrier is None else own.plus(degraded.get(carrier, SOUND))


def arbitration_us(plan: Plan, state: ClusterState) -> int:
    """How long arbitration takes now: longer over degraded paths to the witness.

    A request and its answer are repeated until both get through, 1 ÷ (1 − p)² times on average, and wait for the
    added latency once (EJ). The worst path that is still used decides.
    """
    degraded = qualities(state)
    used = (degraded.get(path.id, SOUND) for path in plan.design.witness_paths if path.id not in state.silent)
    worst = max(used, key=lambda one: (one.loss_ppm, one.latency_us), default=SOUND)
    passed = PPM - worst.loss_ppm
    return plan.timings.arbitration_ms * US_PER_MS * PPM * PPM // (passed * passed) + worst.latency_us
