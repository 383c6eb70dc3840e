"""The law held against measurements: what goes into a prediction, and what makes it impossible. Figures by hand."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.engine.calibration import Figures, Measurement, achieved_rate_mib_s, calibrate, predict

MEBIBIT_S = 1e6 / 8 / 2**20
GOODPUT_1GBE = 940 * MEBIBIT_S
HYPER_V_1GBE = 950 * MEBIBIT_S
BUSY = Measurement("busy", "KVM/QEMU", memory_gib=2.0, line_gbps=1.0, dirty_mib_s=20.0, total_s=22.0)
WINDOWS = Measurement("windows", "Hyper-V WS2012", "idle", "shared, clustered", memory_gib=0.5, line_gbps=1.0)


def test_a_rate_limit_of_54_and_hardly_any_writing():
    """V 2,036.6 MiB at 53.838 MiB/s: 37.904 s, then 3.4 MiB in 0.063 s, then 0.1 s of switching over."""
    row = Measurement(
        "bzip", "KVM/QEMU", memory_gib=1.9889, line_gbps=1.0, dirty_mib_s=0.09, rate_limit_mib_s=54.0, total_s=37.84
    )

    prediction = predict(row)

    assert prediction.predicted_s == pytest.approx(38.068, abs=0.001)
    assert prediction.error_pct == pytest.approx(100 * (38.068 / 37.84 - 1), abs=0.01)
    assert prediction.load == pytest.approx(0.09 / 53.838)


def test_a_limit_above_the_line_gives_what_the_line_carries():
    assert achieved_rate_mib_s(replace(BUSY, rate_limit_mib_s=150.0)) == pytest.approx(0.997 * 112.06, rel=1e-4)
    assert achieved_rate_mib_s(replace(BUSY, rate_limit_mib_s=32.0)) == pytest.approx(0.997 * 32)
    assert achieved_rate_mib_s(replace(BUSY, rate_limit_mib_s=32.0, line_gbps=None)) == pytest.approx(0.997 * 32)


def test_a_hot_set_that_is_known_bounds_what_is_sent_again():
    """10 GiB on 10 GbE, a quarter of the rate dirtied within 1 GiB: every round by hand."""
    rate = 9000 * MEBIBIT_S
    volumes = [10240.0]
    while volumes[-1] > 0.03 * rate:
        volumes.append(1024 * (1 - math.exp(-0.25 * volumes[-1] * 1.002 / 1024)))
    expected = sum(volumes[:-1]) * 1.002 / rate + volumes[-1] / rate + 0.1

    row = Measurement("stress", "KVM", memory_gib=10, line_gbps=10, dirty_mib_s=0.25 * rate, hot_set_gib=1.0)

    assert predict(row).predicted_s == pytest.approx(expected)
    assert expected < 12


def test_vms_that_move_together_share_the_line_and_overlap_in_setting_up():
    """20 idle guests: 0.85 of 10,240 MiB and headers at 113.25 MiB/s, 3 s of set-up and clean-up, 20 last states."""
    row = replace(WINDOWS, memory_gib=10.0, vms=20)

    assert predict(row).predicted_s == pytest.approx(8704 * 1.002 / HYPER_V_1GBE + 2 + 1 + 20 * 0.3)
    assert predict(row).predicted_s == pytest.approx(86.0, abs=0.05)


def test_before_2012_every_vm_waits_for_the_one_before():
    row = Measurement("two", "Hyper-V 2008 R2", memory_gib=2.0, line_gbps=1.0, dirty_mib_s=0.0, vms=2)

    assert predict(row).predicted_s == pytest.approx(2 * (1024 * 1.002 / HYPER_V_1GBE + 2 + 1 + 0.3))


@pytest.mark.parametrize(
    ("hypervisor", "mbit"),
    [
        ("Hyper-V 2008 R2", 5600),
        ("Hyper-V WS2012 beta", 5600),
        ("Hyper-V 2012 R2", 9000),
        ("HyperV", 5600),
        ("KVM", 9000),
    ],
)
def test_what_ten_gigabit_give_depends_on_the_hypervisor(hypervisor, mbit):
    row = Measurement("fast", hypervisor, memory_gib=1.0, line_gbps=10.0)

    assert achieved_rate_mib_s(row) == pytest.approx(mbit * MEBIBIT_S)


@pytest.mark.parametrize(
    ("gbps", "vms", "mbit"),
    [(2.0, 1, 940), (2.0, 2, 1880), (2.0, 9, 1880), (20.0, 1, 9000), (40.0, 1, 9000), (40.0, 2, 18000), (0.1, 1, 94)],
)
def test_one_stream_uses_one_port_of_a_team(gbps, vms, mbit):
    row = Measurement("team", "KVM", memory_gib=1.0, line_gbps=gbps, vms=vms)

    assert achieved_rate_mib_s(row) == pytest.approx(mbit * MEBIBIT_S)


def test_distance_bounds_every_stream():
    """The window of one stream over the round trip: 129 Mbit/s at 180 ms, whatever the line."""
    far = replace(BUSY, line_gbps=10.0, rtt_ms=180.0)

    assert achieved_rate_mib_s(far) == pytest.approx(129 * MEBIBIT_S)
    assert achieved_rate_mib_s(replace(far, vms=3)) == pytest.approx(387 * MEBIBIT_S)
    assert achieved_rate_mib_s(replace(BUSY, rtt_ms=0.4)) == pytest.approx(GOODPUT_1GBE)


@pytest.mark.parametrize(
    ("storage", "mbit"),
    [
        ("shared Ceph, libvirt tunnelling on", 2000),
        ("NFS, tunnelled", 2000),
        ("shared Ceph, libvirt tunnelling off", 9000),
        ("shared Ceph, no tunnelling", 9000),
        ("shared", 9000),
    ],
)
def test_the_tunnel_bounds_the_rate(storage, mbit):
    row = Measurement("nova", "KVM/Nova", "idle", storage, memory_gib=4.0, line_gbps=10.0)

    assert achieved_rate_mib_s(row) == pytest.approx(mbit * MEBIBIT_S)


def test_data_that_a_workload_takes_in_must_be_written():
    """100 kB/s for each of two VMs; packets counted in bits are not written anew."""
    row = Measurement("spark", "KVM", "streaming, 100 kB/s per VM", memory_gib=4.0, line_gbps=10.0, vms=2)

    assert predict(row).load == pytest.approx(2 * 1e5 / 2**20 / (9000 * MEBIBIT_S))
    assert predict(replace(row, workload="forwarding 2013 Mbit/s")).predicted_s is None
    assert predict(replace(row, workload="log of 2 MiB/s")).load == pytest.approx(4 / (9000 * MEBIBIT_S))
    assert predict(replace(row, sent_gib=1.0)).load is None


def test_the_measured_rate_counts_only_without_line_and_limit():
    row = Measurement("rate", "KVM", memory_gib=1.0, dirty_mib_s=1.0, throughput_mbit_s=500.0)

    assert achieved_rate_mib_s(row) == pytest.approx(500 * MEBIBIT_S)
    assert achieved_rate_mib_s(replace(row, line_gbps=1.0)) == pytest.approx(GOODPUT_1GBE)
    assert achieved_rate_mib_s(replace(row, throughput_mbit_s=None)) is None


def test_empty_pages_cost_a_look_and_no_transfer():
    """8 GiB of which 0.2895 GiB were sent: 0.09 s, 2.40 s and the bytes."""
    row = Measurement("idle", "KVM/QEMU 1.6", "idle", memory_gib=8.0, line_gbps=1.0, sent_gib=0.2895)

    assert predict(row).predicted_s == pytest.approx(0.09 + 2.40 + 0.2895 * 1024 / GOODPUT_1GBE)
    assert predict(replace(row, workload="compiling")).predicted_s == predict(row).predicted_s


def test_an_idle_linux_guest_has_little_in_use():
    row = Measurement("idle", "KVM", "idle", memory_gib=8.0, line_gbps=10.0)

    assert predict(row).predicted_s == pytest.approx(0.09 + 2.40 + (0.12 + 0.16) * 1024 / (9000 * MEBIBIT_S))


def test_a_hyper_v_guest_is_predicted_from_what_is_known_best():
    sent = replace(WINDOWS, workload="web", memory_gib=4.0, sent_gib=3.0)
    unknown = replace(sent, sent_gib=None)

    assert predict(sent).predicted_s == pytest.approx(3072 * 1.002 / HYPER_V_1GBE + 3.3)
    assert predict(unknown) == replace(
        predict(replace(unknown, dirty_mib_s=10.0)), measurement=unknown, load=None, reason=predict(unknown).reason
    )


def test_xen_stops_after_three_times_the_memory():
    row = replace(BUSY, hypervisor="Xen 4.1", dirty_mib_s=1000.0, hot_set_gib=2.0)

    # Full memory again and again: the fourth round is the first to pass three times the memory, then the rest.
    assert predict(row).predicted_s == pytest.approx(5 * 2048 / GOODPUT_1GBE, rel=0.01)


def test_a_load_above_the_rate_ends_after_thirty_rounds():
    row = replace(BUSY, dirty_mib_s=10_000.0, hot_set_gib=1.0)

    expected = (2048 + 29 * 1024) * 1.002 / GOODPUT_1GBE + 1024 / GOODPUT_1GBE + 0.1

    assert predict(row).predicted_s == pytest.approx(expected)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (replace(BUSY, memory_gib=None), "memory"),
        (replace(BUSY, line_gbps=None), "line"),
        (replace(BUSY, dirty_mib_s=None), "dirty rate"),
        (replace(BUSY, hypervisor="KVM/QEMU post-copy"), "pre-copy"),
        (replace(BUSY, storage="local disk, block migration"), "disks"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_unknown_input_makes_no_prediction(row, told):
    prediction = predict(row)

    assert prediction.predicted_s is None
    assert prediction.error_pct is None
    assert told in str(prediction.reason)


def test_the_measured_time_is_never_looked_at():
    times = {predict(replace(BUSY, total_s=total)).predicted_s for total in (1.0, 22.0, 1e6, None)}

    assert len(times) == 1


def test_figures_are_of_absolute_errors():
    """Measured at 80, 100 and 160 % of the prediction: errors of +25, 0 and −37.5 %."""
    predicted = predict(BUSY).predicted_s
    assert predicted is not None
    rows = [replace(BUSY, id=str(share), total_s=predicted * share) for share in (0.8, 1.0, 1.6)]
    unmeasured = replace(BUSY, id="unmeasured", total_s=None)

    result = calibrate([*rows, unmeasured])

    assert [one.error_pct for one in result.predictions[:3]] == pytest.approx([25, 0, -37.5])
    assert result.predictions[3].error_pct is None
    assert (result.overall.rows, result.overall.predicted) == (4, 3)
    assert result.overall.mean_pct == pytest.approx(62.5 / 3)
    assert result.overall.median_pct == pytest.approx(25)
    assert result.overall.worst_pct == pytest.approx(37.5)


def test_groups_tell_line_and_load_apart():
    rate = GOODPUT_1GBE
    rows = [replace(BUSY, dirty_mib_s=share * rate) for share in (0.1, 0.3, 0.59, 0.6, 0.9, 1.0, 2.0)]

    result = calibrate([*rows, WINDOWS, replace(BUSY, line_gbps=10.0), replace(BUSY, line_gbps=25.0)])

    assert {group.id: figures.rows for group, figures in result.groups} == {
        "dirty-rate-known-10gbe": 1,
        "dirty-rate-known-10gbe-lambda-0.0-0.2": 1,
        "dirty-rate-known-10gbe-lambda-below-0.6": 1,
        "dirty-rate-known-1gbe": 7,
        "dirty-rate-known-1gbe-lambda-0.0-0.2": 1,
        "dirty-rate-known-1gbe-lambda-0.2-0.4": 1,
        "dirty-rate-known-1gbe-lambda-0.4-0.6": 1,
        "dirty-rate-known-1gbe-lambda-0.6-0.8": 1,
        "dirty-rate-known-1gbe-lambda-0.8-1.0": 1,
        "dirty-rate-known-1gbe-lambda-below-0.6": 3,
        "dirty-rate-known-1gbe-lambda-from-1.0": 2,
        "dirty-rate-known-other-line": 1,
        "dirty-rate-known-other-line-lambda-0.0-0.2": 1,
        "dirty-rate-known-other-line-lambda-below-0.6": 1,
        "hyper-v-1gbe": 1,
    }


def test_a_row_that_cannot_be_predicted_is_counted_in_its_group():
    result = calibrate([BUSY, replace(BUSY, memory_gib=None)])

    figures = {group.id: figures for group, figures in result.groups}["dirty-rate-known-1gbe"]

    assert (figures.rows, figures.predicted) == (2, 1)


def test_nothing_measured_has_no_figures():
    assert calibrate([]).overall == Figures(0, 0, None, None, None)


def some(least, most):
    return st.none() | st.floats(least, most)


@given(
    st.builds(
        Measurement,
        id=st.just("any"),
        hypervisor=st.sampled_from(["KVM", "Xen", "Hyper-V 2008 R2", "Hyper-V WS2016", "ESXi"]),
        workload=st.sampled_from(["", "idle", "web", "stream of 3 GB/s"]),
        storage=st.sampled_from(["", "shared, tunnelled"]),
        memory_gib=some(1e-6, 1e9),
        line_gbps=some(1e-6, 1e9),
        dirty_mib_s=some(0, 1e9),
        total_s=some(1e-6, 1e9),
        vms=st.integers(1, 10**9),
        rate_limit_mib_s=some(1e-6, 1e9),
        hot_set_gib=some(0, 1e9),
        sent_gib=some(0, 1e9),
        throughput_mbit_s=some(1e-6, 1e9),
        rtt_ms=some(0, 1e9),
    )
)
def test_whatever_a_row_says_the_answer_is_a_positive_time_or_a_reason(row):
    prediction = predict(row)

    assert str(prediction.reason)
    if prediction.predicted_s is not None:
        assert 0 < prediction.predicted_s < math.inf
