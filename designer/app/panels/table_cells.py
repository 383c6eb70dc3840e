"""Nodes, VMs and LUNs as a table of cells: what stands in a cell, what a typed or pasted one means.

Pasting takes what spreadsheets put on the clipboard (columns by tabs, or CSV with commas or semicolons). It is one
step: either every cell fits, or nothing is changed and every cell that does not fit is named.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache

from designer.app.choices import name_of_choice
from designer.app.command_palette import folded
from designer.app.panels.field_table import FieldSpec, Look, command_for, sections_of, value_at
from designer.assets.translations import translator
from designer.base.errors import DesignerError
from designer.base.texts import LANGUAGES, Message, Translator, msg, msg_n
from designer.editing.additions import ElementKind
from designer.editing.command import Command
from designer.editing.elements import AddElement
from designer.editing.together import Together
from designer.model.blueprint import Blueprint, build
from designer.model.design import Design, Element
from designer.model.project import Project

YES, NO = ("yes", "ano", "true", "1", "x", "✓"), ("no", "ne", "false", "0", "-", "")
_MOST_ROWS = 5000


class Rows(Enum):
    """Which elements a table shows."""

    NODES = ElementKind.NODE
    VMS = ElementKind.VM
    LUNS = ElementKind.LUN


_PATHS: dict[Rows, tuple[str, ...]] = {
    Rows.NODES: (
        "name",
        "site",
        "os",
        "edition",
        "memory_mib",
        "reserve_mib",
        "sockets",
        "cores_per_socket",
        "threads_per_core",
        "cpu_vendor",
        "cpu_family",
        "votes",
        "hbas",
        "cost",
    ),
    Rows.VMS: (
        "name",
        "node",
        "memory.kind",
        "memory.startup_mib",
        "memory.minimum_mib",
        "memory.maximum_mib",
        "vcpus",
        "dirty_mib_s",
        "luns",
        "priority",
        "guest_os",
    ),
    Rows.LUNS: ("name", "r1.array", "r1.size_gib", "r2.array", "r2.size_gib", "mode", "state", "disk_type", "csv"),
}


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that does not fit: its row and column as a spreadsheet counts them, from 1 and A, and why."""

    row: int
    column: int
    text: str
    reason: Message

    @property
    def message(self) -> Message:
        """The sentence that names the cell."""
        place = f"{_letters(self.column)}{self.row + 1}"
        return msg("{cell} “{text}”: {reason}", cell=place, text=self.text, reason=self.reason)


@dataclass(frozen=True, slots=True)
class PastePlan:
    """What pasting would do: one command, or the cells that do not fit; neither for an empty clipboard."""

    command: Command | None
    errors: tuple[CellError, ...] = ()
    cells: int = 0


def elements_of(design: Design, rows: Rows) -> tuple[Element, ...]:
    """The elements in the order of the rows."""
    match rows:
        case Rows.NODES:
            return design.nodes
        case Rows.VMS:
            return design.vms
        case Rows.LUNS:
            return design.luns


def columns_of(rows: Rows) -> tuple[FieldSpec, ...]:
    """The columns of a table, by the inspector's own lines, so that both read and write alike."""
    return tuple(_spec(rows, path) for path in _PATHS[rows])


def heading(spec: FieldSpec) -> Message | str:
    """What a column is called; the copy is told where the field's name alone would not say it."""
    if spec.path.startswith(("r1.", "r2.")):
        return msg("{copy}: {field}", copy=spec.path[:2].upper(), field=spec.text)
    return spec.text


def shown(design: Design, element: Element, spec: FieldSpec, words: Translator) -> str:
    """What stands in a cell."""
    value = _value(element, spec.path)
    if value is None:
        return ""
    if spec.look is Look.CHOICE and isinstance(value, Enum):
        return words.render(name_of_choice(value))
    if spec.look in {Look.REFERENCE, Look.SEVERAL_REFERENCES}:
        ids = value if isinstance(value, tuple) else (value,)
        return ", ".join(design.name_of(str(one)) for one in ids)
    if spec.look is Look.YES_NO:
        return words.render(msg("yes") if value else msg("no"))
    if spec.look is Look.QUANTITY and isinstance(value, int | float):
        return spec.quantity.shown(value, words)
    return str(value)


def parsed(design: Design, spec: FieldSpec, text: str) -> object:
    """The value that a cell's text means. Raises ``ValueError`` with a :class:`Message` as its argument."""
    typed = text.strip()
    if spec.look is Look.QUANTITY:
        if not typed and spec.is_optional:
            return None
        try:
            return spec.quantity.parse(typed)
        except ValueError:
            raise ValueError(spec.quantity.refusal()) from None
    if spec.look is Look.CHOICE and spec.choices is not None:
        return _member(spec.choices, typed)
    if spec.look is Look.YES_NO:
        return _yes_or_no(typed)
    if spec.look is Look.REFERENCE:
        return None if not typed and spec.is_optional else _reference(design, spec, typed)
    if spec.look is Look.SEVERAL_REFERENCES:
        parts = [part.strip() for part in typed.replace(";", ",").split(",")]
        return tuple(_reference(design, spec, part) for part in parts if part)
    return text.strip()


def edit(design: Design, element: Element, spec: FieldSpec, text: str) -> Command:
    """The command that a typed cell means. Raises ``ValueError`` as :func:`parsed`."""
    return command_for(design, element, spec.path, parsed(design, spec, text))


def read_cells(text: str) -> tuple[tuple[str, ...], ...]:
    """The cells on the clipboard: columns by tabs, else by semicolons or commas; quoted cells may hold line breaks."""
    first = text.partition("\n")[0]
    delimiter = "\t" if "\t" in text else ";" if first.count(";") >= max(1, first.count(",")) else ","
    if delimiter != "\t" and delimiter not in first:
        delimiter = "\t"
    rows = [tuple(row) for row in csv.reader(io.StringIO(text), delimiter=delimiter)]
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return tuple(rows[:_MOST_ROWS])


def plan_paste(project: Project, design_id: str, rows: Rows, text: str, *, at: tuple[int, int] = (0, 0)) -> PastePlan:
    """What pasting ``text`` means, its upper left cell at row and column ``at``.

    A first row of nothing but headings tells which columns are meant, and rows then find their elements by name.
    Rows without an element make new ones.
    """
    cells = read_cells(text)
    if not cells:
        return PastePlan(None)
    return _Paste(project, design_id, rows).plan(cells, at)


class _Paste:
    """Works cell after cell on a copy of the project, so that a refusal can name its cell."""

    def __init__(self, project: Project, design_id: str, rows: Rows) -> None:
        self._project = project
        self._design_id = design_id
        self._rows = rows
        self._columns = columns_of(rows)
        self._commands: list[Command] = []
        self._errors: list[CellError] = []
        self._cells = 0

    def plan(self, cells: Sequence[Sequence[str]], at: tuple[int, int]) -> PastePlan:
        headed = self._headed(cells[0])
        if headed is None:
            columns = list(self._columns[at[1] :])
            for offset, row in enumerate(cells):
                self._too_wide(offset, row, len(columns))
                self._row(offset, self._at(at[0] + offset), columns, row)
        else:
            for offset, row in enumerate(cells[1:], start=1):
                self._row(offset, self._named(headed, row), headed, row)
        if self._errors or not self._commands:
            return PastePlan(None, tuple(self._errors), self._cells)
        name = msg_n("Paste {n} cell into the table", "Paste {n} cells into the table", self._cells)
        return PastePlan(Together(tuple(self._commands), name), (), self._cells)

    @property
    def _design(self) -> Design:
        return self._project.design(self._design_id)

    def _headed(self, first: Sequence[str]) -> list[FieldSpec] | None:
        """The columns that a row of headings names; None where it is no such row."""
        known = {word: spec for spec in self._columns for word in _headings(spec)}
        wanted = [known.get(folded(cell.strip())) for cell in first if cell.strip()]
        if not wanted or any(one is None for one in wanted):
            return None
        return [one for one in wanted if one is not None]

    def _at(self, place: int) -> Element | None:
        elements = elements_of(self._design, self._rows)
        return elements[place] if place < len(elements) else None

    def _named(self, columns: Sequence[FieldSpec], row: Sequence[str]) -> Element | None:
        at = next((place for place, spec in enumerate(columns) if spec.path == "name"), None)
        name = row[at].strip() if at is not None and at < len(row) else ""
        elements = elements_of(self._design, self._rows)
        return next((one for one in elements if name and self._design.name_of(one.id) == name), None)

    def _too_wide(self, offset: int, row: Sequence[str], most: int) -> None:
        for place, text in enumerate(row[most:], start=most):
            if text.strip():
                reason = msg("the table has no such column; begin further left")
                self._errors.append(CellError(offset, place, text.strip(), reason))

    def _row(self, offset: int, element: Element | None, columns: Sequence[FieldSpec], row: Sequence[str]) -> None:
        if not any(cell.strip() for cell in row):
            return
        if element is None:
            element = self._added(offset, columns, row)
        if element is None:
            return
        for place, (spec, text) in enumerate(zip(columns, row, strict=False)):
            present = self._design.find(element.id)
            if present is None or shown(self._design, present, spec, translator("en")) == text.strip():
                continue
            self._cell(CellError(offset, place, text.strip(), msg("it does not fit")), present, spec)

    def _cell(self, cell: CellError, element: Element, spec: FieldSpec) -> None:
        if not cell.text and not spec.is_optional:
            return  # an empty cell of a sheet means that nobody filled it in
        if _value(element, spec.path) is None and spec.path.startswith("r2."):
            self._errors.append(_because(cell, msg("this LUN has no second copy; connect its arrays first")))
            return
        try:
            command = edit(self._design, element, spec, cell.text)
        except ValueError as error:
            self._errors.append(_because(cell, error.args[0]))
            return
        self._do(command, cell)

    def _added(self, offset: int, columns: Sequence[FieldSpec], row: Sequence[str]) -> Element | None:
        by_path = {
            spec.path: (place, text.strip()) for place, (spec, text) in enumerate(zip(columns, row, strict=False))
        }
        host_path = {Rows.NODES: "site", Rows.VMS: "node", Rows.LUNS: "r1.array"}[self._rows]
        place, host = by_path.get(host_path, (0, ""))
        inside: str | None = None
        if host:
            try:
                inside = _reference(self._design, _spec(self._rows, host_path), host)
            except ValueError as error:
                self._errors.append(_because(CellError(offset, place, host, msg("it does not fit")), error.args[0]))
                return None
        name_place, name = by_path.get("name", (0, ""))
        add = AddElement(self._design_id, self._rows.value, inside=inside, name=name)
        cell = CellError(offset, name_place, name, msg("it does not fit"))
        before = self._project
        if not self._do(add, cell):
            return None
        return self._design.find(add.new_id(before))

    def _do(self, command: Command, cell: CellError) -> bool:
        try:
            self._project = command.apply(self._project)
        except DesignerError as refusal:
            self._errors.append(_because(cell, refusal.message))
            return False
        self._commands.append(command)
        self._cells += 1
        return True


def _because(cell: CellError, reason: Message) -> CellError:
    return CellError(cell.row, cell.column, cell.text, reason)


def _value(element: Element, path: str) -> object:
    head, dot, rest = path.partition(".")
    inner = value_at(element, head)
    return value_at(inner, rest) if dot and inner is not None else inner


def _spec(rows: Rows, path: str) -> FieldSpec:
    """The inspector's line for a path."""
    return _specs(rows)[path]


@cache
def _specs(rows: Rows) -> dict[str, FieldSpec]:
    """The inspector's lines of an element of that kind, both copies of a LUN included."""
    design = build(Blueprint(1, 1, vms=1))
    element = elements_of(design, rows)[0]
    return {spec.path: spec for section in sections_of(design, element) for spec in section.fields}


def _headings(spec: FieldSpec) -> Iterable[str]:
    yield folded(spec.path)
    for language in LANGUAGES:
        yield folded(translator(language).render(heading(spec)))


def _member(choices: type[Enum], text: str) -> Enum:
    wanted = folded(text)
    for member in choices:
        names = {folded(translator(one).render(name_of_choice(member))) for one in LANGUAGES}
        if wanted in {folded(str(member.value)), folded(member.name), *names}:
            return member
    known = tuple(name_of_choice(one) for one in choices)
    raise ValueError(msg("choose one of {names}", names=known))


def _yes_or_no(text: str) -> bool:
    if text.casefold() in YES:
        return True
    if text.casefold() in NO:
        return False
    raise ValueError(msg("write yes or no"))


def _reference(design: Design, spec: FieldSpec, text: str) -> str:
    options = spec.options(design) if spec.options is not None else ()
    wanted = folded(text)
    found = [key for key, name in options if wanted in {folded(name), folded(key)}]
    if len(found) == 1:
        return found[0]
    names = tuple(name for _, name in options)
    if not names:
        raise ValueError(msg("the variant has nothing of that kind yet"))
    raise ValueError(msg("choose one of {names}", names=names[:12]))


def _letters(column: int) -> str:
    """A, B, …, Z, AA as spreadsheets count."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
