"""The picture of memory after a loss: for each node what its VMs hold, what is free, and what they lack."""

from collections.abc import Sequence

from designer.analysis.memory_figures import NodeMemory
from designer.base.texts import Message, msg, msg_in
from designer.base.units import MIB_PER_GIB, memory_text, percent_text
from designer.drawing.axis import even_axis
from designer.drawing.bars import Bar, BarChart, Hatch, Kind, stacked_bars
from designer.drawing.ink import Role
from designer.drawing.lettering import Lettering
from designer.drawing.scene import Scene

KINDS = (
    Kind(msg("held by VMs"), Role.PRIMARY),
    Kind(msg_in("memory", "free"), Role.OFFLINE, Hatch.UPRIGHT),
    Kind(msg("what the VMs aim at beyond it"), Role.FAILED, Hatch.RISING),
)
"""Held and free together are what the node has for VMs."""


def memory_bars(lettering: Lettering, nodes: Sequence[tuple[str, str, NodeMemory]], width: float) -> Scene:
    """The nodes, each given with its element and a name, at one scale in GiB; the figure is the highest pressure."""
    bars = tuple(_bar(element, name, memory) for element, name, memory in nodes)
    return stacked_bars(lettering, BarChart(bars, KINDS, even_axis(sum(bar.parts) for bar in bars), "GiB"), width)


def _bar(element: str, name: str, memory: NodeMemory) -> Bar:
    values = (memory.assigned_mib, max(0, memory.free_mib), max(0, memory.wanted_mib - memory.available_mib))
    pressure = percent_text(memory.highest_pressure_percent) if memory.shares else "–"
    return Bar(
        element=element,
        name=name,
        parts=tuple(value / MIB_PER_GIB for value in values),
        figure=pressure,
        hints=tuple(_hint(kind, value, memory) for kind, value in zip(KINDS, values, strict=True)),
    )


def _hint(kind: Kind, value: int, memory: NodeMemory) -> Message:
    return msg("{what}: {memory}. {why}", what=kind.title, memory=memory_text(value), why=memory.reason)
