"""Minutes, frequencies and importance against sums done by hand from the failure matrix and the parts' figures."""

import pytest

from designer.analysis.availability.assess import Study, assess
from designer.analysis.availability.assumptions import Assumptions
from designer.analysis.availability.importance import measures
from designer.analysis.availability.parts import wire
from designer.analysis.availability.uncertainty import tornado, uncertainty
from designer.analysis.availability.wording import minutes_reason, minutes_text, nines_text, share_text
from designer.analysis.moves import Moves
from designer.assets.reliability import reliability
from designer.model.blueprint import LAN, REPLICATION, Blueprint, WitnessPlace, build
from designer.model.design import Design
from designer.model.policy import FailoverPolicy
from designer.resilience.matrix import row
from tests.support.designs import changed, changed_all, with_settings

NEVER = (1e30, 1e-30)
UNPATCHED = Assumptions(windows_per_year=0)


def study(design: Design, assumptions: Assumptions | None = None) -> Study:
    return Study(design, reliability(), assumptions)


def only(found: Study, **hours: tuple[float, float]) -> dict[str, tuple[float, float]]:
    """Figures with which nothing fails but the named parts; ``_`` in a name stands for ``-``."""
    named = {name.replace("_", "-"): pair for name, pair in hours.items()}
    assert named.keys() <= found.figures().keys()
    return {part: named.get(part, NEVER) for part in found.figures()}


def seconds_of(design, event):
    rto = row(design, event).verdict.rto_us
    assert rto is not None
    return rto / 1_000_000


def test_five_nines_are_5_256_minutes_a_year():
    """A year has 525,600 minutes; (1 − 0.99999) of it."""
    alone = changed(build(Blueprint(1, 1, vms=1)), "luns", "lun-01", r2=None)
    found = study(alone, UNPATCHED)

    minutes = found.solve(only(found, array_p=(99_999.0, 1.0))).minutes

    assert minutes.repair == pytest.approx(5.256)
    assert minutes.total == pytest.approx(5.256)
    assert minutes.unavailability == pytest.approx(1e-5)


def test_a_crash_costs_its_frequency_times_the_restart():
    """p1 carries three of six VMs; they restart on p2 in the time of the failure matrix."""
    design = build(Blueprint(2, 2, witness=WitnessPlace.THIRD))
    found = study(design, UNPATCHED)

    minutes = found.solve(only(found, p1_os=(8760.0, 0.3))).minutes

    a_year = 8760 / 8760.3
    assert minutes.restart == pytest.approx(a_year * seconds_of(design, "node:p1") / 60 / 2, rel=1e-9)
    assert minutes.total == minutes.restart


def test_a_lost_site_costs_the_take_over_or_less_when_it_is_back_sooner():
    design = build(Blueprint(2, 2, witness=WitnessPlace.THIRD))
    found = study(design, UNPATCHED)

    minutes = found.solve(only(found, site_p=(47_800.0, 4.0))).minutes

    switch_h = seconds_of(design, "site:site-p") / 3600
    expected = 8760 / 47_804 * 60 / (1 / switch_h + 1 / 4.0)
    assert minutes.failover == pytest.approx(expected, rel=1e-6)
    assert minutes.total == minutes.failover


def test_a_site_without_majority_behind_it_waits_for_a_person():
    design = build(Blueprint(2, 1))
    found = study(design, UNPATCHED)

    solution = found.solve(only(found, site_p=(47_800.0, 4.0)))

    by_hand_h = seconds_of(design, "site:site-p") / 3600
    assert solution.exact == pytest.approx(4 / 47_804)
    assert solution.minutes.manual == pytest.approx(8760 / 47_804 * 60 / (1 / by_hand_h + 1 / 4.0), rel=1e-6)
    assert solution.minutes.total == solution.minutes.manual


def test_the_exact_figure_of_the_article_is_the_primary_site():
    """In a 2+1 without witness nothing else comes near: outage and disaster of one site, as shares of time."""
    exact = assess(build(Blueprint(2, 1)), reliability()).solution.exact
    site = 1 - (1 - 4 / 47_804) * (1 - 720 / 4_380_720)

    assert site < exact < site + 1e-6


def test_patching_costs_the_blackouts_when_nothing_fails():
    """Every VM leaves its node for the neighbour and comes back, twelve times a year."""
    design = build(Blueprint(2, 2, witness=WitnessPlace.THIRD))
    found = study(design)
    move = Moves(design).inside(design.vms[0])
    assert move is not None

    minutes = found.solve(only(found)).minutes

    assert minutes.planned == pytest.approx(12 * 2 * move.copied.downtime_s / 60, rel=1e-6)
    assert minutes.total == pytest.approx(minutes.planned)


def test_two_nodes_without_a_witness_cannot_be_patched_without_a_stop():
    """Either node's absence leaves one vote of two; 24 windows, each as long as a person needs, and blackouts."""
    design = build(Blueprint(1, 1))
    found = study(design)

    planned = found.solve(only(found)).minutes.planned

    stops = 12 * (seconds_of(design, "node:p1") + seconds_of(design, "node:s1")) / 60
    assert planned == pytest.approx(stops, rel=0.02)
    assert planned > stops * 0.98


def test_memory_that_keeps_vms_off_costs_until_the_repair():
    """p2 holds three VMs and has room for no other, s1 for none: those of p1 stay off while it is down."""
    design = build(Blueprint(2, 1, vm_memory_mib=4096, node_memory_mib=14_336, secondary_memory_mib=1024))
    found = study(design, UNPATCHED)

    minutes = found.solve(only(found, p1=(175_000.0, 6.0))).minutes

    assert minutes.repair == pytest.approx(525_600 * 6 / 175_006 / 2, rel=1e-9)


def test_votes_decide_more_than_hardware():
    """With a share: 2+1 by default votes is worse than 1+1; a removed vote makes it nearly a 2+2."""
    third = WitnessPlace.THIRD
    blueprints = (
        Blueprint(1, 1, third),
        Blueprint(2, 1, third),
        Blueprint(2, 1, third, ("p2",)),
        Blueprint(2, 2, third),
    )
    one, default, adjusted, two = (study(build(one)).minutes().total for one in blueprints)

    assert default > one
    assert default / adjusted > 3
    assert adjusted / two < 1.5


def test_parts_and_patching_add_up():
    for blueprint in (Blueprint(1, 1), Blueprint(2, 1), Blueprint(2, 2, WitnessPlace.THIRD)):
        solution = study(build(blueprint)).solve()
        parts = sum(one.minutes_per_year for one in solution.parts)

        assert parts + solution.minutes.planned == pytest.approx(solution.minutes.total, rel=1e-9)


def test_longer_repairs_never_help_where_no_witness_is():
    found = study(build(Blueprint(2, 1)))
    usual = found.exact()[0]

    for part, (mttf, mttr) in found.figures().items():
        assert found.exact({part: (mttf, 2 * mttr)})[0] >= usual


def test_the_sites_of_an_even_design_are_alike():
    """Everything moved to the other side: the same probability."""
    design = build(Blueprint(2, 2, witness=WitnessPlace.THIRD))
    moved = design.evolve(
        vms=tuple(vm.evolve(node=vm.node.replace("p", "s")) for vm in design.vms),
        luns=tuple(lun.evolve(r1=lun.r2, r2=lun.r1) for lun in design.luns),
    )
    moved = with_settings(moved, "quorum", core_group_site="site-s")

    assert study(moved).exact()[0] == pytest.approx(study(design).exact()[0], rel=1e-12)


def test_birnbaum_is_what_a_part_changes():
    found = study(build(Blueprint(2, 1, witness=WitnessPlace.THIRD)))
    _, birnbaum = found.exact()

    for part in ("p1", "p1-hba-1", "site-p", "link-replication-1-end-a", "witness", "path-s", "array-p"):
        down, works = (found.exact({part: hours})[0] for hours in ((1e-30, 1.0), NEVER))
        assert birnbaum[part] == pytest.approx(down - works, rel=1e-6, abs=1e-18)


def test_a_failure_can_help():
    """With the LAN cut and its array dead, the primary side still wins the witness, and blocks the other one.

    Without its own path to the witness it cannot: the other side takes over.
    """
    found = study(build(Blueprint(1, 1, witness=WitnessPlace.THIRD)))
    names = [variable.id for variable in found.wiring.variables]
    blocked = {names.index(LAN), names.index("array-p")}

    value = found.structure.diagram.value
    assert value(found.structure.stopped, blocked.__contains__) == 1
    assert value(found.structure.stopped, (blocked | {names.index("path-p")}).__contains__) == 0
    assert found.exact({"link-lan": (1e-30, 1.0), "array-p": (1e-30, 1.0)})[1]["path-p"] < -0.9


def test_measures_of_two_in_parallel():
    """Each down for 0.1: a stop is 0.01; both have to be, so either one perfect ends it."""
    found = measures(birnbaum=0.1, down=0.1, whole=0.01)

    assert found.critical == pytest.approx(1.0)
    assert found.diagnostic == pytest.approx(1.0)
    assert found.achievement == pytest.approx(10.0)
    assert found.reduction is None


def test_measures_of_two_in_a_row():
    """0.1 and 0.2: a stop is 0.28. Birnbaum 0.8; RAW = 1 / 0.28; RRW = 0.28 / 0.2."""
    found = measures(birnbaum=0.8, down=0.1, whole=0.28)

    assert found.critical == pytest.approx(0.08 / 0.28)
    assert found.diagnostic == pytest.approx(0.1 / 0.28)
    assert found.achievement == pytest.approx(1 / 0.28)
    assert found.reduction == pytest.approx(0.28 / 0.2)


def test_single_points_and_pairs_in_plain_words():
    found = assess(build(Blueprint(2, 1)), reliability())

    assert [cause.ids for cause in found.single_points] == [("site-p",)]
    assert str(found.single_points[0].sentence).startswith("Primary site alone: No partition has quorum")
    assert ("p1", "p2") in {cause.ids for cause in found.pairs}
    assert all("site-p" not in cause.ids for cause in found.pairs)


def test_a_part_that_needs_two_faults_is_no_single_point():
    """Two adapters, two fabrics, two paths of the line; with one of each they are."""
    design = build(Blueprint(2, 2, witness=WitnessPlace.THIRD, policy=FailoverPolicy.RESTRICT))
    thin = changed_all(changed_all(design, "sites", fabrics=1), "san_links", paths=1)

    assert [cause.ids[0] for cause in assess(design, reliability()).single_points] == ["site-p", "array-p"]
    assert "site-p-fabric-1" in {cause.ids[0] for cause in assess(thin, reliability()).single_points}


def test_uncovered_switches_wait_for_a_person():
    design = build(Blueprint(1, 1, witness=WitnessPlace.THIRD))
    usual = study(design, UNPATCHED)
    wanting = study(design, Assumptions(windows_per_year=0, coverage=0.9))

    assert wanting.exact()[0] == usual.exact()[0]
    assert wanting.minutes().failover == pytest.approx(0.9 * usual.minutes().failover)
    assert wanting.minutes().manual > usual.minutes().manual


def test_common_cause_splits_the_rate_and_adds_none():
    """5 per cent of the failures of two adapters strike both: own parts fail 0.95 times as often, together 0.05."""
    design = build(Blueprint(1, 1))
    parts = {part.id: part for part in wire(design, reliability(), Assumptions(common_cause=0.05)).parts}

    assert 1 / parts["p1-hba-1"].mttf_h.base == pytest.approx(0.95 / 400_000)
    assert 1 / parts["p1-hba-1-common"].mttf_h.base == pytest.approx(0.05 / 400_000)
    assert 1 / parts["site-p"].mttf_h.base == pytest.approx(1 / 47_800)
    assert study(design, Assumptions(common_cause=0.05)).exact()[0] > study(design).exact()[0]


def test_lines_on_one_route_share_their_cable():
    """Cut once, both are gone: LAN and replication together, which neither survives alone in a 1+1 with a share."""
    apart = build(Blueprint(1, 1, witness=WitnessPlace.THIRD))
    together = changed(apart, "network_links", LAN, route="Duct 7")
    together = changed(together, "replication_links", REPLICATION, route="Duct 7", paths=1)
    wiring = wire(together, reliability())

    cut = {str(loss) for loss in wiring.losses(frozenset({"link-lan"}))}

    assert cut == {"link:link-lan", "link:link-replication"}
    assert {str(loss) for loss in wire(apart, reliability()).losses(frozenset({"link-lan"}))} == {"link:link-lan"}


def test_a_longer_cable_is_cut_more_often():
    """2.13 cuts a year on 1,000 km: 0.213 on 100 km."""
    design = changed(build(Blueprint(1, 1)), "network_links", LAN, distance_km=100)
    (cable,) = (part for part in wire(design, reliability()).parts if part.id == "link-lan")

    assert 8760 / cable.mttf_h.base == pytest.approx(0.213, rel=1e-3)


def test_sixty_six_parts_of_three_and_three():
    assert len(wire(build(Blueprint(3, 3, witness=WitnessPlace.THIRD)), reliability()).parts) == 66


def test_the_range_holds_the_base_and_is_wide():
    found = study(build(Blueprint(2, 2, witness=WitnessPlace.THIRD)))
    spread = uncertainty(found, samples=400)

    assert spread.low_minutes < found.minutes().total < spread.high_minutes
    assert spread.high_minutes / spread.low_minutes > 2
    assert uncertainty(found, samples=400) == spread


def test_the_tornado_begins_with_what_moves_most():
    """The part's own range, one part at a time: in a 2+1 the primary site comes first, by far."""
    found = study(build(Blueprint(2, 1)))

    swings = tornado(found, most=6)

    assert swings[0].part.id == "site-p"
    assert [one.width for one in swings] == sorted((one.width for one in swings), reverse=True)
    assert all(one.good_minutes < found.minutes().total < one.bad_minutes for one in swings)


def test_nothing_to_count():
    """Without VMs, and where none runs as drawn."""
    for design in (
        build(Blueprint(1, 1, vms=0)),
        build(Blueprint(1, 1, no_votes=("p1", "s1"))),
        Design(id="d", label="d"),
    ):
        found = assess(design, reliability())

        assert found.solution.exact == 0
        assert found.solution.minutes.total == 0
        assert str(minutes_reason(found))


def test_shares_outside_their_bounds_are_refused():
    for wrong in ({"coverage": 1.1}, {"common_cause": -0.1}, {"window_h": -1.0}):
        with pytest.raises(ValueError, match="between 0 and 1"):
            Assumptions(**wrong)


def test_unknown_parts_are_refused():
    with pytest.raises(KeyError):
        study(build(Blueprint(1, 1))).solve({"p9": (1.0, 1.0)})


@pytest.mark.parametrize(
    ("share", "text"),
    [(1e-5, "99.999\u00a0%"), (0.0, "100\u00a0%"), (2.46e-6, "99.99975\u00a0%"), (0.01, "99\u00a0%")],
)
def test_nines_show_what_tells_them_from_all(share, text):
    assert str(nines_text(share)) == text


def test_minutes_show_as_many_digits_as_matter():
    assert [str(minutes_text(value)) for value in (0.0, 0.0456, 1.234, 12.34)] == [
        "0\u00a0min", "0.046\u00a0min", "1.23\u00a0min", "12.3\u00a0min"
    ]  # fmt: skip


def test_shares_show_three_digits_that_count():
    assert [str(share_text(value)) for value in (0.0, 0.000248104, 1.22113e-6, 0.5)] == [
        "0", "0.000248", "0.00000122", "0.500"
    ]  # fmt: skip
