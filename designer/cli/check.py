"""``geocluster check``: the findings of the rules, the figures behind them, and what another era would change."""

from argparse import Namespace
from collections.abc import Sequence
from datetime import datetime

from designer.analysis.eras import Flips, Pack, flips, pack_of
from designer.analysis.finding import Finding, Severity
from designer.analysis.run import analyse
from designer.base.texts import Message, msg, msg_in, msg_n
from designer.cli.console import Console
from designer.cli.figures import figure_facts, tell_figures
from designer.cli.projects import add_project_options, open_design
from designer.cli.usage import Options, one_of
from designer.model.design import Design
from designer.model.era import Era, facts
from designer.model.note import Waiver

FORMAT = "geocluster/findings/1"
SEVERITIES: dict[Severity, Message] = {
    Severity.ERROR: msg_in("severity", "error"),
    Severity.WARNING: msg_in("severity", "warning"),
    Severity.INFO: msg_in("severity", "remark"),
}


def add_options(options: Options) -> None:
    """Which design, and what else to tell."""
    add_project_options(options)
    options.option(
        "--if-era",
        metavar="ERA",
        read=one_of("--if-era", *(era.value for era in Era)),
        about=msg("also tell which findings would appear and disappear on this Windows version"),
    )
    options.option(
        "--figures", action="store_true", about=msg("also tell memory, lines, processors, licences and costs")
    )
    options.option("--json", action="store_true", about=msg("answer as JSON"))


def run(arguments: Namespace, console: Console) -> int:
    """Tell the findings; 1 when an error stands that nobody accepted, whatever another era would change."""
    _, design = open_design(arguments.file, arguments.design)
    today = datetime.now().astimezone().date().isoformat()
    findings = analyse(design, today)
    other = None if arguments.if_era is None else flips(design, Era(arguments.if_era), today)
    if arguments.json:
        pack = pack_of(design)
        answer: dict[str, object] = {
            "format": FORMAT,
            "design": design.id,
            "pack": None if pack is None else _pack_facts(pack, console),
            "findings": [_facts(one, console) for one in findings],
        }
        if arguments.figures:
            answer["figures"] = figure_facts(design, console)
        if other is not None:
            answer["flips"] = _flip_facts(other, console)
        console.json(answer)
    else:
        _tell(design, findings, console)
        if arguments.figures:
            tell_figures(design, console)
        if other is not None:
            _tell_flips(other, console)
    return int(any(one.severity is Severity.ERROR and not one.waived for one in findings))


def _facts(finding: Finding, console: Console) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "subjects": list(finding.subjects),
        "message": console.text(finding.message),
        "remedy": console.text(finding.remedy),
        "source": console.text(finding.source_text),
        "grade": finding.standing.value,
        "waived": finding.waived,
        "waiver": None if finding.waiver is None else _waiver_facts(finding.waiver),
    }


def _waiver_facts(waiver: Waiver) -> dict[str, object]:
    return {"reason": waiver.reason, "owner": waiver.owner, "expires": waiver.expires or None}


def _pack_facts(pack: Pack, console: Console) -> dict[str, object]:
    return {"id": pack.id, "title": console.text(pack.title), "rules": [rule.id for rule in pack.rules]}


def _flip_facts(found: Flips, console: Console) -> dict[str, object]:
    return {
        "era": found.era.value,
        "pack": None if found.pack is None else _pack_facts(found.pack, console),
        "taken_along": [console.text(one) for one in found.taken_along],
        "appear": [_facts(one, console) for one in found.appear],
        "disappear": [_facts(one, console) for one in found.disappear],
    }


def _tell(design: Design, findings: tuple[Finding, ...], console: Console) -> None:
    if not findings:
        console.say(msg("The design rules have nothing to say against {design}.", design=design.label))
        return
    _table(findings, console)
    console.line("")
    counts = tuple(sum(one.severity is severity and not one.waived for one in findings) for severity in Severity)
    console.say(
        msg(
            "{design}: {errors}, {warnings}, {remarks}.",
            design=design.label,
            errors=msg_n("{n} error", "{n} errors", counts[0]),
            warnings=msg_n("{n} warning", "{n} warnings", counts[1]),
            remarks=msg_n("{n} remark", "{n} remarks", counts[2]),
        )
    )


def _tell_flips(found: Flips, console: Console) -> None:
    console.line("")
    if found.taken_along:
        console.say(msg("On {os}, with {changes}:", os=facts(found.era).label, changes=found.taken_along))
    if not found.appear and not found.disappear:
        console.say(msg("No finding would appear or disappear on {os}.", os=facts(found.era).label))
    for title, findings in ((msg("Would appear:"), found.appear), (msg("Would disappear:"), found.disappear)):
        if findings:
            console.line("")
            console.say(title)
            _table(findings, console)


def _table(findings: Sequence[Finding], console: Console) -> None:
    rows = [(one.rule, _severity(one), ", ".join(one.subjects) or "–", _said(one, console)) for one in findings]
    console.table((msg("rule"), msg("severity"), msg("concerns"), msg("finding, remedy, source")), rows)


def _severity(finding: Finding) -> Message:
    severity = SEVERITIES[finding.severity]
    if finding.waived:
        return msg("{severity}, accepted", severity=severity)
    if finding.waiver is not None:
        return msg("{severity}, accepted until {date}", severity=severity, date=finding.waiver.expires)
    return severity


def _said(finding: Finding, console: Console) -> str:
    parts = [
        console.text(finding.message),
        f"→ {console.text(finding.remedy)}",
        f"[{console.text(finding.source_text)}]",
    ]
    if finding.waiver is not None:
        accepted = msg("Accepted by {owner}: {reason}", owner=finding.waiver.owner or "–", reason=finding.waiver.reason)
        parts.append(console.text(accepted))
    return "\n".join(parts)
