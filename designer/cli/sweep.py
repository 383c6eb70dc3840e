"""``geocluster sweep``: every m+n × witness × votes for the project's machines, and which of them nothing beats."""

import re
from argparse import Namespace
from collections.abc import Callable
from functools import partial

from designer.base.texts import Decimal, Message, msg, msg_n
from designer.cli.console import Console, rounded
from designer.cli.executors import add_executor_option, spread
from designer.cli.projects import add_project_options, open_design
from designer.cli.usage import Options, UsageWrong
from designer.comparison.sweep import DOWNTIME, SERVERS, Point, Sweep, judge, sweep_of
from designer.model.blueprint import MAX_NODES_PER_SITE
from designer.model.design import Design
from designer.model.reshape import shapes
from designer.report.terms import WITNESS_PLACE

FORMAT = "geocluster/sweep/1"


def add_options(options: Options) -> None:
    """Which design's machines, up to how many servers, who does the work."""
    add_project_options(options)
    options.option(
        "--max",
        metavar="P+S",
        required=True,
        read=_most_servers("--max"),
        about=msg("the most servers at the primary and at the secondary site, as 4+4"),
    )
    add_executor_option(options)
    options.option("--json", action="store_true", about=msg("answer as JSON"))


def run(arguments: Namespace, console: Console) -> int:
    """Judge every shape and tell the front."""
    _, design = open_design(arguments.file, arguments.design)
    wanted = shapes(design, *arguments.max)
    points: list[Point] = []
    for number, point in enumerate(spread(partial(judge, design), wanted, arguments.executor), start=1):
        points.append(point)
        console.progress(msg("Judging {n} variants:", n=len(wanted)), number / len(wanted))
    found = sweep_of(points)
    if arguments.json:
        console.json(_document(design, arguments.max, found, console))
    else:
        _tell(design, found, console)
    return 0


def _most_servers(name: str) -> Callable[[str], tuple[int, int]]:
    def read(text: str) -> tuple[int, int]:
        found = re.fullmatch(r"(\d{1,3})\+(\d{1,3})", text.strip(), re.ASCII)
        pair = tuple(int(part) for part in found.groups()) if found else (0, 0)
        if all(1 <= count <= MAX_NODES_PER_SITE for count in pair):
            return pair[0], pair[1]
        raise UsageWrong(
            "usage",
            msg(
                "{option} takes two numbers from 1 to {most} with a plus between them, as 4+4, not “{text}”.",
                option=name,
                most=MAX_NODES_PER_SITE,
                text=text,
            ),
        )

    return read


def _document(design: Design, most: tuple[int, int], found: Sweep, console: Console) -> dict[str, object]:
    front = set(found.front)
    return {
        "format": FORMAT,
        "design": design.id,
        "max": f"{most[0]}+{most[1]}",
        "price": found.price,
        "downtime": DOWNTIME,
        "points": [_point(number, point, number in front, console) for number, point in enumerate(found.points)],
        "front": list(found.front),
    }


def _point(number: int, point: Point, in_front: bool, console: Console) -> dict[str, object]:  # noqa: FBT001 - a field
    shape = point.shape
    return {
        "n": number,
        "id": point.design,
        "label": shape.label,
        "primary": shape.primary,
        "secondary": shape.secondary,
        "witness": shape.witness.value,
        "no_votes": list(point.silent),
        "errors": point.errors,
        "values": {
            one.id: rounded(value) if isinstance(value := one.cells[0].value, float) else value for one in point.figures
        },
        "reason": {one.id: console.text(one.cells[0].reason) for one in point.figures},
        "front": in_front,
    }


def _tell(design: Design, found: Sweep, console: Console) -> None:
    console.say(
        msg_n(
            "{design}: {n} variant judged; {front} that nothing beats in both downtime and cost:",
            "{design}: {n} variants judged; {front} that nothing beats in both downtime and cost:",
            len(found.points),
            design=design.label,
            front=len(found.front),
        )
    )
    console.line("")
    head = (
        msg("variant"),
        msg("witness"),
        msg("without a vote"),
        msg("servers"),
        msg("minutes a year"),
        msg("a server lost"),
        msg("a site lost"),
        msg("LAN cut"),
        msg("errors"),
    )
    console.table(head, [_row(found.points[index]) for index in found.front], right=(3, 4, 8))
    console.line("")
    console.say(found.price_reason)


def _row(point: Point) -> tuple[Message | str, ...]:
    return (
        point.shape.label,
        WITNESS_PLACE[point.shape.witness],
        ", ".join(point.silent) or "–",
        _shown(point, SERVERS),
        _shown(point, DOWNTIME),
        _shown(point, "node-loss"),
        _shown(point, "site-loss"),
        _shown(point, "lan-cut"),
        str(point.errors),
    )


def _shown(point: Point, measure: str) -> Message | str:
    value = point.value(measure)
    if value is None:
        return "–"
    return value if isinstance(value, str) else msg("{value}", value=Decimal(value, 1, keep_zeros=False))
