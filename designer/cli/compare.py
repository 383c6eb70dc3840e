"""``geocluster compare``: the designs of a project side by side."""

from argparse import Namespace

from designer.base.errors import DesignerError
from designer.base.texts import Decimal, Message, msg
from designer.cli.console import Console, rounded
from designer.cli.failures import outcome_text
from designer.cli.projects import add_project_options
from designer.cli.usage import Options
from designer.comparison.compare import Comparison, Criterion, compare
from designer.comparison.metrics import Value
from designer.persistence.files import load

FORMAT = "geocluster/comparison/1"


def add_options(options: Options) -> None:
    """Which designs."""
    add_project_options(options, design=False)
    options.option("--designs", metavar="ID,ID,...", about=msg("which designs, in this order; without it all"))
    options.option("--json", action="store_true", about=msg("answer as JSON"))


def run(arguments: Namespace, console: Console) -> int:
    """Tell criteria, failures and what follows from them."""
    project = load(arguments.file, name=arguments.file)
    wanted = None
    if arguments.designs is not None:
        wanted = list(dict.fromkeys(part.strip() for part in arguments.designs.split(",")))
    if not project.designs:
        raise DesignerError("project-empty", msg("The project {name} has no design yet.", name=arguments.file))
    judging = msg("Judging failures:")
    comparison = compare(project, wanted, progress=lambda share: console.progress(judging, share))
    if arguments.json:
        console.json(_document(comparison, console))
    else:
        _tell(comparison, console)
    return 0


def _document(comparison: Comparison, console: Console) -> dict[str, object]:
    ids = [column.design.id for column in comparison.columns]
    recommended = comparison.recommendation
    return {
        "format": FORMAT,
        "designs": [
            {
                "id": column.design.id,
                "label": column.design.label,
                "nodes": len(column.design.nodes),
                "vms": len(column.design.vms),
                "witness": None if column.design.witness is None else column.design.witness.kind.value,
            }
            for column in comparison.columns
        ],
        "criteria": [_criterion(one, ids, console) for one in comparison.criteria],
        "failures": {
            line.event: {
                design_id: None if verdict is None else verdict.outcome.value
                for design_id, verdict in zip(ids, line.verdicts, strict=True)
            }
            for line in comparison.failures
        },
        "recommendation": None
        if recommended is None
        else {
            "design": recommended.design,
            "reasons": [console.text(reason) for reason in recommended.reasons],
            "price": [console.text(price) for price in recommended.price],
        },
    }


def _criterion(criterion: Criterion, ids: list[str], console: Console) -> dict[str, object]:
    return {
        "id": criterion.id,
        "title": console.text(criterion.title),
        "unit": criterion.unit,
        "values": {design_id: _plain(cell.value) for design_id, cell in zip(ids, criterion.cells, strict=True)},
        "better": criterion.better,
        "reason": {design_id: console.text(cell.reason) for design_id, cell in zip(ids, criterion.cells, strict=True)},
    }


def _plain(value: Value) -> Value:
    return rounded(value) if isinstance(value, float) else value


def _tell(comparison: Comparison, console: Console) -> None:
    labels = [column.design.label for column in comparison.columns]
    right = tuple(range(1, len(labels) + 1))
    rows: list[tuple[Message | str, ...]] = [
        (one.title, *(_shown(cell.value, one.unit) for cell in one.cells)) for one in comparison.criteria
    ]
    console.table((msg("criterion"), *labels), rows, right=right)
    console.line("")
    console.table(
        (msg("event"), *labels),
        [
            (line.event, *("–" if verdict is None else outcome_text(verdict) for verdict in line.verdicts))
            for line in comparison.failures
        ],
        right=right,
    )
    found = comparison.recommendation
    if found is not None:
        label = next(column.design.label for column in comparison.columns if column.design.id == found.design)
        console.line("")
        console.say(msg("The facts put {label} first:", label=label))
        _tell_list(found.reasons, console)
        if found.price:
            console.line("")
            console.say(msg("What it costs in return:"))
            _tell_list(found.price, console)


def _tell_list(texts: tuple[Message, ...], console: Console) -> None:
    for text in texts:
        console.item(text)


def _shown(value: Value, unit: str) -> Message | str:
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    shown = Decimal(value, 1, keep_zeros=False)
    return msg("{value}\u00a0{unit}", value=shown, unit=unit) if unit else msg("{value}", value=shown)
