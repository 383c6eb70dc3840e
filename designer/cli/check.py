"""``geocluster check``: the findings of the design rules."""

from argparse import Namespace

from designer.analysis.finding import Finding, Severity
from designer.analysis.run import analyse
from designer.base.texts import Message, msg, msg_in, msg_n
from designer.cli.console import Console
from designer.cli.projects import add_project_options, open_design
from designer.cli.usage import Options
from designer.model.design import Design

FORMAT = "geocluster/findings/1"
SEVERITIES: dict[Severity, Message] = {
    Severity.ERROR: msg_in("severity", "error"),
    Severity.WARNING: msg_in("severity", "warning"),
    Severity.INFO: msg_in("severity", "remark"),
}


def add_options(options: Options) -> None:
    """Which design."""
    add_project_options(options)
    options.option("--json", action="store_true", about=msg("answer as JSON"))


def run(arguments: Namespace, console: Console) -> int:
    """Tell the findings; 1 when an error stands that nobody accepted."""
    _, design = open_design(arguments.file, arguments.design)
    findings = analyse(design)
    if arguments.json:
        console.json({"format": FORMAT, "design": design.id, "findings": [_facts(one, console) for one in findings]})
    else:
        _tell(design, findings, console)
    return int(any(one.severity is Severity.ERROR and not one.waived for one in findings))


def _facts(finding: Finding, console: Console) -> dict[str, object]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "subjects": list(finding.subjects),
        "message": console.text(finding.message),
        "remedy": console.text(finding.remedy),
        "source": console.text(finding.source_text),
        "waived": finding.waived,
    }


def _tell(design: Design, findings: tuple[Finding, ...], console: Console) -> None:
    if not findings:
        console.say(msg("The design rules have nothing to say against {design}.", design=design.label))
        return
    rows = []
    for finding in findings:
        severity: Message | str = SEVERITIES[finding.severity]
        if finding.waived:
            severity = msg("{severity}, accepted", severity=severity)
        said = (
            f"{console.text(finding.message)}\n→ {console.text(finding.remedy)}\n[{console.text(finding.source_text)}]"
        )
        rows.append((finding.rule, severity, ", ".join(finding.subjects) or "–", said))
    console.table((msg("rule"), msg("severity"), msg("concerns"), msg("finding, remedy, source")), rows)
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
