"""What the command palette can find: actions, elements, variants, problems."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QIcon

from designer.analysis.finding import Finding, Severity
from designer.app.actions import ActionSet, key_text
from designer.app.canvas.design_canvas import DesignCanvas
from designer.app.command_palette import Entry, folded
from designer.app.context import AppContext
from designer.app.document_controller import DocumentController, Mode
from designer.app.panels.describing import icon_of, kind_of, place_of, title_of
from designer.app.panels.problems import severity_pixmap
from designer.assets.translations import translator
from designer.base.texts import LANGUAGES, msg
from designer.drawing.ink import Role

_HIDDEN = frozenset({"tools.palette", "edit.find"})


class Finder(QObject):
    """Makes the entries afresh each time, so that they say what is true now."""

    def __init__(
        self,
        controller: DocumentController,
        context: AppContext,
        actions: ActionSet,
        *,
        canvas: DesignCanvas,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._context = context
        self._actions = actions
        self._canvas = canvas

    def entries(self) -> tuple[Entry, ...]:
        """Everything that can be found, actions first."""
        return (*self._action_entries(), *self._element_entries(), *self._variant_entries(), *self._problem_entries())

    def _action_entries(self) -> Iterator[Entry]:
        for action_id in self._actions.ids():
            if action_id in _HIDDEN:
                continue
            spec, reason = self._actions.spec(action_id), self._actions.reason(action_id)
            text = self._context.text(spec.text)
            yield Entry(
                text,
                folded(" · ".join(translator(one).render(spec.text) for one in LANGUAGES)),
                partial(self._actions.trigger, action_id),
                note=key_text(spec),
                icon=self._context.icon(spec.icon or "command"),
                reason="" if reason is None else self._context.text(reason),
            )

    def _element_entries(self) -> Iterator[Entry]:
        design = self._controller.design
        for element in () if design is None else design.elements():
            assert design is not None
            name = self._context.text(title_of(design, element.id))
            kind, place = self._context.text(kind_of(element)), self._context.text(place_of(design, element))
            note = f"{kind} · {place}" if place else kind
            icon = self._context.icon(icon_of(element))
            search = folded(f"{name} {element.id} {note} {kind_of(element).text}")
            yield Entry(name, search, partial(self._go_to, (element.id,)), note, icon)

    def _variant_entries(self) -> Iterator[Entry]:
        for design in self._controller.project.designs:
            text = self._context.text(msg("Variant {label}", label=design.label))
            icon = self._context.icon("sitemap", Role.PRIMARY)
            show = partial(self._controller.show_design, design.id)
            yield Entry(text, folded(f"{text} {design.id}"), show, icon=icon)

    def _problem_entries(self) -> Iterator[Entry]:
        icons = {one: QIcon(severity_pixmap(self._context, one)) for one in Severity}
        for finding in self._controller.judgement.findings:
            text = f"{finding.rule}  {self._context.text(finding.message)}"
            yield Entry(text, folded(f"! {text}"), partial(self._show_finding, finding), icon=icons[finding.severity])

    def _show_finding(self, finding: Finding) -> None:
        self._go_to(finding.subjects)

    def _go_to(self, element_ids: tuple[str, ...]) -> None:
        self._controller.set_mode(Mode.DESIGN)
        self._controller.select(element_ids)
        self._canvas.reveal(element_ids)
