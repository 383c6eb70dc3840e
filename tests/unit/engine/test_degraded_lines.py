"""Loss and latency on lines: streams slow down, heartbeats fall silent, mirrors fracture, arbitration takes longer."""

import pytest

from designer.base.errors import UnknownElement
from designer.engine.timeline import Outcome, Timeline
from designer.model.era import Era
from designer.model.link import LinkProtocol
from designer.resilience.quality import Quality
from designer.resilience.targets import LossKind, down_by, parse_target, written
from tests.support.designs import changed, changed_all, with_settings
from tests.support.scripts import changes, design, fails, moves, ran, repairs, running_on, with_share


def told(timeline: Timeline, words: str) -> list[str]:
    return [str(step.text) for step in timeline.steps if words in str(step.text)]


# --- how it is written ---


@pytest.mark.parametrize(
    ("text", "quality"),
    [
        ("link:link-lan~loss=2", Quality(20_000, 0)),
        ("link:link-lan~latency=50", Quality(0, 50_000)),
        ("link:link-lan~loss=0.05,latency=1.5", Quality(500, 1_500)),
        ("link:link-lan~latency=1.5,loss=0.05", Quality(500, 1_500)),
    ],
)
def test_a_degraded_link_is_a_target(text, quality):
    ((loss,),) = parse_target(text, design())

    assert (loss.kind, loss.id, loss.quality) == (LossKind.LINK, "link-lan", quality)
    assert parse_target(written(((loss,),)), design()) == ((loss,),)
    assert down_by(design(), (loss,)) == down_by(design(), ())


def test_it_joins_other_targets():
    of = with_share()

    parsed = parse_target("link:link-lan~loss=2,latency=5+witness>node:p1", of)

    assert written(parsed) == "link:link-lan~loss=2,latency=5+witness>node:p1"


@pytest.mark.parametrize(
    "wrong",
    [
        "link:link-lan~",
        "link:link-lan~loss",
        "link:link-lan~loss=",
        "link:link-lan~loss=x",
        "link:link-lan~loss=-1",
        "link:link-lan~loss=2,loss=3",
        "link:link-lan~loss=100",
        "link:link-lan~loss=0",
        "link:link-lan~latency=60001",
        "link:link-lan~jitter=3",
        "node:p1~loss=2",
        "witness~loss=2",
        "link:nothing~loss=2",
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(wrong):
    with pytest.raises(UnknownElement) as refused:
        parse_target(wrong, with_share())

    assert str(refused.value)


# --- streams ---


def test_loss_and_latency_slow_a_migration_by_the_law_of_mathis():
    # 1,460 bytes each 11 ms, times the root of 1.5 over 0.001: 1.0618 Mbit/s x 38.73 = 41.1 Mbit/s of goodput.
    timeline = ran(design(), moves(), fails("link:link-lan~loss=0.1,latency=10", 20), repairs("link:link-lan", 60))

    before = 18 / 36.626_019
    slow = 41.124e6 / 0.94e9
    expected = 18 + 40 + (1 - before - 40 / 36.626_019 * slow) * 36.626_019
    assert timeline.outcome is Outcome.COMPLETED
    assert timeline.rounds[0].time_s == pytest.approx(expected, abs=0.01)
    assert len(told(timeline, "go on at 44\u00a0Mbit/s")) == 1
    assert len(told(timeline, "go on at 1\u00a0Gbit/s")) == 1


def test_a_window_a_round_trip_limits_one_stream():
    # The published case: 129 Mbit/s over 180 ms, whatever the line could carry.
    of = changed(design(), "network_links", "link-lan", rtt_us=180_000)

    timeline = ran(of, moves())

    assert timeline.rounds[0].time_s == pytest.approx(4096 * 1.002 / (129e6 / 8 / 2**20), rel=0.001)


def test_up_to_ten_milliseconds_one_gigabit_is_full():
    for rtt_us in (0, 1_000, 10_000):
        of = changed(design(), "network_links", "link-lan", rtt_us=rtt_us)

        assert ran(of, moves()).rounds[0].time_us == 36_626_019


def test_without_a_window_only_the_line_counts():
    of = with_settings(changed(design(), "network_links", "link-lan", rtt_us=180_000), "migration", tcp_window_kib=None)

    assert ran(of, moves()).rounds[0].time_us == 36_626_019


# --- heartbeats ---


def test_half_of_the_beats_lost_splits_the_cluster_after_the_expected_62_beats():
    # (0.5^-5 - 1) / 0.5 = 62 beats of 1 s; the last five are the detection, then 2 s of regroup.
    timeline = ran(design(), None, fails("link:link-lan~loss=50", 10))

    settled = next(step for step in timeline.steps if "goes on with" in str(step.text))
    assert settled.time_us == (10 + 62 + 2) * 1_000_000
    assert timeline.end.quorum.living == ("p1", "p2")


def test_a_repair_in_time_leaves_the_cluster_whole():
    timeline = ran(design(), None, fails("link:link-lan~loss=50", 10), repairs("link:link-lan", 60))

    assert timeline.end.quorum.living == ("p1", "p2", "s1")
    assert told(timeline, "goes on with") == []


def test_little_loss_is_ridden_out():
    timeline = ran(design(), None, fails("link:link-lan~loss=2", 10))

    assert timeline.end.quorum.living == ("p1", "p2", "s1")
    # (0.02^-5 - 1) / 0.98 = 318,877,550 beats of a second: 3,691 days.
    assert len(told(timeline, "once in 3,691\u00a0days")) == 1


def test_a_round_trip_beyond_the_delay_misses_every_beat():
    timeline = ran(design(), None, fails("link:link-lan~latency=1000", 10), repairs("link:link-lan", 100))

    lost = next(step for step in timeline.steps if "goes on with" in str(step.text))
    assert lost.time_us == (10 + 5 + 2) * 1_000_000
    assert timeline.end.quorum.living == ("p1", "p2", "s1")


def test_a_second_line_keeps_the_sites_together():
    of = design()
    second = of.network_links[0].evolve(id="link-second", name="Second")
    of = of.evolve(network_links=(*of.network_links, second))

    timeline = ran(of, None, fails("link:link-lan~latency=1000", 10))

    assert timeline.end.quorum.living == ("p1", "p2", "s1")


def test_across_sites_the_era_that_knows_them_waits_longer():
    # 2019: 20 beats. At half the loss that is not to be expected: (2^20 - 1) / 0.5 beats, 24 days.
    timeline = ran(design(era=Era.W2019), None, fails("link:link-lan~loss=50", 10))

    assert len(timeline.end.quorum.living) == 3
    assert len(told(timeline, "once in 24\u00a0days")) == 1


# --- mirrors ---


def test_a_mirror_fractures_beyond_the_round_trip_of_its_product():
    # 1 ms of its own and 9.5 more: MirrorView/S stands 10.
    timeline = ran(
        design(),
        None,
        fails("link:link-replication~latency=9.5", 5),
        repairs("link:link-replication", 60),
        repairs("pair:lun-01", 61),
        repairs("pair:lun-02", 61),
    )

    assert changes(timeline, "lun-01") == ["Partitioned", "Suspended", "SyncInProg", "Synchronized"]
    assert timeline.outcome is Outcome.UNAFFECTED


def test_below_it_writes_only_take_longer():
    # 0.5 local + 0.1 cache + 9 ms there and back + 81,920 bits at 4 Gbit/s, 0.02 ms.
    timeline = ran(design(), None, fails("link:link-replication~latency=8", 5))

    assert changes(timeline, "lun-01") == []
    assert len(told(timeline, "takes 9.62\u00a0ms instead of 1.62\u00a0ms")) == 1


def test_loss_beyond_the_specification_of_ip_replication_fractures_the_mirror():
    assert changes(ran(design(), None, fails("link:link-replication~loss=0.3", 5)), "lun-01") == [
        "Partitioned",
        "Suspended",
    ]
    assert changes(ran(design(), None, fails("link:link-replication~loss=0.2", 5)), "lun-01") == []


def test_a_migration_is_refused_while_the_mirror_is_fractured():
    timeline = ran(design(), moves(), fails("link:link-replication~latency=20", 20))

    assert timeline.outcome is Outcome.CANCELLED
    assert running_on(timeline)["vm-01"] == "p1"


def test_what_carries_the_replication_degrades_it():
    of = changed(design(), "replication_links", "link-replication", protocol=LinkProtocol.FCIP, carried_by="link-lan")

    timeline = ran(of, None, fails("link:link-lan~latency=20", 5))

    assert changes(timeline, "lun-01") == ["Partitioned", "Suspended"]
    assert timeline.end.quorum.living == ("p1", "p2", "s1")


def test_joined_faults_are_mended_apart():
    timeline = ran(
        design(),
        None,
        fails("link:link-lan~loss=50,latency=5", 1),
        repairs("link:link-lan~loss=1", 5),
    )

    (left,) = timeline.end.degraded
    assert (left.link, left.loss_ppm, left.latency_us) == ("link-lan", 0, 5_000)
    assert timeline.end.quorum.living == ("p1", "p2", "s1")


# --- the witness and host paths ---


def test_a_share_that_answers_too_late_is_not_locked():
    of = with_share(1, 1)
    late = "+".join(f"link:{path.id}~latency=250" for path in of.witness_paths)

    lost = ran(of, None, fails(late, 1), fails("link:link-lan", 10))
    kept = ran(of, None, fails("link:link-lan", 10))

    assert kept.end.quorum.living == ("p1",)
    assert lost.end.quorum.living == ()


def test_arbitration_takes_as_long_as_its_repeats():
    # Half of the packets: request and answer get through once in four tries, 2 s become 8 s.
    of = with_share(1, 1)
    bad = "+".join(f"link:{path.id}~loss=50" for path in of.witness_paths)

    timeline = ran(of, None, fails(bad, 1), fails("link:link-lan", 10))

    arbitration = next(step for step in timeline.steps if step.phase.value == "arbitrate" and step.duration_us)
    assert arbitration.duration_us == 8_000_000


def test_host_paths_repeat_what_is_lost():
    of = changed_all(design(), "san_links", paths=4)

    timeline = ran(of, None, fails("link:san-p1~loss=1,latency=3", 1))

    assert timeline.outcome is Outcome.UNAFFECTED
    assert len(told(timeline, "waits 3\u00a0ms longer")) == 1


def test_a_wait_of_hours_is_told_in_hours():
    # (0.15^-5 - 1) / 0.85 = 15,492 beats of a second, 4.3 h.
    assert len(told(ran(design(), None, fails("link:link-lan~loss=15", 1)), "once in 4.3\u00a0h")) == 1


def test_paths_that_are_sound_again_say_so_where_it_mattered():
    of = with_share(1, 1)
    path = of.witness_paths[0].id

    late = ran(of, None, fails(f"link:{path}~latency=250", 1), repairs(f"link:{path}", 5))
    lossy = ran(of, None, fails(f"link:{path}~loss=10", 1), repairs(f"link:{path}", 5))
    host = ran(of, None, fails("link:san-p1~loss=1", 1), repairs("link:san-p1", 5))

    assert len(told(late, "in time over")) == 2
    assert told(late, "again")
    assert told(lossy, "Arbitration over")
    assert told(lossy, "again") == []
    assert told(host, "repeats what is lost")
    for timeline in (late, lossy, host):
        assert timeline.end.degraded == ()
        assert timeline.end.silent == ()
