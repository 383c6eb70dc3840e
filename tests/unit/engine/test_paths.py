"""Host paths: one of two fabrics or storage processors lost is a warning, both are an outage, and repairs go back."""

from designer.engine.state import FabricCondition
from designer.engine.timeline import Outcome
from designer.resilience.matrix import row
from designer.resilience.outcome import Outcome as Letter
from designer.topology.down import Down
from tests.support.agreement import differences
from tests.support.scripts import fails, ran, repairs, with_share

PATH = "path:site-p"


def condition(timeline):
    return timeline.end.fabric("site-p").condition


def test_one_path_lost_is_borne():
    timeline = ran(with_share(), None, fails(PATH, 10))

    assert (timeline.outcome, condition(timeline)) == (Outcome.UNAFFECTED, FabricCondition.DEGRADED)


def test_the_second_path_takes_the_disks_away():
    """As the loss of all fabrics: the arrays see each other, so the roles are swapped (row 6 of domain 9.4)."""
    of = with_share()

    assert condition(ran(of, None, fails(PATH, 10), fails(PATH, 20))) is FabricCondition.LOST
    for event in (f"{PATH}>{PATH}", f"{PATH}+{PATH}"):
        assert row(of, event).verdict.outcome is Letter.X
        assert differences(of, event) == []


def test_one_path_repaired_is_enough_and_the_other_makes_it_whole():
    of = with_share()
    lost = (fails(PATH, 10), fails(PATH, 20))

    one = ran(of, None, *lost, repairs(PATH, 40))
    both = ran(of, None, *lost, repairs(PATH, 40), repairs(PATH, 50))

    assert (one.outcome, one.blackout_us, condition(one)) == (Outcome.RECOVERED, 20_000_000, FabricCondition.DEGRADED)
    assert condition(both) is FabricCondition.FULL


def test_replication_that_shares_the_host_fabric_goes_and_comes_with_it():
    of = with_share()
    links = tuple(link.evolve(shares_host_fabric=True) for link in of.replication_links)
    of = of.evolve(replication_links=links)

    lost = ran(of, None, fails(PATH, 10), fails(PATH, 20))
    back = ran(of, None, fails(PATH, 10), fails(PATH, 20), repairs(PATH, 40))

    assert lost.end.link("link-replication").health.value == "down"
    assert back.end.link("link-replication").health.value == "up"
    assert row(of, f"{PATH}>{PATH}").verdict.after.down.links == Down(links=frozenset({"link-replication"})).links
