"""The exact function as a fault tree in the Open-PSA model exchange format, for any tool of the trade to check."""

import re
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import quoteattr

from designer.analysis.availability.assess import Figures, Study
from designer.analysis.availability.diagram import FALSE, TERMINALS, TRUE, Diagram
from designer.analysis.availability.parts import Gate
from designer.base.texts import ENGLISH

TOP = "stopped"


def open_psa(study: Study, changed: Figures | None = None) -> str:
    """The document: one fault tree whose top gate is true where some VM needs a repair or a person.

    Basic events are the parts that matter, with their probabilities of being down as constants. Every other gate is
    used by some gate.
    """
    return _Tree(study, changed).document()


class _Tree:
    def __init__(self, study: Study, changed: Figures | None) -> None:
        self._study = study
        self._diagram: Diagram = study.structure.diagram
        self._root = study.structure.stopped
        self._figures = study.figures(changed)
        self._variables = study.wiring.variables
        self._inner = self._diagram.reached([self._root])
        used = dict.fromkeys(self._diagram.variable[node] for node in reversed(self._inner))
        self._used = list(used)
        parts = (name for at in self._used for name in self._variables[at].gate.names())
        self._events = _names(parts, taken=(TOP,))
        joined = (self._variables[at].id for at in self._used if not self._is_single(at))
        self._joined = _names((f"{name}-down" for name in joined), taken=(TOP, *self._events.values()))
        gates = (f"state-{node}" for node in self._inner)
        self._gates = _names(gates, taken=(TOP, *self._events.values(), *self._joined.values()))

    def document(self) -> str:
        """The whole text."""
        title = quoteattr(_identifier(self._study.structure.judge.design.id))
        lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<opsa-mef>", f"  <define-fault-tree name={title}>"]
        lines += [line for node in [*reversed(self._inner)] for line in self._node_gate(node)]
        if not self._inner:
            value = "true" if self._root == TRUE else "false"
            lines.append(f'    <define-gate name="{TOP}"><constant value="{value}"/></define-gate>')
        lines += [line for at in self._used if not self._is_single(at) for line in self._variable_gate(at)]
        lines += ["  </define-fault-tree>", "  <model-data>"]
        lines += [line for part, name in self._events.items() for line in self._event(part, name)]
        return "\n".join([*lines, "  </model-data>", "</opsa-mef>", ""])

    def _is_single(self, at: int) -> bool:
        return len(list(self._variables[at].gate.names())) == 1

    def _node_gate(self, node: int) -> list[str]:
        name = TOP if node == self._root else self._gates[f"state-{node}"]
        return [f'    <define-gate name="{name}">', *_indented(self._formula(node), 3), "    </define-gate>"]

    def _formula(self, node: int) -> list[str]:
        """``high`` where the variable is down, else ``low``, with as little negation as the function has."""
        diagram = self._diagram
        down = self._variable(diagram.variable[node])
        low, high = diagram.low[node], diagram.high[node]
        if high == TRUE:
            return [down] if low == FALSE else _joined("or", [down], self._function(low))
        if high == FALSE:
            return _negated(down) if low == TRUE else _joined("and", _negated(down), self._function(low))
        if low == FALSE:
            return _joined("and", [down], self._function(high))
        if low == TRUE:
            return _joined("or", _negated(down), self._function(high))
        struck = _joined("and", [down], self._function(high))
        if diagram.choose(low, high, TRUE) == TRUE:
            return _joined("or", self._function(low), struck)
        spared = _joined("and", _negated(down), self._function(low))
        if diagram.choose(high, low, TRUE) == TRUE:
            return _joined("or", self._function(high), spared)
        return _joined("or", struck, spared)

    def _function(self, node: int) -> list[str]:
        if node < TERMINALS:
            raise ValueError("terminals are simplified away")
        return [f'<gate name="{self._gates[f"state-{node}"]}"/>']

    def _variable(self, at: int) -> str:
        variable = self._variables[at]
        if self._is_single(at):
            return f'<basic-event name="{self._events[next(variable.gate.names())]}"/>'
        return f'<gate name="{self._joined[f"{variable.id}-down"]}"/>'

    def _variable_gate(self, at: int) -> list[str]:
        variable = self._variables[at]
        name = self._joined[f"{variable.id}-down"]
        return [f'    <define-gate name="{name}">', *_indented(self._of_parts(variable.gate), 3), "    </define-gate>"]

    def _of_parts(self, gate: Gate) -> list[str]:
        inner = [
            self._of_parts(one) if isinstance(one, Gate) else [f'<basic-event name="{self._events[one]}"/>']
            for one in gate.parts
        ]
        return inner[0] if len(inner) == 1 else _joined("and" if gate.needs_all else "or", *inner)

    def _event(self, part: str, name: str) -> list[str]:
        mttf, mttr = self._figures[part]
        title = next(one.title for one in self._study.wiring.parts if one.id == part)
        label = ENGLISH.render(title).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return [
            f'    <define-basic-event name="{name}">',
            f"      <label>{label}</label>",
            f'      <float value="{mttr / (mttf + mttr)!r}"/>',
            "    </define-basic-event>",
        ]


def _joined(word: str, *parts: list[str]) -> list[str]:
    return [f"<{word}>", *(line for part in parts for line in _indented(part, 1)), f"</{word}>"]


def _negated(what: str) -> list[str]:
    return ["<not>", f"  {what}", "</not>"]


def _indented(lines: list[str], depth: int) -> list[str]:
    return [f"{'  ' * depth}{line}" for line in lines]


def _names(wanted: Iterable[str], *, taken: Iterable[str]) -> Mapping[str, str]:
    """A name of letters, digits, ``-`` and ``_`` for each text; the format knows no two names that differ in case."""
    used = {one.lower() for one in taken}
    found: dict[str, str] = {}
    for text in wanted:
        name, number = _identifier(text), 1
        while name.lower() in used:
            number += 1
            name = f"{_identifier(text)}_{number}"
        used.add(name.lower())
        found[text] = name
    return found


def _identifier(text: str) -> str:
    name = re.sub(r"[^A-Za-z0-9_-]", "_", text)
    # A name begins with a letter; dashes stand single and between others.
    name = re.sub(r"-(?=-|$)", "_", name)
    return name if re.match(r"[A-Za-z]", name) else f"x{name}"
