"""The table of everything a person can ask for. Menus, tool bar, keyboard and command palette all read it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from designer.app.context import AppContext
from designer.app.document_controller import Mode
from designer.base.texts import Message, msg, msg_in


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides which actions make sense. ``kinds`` names the types of the selected elements."""

    is_open: bool = False
    has_design: bool = False
    mode: Mode = Mode.DESIGN
    selected: int = 0
    placed: int = 0
    kinds: frozenset[str] = frozenset()
    designs: int = 0
    can_undo: bool = False
    can_redo: bool = False
    has_clipboard: bool = False
    has_problems: bool = False
    has_run: bool = False
    is_recommended: bool = False


LINE_KINDS = frozenset({"ReplicationLink", "NetworkLink", "SanLink", "WitnessPath"})
Need = Callable[[Situation], Message | None]
"""Why an action cannot be done now, or None when it can."""


def always(_: Situation) -> Message | None:
    """Nothing is needed."""
    return None


def a_document(now: Situation) -> Message | None:
    """A project must be open."""
    return None if now.is_open else msg("No project is open.")


def a_design(now: Situation) -> Message | None:
    """A variant must be shown."""
    return a_document(now) or (None if now.has_design else msg("The project has no variant yet."))


def another_recommended(now: Situation) -> Message | None:
    """The variant shown must not be the recommended one already."""
    return a_design(now) or (msg("This variant is the recommended one.") if now.is_recommended else None)


def the_canvas(now: Situation) -> Message | None:
    """A variant must be shown in Design."""
    return a_design(now) or (None if now.mode is Mode.DESIGN else msg("This is done in Design."))


def a_selection(now: Situation) -> Message | None:
    """At least one element must be selected in Design."""
    return the_canvas(now) or (None if now.selected else msg("Nothing is selected."))


def one_selected(now: Situation) -> Message | None:
    """Exactly one element must be selected."""
    return the_canvas(now) or (None if now.selected == 1 else msg("Select one element."))


def two_placed(now: Situation) -> Message | None:
    """Two elements that have a place must be selected."""
    few = msg("Select at least two elements that stand on the canvas.")
    return the_canvas(now) or (None if now.placed >= 2 else few)


def three_placed(now: Situation) -> Message | None:
    """Three elements that have a place must be selected."""
    few = msg("Select at least three elements that stand on the canvas.")
    return the_canvas(now) or (None if now.placed >= 3 else few)


def a_step_back(now: Situation) -> Message | None:
    """There must be something to undo."""
    return None if now.can_undo else msg("There is nothing to undo.")


def a_step_forward(now: Situation) -> Message | None:
    """There must be something to redo."""
    return None if now.can_redo else msg("There is nothing to redo.")


def a_clipboard(now: Situation) -> Message | None:
    """Something must have been copied."""
    return the_canvas(now) or (None if now.has_clipboard else msg("Nothing has been copied."))


def a_line(now: Situation) -> Message | None:
    """A line must be selected."""
    return a_selection(now) or (None if now.kinds & LINE_KINDS else msg("Select a line."))


def a_note(now: Situation) -> Message | None:
    """A note must be selected."""
    return a_selection(now) or (None if "Note" in now.kinds else msg("Select a note."))


def a_standing(now: Situation) -> Message | None:
    """Something that stands on the canvas must be selected."""
    return the_canvas(now) or (None if now.placed else msg("Select something that stands on the canvas."))


def two_designs(now: Situation) -> Message | None:
    """There must be two variants."""
    return a_document(now) or (None if now.designs >= 2 else msg("The project has fewer than two variants."))


def problems(now: Situation) -> Message | None:
    """There must be findings."""
    return a_design(now) or (None if now.has_problems else msg("There is no problem."))


def a_run(now: Situation) -> Message | None:
    """There must be a run in Simulate."""
    if now.mode is not Mode.SIMULATE:
        return msg("This is done in Simulate.")
    return None if now.has_run else msg("There is no run yet.")


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action. ``canvas_key`` is a single letter that works while the canvas has the keyboard."""

    id: str
    text: Message
    keys: tuple[str, ...] = ()
    icon: str | None = None
    need: Need = always
    canvas_key: str = ""
    is_checkable: bool = False
    menu_role: QAction.MenuRole = QAction.MenuRole.NoRole
    also: Message | None = None
    """Other words by which people look for it."""


_DISTRIBUTE = msg("distribute, spread")
_MINIMAP = msg("minimap, bird's eye view")

_TABLE: tuple[ActionSpec, ...] = (
    ActionSpec("file.blank", msg("New empty project"), ("Ctrl+N",), "file"),
    ActionSpec("file.blueprint", msg("New from numbers…"), ("Ctrl+Shift+N",), "wand"),
    ActionSpec("file.open", msg("Open…"), ("Ctrl+O",), "folder"),
    ActionSpec("file.save", msg_in("action", "Save"), ("Ctrl+S",), "device-floppy", a_document),
    ActionSpec("file.save_as", msg("Save as…"), ("Ctrl+Shift+S",), None, a_document),
    ActionSpec("file.save_copy", msg("Save a copy…"), (), None, a_document),
    ActionSpec("file.export_pdf", msg("Export PDF document…"), ("Ctrl+E",), "file-type-pdf", a_design),
    ActionSpec("file.export_picture", msg("Export picture…"), ("Ctrl+Shift+E",), "photo", a_design),
    ActionSpec("file.export_view", msg("Export picture of the view…"), (), None, the_canvas),
    ActionSpec("file.export_selection", msg("Export picture of the selection…"), (), None, a_selection),
    ActionSpec("file.close", msg("Close project"), ("Ctrl+W", "Ctrl+F4"), None, a_document),
    ActionSpec("file.quit", msg("Quit"), ("Ctrl+Q",), None, menu_role=QAction.MenuRole.QuitRole),
    ActionSpec("edit.undo", msg("Undo"), ("Ctrl+Z",), "arrow-back-up", a_step_back),
    ActionSpec("edit.redo", msg("Redo"), ("Ctrl+Y", "Ctrl+Shift+Z"), "arrow-forward-up", a_step_forward),
    ActionSpec("edit.cut", msg("Cut"), ("Ctrl+X",), "cut", a_selection),
    ActionSpec("edit.copy", msg("Copy"), ("Ctrl+C",), "copy", a_selection),
    ActionSpec("edit.paste", msg("Paste"), ("Ctrl+V",), "clipboard", a_clipboard),
    ActionSpec("edit.copy_picture", msg("Copy as picture"), ("Ctrl+Shift+C",), "photo", the_canvas),
    ActionSpec("edit.paste_properties", msg("Paste properties"), ("Ctrl+Shift+V",), None, a_selection),
    ActionSpec("edit.duplicate", msg("Duplicate"), ("Ctrl+D",), "copy-plus", a_selection),
    ActionSpec("edit.delete", msg("Delete"), ("Del", "Backspace"), "trash", a_selection),
    ActionSpec("edit.rename", msg("Rename"), ("F2",), "pencil", one_selected),
    ActionSpec("edit.select_all", msg("Select all"), ("Ctrl+A",), "select-all", the_canvas),
    ActionSpec("edit.select_none", msg("Select none"), ("Ctrl+Shift+A",), None, a_selection),
    ActionSpec("edit.select_kind", msg("Select the same kind"), (), None, a_selection),
    ActionSpec("edit.select_connected", msg("Select what is connected"), (), None, a_selection),
    ActionSpec("edit.select_site", msg("Select the whole site"), (), None, a_selection),
    ActionSpec("edit.find", msg("Find…"), ("Ctrl+F",), "search", a_document),
    ActionSpec(
        "edit.preferences", msg("Preferences…"), ("Ctrl+,",), "settings", menu_role=QAction.MenuRole.PreferencesRole
    ),
    ActionSpec("view.zoom_in", msg("Zoom in"), ("Ctrl++", "Ctrl+="), "zoom-in", the_canvas),
    ActionSpec("view.zoom_out", msg("Zoom out"), ("Ctrl+-",), "zoom-out", the_canvas),
    ActionSpec("view.actual_size", msg("Actual size"), ("Ctrl+0", "Ctrl+Home"), "zoom-reset", the_canvas),
    ActionSpec("view.fit", msg("Fit everything"), ("Ctrl+1",), "zoom-scan", the_canvas, "Home"),
    ActionSpec("view.fit_selection", msg("Fit the selection"), ("Ctrl+2",), "focus-centered", a_selection, "F"),
    ActionSpec("view.fit_site", msg("Fit the site"), ("Ctrl+3",), "building", the_canvas),
    ActionSpec("view.fit_problem", msg("Fit the problem"), ("Ctrl+4",), "alert-triangle", problems),
    ActionSpec("view.grid", msg("Grid"), (), "grid-dots", the_canvas, "G", is_checkable=True),
    ActionSpec("view.snap", msg("Snap"), (), "magnet", the_canvas, "Shift+G", is_checkable=True),
    ActionSpec("view.minimap", msg("Overview"), (), "map", the_canvas, "O", is_checkable=True, also=_MINIMAP),
    ActionSpec("view.rulers", msg("Rulers"), (), "ruler-2", the_canvas, "R", is_checkable=True),
    ActionSpec("view.layers", msg("Show the layers"), (), "stack-2", the_canvas, "Shift+L"),
    ActionSpec("view.all_layers", msg("Show all layers"), (), "eye", the_canvas),
    ActionSpec("layer.compute", msg_in("layer", "Nodes"), (), None, the_canvas, is_checkable=True),
    ActionSpec("layer.vms", msg("Virtual machines"), (), None, the_canvas, is_checkable=True),
    ActionSpec("layer.storage", msg("Storage and SAN"), (), None, the_canvas, is_checkable=True),
    ActionSpec("layer.replication", msg_in("layer", "Replication"), (), None, the_canvas, is_checkable=True),
    ActionSpec("layer.heartbeat", msg("Networks, heartbeat and witness"), (), None, the_canvas, is_checkable=True),
    ActionSpec("layer.notes", msg_in("layer", "Notes"), (), None, the_canvas, is_checkable=True),
    ActionSpec("view.theme_system", msg("Theme of the system"), (), "sun-moon", is_checkable=True),
    ActionSpec("view.theme_light", msg("Light theme"), (), "sun", is_checkable=True),
    ActionSpec("view.theme_dark", msg("Dark theme"), (), "moon", is_checkable=True),
    ActionSpec("view.language_en", msg("English"), (), None, is_checkable=True),
    ActionSpec("view.language_cs", msg("Czech"), (), None, is_checkable=True),
    ActionSpec("view.full_screen", msg("Full screen"), ("F11",), "maximize", is_checkable=True),
    ActionSpec("mode.design", msg("Design"), ("Ctrl+Shift+D",), "sitemap", a_document, is_checkable=True),
    ActionSpec("mode.compare", msg("Compare"), ("Ctrl+Shift+K",), "git-compare", a_document, is_checkable=True),
    ActionSpec("mode.simulate", msg("Simulate"), ("Ctrl+Shift+R",), "player-play", a_document, is_checkable=True),
    ActionSpec("mode.document", msg("Document"), ("Ctrl+Shift+O",), "file-text", a_document, is_checkable=True),
    ActionSpec("tool.select", msg("Select and move"), (), "pointer", the_canvas, "V", is_checkable=True),
    ActionSpec("tool.pan", msg("Move the picture"), (), "hand-stop", the_canvas, "H", is_checkable=True),
    ActionSpec("tool.link", msg("Draw a line"), ("Ctrl+L",), "route", the_canvas, "L", is_checkable=True),
    ActionSpec("tool.join", msg("Connect with the keyboard"), (), "link", a_selection, "C"),
    ActionSpec("insert.site", msg("Site"), (), "building", the_canvas, "S"),
    ActionSpec("insert.third_site", msg("Third site"), (), "building-community", the_canvas),
    ActionSpec("insert.node", msg("Node"), (), "server", the_canvas, "N"),
    ActionSpec("insert.array", msg("Array"), (), "database", the_canvas, "A"),
    ActionSpec("insert.lun", msg_in("palette", "LUN pair"), (), "stack-2", the_canvas),
    ActionSpec("insert.vm", msg("Virtual machine"), (), "box", the_canvas, "M"),
    ActionSpec("insert.witness", msg("Witness"), (), "scale", the_canvas, "W"),
    ActionSpec("insert.network", msg("Network"), (), "network", the_canvas),
    ActionSpec("insert.note", msg("Note"), (), "note", the_canvas, "T"),
    ActionSpec("insert.quick", msg("Insert here…"), (), "plus", the_canvas, "Shift+A"),
    ActionSpec("arrange.left", msg("Align left edges"), (), "layout-align-left", two_placed),
    ActionSpec("arrange.centre", msg("Align centres"), (), "layout-align-center", two_placed),
    ActionSpec("arrange.right", msg("Align right edges"), (), "layout-align-right", two_placed),
    ActionSpec("arrange.top", msg("Align top edges"), (), "layout-align-top", two_placed),
    ActionSpec("arrange.middle", msg("Align middles"), (), "layout-align-middle", two_placed),
    ActionSpec("arrange.bottom", msg("Align bottom edges"), (), "layout-align-bottom", two_placed),
    ActionSpec(
        "arrange.across", msg("Equal gaps across"), (), "layout-distribute-vertical", three_placed, also=_DISTRIBUTE
    ),
    ActionSpec(
        "arrange.down", msg("Equal gaps down"), (), "layout-distribute-horizontal", three_placed, also=_DISTRIBUTE
    ),
    ActionSpec("arrange.centres_across", msg("Equal steps across"), (), None, three_placed, also=_DISTRIBUTE),
    ActionSpec("arrange.centres_down", msg("Equal steps down"), (), None, three_placed, also=_DISTRIBUTE),
    ActionSpec("arrange.auto", msg("Lay out everything"), (), "layout-grid", the_canvas),
    ActionSpec("arrange.lock", msg("Lock or unlock the place"), ("Ctrl+Shift+L",), "lock", a_standing),
    ActionSpec("arrange.into_site", msg("Move into a site…"), ("Ctrl+G",), "building", a_standing),
    ActionSpec("arrange.unpoint", msg("Let the note point at nothing"), (), None, a_note),
    ActionSpec("arrange.straighten", msg("Let the line find its way"), (), "route", a_line),
    ActionSpec("variant.new", msg("New variant from numbers…"), (), "plus", a_document),
    ActionSpec("variant.sweep", msg("Sweep all variants…"), (), "chart-bar", a_design),
    ActionSpec("variant.duplicate", msg("Duplicate variant"), (), "copy", a_design),
    ActionSpec("variant.rename", msg("Rename variant"), (), "pencil", a_design),
    ActionSpec("variant.recommend", msg("Set as recommended"), (), "star", another_recommended),
    ActionSpec("variant.delete", msg("Delete variant"), (), "trash", a_design),
    ActionSpec("variant.next", msg("Next variant"), ("Ctrl+Tab",), None, two_designs),
    ActionSpec("variant.previous", msg("Previous variant"), ("Ctrl+Shift+Tab",), None, two_designs),
    ActionSpec("simulate.play", msg("Play or pause"), ("F5",), "player-play", a_run),
    ActionSpec("simulate.reset", msg("Back to the start"), ("Shift+F5",), "player-skip-back", a_run),
    ActionSpec("simulate.step", msg("Step forward"), ("F8",), "chevron-right", a_run),
    ActionSpec("simulate.back", msg("Step back"), ("Shift+F8",), "chevron-left", a_run),
    ActionSpec("document.registers", msg("Registers…"), (), "checklist", a_document),
    ActionSpec("tools.palette", msg("Search or run…"), ("Ctrl+K", "Ctrl+Shift+P"), "search"),
    ActionSpec("tools.next_problem", msg("Next problem"), ("F7",), "alert-triangle", problems),
    ActionSpec("tools.previous_problem", msg("Previous problem"), ("Shift+F7",), None, problems),
    ActionSpec("tools.fix", msg("Fix the chosen problem…"), ("Ctrl+.",), "wand", problems),
    ActionSpec("tools.accept", msg("Accept the chosen problem…"), (), "circle-check", problems),
    ActionSpec("tools.properties", msg("Properties"), ("F4", "Alt+Return"), "adjustments", the_canvas),
    ActionSpec("window.left", msg("Left panel"), (), "layout-sidebar", the_canvas, is_checkable=True),
    ActionSpec("window.right", msg("Right panel"), (), "layout-sidebar-right", the_canvas, is_checkable=True),
    ActionSpec("window.bottom", msg("Bottom panel"), (), "layout-bottombar", the_canvas, is_checkable=True),
    ActionSpec("window.next_pane", msg("Next pane"), ("F6",), None),
    ActionSpec("window.previous_pane", msg("Previous pane"), ("Shift+F6",), None),
    ActionSpec("window.next_project", msg("Next project"), ("Ctrl+PgDown",), None),
    ActionSpec("window.previous_project", msg("Previous project"), ("Ctrl+PgUp",), None),
    ActionSpec("window.reset", msg("Reset layout"), (), "refresh"),
    ActionSpec("help.shortcuts", msg("Keyboard shortcuts"), ("F1",), "keyboard"),
    ActionSpec("help.about", msg("About"), (), "info-circle", menu_role=QAction.MenuRole.AboutRole),
)
SPECS: dict[str, ActionSpec] = {spec.id: spec for spec in _TABLE}


@dataclass
class _Bound:
    spec: ActionSpec
    action: QAction
    reason: Message | None = None
    run: Callable[[], None] | None = field(default=None, repr=False)


class ActionSet(QObject):
    """The actions of one window: QActions made from the table, bound to what they do, enabled by the situation."""

    def __init__(self, context: AppContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._bound = {spec.id: _Bound(spec, self._build(spec)) for spec in with_own_keys(context.preferences.own_keys)}

    def bind(self, action_id: str, run: Callable[[], None]) -> None:
        """Let the action do this; ``run`` is a bound method and takes no arguments."""
        bound = self._bound[action_id]
        bound.run = run
        bound.action.triggered.connect(self._triggered)

    def action(self, action_id: str) -> QAction:
        """The QAction of an id of the table."""
        return self._bound[action_id].action

    def spec(self, action_id: str) -> ActionSpec:
        """The action's line in the table."""
        return self._bound[action_id].spec

    def trigger(self, action_id: str) -> bool:
        """Do the action as if it had been chosen from a menu; False when it cannot be done now."""
        action = self._bound[action_id].action
        if not action.isEnabled():
            return False
        action.trigger()
        return True

    def trigger_canvas_key(self, keys: str) -> bool:
        """Do the action of a canvas key, say ``N`` or ``Shift+G``; False when there is none or it cannot be done."""
        found = next((spec.id for spec in _TABLE if spec.canvas_key == keys), None)
        return found is not None and self.trigger(found)

    def reason(self, action_id: str) -> Message | None:
        """Why the action cannot be done now, or None."""
        return self._bound[action_id].reason

    def ids(self) -> tuple[str, ...]:
        """Ids of all actions that do something, in the table's order."""
        return tuple(one for one, bound in self._bound.items() if bound.run is not None)

    def unbound(self) -> tuple[str, ...]:
        """Ids of actions that nothing has been bound to; empty in a finished window."""
        return tuple(one for one, bound in self._bound.items() if bound.run is None)

    def refresh(self, now: Situation) -> None:
        """Enable what can be done in this situation and remember why the rest cannot."""
        for bound in self._bound.values():
            bound.reason = bound.spec.need(now)
            bound.action.setEnabled(bound.reason is None)

    def set_text(self, action_id: str, text: Message) -> None:
        """Show another text, say with the name of the step to undo."""
        bound = self._bound[action_id]
        bound.action.setText(self._context.text(text))
        bound.action.setToolTip(self._tip(bound.spec, self._context.text(text)))

    def _triggered(self) -> None:
        sender = self.sender()
        for bound in self._bound.values():
            if bound.action is sender and bound.run is not None:
                bound.run()
                return

    def _build(self, spec: ActionSpec) -> QAction:
        text = self._context.text(spec.text)
        action = QAction(text, self)
        action.setObjectName(spec.id)
        action.setCheckable(spec.is_checkable)
        action.setMenuRole(spec.menu_role)
        action.setToolTip(self._tip(spec, text))
        if spec.keys:
            action.setShortcuts([QKeySequence(keys) for keys in spec.keys])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        elif spec.canvas_key:
            action.setText(f"{text}\t{spec.canvas_key}")
        action.setIconText(text)
        if spec.icon is not None:
            action.setIcon(self._context.icon(spec.icon))
            action.setIconVisibleInMenu(not spec.is_checkable)
        return action

    def _tip(self, spec: ActionSpec, text: str) -> str:
        shown = key_text(spec)
        return f"{text} ({shown})" if shown else text


def key_text(spec: ActionSpec) -> str:
    """The first key of an action as people read it; empty for none."""
    keys = spec.keys[0] if spec.keys else spec.canvas_key
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""


def with_own_keys(own: Mapping[str, str]) -> tuple[ActionSpec, ...]:
    """The table with a person's own keys; an empty text takes an action's key away."""
    return tuple(
        spec if spec.id not in own else replace(spec, keys=(own[spec.id],) if own[spec.id] else ()) for spec in _TABLE
    )


def key_refusal(action_id: str, keys: str, own: Mapping[str, str]) -> Message | None:
    """Why the keys cannot be given to the action, or None: another action has them, or they would be typed as text."""
    wanted = QKeySequence(keys)
    if wanted.isEmpty():
        return None
    for spec in with_own_keys(own):
        if spec.id != action_id and any(QKeySequence(one) == wanted for one in spec.keys):
            return msg("{keys} belongs to “{action}” already.", keys=_native(keys), action=spec.text)
    first = wanted[0]  # type: ignore[index]  # the stubs of PySide6 lack it
    held = first.keyboardModifiers() & ~Qt.KeyboardModifier.ShiftModifier
    is_function_key = Qt.Key.Key_F1 <= first.key() <= Qt.Key.Key_F35
    if held == Qt.KeyboardModifier.NoModifier and not is_function_key:
        return msg("{keys} is typed as text. Add Ctrl or Alt, or take a function key.", keys=_native(keys))
    if held == Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier:
        return msg("Ctrl+Alt types signs on many keyboards. Take other keys.")
    return None


def _native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def with_mnemonics(actions: list[QAction]) -> None:
    """Give the entries of one menu their own Alt letters: the first letter of each text that is still free."""
    taken: set[str] = set()
    for action in actions:
        text, tab, keys = action.text().replace("&", "").partition("\t")
        for index, letter in enumerate(text):
            if letter.isalnum() and letter.lower() not in taken:
                taken.add(letter.lower())
                action.setText(f"{text[:index]}&{text[index:]}{tab}{keys}")
                break
