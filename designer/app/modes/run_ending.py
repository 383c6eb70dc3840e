"""Where a run ends: the outcome in a line, and each VM and pair at the end with what was interrupted and lost."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from designer.app.canvas.fonts import interface_font
from designer.app.context import AppContext
from designer.app.elided_label import ElidedLabel
from designer.app.modes.facts import Cell, FactTable, Row
from designer.app.modes.parts import PADDING
from designer.app.modes.run_facts import KIB_PER_MIB, RunFacts, outcome_role, outcome_text, pair_role, vm_role, vm_text
from designer.base.texts import Decimal, Message, msg, msg_n
from designer.base.units import US_PER_S, seconds_text
from designer.drawing.ink import Face, Role
from designer.engine.state import PairWrites, VmState
from designer.engine.timeline import Timeline

_NONE = "–"


def lost_mib(account: PairWrites) -> float:
    """MiB of acknowledged writes that are gone."""
    return account.lost / (US_PER_S * KIB_PER_MIB)


def ending_texts(facts: RunFacts) -> tuple[Message, ...]:
    """The outcome, what was lost, whose sessions are gone, who does not run, and how long all of it took."""
    timeline = facts.timeline
    texts = [msg("Outcome: {text}", text=outcome_text(timeline.outcome))]
    texts += _losses(facts)
    texts.append(msg("{length} in all", length=seconds_text(timeline.total_us / US_PER_S)))
    texts.append(
        msg("no safety violation") if not timeline.violations else msg("safety violated: report this as a fault")
    )
    texts.append(msg("run {fingerprint}", fingerprint=timeline.fingerprint[:8]))
    return tuple(texts)


def _losses(facts: RunFacts) -> list[Message]:
    timeline = facts.timeline
    lost = sum(lost_mib(account) for account in timeline.end.writes)
    longest = max((account.lost_us for account in timeline.end.writes), default=0)
    texts = [_lost_text(lost, longest)]
    if (down := len(timeline.still_down)) > 0:
        texts.append(msg_n("{n} VM does not run", "{n} VMs do not run", down))
    if (dropped := len(timeline.dropped_sessions)) > 0:
        texts.append(msg_n("sessions of {n} VM dropped", "sessions of {n} VMs dropped", dropped))
    return texts


def _lost_text(lost: float, written_us: int) -> Message:
    if not lost:
        return msg("no acknowledged write lost")
    amount = msg("{value}\u00a0MiB", value=Decimal(lost, 1))
    return msg(
        "{amount} of acknowledged writes lost, {time} of writing",
        amount=amount,
        time=seconds_text(written_us / US_PER_S),
    )


class EndingLine(ElidedLabel):
    """The outcome and its price in one line; the whole of it in the tooltip."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        self.setObjectName("runEnding")
        self.setFont(interface_font(9.25, Face.MEDIUM))
        self.setContentsMargins(PADDING, 0, PADDING, 2)

    def show_run(self, facts: RunFacts) -> None:
        """Show how this run ends."""
        self.setText(" · ".join(self._context.text(text) for text in ending_texts(facts)))
        self.setStyleSheet(f"color: #{self._context.ink[_ending_role(facts.timeline)]};")


def _ending_role(timeline: Timeline) -> Role:
    lost = any(account.lost for account in timeline.end.writes)
    return Role.FAILED if timeline.violations or lost else outcome_role(timeline.outcome)


class EndingTable(QWidget):
    """Every VM and every pair as the run leaves them."""

    def __init__(self, context: AppContext) -> None:
        super().__init__()
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.table = FactTable(context, "endingTable")
        self.table.setAccessibleName(context.text(msg("Where the run ends")))
        column.addWidget(self.table)

    def show_run(self, facts: RunFacts) -> None:
        """Show the end of this run: VMs first, then the pairs."""
        timeline = facts.timeline
        dropped = set(timeline.dropped_sessions)
        rows = [self._vm_row(facts, vm, is_dropped=vm.id in dropped) for vm in timeline.end.vms]
        rows += self._pair_rows(facts)
        texts = (
            msg("Object"),
            msg("Ends at"),
            msg("State"),
            msg("Interrupted"),
            msg("Sessions"),
            msg("Writes lost"),
            msg("Writing lost"),
        )
        heads = [Cell(self._context.text(text), right=place in {3, 5, 6}) for place, text in enumerate(texts)]
        self.table.facts.show(heads, rows)
        self.table.set_widths((120, 130, 150, 110, 110, 110, 110), stretch=2)

    def _vm_row(self, facts: RunFacts, vm: VmState, *, is_dropped: bool) -> Row:
        text = self._context.text
        lasting = vm.down_since_us is not None
        outage = vm.outage_us
        if vm.down_since_us is not None:
            outage = max(outage, facts.timeline.total_us - vm.down_since_us)
        length: Message | str = seconds_text(outage / US_PER_S) if outage else _NONE
        if lasting:
            length = msg("over {length}", length=length)
        sessions: Message | str = msg("dropped") if is_dropped else msg("kept")
        if vm.id not in facts.ran_at_start:
            sessions = _NONE
        return Row(
            (
                Cell(facts.name_of(vm.id), bold=True),
                Cell(facts.name_of(vm.node)),
                Cell(text(vm_text(vm)), vm_role(vm), bold=True),
                Cell(text(length), Role.FAILED if lasting else Role.TEXT, right=True),
                Cell(text(sessions), Role.PENDING if is_dropped else Role.DIM),
                Cell(_NONE, Role.DIM, right=True),
                Cell(_NONE, Role.DIM, right=True),
            ),
            vm.id,
        )

    def _pair_rows(self, facts: RunFacts) -> list[Row]:
        text, end = self._context.text, facts.timeline.end
        rows = []
        for pair, account in zip(end.pairs, end.writes, strict=True):
            is_lost = account.lost > 0
            role = Role.FAILED if is_lost else Role.DIM
            lost: Message | str = msg("{value}\u00a0MiB", value=Decimal(lost_mib(account), 1)) if is_lost else _NONE
            written: Message | str = seconds_text(account.lost_us / US_PER_S) if is_lost else _NONE
            side = facts.name_of(pair.writable) if pair.writable else _NONE
            state = pair.state.value if pair.target is not None else _NONE
            rows.append(
                Row(
                    (
                        Cell(facts.name_of(pair.id), bold=True),
                        Cell(side, hint=text(msg("The side that hosts can write to"))),
                        Cell(state, pair_role(pair.state) if pair.target is not None else Role.DIM, bold=True),
                        Cell(_NONE, Role.DIM, right=True),
                        Cell(_NONE, Role.DIM),
                        Cell(text(lost), role, right=True, bold=is_lost),
                        Cell(text(written), role, right=True),
                    ),
                    pair.id,
                )
            )
        return rows
