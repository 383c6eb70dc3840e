"""All that a page of comparison shows, computed in one go so that it agrees: criteria, the year, memory."""

from collections.abc import Sequence
from dataclasses import dataclass

from designer.analysis.memory_figures import MemoryAfter, memory_figures
from designer.comparison.compare import Comparison, compare
from designer.comparison.yearly import Yearly, yearly
from designer.model.project import Project


@dataclass(frozen=True, slots=True)
class Overview:
    """A comparison with each variant's year and memory, all in the order of its columns."""

    comparison: Comparison
    years: tuple[Yearly, ...]
    memory: tuple[tuple[MemoryAfter, ...], ...]


def overview(project: Project, design_ids: Sequence[str]) -> Overview:
    """Everything about the named designs. Raises ``UnknownElement`` for an id the project does not have."""
    comparison = compare(project, design_ids)
    designs = [column.design for column in comparison.columns]
    return Overview(
        comparison, tuple(yearly(design) for design in designs), tuple(memory_figures(design) for design in designs)
    )
