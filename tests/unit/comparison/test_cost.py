"""The criterion of cost: nothing until somebody enters a price, then the sum of what was entered."""

from designer.comparison.metrics import cost
from tests.support.designs import changed, sound


def test_cost_is_unknown_until_a_price_is_entered():
    assert cost(sound()).value is None


def test_cost_is_the_sum_of_what_was_entered_and_says_what_is_missing():
    found = cost(changed(sound(), "arrays", "array-p", cost=50_000.0))

    assert found.value == 50_000
    assert "arrays 50,000" in str(found.reason)
    assert "No price has been entered for P1" in str(found.reason)
