"""The storage decision table, row by row as the domain notes print it (3.6)."""

import pytest

from designer.model.array import PairState
from designer.model.policy import FailoverPolicy
from designer.resilience.roles import CopyAge, DataLoss, MetroSide, Request, RoleAction, Situation, decide

SYNC, PROGRESS, SUSPENDED = PairState.SYNCHRONIZED, PairState.SYNC_IN_PROGRESS, PairState.SUSPENDED
UPDATING = PairState.R1_UPDATING
N, SWAP, TAKE, BACK = RoleAction.NONE, RoleAction.SWAP, RoleAction.TAKE_OVER, RoleAction.FAILBACK
WAIT, MANUAL, REFUSE = RoleAction.WAIT, RoleAction.MANUAL, RoleAction.REFUSE

AGES = dict.fromkeys(PairState, CopyAge.OLD)
AGES |= {PROGRESS: CopyAge.PARTIAL, UPDATING: CopyAge.PARTIAL, PairState.CONSISTENT: CopyAge.RECENT}
# here: hosts of the target side write; r1: it holds R1; up: link and remote array work; eq: copies were equal
ROWS = [
    # row  here  r1     state                  up     eq     planned auto    restrict
    ("D1", True, True, SYNC, True, True, N, N, N),
    ("D1", True, True, PROGRESS, True, False, N, N, N),
    ("D2", True, True, SUSPENDED, False, False, N, N, N),
    ("D2", True, True, PairState.PARTITIONED, False, True, N, N, N),
    ("D3", False, False, SYNC, True, True, SWAP, SWAP, MANUAL),
    ("D5", False, False, PROGRESS, True, False, REFUSE, WAIT, MANUAL),
    ("D6", False, False, PairState.PARTITIONED, False, True, REFUSE, TAKE, MANUAL),
    ("D6", False, False, SYNC, False, True, REFUSE, TAKE, MANUAL),
    ("D7", False, False, SUSPENDED, True, False, REFUSE, MANUAL, MANUAL),
    ("D7", False, False, SUSPENDED, False, False, REFUSE, MANUAL, MANUAL),
    ("D8", False, False, PairState.SPLIT, True, False, REFUSE, REFUSE, REFUSE),
    ("D8", False, False, PairState.SPLIT, False, False, REFUSE, REFUSE, REFUSE),
    ("D9", True, False, PairState.FAILED_OVER, False, False, N, N, N),
    ("D10", False, True, PairState.FAILED_OVER, True, False, BACK, BACK, MANUAL),
    ("D10", False, True, PairState.R1_UPDATED, True, False, BACK, BACK, MANUAL),
    ("D11", False, True, UPDATING, True, False, WAIT, WAIT, MANUAL),
    ("D12", False, False, PairState.CONSISTENT, True, False, SWAP, SWAP, MANUAL),
    ("D12", False, False, PairState.CONSISTENT, False, False, REFUSE, MANUAL, MANUAL),
    ("D5", False, False, PROGRESS, False, False, REFUSE, REFUSE, REFUSE),
    ("D13", False, False, PairState.MIXED, True, False, REFUSE, REFUSE, REFUSE),
    ("D13", True, True, PairState.INVALID, True, False, REFUSE, REFUSE, REFUSE),
]


@pytest.mark.parametrize(("row", "here", "r1", "state", "up", "equal", "planned", "auto", "restrict"), ROWS)
def test_the_table_decides_as_printed(row, here, r1, state, up, equal, planned, auto, restrict):
    situation = Situation(
        writable_here=here,
        target_is_r1=r1,
        state=state,
        replicating=up,
        copy=AGES[state] if not equal else CopyAge.EQUAL,
    )

    asked = decide(situation, Request.PLANNED, FailoverPolicy.AUTO)
    lost = decide(situation, Request.UNPLANNED, FailoverPolicy.AUTO)
    restricted = decide(situation, Request.UNPLANNED, FailoverPolicy.RESTRICT)

    assert (lost.row, asked.action, lost.action, restricted.action) == (row, planned, auto, restrict)


def test_an_old_copy_costs_everything_since_it_was_suspended():
    situation = Situation(writable_here=False, target_is_r1=False, state=SUSPENDED, replicating=False, copy=CopyAge.OLD)

    assert decide(situation, Request.UNPLANNED, FailoverPolicy.AUTO).data_loss is DataLoss.SINCE_SUSPEND


@pytest.mark.parametrize(
    ("row", "side", "action"),
    [("D14", MetroSide.BOTH, N), ("D15", MetroSide.WINNER, N), ("D16", MetroSide.LOSER, REFUSE)],
)
@pytest.mark.parametrize("request_", list(Request))
@pytest.mark.parametrize("policy", list(FailoverPolicy))
def test_a_pair_that_both_sides_write_to_never_changes_roles(row, side, action, request_, policy):
    situation = Situation(
        writable_here=side is not MetroSide.LOSER,
        target_is_r1=side is MetroSide.WINNER,
        state=SYNC,
        replicating=side is MetroSide.BOTH,
        copy=CopyAge.EQUAL,
        metro=side,
    )

    decision = decide(situation, request_, policy)

    assert (decision.row, decision.action, decision.data_loss) == (row, action, DataLoss.NONE)
