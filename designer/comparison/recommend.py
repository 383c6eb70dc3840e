"""Which design follows from the facts, and why: an order of questions, never a score."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from designer.base.texts import Message, msg, msg_n
from designer.comparison.metrics import of_kind, severity, worst
from designer.model.design import Design
from designer.resilience.matrix import Row
from designer.resilience.outcome import Outcome
from designer.resilience.targets import LossKind
from designer.resilience.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The design that comes first, the reasons for it, and what it costs against the others."""

    design: str
    reasons: tuple[Message, ...]
    price: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the questions ask about one design; lower is better everywhere, in the order of importance."""

    design: Design
    node: Verdict | None
    site: Verdict | None
    lan: Verdict | None
    off: int
    servers: int

    @property
    def order(self) -> tuple[int, ...]:
        return (_rank(self.node), _rank(self.site), self.off, _rank(self.lan), self.servers)


def recommend(columns: Sequence[tuple[Design, tuple[Row, ...]]]) -> Recommendation | None:
    """The design to choose, or None where no design has both sites with nodes.

    Asked in this order, the first difference decides: how a lost server is survived, how a lost site, how many VMs
    memory keeps off then, how a cut LAN, how many servers it takes. Equal designs: the first.
    """
    known = [_facts(design, rows) for design, rows in columns if rows]
    if not known:
        return None
    best = min(known, key=lambda one: one.order)
    others = [one for one in known if one is not best]
    return Recommendation(best.design.id, _reasons(best, others), _price(best, others))


def _facts(design: Design, rows: tuple[Row, ...]) -> _Facts:
    node = worst(of_kind(design, rows, LossKind.NODE))
    site = worst(of_kind(design, rows, LossKind.SITE))
    lines = "+".join(f"link:{link.id}" for link in design.network_links)
    lan = next((row for row in rows if row.event == lines), None)
    return _Facts(
        design=design,
        node=node.verdict if node else None,
        site=site.verdict if site else None,
        lan=lan.verdict if lan else None,
        off=len(site.verdict.not_started) if site else 0,
        servers=len(design.nodes),
    )


def _rank(verdict: Verdict | None) -> int:
    return -1 if verdict is None else severity(verdict)


def _reasons(best: _Facts, others: list[_Facts]) -> tuple[Message, ...]:
    found = [
        _server_reason(best.node, _doing_worse(others, best, "node")),
        _site_reason(best.site),
        _lan_reason(best.lan, _doing_worse(others, best, "lan")),
        _memory_reason(best),
        _servers_reason(best, others),
    ]
    return tuple(one for one in found if one is not None)


def _doing_worse(others: list[_Facts], best: _Facts, part: Literal["node", "lan"]) -> tuple[str, ...]:
    """The labels of designs that this event hits harder than the best one."""
    return tuple(one.design.label for one in others if _rank(getattr(one, part)) > _rank(getattr(best, part)))


def _server_reason(verdict: Verdict | None, beaten: tuple[str, ...]) -> Message | None:
    if verdict is None:
        return None
    words = outcome_words(verdict.outcome)
    if beaten:
        return msg_n(
            "A lost server: {what}; {others} does worse.",
            "A lost server: {what}; {others} do worse.",
            len(beaten),
            what=words,
            others=beaten,
        )
    return msg("A lost server: {what}.", what=words)


def _site_reason(verdict: Verdict | None) -> Message | None:
    return None if verdict is None else msg("A lost site: {what}.", what=outcome_words(verdict.outcome))


def _lan_reason(verdict: Verdict | None, beaten: tuple[str, ...]) -> Message | None:
    if verdict is None:
        return None
    words = outcome_words(verdict.outcome)
    if beaten:
        return msg_n(
            "A cut LAN: {what}; {others} does worse.",
            "A cut LAN: {what}; {others} do worse.",
            len(beaten),
            what=words,
            others=beaten,
        )
    return msg("A cut LAN: {what}.", what=words)


def _memory_reason(best: _Facts) -> Message | None:
    return msg("Every VM fits into memory after the site loss.") if best.off == 0 else None


def _servers_reason(best: _Facts, others: list[_Facts]) -> Message | None:
    more = tuple(one.design.label for one in others if one.servers > best.servers)
    return msg("It takes fewer servers than {others}.", others=more) if more else None


def _price(best: _Facts, others: list[_Facts]) -> tuple[Message, ...]:
    found = []
    if best.site is not None and best.site.is_manual:
        found.append(msg("The loss of a site needs a person: {why}", why=best.site.reason))
    if best.lan is not None and best.lan.outcome is Outcome.R:
        found.append(msg("A cut LAN starts a race for the witness."))
    fewer = tuple(one.design.label for one in others if one.servers < best.servers)
    if fewer:
        found.append(msg("It takes more servers than {others}.", others=fewer))
    better = tuple(one.design.label for one in others if _rank(one.lan) < _rank(best.lan))
    if better:
        found.append(
            msg_n(
                "When only the LAN is cut, {others} does better.",
                "When only the LAN is cut, {others} do better.",
                len(better),
                others=better,
            )
        )
    return tuple(found)


def outcome_words(outcome: Outcome) -> Message:
    """The result code in a few words, the same everywhere."""
    return _WORDS[outcome]


_WORDS: dict[Outcome, Message] = {
    Outcome.N: msg("no impact"),
    Outcome.L: msg("restart inside the site"),
    Outcome.X: msg("restart at the other site, roles swapped"),
    Outcome.T: msg("take-over at the other site"),
    Outcome.T_SPLIT: msg("take-over with a risk of split copies"),
    Outcome.M_X: msg("a person starts it at the other site"),
    Outcome.M_T: msg("a person takes over at the other site"),
    Outcome.Q: msg("stops; force quorum where the data is"),
    Outcome.QX: msg("stops; force quorum at the other site"),
    Outcome.QT: msg("stops; force quorum and decide about the copy"),
    Outcome.O: msg("outage until repair"),
    Outcome.R: msg("race for the witness"),
}
