"""The pre-copy law against published and hand-computed figures, and the line that a migration uses."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.engine.compile import compile_design
from designer.engine.migration import migration_network, migration_rate_mbit, plan_copy, precopy
from designer.topology.down import Down
from tests.support.scripts import design

GOODPUT_1GBE = 940e6 / 8 / 2**20


@pytest.mark.parametrize(
    ("memory", "rate", "share", "hot", "total"),
    [(13312, 1121, 0.80286, 10240, 58.112), (2048, 112, 0.2, 1800, 22.850), (2048, 112, 0.8, 200, 27.111)],
)
def test_the_linear_law_agrees_with_the_published_simulator(memory, rate, share, hot, total):
    result = precopy(
        memory_mib=memory,
        rate_mib_s=rate,
        dirty_mib_s=share * rate,
        hot_set_mib=hot,
        law="linear",
        downtime_target_s=0.03,
        header_overhead=0.0,
        fixed_downtime_s=0.0,
    )

    assert result.total_s == pytest.approx(total, abs=0.01)


def test_a_usual_vm_on_one_gigabit():
    result = precopy(
        memory_mib=4096.0,
        rate_mib_s=GOODPUT_1GBE,
        dirty_mib_s=10.0,
        hot_set_mib=None,
        rounds=10,
        downtime_target_s=0.03,
        fixed_downtime_s=8.8,
    )

    first = 4096 * 1.002 / GOODPUT_1GBE
    second = 2048 * (1 - math.exp(-10 * first / 2048))
    assert first == pytest.approx(36.6, abs=0.05)
    assert [one.sent_mib for one in result.rounds[:2]] == pytest.approx([4096, second])
    assert result.rounds[0].time_s == pytest.approx(first)
    assert len(result.rounds) == 3
    assert result.rest_mib <= 0.03 * GOODPUT_1GBE
    assert 8.8 < result.downtime_s < 8.83
    assert result.total_s == pytest.approx(sum(one.time_s for one in result.rounds) + result.downtime_s)
    assert result.sent_mib == pytest.approx(sum(one.sent_mib for one in result.rounds) + result.rest_mib)


@pytest.mark.parametrize(
    ("share", "rest"), [(1.05, 0.094), (1.1, 0.176), (1.25, 0.371), (1.5, 0.583), (2, 0.797), (3, 0.941)]
)
def test_a_vm_that_does_not_converge_settles_at_the_published_fixed_point(share, rest):
    result = precopy(
        memory_mib=8192.0,
        rate_mib_s=100.0,
        dirty_mib_s=share * 100.0,
        hot_set_mib=1000.0,
        downtime_target_s=0.001,
        header_overhead=0.0,
        fixed_downtime_s=0.0,
    )

    assert result.rest_mib / 1000 == pytest.approx(rest, abs=0.001)
    assert not result.converged


def test_an_idle_vm_is_sent_once():
    result = precopy(
        memory_mib=1024.0,
        rate_mib_s=100.0,
        dirty_mib_s=0.0,
        hot_set_mib=None,
        downtime_target_s=0.03,
        fixed_downtime_s=0.3,
    )

    assert len(result.rounds) == 1
    assert result.sent_mib == 1024.0
    assert result.downtime_s == pytest.approx(0.3)


def test_the_round_limit_and_the_volume_limit_end_the_copy():
    def copied(**limits: object) -> int:
        return len(
            precopy(
                memory_mib=1000.0,
                rate_mib_s=100.0,
                dirty_mib_s=200.0,
                hot_set_mib=1000.0,
                downtime_target_s=0.01,
                header_overhead=0.0,
                fixed_downtime_s=0.0,
                **limits,
            ).rounds
        )

    assert copied(rounds=5) == 5
    assert copied(law="linear", max_factor=3.0) == 4
    assert copied(law="linear") == 10_000


RATES = st.floats(min_value=0.0, max_value=300.0)


@given(first=RATES, second=RATES, rounds=st.integers(1, 12), law=st.sampled_from(("saturating", "linear")))
def test_more_dirtied_means_more_sent(first, second, rounds, law):
    sent = [
        precopy(
            memory_mib=4096.0,
            rate_mib_s=112.0,
            dirty_mib_s=rate,
            hot_set_mib=None,
            law=law,
            rounds=rounds,
            downtime_target_s=0.03,
            fixed_downtime_s=0.0,
        ).sent_mib
        for rate in sorted((first, second))
    ]

    assert sent[0] <= sent[1] + 1e-6


@given(
    memory=st.floats(1.0, 1e6),
    rate=st.floats(0.1, 1e5),
    dirty=st.floats(0.0, 1e6),
    hot=st.none() | st.floats(0.0, 1e6),
    target=st.floats(0.0, 1.0),
)
def test_the_copy_always_ends(memory, rate, dirty, hot, target):
    result = precopy(
        memory_mib=memory,
        rate_mib_s=rate,
        dirty_mib_s=dirty,
        hot_set_mib=hot,
        downtime_target_s=target,
        fixed_downtime_s=0.0,
    )

    assert 1 <= len(result.rounds) <= 10_000
    assert math.isfinite(result.total_s)


def test_the_line_is_as_fast_as_its_slowest_part():
    plan, _ = compile_design(design(migration_mbit=1000))

    assert migration_rate_mbit(plan, Down(), "p1", "s1") == 1000
    assert migration_network(plan, Down(), "p1", "s1").id == "net-migration"

    lines = plan.design.network_links
    slow, _ = compile_design(plan.design.evolve(network_links=(lines[0].evolve(rate_mbit=300),)))
    assert migration_rate_mbit(slow, Down(), "p1", "s1") == 300
    assert migration_rate_mbit(slow, Down(), "p1", "p2") == 1000


def test_no_line_between_the_sites_leaves_the_neighbours_joined():
    plan, _ = compile_design(design())
    cut = Down(links=frozenset({"link-lan"}))

    assert migration_network(plan, cut, "p1", "s1") is None
    assert migration_network(plan, cut, "p1", "p2") is not None


def test_rounds_are_whole_numbers_for_the_engine():
    plan, _ = compile_design(design())
    copy = plan_copy(plan, "vm-01", 4096, 1000)

    assert next(one.volume_kib for one in copy.rounds) == 4096 * 1024
    assert copy.rounds[0].time_us == pytest.approx(36_626_019, abs=1)
    assert copy.sent_kib == sum(one.volume_kib for one in copy.rounds) + copy.rest.volume_kib


@pytest.mark.parametrize(
    "wrong",
    [
        {"law": "bogus"},
        {"rounds": 0},
        {"rate_mib_s": 0.0},
        {"rate_mib_s": float("inf")},
        {"memory_mib": float("nan")},
        {"dirty_mib_s": -1.0},
        {"fixed_downtime_s": -0.1},
    ],
)
def test_nonsense_is_refused_by_name_of_what_is_wrong(wrong):
    usual = {
        "memory_mib": 4096.0,
        "rate_mib_s": 112.0,
        "dirty_mib_s": 10.0,
        "hot_set_mib": None,
        "downtime_target_s": 0.03,
        "fixed_downtime_s": 0.3,
    }

    with pytest.raises(ValueError, match=r"\w"):
        precopy(**(usual | wrong))
