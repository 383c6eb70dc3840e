"""Differences of two variants as rows to read: what, which property, the value here and the value there."""

from enum import Enum

from designer.app import quantities as q
from designer.app.choices import name_of_choice
from designer.app.context import AppContext
from designer.app.modes.facts import Cell, Row
from designer.base.texts import Message, msg, msg_in, msg_n
from designer.comparison.difference import CLUSTER, Altered, Difference
from designer.drawing.ink import Role
from designer.editing.parts import caption
from designer.model.design import COLLECTIONS, Design
from designer.model.fields import field_label

_QUANTITIES = (
    ("_mib_s", q.COPY_RATE),
    ("_mib", q.MEMORY),
    ("_gib", q.SPACE),
    ("_kib", q.WINDOW),
    ("_mbit", q.RATE),
    ("_us", q.LATENCY),
    ("_ms", q.DURATION),
    ("_s", q.SECONDS),
    ("_h", q.HOURS),
    ("_km", q.DISTANCE),
    ("_percent", q.PERCENT),
)
"""Units by the end of a field's name; the longest endings first."""


def headings(context: AppContext, before: Design, after: Design) -> list[Cell]:
    """What the columns are called."""
    texts = (context.text(msg("What")), context.text(msg("Property")), before.label, after.label)
    return [Cell(text, hint=text) for text in texts]


def rows_of(context: AppContext, found: Difference, before: Design, after: Design) -> list[Row]:
    """A row for each thing one of them has alone, then one for each property that differs."""
    rows = [_alone(context, before, one, is_first=True) for one in found.removed]
    rows += [_alone(context, after, one, is_first=False) for one in found.added]
    rows += [_altered(context, one, before, after) for one in found.altered]
    return rows


def value_text(context: AppContext, design: Design, field: str, value: object) -> str:
    """A value with its unit, as people read it."""
    if value is None or value == ():
        return "–"
    if isinstance(value, bool):
        return context.text(msg_in("answer", "yes") if value else msg_in("answer", "no"))
    if isinstance(value, Enum):
        return context.text(name_of_choice(value))
    if isinstance(value, int | float):
        return _quantity(field).shown(value, context.translator)
    if isinstance(value, str):
        return design.name_of(value)
    if isinstance(value, tuple):
        if all(isinstance(one, str | Enum | int) for one in value):
            return ", ".join(value_text(context, design, field, one) for one in value)
        return context.text(msg_n("{n} entry", "{n} entries", len(value)))
    return context.text(msg_in("value", "set"))


def _quantity(field: str) -> q.Quantity:
    return next((quantity for ending, quantity in _QUANTITIES if field.endswith(ending)), q.RATIO)


def _alone(context: AppContext, design: Design, element: str, *, is_first: bool) -> Row:
    text = context.text
    name, kind = text(caption(design, element)), text(field_label(_collection(design, element)))
    here = Cell(text(msg_in("variant", "has it")), Role.ONLINE, letter="+", ground=Role.ONLINE)
    there = Cell(text(msg_in("variant", "lacks it")), Role.OFFLINE, letter="−", ground=Role.OFFLINE)
    pair = (here, there) if is_first else (there, here)
    return Row((Cell(name, hint=name, wraps=True), Cell(kind, Role.DIM), *pair), element)


def _collection(design: Design, element: str) -> str:
    """The field of the design that lists the element."""
    lists = (name for name in COLLECTIONS if any(one.id == element for one in getattr(design, name)))
    return next(lists, "witness")


def _altered(context: AppContext, one: Altered, before: Design, after: Design) -> Row:
    text = context.text
    name: Message | str = msg("Cluster") if one.element == CLUSTER else caption(after, one.element)
    label = text(field_label(one.field))
    whole = " › ".join(text(field_label(step)) for step in one.path)
    values = [value_text(context, design, one.field, value) for design, value in ((before, one.old), (after, one.new))]
    hint = text(msg("{property}: {old} → {new}", property=whole, old=values[0], new=values[1]))
    cells = [Cell(value, hint=hint, key=one.element) for value in values]
    return Row(
        (Cell(text(name), hint=text(name), wraps=True), Cell(label, hint=whole, wraps=True), *cells), one.element
    )
