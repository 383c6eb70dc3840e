"""Requirements, constraints, assumptions, risks and decisions as a person entered them."""

from designer.base.texts import Message, msg
from designer.model.project import Project
from designer.model.register import RegisterEntry, RegisterKind
from designer.report.content import Cell, Column, Row, Section, Table, Text

_CAPTIONS: dict[RegisterKind, Message] = {
    RegisterKind.REQUIREMENT: msg("Requirements"),
    RegisterKind.CONSTRAINT: msg("Constraints"),
    RegisterKind.ASSUMPTION: msg("Assumptions"),
    RegisterKind.RISK: msg("Risks"),
    RegisterKind.DECISION: msg("Decisions"),
}
_TEXT_TITLES: dict[RegisterKind, Message] = {
    RegisterKind.REQUIREMENT: msg("Requirement"),
    RegisterKind.CONSTRAINT: msg("Constraint"),
    RegisterKind.ASSUMPTION: msg("Assumption"),
    RegisterKind.RISK: msg("Risk"),
    RegisterKind.DECISION: msg("Decision"),
}
_FIELDS: dict[str, Message] = {
    "reason": msg("Reason"),
    "mitigation": msg("Mitigation"),
    "priority": msg("Priority"),
    "owner": msg("Owner"),
    "status": msg("Status"),
}
_WIDE = frozenset({"reason", "mitigation"})


def registers_section(project: Project) -> Section | None:
    """A table for each register that has entries; None where there are none at all."""
    tables = tuple(
        _table(kind, entries)
        for kind in RegisterKind
        if (entries := tuple(entry for entry in project.registers if entry.kind is kind))
    )
    return Section(msg("Requirements, assumptions and risks"), tables) if tables else None


def _table(kind: RegisterKind, entries: tuple[RegisterEntry, ...]) -> Table:
    """Columns only for what somebody filled in."""
    used = [name for name in _FIELDS if any(getattr(entry, name) for entry in entries)]
    columns = (
        Column(msg("Id")),
        Column(_TEXT_TITLES[kind], share=4),
        *(Column(_FIELDS[name], share=3 if name in _WIDE else 1) for name in used),
    )
    return Table(_CAPTIONS[kind], columns, tuple(_row(entry, used) for entry in entries))


def _row(entry: RegisterEntry, used: list[str]) -> Row:
    values: list[Cell | Text] = [Cell(entry.id, mono=True), entry.text]
    return (*values, *(getattr(entry, name) for name in used))
