"""Numbers and names of the cluster API, and the state of a group from its resources."""

import pytest

from designer.engine.state import Access, GroupStatus, PairCondition, ResourceStatus, group_status
from designer.model.array import PairState


def test_resource_states_have_the_numbers_of_the_cluster_api():
    numbers = {status.label: status.value for status in ResourceStatus}

    assert numbers == {
        "Unknown": -1,
        "Inherited": 0,
        "Initializing": 1,
        "Online": 2,
        "Offline": 3,
        "Failed": 4,
        "Pending": 128,
        "OnlinePending": 129,
        "OfflinePending": 130,
    }


def test_group_states_have_the_numbers_of_the_cluster_api():
    numbers = {status.label: status.value for status in GroupStatus}

    assert numbers == {"Unknown": -1, "Online": 0, "Offline": 1, "Failed": 2, "PartialOnline": 3, "Pending": 4}


@pytest.mark.parametrize(
    ("resources", "group"),
    [
        ([], 1),
        ([2, 2], 0),
        ([3, 3], 1),
        ([2, 3], 3),
        ([2, 129], 4),
        ([4, 129], 2),
        ([4, 2], 2),
        ([130, 3], 4),
        ([-1, 2], -1),
    ],
)
def test_the_state_of_a_group_follows_from_its_resources(resources, group):
    assert group_status(tuple(ResourceStatus(number) for number in resources)) == group


def test_a_pair_names_every_array_where_hosts_could_write():
    pair = PairCondition("l", PairState.SPLIT, "a", "b", Access.READ_WRITE, Access.READ_WRITE, "b")

    assert pair.arrays_writable == ("a", "b")
