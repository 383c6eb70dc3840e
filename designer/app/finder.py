"""What the command palette can find: actions, elements, variants, problems, scenarios, samples, settings."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QIcon

from designer.analysis.finding import Finding, Severity
from designer.app.actions import ActionSet, ActionSpec, key_text
from designer.app.canvas.design_canvas import DesignCanvas
from designer.app.command_palette import Entry, folded
from designer.app.context import AppContext
from designer.app.document_controller import DocumentController, Mode
from designer.app.panels.describing import icon_of, kind_of, place_of, title_of
from designer.app.panels.problems import severity_pixmap
from designer.assets.samples import SAMPLES
from designer.assets.translations import translator
from designer.base.texts import LANGUAGES, Message, msg
from designer.drawing.ink import Role

_SWITCHES: tuple[tuple[str, Message], ...] = (
    ("snap", msg("Snap to the grid and to other elements")),
    ("grid", msg("Show the grid")),
    ("single_keys", msg("Single letters choose tools")),
    ("reduced_motion", msg("Reduced motion")),
    ("reopens", msg("Open the projects of the last time")),
)
_HIDDEN = frozenset({"tools.palette", "edit.find"})


def _words(spec: ActionSpec) -> tuple[Message, ...]:
    return (spec.text,) if spec.also is None else (spec.text, spec.also)


class Finder(QObject):
    """Makes the entries afresh each time, so that they say what is true now."""

    scenario_wanted = Signal(object)
    """A saved :class:`Scenario` to be run."""
    sample_wanted = Signal(str)
    """The name of a sample to be opened."""

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
        return (
            *self._action_entries(),
            *self._element_entries(),
            *self._variant_entries(),
            *self._problem_entries(),
            *self._scenario_entries(),
            *self._sample_entries(),
            *self._setting_entries(),
        )

    def _action_entries(self) -> Iterator[Entry]:
        for action_id in self._actions.ids():
            if action_id in _HIDDEN:
                continue
            spec, reason = self._actions.spec(action_id), self._actions.reason(action_id)
            text = self._context.text(spec.text)
            yield Entry(
                text,
                folded(" · ".join(translator(one).render(word) for word in _words(spec) for one in LANGUAGES)),
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

    def _scenario_entries(self) -> Iterator[Entry]:
        design = self._controller.design
        for scenario in self._controller.project.scenarios:
            if design is not None and scenario.design in {None, design.id}:
                note = self._context.text(msg("saved scenario"))
                search = folded(f"> {scenario.name} {scenario.note} {note}")
                icon = self._context.icon("history")
                yield Entry(scenario.name, search, partial(self.scenario_wanted.emit, scenario), note, icon)

    def _sample_entries(self) -> Iterator[Entry]:
        for sample in SAMPLES:
            text = self._context.text(msg("Sample: {title}", title=sample.title))
            search = folded(" ".join((text, sample.name, *(translator(one).render(sample.title) for one in LANGUAGES))))
            yield Entry(text, search, partial(self.sample_wanted.emit, sample.name), icon=self._context.icon("book"))

    def _setting_entries(self) -> Iterator[Entry]:
        """Yes-or-no settings: running one turns it over."""
        preferences = self._context.preferences
        for name, title in _SWITCHES:
            is_on = bool(getattr(preferences, name))
            state = self._context.text(msg("on") if is_on else msg("off"))
            words = " ".join(translator(one).render(title) for one in LANGUAGES)
            turn = partial(setattr, preferences, name, not is_on)
            yield Entry(self._context.text(title), folded(words), turn, state, self._context.icon("settings"))

    def _show_finding(self, finding: Finding) -> None:
        self._go_to(finding.subjects)

    def _go_to(self, element_ids: tuple[str, ...]) -> None:
        self._controller.set_mode(Mode.DESIGN)
        self._controller.select(element_ids)
        self._canvas.reveal(element_ids)
