"""The keys of the player, its speed and its clock, and a line that says what is played."""

from collections.abc import Callable
from math import log2

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSlider, QWidget

from designer.app.canvas.fonts import interface_font
from designer.app.context import AppContext
from designer.app.elided_label import ElidedLabel
from designer.app.modes.parts import PADDING, plain_label, tool_button
from designer.app.playback import FASTEST, SLOWEST, Clock, Cursor, Playback
from designer.base.texts import Decimal, Message, msg, msg_in
from designer.drawing.ink import Face, Role

_PER_OCTAVE = 10
_DETENTS = (-10, 0, 10)
_PULL = 2


class PlayerActions:
    """The actions behind the player's buttons. The window's own actions hold the keys; the tooltips name them."""

    def __init__(self, context: AppContext, playback: Playback, owner: QWidget) -> None:
        self._context = context
        self._owner = owner
        make = self._make
        self.start = make(msg("To the start"), "player-skip-back", playback.to_start, "Home")
        self.previous_phase = make(msg("Previous phase"), "player-track-prev", playback.previous_phase, "Shift+Left")
        self.step_back = make(msg("Step back"), "chevron-left", playback.step_back, "Shift+F8")
        self.play = make(msg("Play"), "player-play", playback.toggle, "F5")
        self.step = make(msg("Step"), "chevron-right", playback.step_forward, "F8")
        self.next_phase = make(msg("Next phase"), "player-track-next", playback.next_phase, "Shift+Right")
        self.end = make(msg("To the end"), "player-skip-forward", playback.to_end, "End")
        self.reset = make(msg("Stop and reset"), "player-stop", playback.to_start, "Shift+F5")
        self.play.setIcon(context.icon("player-play", Role.ON_SOLID))

    @property
    def all(self) -> tuple[QAction, ...]:
        """Every action, in the order of the buttons."""
        first = (self.start, self.previous_phase, self.step_back, self.play)
        return (*first, self.step, self.next_phase, self.end, self.reset)

    def show_playing(self, playing: bool) -> None:
        """Let the play action say what it would do."""
        text = msg("Pause") if playing else msg("Play")
        self.play.setText(self._context.text(text))
        self.play.setIcon(self._context.icon("player-pause" if playing else "player-play", Role.ON_SOLID))
        self.play.setToolTip(_with_keys(self.play.text(), "F5"))

    def set_enabled(self, enabled: bool) -> None:
        """Allow or refuse them all: nothing can be played without a run."""
        for action in self.all:
            action.setEnabled(enabled)

    def _make(self, text: Message, icon: str, slot: Callable[[], None], keys: str) -> QAction:
        action = QAction(self._context.icon(icon, Role.TEXT), self._context.text(text), self._owner)
        action.setToolTip(_with_keys(action.text(), keys))
        action.triggered.connect(slot)
        return action


class TransportBar(QWidget):
    """Buttons, speed and clock of the player."""

    clock_chosen = Signal(Clock)

    def __init__(self, context: AppContext, playback: Playback, actions: PlayerActions) -> None:
        super().__init__()
        self._context = context
        self._playback = playback
        self._actions = actions
        row = QHBoxLayout(self)
        row.setContentsMargins(PADDING, 4, PADDING, 0)
        row.setSpacing(2)
        for action in actions.all:
            button = tool_button(action, accent=action is actions.play)
            button.setObjectName("playButton" if action is actions.play else "")
            row.addWidget(button)
        row.addSpacing(10)
        self._factor = plain_label(context, "", points=9.5, role=Role.DIM)
        self._factor.setMinimumWidth(self._factor.fontMetrics().horizontalAdvance("16,0×"))
        self._factor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._factor)
        row.addSpacing(4)
        self.slider = self._speed_slider()
        row.addWidget(self.slider)
        row.addSpacing(8)
        self.clock = self._clock_box()
        row.addWidget(self.clock)
        row.addSpacing(10)
        self._title = ElidedLabel()
        self._title.setFont(interface_font(9.75, Face.SEMIBOLD))
        self._title.setAlignment(Qt.AlignmentFlag.AlignRight)
        row.addWidget(self._title, 1)
        row.addSpacing(8)
        self._place = QLabel()
        self._place.setFont(interface_font(9.75))
        self._place.setStyleSheet(f"color: #{context.ink[Role.DIM]};")
        row.addWidget(self._place)
        playback.speed_changed.connect(self._show_speed)
        playback.playing_changed.connect(actions.show_playing)
        playback.cursor_changed.connect(self._show_place)
        self._show_speed(playback.speed)

    def set_title(self, title: Message | str) -> None:
        """Say what is played."""
        whole = self._context.text(title)
        shown = whole[:1].upper() + whole[1:]
        self._title.setText(shown)

    def show_clock(self, clock: Clock) -> None:
        """Show which clock is used."""
        self.clock.setCurrentIndex(self.clock.findData(clock))

    @property
    def place_text(self) -> str:
        """Which step of how many."""
        return self._place.text()

    def _speed_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setObjectName("speedSlider")
        slider.setRange(round(log2(SLOWEST) * _PER_OCTAVE), round(log2(FASTEST) * _PER_OCTAVE))
        slider.setFixedWidth(96)
        slider.setToolTip(self._context.text(msg("Speed of playing (Ctrl+Up, Ctrl+Down)")))
        slider.setAccessibleName(self._context.text(msg("Speed of playing")))
        slider.valueChanged.connect(self._take_speed)
        return slider

    def _clock_box(self) -> QComboBox:
        box = QComboBox()
        box.setObjectName("clockBox")
        box.setFont(interface_font(9.5))
        box.addItem(self._context.text(msg_in("player", "Event clock")), Clock.EVENT)
        box.addItem(self._context.text(msg_in("player", "Constant clock")), Clock.CONSTANT)
        box.setItemData(
            0, self._context.text(msg("Every step can be seen; long waits are shortened.")), Qt.ItemDataRole.ToolTipRole
        )
        box.setItemData(1, self._context.text(msg("Time passes true to scale.")), Qt.ItemDataRole.ToolTipRole)
        box.setAccessibleName(self._context.text(msg("Clock of the player")))
        box.setToolTip(self._context.text(msg("How time passes while the run plays")))
        box.activated.connect(self._take_clock)
        return box

    def _take_speed(self, value: int) -> None:
        near = [detent for detent in _DETENTS if abs(value - detent) <= _PULL]
        self._playback.set_speed(2 ** ((near[0] if near else value) / _PER_OCTAVE))

    def _show_speed(self, speed: float) -> None:
        shown = Decimal(speed, 1 if speed < 10 else 0, keep_zeros=False)
        self._factor.setText(self._context.text(msg("{factor}×", factor=shown)))
        with QSignalBlocker(self.slider):
            self.slider.setValue(round(log2(speed) * _PER_OCTAVE))

    def _take_clock(self, place: int) -> None:
        clock = Clock(self.clock.itemData(place))
        self._playback.set_clock(clock)
        self.clock_chosen.emit(clock)

    def _show_place(self, cursor: Cursor) -> None:
        count = len(self._playback.track.starts_us)
        shown = msg("step {step} of {n}", step=cursor.step + 1, n=count) if count else ""
        self._place.setText(self._context.text(shown))


def _with_keys(text: str, keys: str) -> str:
    shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    return f"{text} ({shown})"
