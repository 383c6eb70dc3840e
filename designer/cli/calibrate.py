"""``geocluster calibrate``: the pre-copy law against measured migrations."""

import csv
import io
import re
import stat
from argparse import Namespace
from pathlib import Path

from designer.base.errors import DesignerError
from designer.base.texts import Decimal, Message, msg, msg_in, msg_n
from designer.cli.console import Console, rounded
from designer.cli.usage import Options, shortened
from designer.engine.calibration import Calibration, Figures, Group, Measurement, Prediction, calibrate

FORMAT = "geocluster/calibration/1"
MOST_BYTES = 16 * 1024 * 1024
_NEEDED = ("id", "hypervisor", "mem_gib", "total_s")
_NUMBER = re.compile(r"(\d{1,12}(\.\d{0,17})?|\.\d{1,17})([eE][+-]?\d{1,2})?", re.ASCII)
_LEAST, _MOST = 1e-6, 1e9


class MeasurementsUnreadable(DesignerError):
    """A file that is not a table of measured migrations."""


def add_options(options: Options) -> None:
    """Which measurements."""
    options.option("file", metavar="CSV", about=msg("the measured migrations"))
    options.option("--json", action="store_true", about=msg("answer as JSON"))


def run(arguments: Namespace, console: Console) -> int:
    """Tell how far off the law is."""
    calibration = calibrate(read_measurements(arguments.file))
    if arguments.json:
        console.json(_document(calibration, console))
    else:
        _tell(calibration, console)
    return 0


def read_measurements(path: str) -> list[Measurement]:
    """The rows of the file in its order. Raises ``MeasurementsUnreadable`` in one sentence for anything else."""
    place = Path(path)
    name = place.name or str(place)
    return [_measurement(row, name, line) for line, row in _rows(_text(place, name), name)]


def _text(place: Path, name: str) -> str:
    try:
        status = place.stat()
        if not stat.S_ISREG(status.st_mode):
            message = msg("{name} is not an ordinary file. Choose a CSV file of measured migrations.", name=name)
            raise MeasurementsUnreadable("measurements-not-regular", message)
        with place.open("rb") as file:
            # One more than allowed, because a file can grow between the look and the reading.
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        message = msg("There is no file {name}. Check the name and the folder.", name=name)
        raise MeasurementsUnreadable("file-missing", message) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = msg("The file {name} cannot be read: {reason}. Check the disk.", name=name, reason=reason)
        raise MeasurementsUnreadable("file-unreadable", message) from error
    if len(data) > MOST_BYTES:
        message = msg("{name} is larger than {most}\u00a0MiB. Split it.", name=name, most=MOST_BYTES // 2**20)
        raise MeasurementsUnreadable("measurements-too-large", message)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = msg("{name} is not text in UTF-8. Export the measurements as CSV in UTF-8.", name=name)
        raise MeasurementsUnreadable("measurements-not-text", message) from error


def _rows(text: str, name: str) -> list[tuple[int, dict[str, str]]]:
    """Each row with the line it ends on, its cells by the column's name; empty lines are left out."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        table = [(reader.line_num, cells) for cells in reader if cells]
    except csv.Error as error:
        message = msg("Line {line} of {name} is not valid CSV. Check its quotes.", line=reader.line_num, name=name)
        raise MeasurementsUnreadable("measurements-not-csv", message) from error
    heads = [head.strip() for head in table[0][1]] if table else []
    for needed in _NEEDED:
        if heads.count(needed) != 1:
            message = msg("{name} needs one column “{column}” in its first line.", name=name, column=needed)
            raise MeasurementsUnreadable("measurements-column", message)
    if len(table) < 2:
        message = msg("{name} holds no measurement below its first line. Add some.", name=name)
        raise MeasurementsUnreadable("measurements-none", message)
    for line, cells in table[1:]:
        if len(cells) != len(heads):
            message = msg(
                "Line {line} of {name} has {cells} cells instead of {heads}. Complete it or take it out.",
                line=line,
                name=name,
                cells=len(cells),
                heads=len(heads),
            )
            raise MeasurementsUnreadable("measurements-cells", message)
    return [(line, dict(zip(heads, (cell.strip() for cell in cells), strict=True))) for line, cells in table[1:]]


def _measurement(row: dict[str, str], name: str, line: int) -> Measurement:
    def number(column: str, least: float = _LEAST) -> float | None:
        text = row.get(column, "")
        if not text:
            return None
        if _NUMBER.fullmatch(text) and least <= float(text) <= _MOST:
            return float(text)
        raise _wrong(column, text)

    def _wrong(column: str, text: str) -> MeasurementsUnreadable:
        message = msg(
            "Line {line} of {name}: “{text}” cannot be a value of {column}. Write a plain number or leave it empty.",
            line=line,
            name=name,
            text=shortened(_printable(text)),
            column=column,
        )
        return MeasurementsUnreadable("measurements-number", message)

    vms = number("n_vms", 1.0) or 1.0
    if not vms.is_integer():
        raise _wrong("n_vms", row["n_vms"])
    if not row["id"]:
        raise _wrong("id", "")
    return Measurement(
        id=row["id"],
        hypervisor=row["hypervisor"],
        workload=row.get("workload", ""),
        storage=row.get("storage", ""),
        memory_gib=number("mem_gib"),
        line_gbps=number("link_gbps"),
        dirty_mib_s=number("dirty_mb_s", 0.0),
        total_s=number("total_s"),
        vms=int(vms),
        rate_limit_mib_s=number("rate_limit_mib_s"),
        hot_set_gib=number("wws_gib", 0.0),
        sent_gib=number("data_sent_gib", 0.0),
        throughput_mbit_s=number("throughput_mbit_s"),
        rtt_ms=number("rtt_ms", 0.0),
    )


def _document(calibration: Calibration, console: Console) -> dict[str, object]:
    return {
        "format": FORMAT,
        "rows": [_row(one) for one in calibration.predictions],
        "mean_pct": rounded(calibration.overall.mean_pct),
        "median_pct": rounded(calibration.overall.median_pct),
        "groups": {
            group.id: {
                **_facts(figures),
                "target_mean_pct": group.target_mean_pct,
                "target_median_pct": group.target_median_pct,
            }
            for group, figures in calibration.groups
        },
        "not_predicted": [
            {"id": one.measurement.id, "reason": console.text(one.reason)}
            for one in calibration.predictions
            if one.predicted_s is None
        ],
    }


def _row(one: Prediction) -> dict[str, object]:
    return {
        "id": one.measurement.id,
        "measured_s": one.measurement.total_s,
        "predicted_s": rounded(one.predicted_s),
        "error_pct": rounded(one.error_pct),
    }


def _facts(figures: Figures) -> dict[str, object]:
    return {
        "rows": figures.rows,
        "predicted": figures.predicted,
        "mean_pct": rounded(figures.mean_pct),
        "median_pct": rounded(figures.median_pct),
        "worst_pct": rounded(figures.worst_pct),
    }


def _tell(calibration: Calibration, console: Console) -> None:
    console.table(
        (msg("measurement"), "λ", msg("measured s"), msg("predicted s"), msg("error %"), msg("how, or why not")),
        [_shown(one) for one in calibration.predictions],
        right=(1, 2, 3, 4),
    )
    console.line("")
    groups = [_figures_shown(figures, _aim(group), group.title) for group, figures in calibration.groups]
    console.table(
        (
            msg_in("calibration", "predicted"),
            msg("mean %"),
            msg("median %"),
            msg("worst %"),
            msg("aim %"),
            msg_in("calibration", "group"),
        ),
        [*groups, _figures_shown(calibration.overall, "–", msg("all together"))],
        right=(0, 1, 2, 3),
    )
    console.line("")
    console.say(
        msg(
            "{predicted} of {rows} predicted; errors of the total time, above zero where predicted too long.",
            predicted=sum(one.predicted_s is not None for one in calibration.predictions),
            rows=msg_n("{n} measurement", "{n} measurements", len(calibration.predictions)),
        )
    )


def _shown(one: Prediction) -> tuple[Message | str, ...]:
    return (
        shortened(_printable(one.measurement.id)),
        _figure(one.load, 2),
        _figure(one.measurement.total_s, 2),
        _figure(one.predicted_s, 2),
        _figure(one.error_pct, 1),
        one.reason,
    )


def _figures_shown(figures: Figures, aim: Message | str, title: Message) -> tuple[Message | str, ...]:
    errors = (_figure(value, 1) for value in (figures.mean_pct, figures.median_pct, figures.worst_pct))
    return (f"{figures.predicted}/{figures.rows}", *errors, aim, title)


def _aim(group: Group) -> Message | str:
    if group.target_mean_pct is None:
        return "–"
    mean = Decimal(group.target_mean_pct, 0)
    if group.target_median_pct is None:
        return msg("≤ {mean}", mean=mean)
    return msg("≤ {mean}, median ≤ {median}", mean=mean, median=Decimal(group.target_median_pct, 0))


def _figure(value: float | None, digits: int) -> Message | str:
    return "–" if value is None else msg("{value}", value=Decimal(value, digits))


def _printable(text: str) -> str:
    """The text without what could steer a terminal."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)
