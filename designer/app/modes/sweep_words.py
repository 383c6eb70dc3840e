"""How the points of a sweep are shown: rows of a table, dots of a chart, and the name a point gets as a variant."""

from designer.analysis.availability.wording import minutes_text
from designer.app.context import AppContext
from designer.app.modes.facts import Cell, Row
from designer.app.modes.verdicts import outcome_cell
from designer.base.texts import Decimal, Message, msg, msg_in, msg_n
from designer.comparison.sweep import COST, DOWNTIME, SERVERS, Point, Sweep
from designer.drawing.axis import even_axis, log_axis
from designer.drawing.ink import Role
from designer.drawing.lettering import Lettering
from designer.drawing.scatter import Dot, Field, scatter
from designer.drawing.scene import Scene
from designer.report.terms import WITNESS_PLACE

_WIDE_SPAN = 20.0
_OUTCOMES = ("node-loss", "site-loss", "lan-cut")


def headings(context: AppContext, found: Sweep) -> list[Cell]:
    """What the columns are called."""
    texts = (
        (msg("Variant"), False),
        (msg("Witness"), False),
        (msg("No vote"), False),
        (msg("Cost") if found.price == COST else msg("Servers"), True),
        (msg_in("column", "Minutes/year"), True),
        (msg("A server lost"), False),
        (msg("A site lost"), False),
        (msg("LAN cut"), False),
        (msg("Errors"), True),
    )
    return [Cell(context.text(text), right=right, hint=context.text(text)) for text, right in texts]


def rows_of(context: AppContext, found: Sweep, *, only_front: bool) -> list[Row]:
    """The points, those in front first, then by their minutes; their number is the key."""
    front = set(found.front)
    order = sorted(range(len(found.points)), key=lambda at: (at not in front, *_place(found, at)))
    return [_row(context, found, at, in_front=at in front) for at in order if at in front or not only_front]


def sweep_chart(lettering: Lettering, found: Sweep, chosen: int | None, *, width: float, height: float) -> Scene:
    """Downtime over cost, or over servers where the cost is not known."""
    front = set(found.front)
    dots = []
    for at, point in enumerate(found.points):
        price, minutes = point.value(found.price), point.value(DOWNTIME)
        if isinstance(price, int | float) and isinstance(minutes, int | float):
            hint = summary(point)
            in_front = at in front
            dots.append(Dot(str(at), price, minutes, point.shape.label, hint, in_front, is_chosen=at == chosen))
    lengths = [dot.y for dot in dots if dot.y > 0]
    is_wide = bool(lengths) and max(lengths) > _WIDE_SPAN * min(lengths)
    across = even_axis([dot.x for dot in dots], from_zero=False, whole=found.price == SERVERS, most=8)
    field = Field(
        across,
        log_axis(lengths) if is_wide else even_axis(lengths),
        msg("cost") if found.price == COST else msg("servers"),
        msg("minutes a year, powers of ten") if is_wide else msg("minutes a year"),
    )
    dots.sort(key=lambda dot: (dot.in_front, dot.is_chosen))
    return scatter(lettering, dots, field, width, height)


def summary(point: Point) -> Message:
    """A point in one line."""
    minutes = point.value(DOWNTIME)
    shown = minutes_text(minutes) if isinstance(minutes, int | float) else msg("no minutes")
    return msg("{variant}: {minutes} a year", variant=point_name(point), minutes=shown)


def point_name(point: Point) -> Message:
    """The shape in words: servers, witness, and how many of them have no vote."""
    silent = len(point.silent)
    witness = WITNESS_PLACE[point.shape.witness]
    if not silent:
        return msg("{shape}, witness: {witness}", shape=point.shape.label, witness=witness)
    votes = msg_n("{n} server without a vote", "{n} servers without a vote", silent)
    return msg("{shape}, witness: {witness}, {votes}", shape=point.shape.label, witness=witness, votes=votes)


def _place(found: Sweep, at: int) -> tuple[float, float]:
    point = found.points[at]
    values = (point.value(DOWNTIME), point.value(found.price))
    minutes, price = (float(one) if isinstance(one, int | float) else float("inf") for one in values)
    return minutes, price


def _row(context: AppContext, found: Sweep, at: int, *, in_front: bool) -> Row:
    point, key = found.points[at], str(at)
    front = context.text(msg("Nothing beats it in both."))
    name = Cell(point.shape.label, key=key)
    if in_front:
        name = Cell(point.shape.label, Role.PRIMARY, bold=True, ground=Role.PRIMARY, hint=front, key=key)
    witness = context.text(WITNESS_PLACE[point.shape.witness])
    cells = [
        name,
        Cell(witness, Role.DIM, hint=witness),
        _votes_cell(context, point),
        _number(context, point, found.price),
        _number(context, point, DOWNTIME),
    ]
    for measure in _OUTCOMES:
        cell = point.figure(measure).cells[0]
        why = context.text(cell.reason)
        cells.append(
            outcome_cell(context, cell.value, why, key)
            if isinstance(cell.value, str)
            else Cell("–", Role.FAINT, hint=why)
        )
    role = Role.FAILED if point.errors else Role.DIM
    cells.append(Cell(str(point.errors), role, right=True))
    return Row(tuple(cells), key)


def _votes_cell(context: AppContext, point: Point) -> Cell:
    """How many servers of the primary and of the secondary site have no vote."""
    shape = point.shape
    if not point.silent:
        return Cell("–", Role.DIM)
    hint = msg("Without a vote: {nodes}", nodes=point.silent)
    return Cell(f"{shape.silent_primary}+{shape.silent_secondary}", Role.DIM, hint=context.text(hint))


def _number(context: AppContext, point: Point, measure: str) -> Cell:
    cell = point.figure(measure).cells[0]
    hint = context.text(cell.reason)
    if not isinstance(cell.value, int | float):
        return Cell("–", Role.FAINT, right=True, hint=hint)
    if measure == DOWNTIME:
        return Cell(context.text(minutes_text(cell.value)), right=True, hint=hint)
    return Cell(context.text(msg("{value}", value=Decimal(cell.value, 0))), right=True, hint=hint)
