"""The total order of events."""

import pytest

from designer.engine.agenda import Agenda, Priority
from designer.engine.events import Advance


def taken(agenda: Agenda) -> list[int]:
    return [agenda.take().event.serial for _ in range(len(agenda))]


def test_time_comes_before_priority_and_priority_before_entry():
    agenda = Agenda()
    agenda.enter(2, Priority.FAULT, Advance(1))
    agenda.enter(1, Priority.WORKLOAD, Advance(2))
    agenda.enter(1, Priority.STORAGE, Advance(3))
    agenda.enter(1, Priority.STORAGE, Advance(4))

    assert agenda.next_us == 1
    assert taken(agenda) == [3, 4, 2, 1]


def test_the_order_of_one_instant_is_faults_paths_storage_quorum_availability_workload():
    names = [priority.name for priority in sorted(Priority)]

    assert names == ["FAULT", "PATH", "STORAGE", "QUORUM", "AVAILABILITY", "WORKLOAD"]


def test_an_empty_agenda_has_no_next_event():
    agenda = Agenda()

    assert agenda.next_us is None
    with pytest.raises(IndexError):
        agenda.take()
