"""Costs are what somebody entered and nothing else; licences and processors are counted by hand."""

import pytest

from designer.analysis.costs import cost_reason, costs
from designer.analysis.licences import Metric, licence_counts, processor_count
from designer.model.array import ReplicationMode
from designer.model.blueprint import Blueprint, build
from designer.model.design import Design
from designer.model.era import Era
from designer.model.node import Edition
from designer.model.policy import EnablerProduct
from tests.support.designs import changed, changed_all, sound, with_settings


def test_without_a_price_there_is_no_cost():
    assert costs(sound()) is None
    assert str(cost_reason(sound(), None)) == "No prices have been entered."


def priced() -> Design:
    design = changed_all(changed_all(sound(), "nodes", cost=10_000.0), "arrays", cost=50_000.0)
    design = changed_all(design, "replication_links", cost=1000.0, cost_per_year=12_000.0)
    return with_settings(design, "costs", currency="EUR", licences=20_000.0, years=3)


def test_sum_holds_every_price_and_the_years_of_yearly_ones():
    """4 × 10,000 + 2 × 50,000 + 1,000 + 3 × 12,000 + 20,000."""
    figure = costs(priced())

    assert figure.total == 197_000
    assert [line.amount for line in figure.lines] == [40_000, 100_000, 37_000, 20_000]
    assert figure.currency == "EUR"


def test_elements_without_a_price_are_named():
    figure = costs(changed(priced(), "nodes", "s1", cost=None))

    assert figure.unpriced == ("s1", "link-lan")
    assert "S1 and LAN" in str(cost_reason(sound(), figure))


def test_a_price_of_nothing_is_a_price():
    assert costs(changed(sound(), "nodes", "s1", cost=0.0)).total == 0


def windows(era: Era, edition: Edition, sockets: int, cores: int) -> tuple[Metric, int]:
    design = build(Blueprint(2, 1, vms=0, era=era))
    design = changed_all(design, "nodes", edition=edition, sockets=sockets, cores_per_socket=cores)
    found = licence_counts(design)[0]
    assert found.product.startswith("Windows Server")
    return found.metric, found.count


@pytest.mark.parametrize(
    ("era", "edition", "sockets", "cores", "expected"),
    [
        (Era.W2008R2SP1, Edition.ENTERPRISE, 2, 6, (Metric.SERVER, 3)),
        (Era.W2008R2SP1, Edition.DATACENTER, 2, 6, (Metric.PROCESSOR, 6)),
        (Era.W2008R2SP1, Edition.DATACENTER, 1, 6, (Metric.PROCESSOR, 6)),
        (Era.W2012R2, Edition.DATACENTER, 2, 6, (Metric.PROCESSOR_PAIR, 3)),
        (Era.W2012R2, Edition.STANDARD, 4, 6, (Metric.PROCESSOR_PAIR, 6)),
        # 2 × 6 cores count as 2 × 8 = 16: 8 packs a server; 2 × 12 are 24: 12 packs; 1 × 8 counts as 16.
        (Era.W2016, Edition.DATACENTER, 2, 6, (Metric.CORE_PACK, 24)),
        (Era.W2022, Edition.DATACENTER, 2, 12, (Metric.CORE_PACK, 36)),
        (Era.W2025, Edition.DATACENTER, 1, 8, (Metric.CORE_PACK, 24)),
    ],
)
def test_windows_is_counted_as_its_generation_was_sold(era, edition, sockets, cores, expected):
    assert windows(era, edition, sockets, cores) == expected


def test_enabler_and_replication_are_counted_by_node_and_array():
    found = {one.product: (one.metric, one.count) for one in licence_counts(sound())}

    assert found["MirrorView/CE"] == (Metric.SERVER, 4)
    assert found["MirrorView/S"] == (Metric.ARRAY, 2)
    assert "MirrorView/A" not in found


def test_both_modes_need_both_features():
    found = {one.product for one in licence_counts(changed(sound(), "luns", "lun-01", mode=ReplicationMode.ASYNC))}

    assert {"MirrorView/S", "MirrorView/A"} <= found


def test_free_hypervisor_and_no_enabler_need_nothing():
    design = changed_all(
        with_settings(sound(), "enabler", product=EnablerProduct.NONE), "nodes", edition=Edition.HYPERV
    )

    assert [one.product for one in licence_counts(design)] == ["MirrorView/S"]


def test_processors_are_summed_and_the_fullest_survivor_found():
    """2+1 with 3 VMs of 2: after the loss of the primary site 6 virtual processors share 24 logical ones."""
    found = processor_count(build(Blueprint(2, 1, vms=3)))

    assert (found.sockets, found.cores, found.logical_processors, found.vcpus) == (6, 36, 72, 6)
    assert (found.worst_vcpus, found.worst_ratio) == (6, pytest.approx(0.25))


def test_empty_design_counts_nothing():
    empty = Design(id="empty", label="Empty")

    assert licence_counts(empty) == ()
    assert processor_count(empty).worst_node is None
