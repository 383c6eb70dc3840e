"""What hosts have written to each pair, counted: what both sides hold, what only one has, and what a take-over lost.

Counts are whole millionths of a KiB, a rate in KiB/s times microseconds, so that they add up exactly however a run is
cut into steps. They begin at 0 with the run; what a side lacked already then stands below 0.
"""

from designer.base.units import KIB_PER_MIB, MIB_PER_GIB, US_PER_S
from designer.engine.compile import Plan, rate_kib_s
from designer.engine.machines.volume import PairTrigger
from designer.engine.replacing import replace
from designer.engine.state import ClusterState, PairCondition, PairWrites, VmCondition
from designer.model.array import LunPair, PairState
from designer.resilience.roles import CopyAge

_MIRRORED = frozenset({PairState.SYNCHRONIZED, PairState.CONSISTENT, PairState.SYNC_IN_PROGRESS})
_TURNED = frozenset(
    {
        PairTrigger.FAIL_OVER,
        PairTrigger.TAKE_OVER,
        PairTrigger.TAKE_OVER_BESIDE,
        PairTrigger.PROMOTE_TARGET,
        PairTrigger.PROMOTE_SOURCE,
    }
)
_CAUGHT_UP = frozenset({PairTrigger.SYNCHRONIZED, PairTrigger.CAUGHT_UP, PairTrigger.RETURN})


def writing(plan: Plan, state: ClusterState, pair_id: str) -> tuple[str, ...]:
    """The VMs that write to the LUN now."""
    return tuple(vm for vm in plan.vms_of_lun[pair_id] if state.vms[plan.vm_index[vm]].condition is VmCondition.RUNNING)


def counted(plan: Plan, state: ClusterState, pair_id: str, now_us: int) -> PairWrites:
    """The account brought up to now, the pair and its VMs having been as in ``state`` since it was last."""
    index = plan.pair_index[pair_id]
    account, pair, lun = state.writes[index], state.pairs[index], plan.luns[pair_id]
    passed = now_us - account.as_of_us
    if not passed:
        return account
    rate = 0 if account.held else rate_kib_s(plan, lun, writing(plan, state, pair_id))
    if not rate or not pair.arrays_writable:
        return replace(account, as_of_us=now_us)
    volume = rate * passed
    mirrored = pair.target is not None and pair.state in _MIRRORED
    first = mirrored or pair.writable == lun.r1.array
    second = mirrored or not first
    alone = account.alone_since_us
    if not mirrored and pair.target is not None and alone is None:
        alone = account.as_of_us
    return replace(
        account,
        as_of_us=now_us,
        acknowledged=account.acknowledged + volume,
        at_first=account.at_first + (volume if first else 0),
        at_second=account.at_second + (volume if second else 0),
        common=account.common + (volume if mirrored else 0),
        alone_since_us=alone,
        last_us=now_us,
        last_rate_kib_s=rate,
    )


def after_change(
    plan: Plan, account: PairWrites, before: PairCondition, after: PairCondition, *, trigger: PairTrigger
) -> PairWrites:
    """The account of a pair, brought up to now, after a transition of the pair."""
    lun = plan.luns[before.id]
    if trigger is PairTrigger.SEPARATE and before.copy is CopyAge.RECENT:
        return _parted(account, before, lun)
    if trigger in _TURNED and before.writable != after.writable:
        return _turned(account, before, lun)
    if trigger in _CAUGHT_UP and after.state is not PairState.R1_UPDATING:
        newest = _held(account, before.writable or before.source, lun)
        return replace(account, at_first=newest, at_second=newest, common=newest, alone_since_us=None)
    return account


def changed_kib(account: PairWrites, lun: LunPair) -> int:
    """KiB in which the two copies differ, at most the whole LUN: what a resynchronization has to copy."""
    apart = account.at_first - account.common + account.at_second - account.common
    return min(-(-apart // US_PER_S), lun.r1.size_gib * MIB_PER_GIB * KIB_PER_MIB)


def _held(account: PairWrites, array: str, lun: LunPair) -> int:
    return account.at_first if array == lun.r1.array else account.at_second


def _parted(account: PairWrites, pair: PairCondition, lun: LunPair) -> PairWrites:
    """What was on its way of an asynchronous pair is on one side only: all of the last two cycles at most."""
    under_way = max(2 * lun.cycle_s * US_PER_S - (account.as_of_us - account.last_us), 0)
    lacks = account.last_rate_kib_s * under_way
    if not lacks:
        return account
    since = account.last_us - under_way
    if pair.writable == lun.r1.array:
        at_second = account.at_second - lacks
        return replace(account, at_second=at_second, common=at_second, alone_since_us=since)
    at_first = account.at_first - lacks
    return replace(account, at_first=at_first, common=at_first, alone_since_us=since)


def _turned(account: PairWrites, pair: PairCondition, lun: LunPair) -> PairWrites:
    """Hosts go on at the other side: what only the old one had is lost to them.

    What only the new one has is regained, where an earlier change had given it up.
    """
    old = pair.writable or pair.source
    new = next(copy.array for copy in lun.copies if copy.array != old)
    more = _held(account, old, lun) - _held(account, new, lun)
    since = account.last_us if account.alone_since_us is None else account.alone_since_us
    lost, within_us = account.lost + more, max(account.last_us - since, 0)
    if more < 0:
        return replace(account, lost=lost, lost_us=within_us if lost else 0, alone_since_us=None)
    return replace(account, lost=lost, lost_us=account.lost_us + (within_us if more else 0), alone_since_us=None)
