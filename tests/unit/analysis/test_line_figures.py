"""What lines take and bear, against the worked tables of the literature and against sums done by hand."""

import pytest

from designer.analysis.line_figures import (
    independent_paths,
    line_loads,
    line_ms,
    required_mbit,
    resync_s,
    round_trip_ms,
    write_budget,
)
from designer.model.design import Design
from designer.model.link import LinkProtocol, ReplicationLink
from tests.support.designs import changed, changed_all, sound, with_settings

KIB_HALF, FOUR_GBIT = 0.5, 4000


@pytest.mark.parametrize(("km", "expected"), [(0, 0.351), (10, 0.451), (50, 0.851), (100, 1.351), (200, 2.351)])
def test_published_table_of_mirrored_writes_is_reproduced(km, expected):
    """HP: 0.35 ms at 0 km, 1.35 at 100 km; local write 0.25 ms, remote cache 0.10, no detour, no equipment."""
    way = round_trip_ms(km, route_factor=1.0, equipment_ms=0.0)

    assert 0.25 + 0.10 + way + line_ms(KIB_HALF, FOUR_GBIT) == pytest.approx(expected, abs=0.0005)


@pytest.mark.parametrize(
    ("trips", "km", "expected"),
    [(1, 0, 0.72), (1, 50, 1.37), (1, 100, 2.02), (1, 300, 4.62), (2, 0, 0.82), (2, 100, 3.42), (2, 300, 8.62)],
)
def test_write_with_detour_and_equipment(trips, km, expected):
    """Local 0.5 ms, 8 KiB at 4 Gbit/s, route 1.3 times the map, 0.1 ms of equipment a round trip."""
    way = trips * round_trip_ms(km, route_factor=1.3, equipment_ms=0.1)

    assert 0.5 + 0.10 + way + line_ms(8, FOUR_GBIT) == pytest.approx(expected, abs=0.005)


def one_link(**changes: object) -> Design:
    return changed(sound(), "replication_links", "link-replication", **changes)


def budget(design: Design):
    return write_budget(design, design.replication_links[0])


@pytest.mark.parametrize(
    ("protocol", "rate_mbit", "rtt_us", "expected_ms"),
    [
        # 8 KiB in 8b/10b are 81,920 bits: 0.0205 ms at 4 Gbit/s, 0.082 ms at 1 Gbit/s.
        (LinkProtocol.FC, 4000, 0, 0.62),
        (LinkProtocol.FC, 4000, 1000, 1.62),
        (LinkProtocol.ISCSI, 1000, 1000, 2.68),
    ],
)
def test_budget_of_a_link_adds_local_write_cache_way_and_line(protocol, rate_mbit, rtt_us, expected_ms):
    found = budget(one_link(rate_mbit=rate_mbit, rtt_us=rtt_us, protocol=protocol))

    assert found.total_ms == pytest.approx(expected_ms, abs=0.005)
    assert found.left_ms == pytest.approx(5.0 - expected_ms, abs=0.005)
    assert found.writes_per_second == pytest.approx(1000 / expected_ms, rel=0.01)


def test_typed_round_trips_and_the_promise_to_the_application_count():
    design = with_settings(one_link(rtt_us=1000, round_trips=2), "targets", write_ms=2.0)

    found = budget(design)

    assert found.total_ms == pytest.approx(2.62, abs=0.005)
    assert found.left_ms == pytest.approx(-0.62, abs=0.005)
    assert "2.62\u00a0ms" in str(found.reason)


@pytest.mark.parametrize(("peak", "compression", "expected"), [(20, 1, 312), (60, 1, 936), (60, 2, 468)])
def test_rate_that_peak_writes_need(peak, compression, expected):
    """Growth 30 per cent, safety 20, the line filled to 80."""
    found = required_mbit(peak, growth=0.3, safety=0.2, utilisation=0.8, compression=compression)

    assert found == pytest.approx(expected)


def test_way_back_takes_what_changed_over_what_running_writes_leave():
    """100 GB over 1,000 Mbit/s of which 200 are taken: 800,000 Mbit at 800 Mbit/s."""
    assert resync_s(100, rate_mbit=1000, live_mbit=200) == pytest.approx(1000)
    assert resync_s(100, rate_mbit=1000, live_mbit=1000) is None


def written(average: float | None, peak: float | None, **link: object) -> Design:
    return changed_all(one_link(**link), "luns", write_mib_s=average, peak_write_mib_s=peak)


def load(design: Design):
    return next(iter(line_loads(design)))


def test_load_of_a_line_sums_its_luns():
    """Two LUNs of 25 MiB/s at the peak: 50 × 8.388608 = 419.4 Mbit/s; × 1.3 × 1.2 ÷ 0.8 = 817.9."""
    found = load(written(5.0, 25.0, rate_mbit=1000, paths=2))

    assert found.peak_mbit == pytest.approx(419.43, abs=0.01)
    assert found.required_mbit == pytest.approx(817.89, abs=0.01)
    assert found.capacity_mbit == 1000
    assert found.surviving_mbit == 500
    assert found.is_saturated_when_a_path_is_lost
    assert found.load_percent == pytest.approx(41.94, abs=0.01)


def test_way_back_after_four_hours_is_bounded_by_the_luns():
    """5 MiB/s × 14,400 s = 72,000 MiB of 102,400 a LUN; two of them are 150.99 GB, and 83.9 Mbit/s stay taken."""
    found = load(written(5.0, 25.0, rate_mbit=1000))

    assert found.changed_gb == pytest.approx(150.99, abs=0.01)
    assert found.resync_s == pytest.approx(150.99 * 8000 / (1000 - 83.886), rel=1e-3)
    assert load(written(50.0, 50.0, rate_mbit=10_000)).changed_gb == pytest.approx(2 * 107.374, abs=0.01)


def test_compression_makes_writes_smaller_everywhere():
    found = load(written(5.0, 25.0, rate_mbit=1000, compression=2.0))

    assert found.peak_mbit == pytest.approx(209.72, abs=0.01)
    assert found.required_mbit == pytest.approx(408.94, abs=0.01)


def test_link_over_an_ip_line_carries_no_more_than_the_line():
    design = one_link(rate_mbit=4000, protocol=LinkProtocol.FCIP, carried_by="link-lan")

    assert load(design).capacity_mbit == 1000


def test_writes_that_nobody_measured_give_no_figure():
    found = load(sound())

    assert found.unmeasured == ("lun-01", "lun-02")
    assert (found.peak_mbit, found.required_mbit, found.resync_s) == (None, None, None)
    assert not found.is_saturated_when_a_path_is_lost


def test_some_measured_luns_are_summed_and_the_others_named():
    found = load(changed(sound(), "luns", "lun-01", write_mib_s=10.0))

    assert found.unmeasured == ("lun-02",)
    assert found.average_mbit == pytest.approx(83.886, abs=0.001)
    assert found.peak_mbit == found.average_mbit


def link(number: int, route: str, paths: int, rate_mbit: int) -> ReplicationLink:
    return ReplicationLink(
        id=f"r-{number}", name="R", a="array-p", b="array-s", route=route, paths=paths, rate_mbit=rate_mbit
    )


def test_cut_of_a_route_costs_a_path_of_every_link_on_it():
    """North carries 1,000 ÷ 2 and 2,000 ÷ 2, south 4,000 ÷ 4: the north is dearer by 500."""
    links = (link(1, "north", 2, 1000), link(2, "north", 2, 2000), link(3, "south", 4, 4000))
    design = sound().evolve(replication_links=links)

    assert load(design).surviving_mbit == 7000 - 1500
    assert independent_paths(links) == 2 + 4
