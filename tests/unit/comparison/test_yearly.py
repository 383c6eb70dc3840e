"""A variant's year agrees with the criterion that compares it."""

import pytest

from designer.comparison.overview import overview
from designer.comparison.yearly import yearly
from designer.model.blueprint import Blueprint, build
from designer.model.design import Design
from designer.model.project import Project


def test_the_year_adds_up_to_the_compared_minutes():
    project = Project(designs=(build(Blueprint(1, 1)), build(Blueprint(2, 1))))
    found = overview(project, [one.id for one in project.designs])

    compared = [cell.value for cell in found.comparison.criterion("minutes-per-year").cells]
    assert [one.minutes.total for one in found.years] == pytest.approx(compared)
    assert [one.label for one in found.years] == ["1+1", "2+1"]


def test_single_points_are_as_many_as_the_criterion_counts():
    project = Project(designs=(build(Blueprint(1, 1)), build(Blueprint(2, 2))))
    found = overview(project, [one.id for one in project.designs])

    counted = [cell.value for cell in found.comparison.criterion("single-points").cells]
    assert [len(one.single_points) for one in found.years] == counted


def test_memory_is_told_before_and_after_every_loss():
    project = Project(designs=(build(Blueprint(2, 1)), build(Blueprint(1, 1))))
    found = overview(project, [one.id for one in project.designs])

    assert found.memory[0][0].lost is None
    assert {after.lost for after in found.memory[0]} >= {"p1", "p2", "s1", "site-p"}


def test_a_design_without_machines_has_no_minutes():
    found = yearly(Design(id="x", label="X"))

    assert found.minutes is None
    assert str(found.reason) == "The design has no VM."
