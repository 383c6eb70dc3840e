"""What a design costs, from prices that a person entered; nothing is ever assumed."""

from collections.abc import Iterator
from dataclasses import dataclass

from designer.analysis.places import named
from designer.base.texts import Decimal, Message, msg, sentences
from designer.model.design import Design
from designer.model.link import NetworkLink, ReplicationLink


@dataclass(frozen=True, slots=True)
class CostLine:
    """One entry of the sum. ``yearly`` is what it adds every year; ``amount`` already holds all years."""

    what: Message
    amount: float
    yearly: float = 0.0


@dataclass(frozen=True, slots=True)
class CostFigure:
    """The sum over the years that are counted, in the currency typed; ``unpriced`` names elements without a price."""

    currency: str
    years: int
    lines: tuple[CostLine, ...]
    unpriced: tuple[str, ...]

    @property
    def total(self) -> float:
        """All lines together."""
        return sum(line.amount for line in self.lines)


def costs(design: Design) -> CostFigure | None:
    """The costs of the design; None where nobody has entered any price."""
    entered = design.cluster.costs
    lines = tuple(_lines(design))
    if not lines:
        return None
    unpriced = [node.id for node in design.nodes if node.cost is None]
    unpriced += [array.id for array in design.arrays if array.cost is None]
    unpriced += [link.id for link in _links(design) if link.cost is None and link.cost_per_year is None]
    return CostFigure(entered.currency, entered.years, lines, tuple(unpriced))


def cost_reason(design: Design, figure: CostFigure | None) -> Message:
    """How the sum comes about, in words, and what is not in it."""
    if figure is None:
        return msg("No prices have been entered.")
    return sentences(
        msg(
            "{lines}; yearly costs count for {years} years.",
            lines=tuple(msg("{what} {amount}", what=one.what, amount=Decimal(one.amount, 0)) for one in figure.lines),
            years=figure.years,
        ),
        msg("No price has been entered for {elements}.", elements=named(design, figure.unpriced))
        if figure.unpriced
        else None,
    )


def _lines(design: Design) -> Iterator[CostLine]:
    entered = design.cluster.costs
    servers = [node.cost for node in design.nodes if node.cost is not None]
    arrays = [array.cost for array in design.arrays if array.cost is not None]
    for what, prices in ((msg("servers"), servers), (msg("arrays"), arrays)):
        if prices:
            yield CostLine(what, sum(prices))
    once = [link.cost for link in _links(design) if link.cost is not None]
    yearly = [link.cost_per_year for link in _links(design) if link.cost_per_year is not None]
    if once or yearly:
        yield CostLine(msg("lines"), sum(once) + sum(yearly) * entered.years, sum(yearly))
    for what, amount in ((msg("licences"), entered.licences), (msg("other costs"), entered.other)):
        if amount is not None:
            yield CostLine(what, amount)


def _links(design: Design) -> tuple[ReplicationLink | NetworkLink, ...]:
    return (*design.replication_links, *design.network_links)
